/// Every constant of the theorem, each with its source. theory.md section 7: paper scale throughout.
///
/// Start from a profile and override what is known better:
///
/// ```swift
/// var constants = TheoremConstants.liYuan2017
/// try constants.set(.gamma, to: 0.02, source: "--gamma")
/// constants.potentialThreshold(gamma: 0.02)?.value     // 0.0788
/// ```
public struct TheoremConstants: Sendable, Equatable {
  /// The name of a constant, as in files, flags and reports.
  public enum Name: String, Sendable, Codable, CaseIterable {
    /// gamma.
    case gamma
    /// gamma_0 < gamma, which bounds ||W_0||_2 and ||W*||_2.
    case initialNormBound
    /// The smallest d.
    case minimumDimension
    /// G_2, which bounds the stochastic gradient's spectral norm.
    case gradientSpectralBound
    /// G_F, which bounds the stochastic gradient's Frobenius norm.
    case gradientFrobeniusBound
    /// epsilon, the accumulated gradient noise.
    case noise
    /// c in Phase 1's factor 1 - c etahat d.
    case decreaseFactor
    /// tau / gamma^2.
    case potentialFactor
    /// tau, the |f_A| at which Phase 1 ends.
    case potentialThreshold
    /// c in Phase 1's length 1 / (c etahat).
    case durationFactor
    /// What |f_A| stays below after Phase 1.
    case potentialBound
    /// What ||W||_2 stays below after Phase 1.
    case weightBound
    /// delta.
    case convexity
    /// alpha in C5.
    case rateExcess

    /// The symbol in formulas.
    public var symbol: String {
      switch self {
      case .gamma: "gamma"
      case .initialNormBound: "gamma_0"
      case .minimumDimension: "d_min"
      case .gradientSpectralBound: "G_2"
      case .gradientFrobeniusBound: "G_F"
      case .noise: "epsilon"
      case .decreaseFactor: "c_1"
      case .potentialFactor: "tau / gamma^2"
      case .potentialThreshold: "tau"
      case .durationFactor: "c_2"
      case .potentialBound: "f_max"
      case .weightBound: "w_max"
      case .convexity: "delta"
      case .rateExcess: "alpha"
      }
    }
  }

  /// The profile that this started from.
  public let profile: String
  var values: [Name: SourcedConstant]

  /// Constants of a profile; a name that is left out is unknown until it is measured or set.
  init(profile: String, values: [Name: SourcedConstant]) {
    self.profile = profile
    self.values = values
  }

  /// The constants of [LY]. gamma, gamma_0, G_2, G_F and epsilon have no numbers there: they are given or measured.
  public static let liYuan2017 = TheoremConstants(
    profile: "li-yuan-2017",
    values: [
      .minimumDimension: SourcedConstant(100, source: "[LY] Theorem 3.1"),
      .decreaseFactor: SourcedConstant(0.5, source: "[LY] Theorem 3.1, Phase 1"),
      .potentialFactor: SourcedConstant(197, source: "[LY] Theorem 3.1"),
      .durationFactor: SourcedConstant(16, source: "[LY] Theorem 3.1"),
      .potentialBound: SourcedConstant(0.1, source: "[LY] Theorem 3.1, Phase 2"),
      .weightBound: SourcedConstant(1.0 / 32, source: "[LY] Theorem 3.1, Phase 2"),
      .convexity: SourcedConstant(0.03, source: "[LY] Theorem 3.1, paper scale"),
      .rateExcess: SourcedConstant(0.1, source: "free in [LY] Theorem 3.1; this project's choice"),
    ])

  /// A constant; nil when it is neither given nor measured.
  public subscript(_ name: Name) -> SourcedConstant? { values[name] }

  /// Every constant that has a value, in the order of `Name`.
  public var all: [(name: Name, constant: SourcedConstant)] {
    Name.allCases.compactMap { name in values[name].map { (name, $0) } }
  }

  /// Gives a constant a value.
  ///
  /// - Throws: `TheoremConstantError` when no theorem could have it: all are positive and finite (epsilon, tau and measured
  ///   ones may be zero), d_min at least 1.
  public mutating func set(
    _ name: Name, to value: Double, source: String, isFitted: Bool = false
  ) throws(TheoremConstantError) {
    let mayVanish = name == .noise || name == .potentialThreshold || isFitted
    guard value.isFinite, mayVanish ? value >= 0 : value > 0, value <= Self.largest else {
      throw TheoremConstantError(name: name, found: value)
    }
    if name == .minimumDimension, value < 1 { throw TheoremConstantError(name: name, found: value) }
    values[name] = SourcedConstant(value, source: source, isFitted: isFitted)
  }

  /// Gives a constant a measured value unless it has one already.
  mutating func measure(_ name: Name, _ value: Double, source: String) {
    guard values[name] == nil, value.isFinite else { return }
    values[name] = SourcedConstant(value, source: source, isFitted: true)
  }

  /// tau: as given, else tau / gamma^2 times gamma^2; nil without gamma.
  public var potentialThreshold: SourcedConstant? {
    if let given = values[.potentialThreshold] { return given }
    guard let gamma = values[.gamma], let factor = values[.potentialFactor] else { return nil }
    return SourcedConstant(
      factor.value * gamma.value * gamma.value, source: "\(factor.value.plain) gamma^2", isFitted: false)
  }

  /// Beyond this a constant's square leaves double precision.
  private static let largest = 1e100
}

extension Double {
  /// Without ".0" for whole numbers.
  fileprivate var plain: String { self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)" }
}
