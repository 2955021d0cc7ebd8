import TwoPhaseTheory

/// What every recorded run has, ours or another program's.
public struct RunSetting: Sendable, Equatable {
  /// The network.
  public let network: Network
  /// d.
  public let dimension: Int
  /// ||W_0||_2, W_0 the first weights.
  public let studentSpectralNorm: Double
  /// ||W*||_2.
  public let teacherSpectralNorm: Double
  /// The theorem's constants, gamma among them: given, or max(||W_0||_2, ||W*||_2).
  public let constants: TheoremConstants
  /// The Phase-2 predicate, from the constants.
  public let thresholds: PhaseThresholds
  /// What the user set by hand, to be set again over constants that are fitted to the run.
  let resolved: ResolvedConstants

  /// gamma.
  public var gamma: Double { constants[.gamma]?.value ?? max(studentSpectralNorm, teacherSpectralNorm) }
  /// True when gamma was not given and is max(||W_0||_2, ||W*||_2).
  public var gammaIsMeasured: Bool { constants[.gamma]?.isFitted ?? true }

  /// The setting of a run with the constants that a user asked for.
  ///
  /// - Throws: `OptionError` for constants that no theorem could have.
  init(
    network: Network, dimension: Int, studentSpectralNorm: Double, teacherSpectralNorm: Double,
    resolved: ResolvedConstants, dwell: Int?
  ) throws {
    self.network = network
    self.dimension = dimension
    self.studentSpectralNorm = studentSpectralNorm
    self.teacherSpectralNorm = teacherSpectralNorm
    self.resolved = resolved
    var constants = try resolved.over(.liYuan2017)
    if constants[.gamma] == nil {
      try constants.set(
        .gamma, to: max(studentSpectralNorm, teacherSpectralNorm),
        source: "max(||W_0||_2, ||W*||_2), measured", isFitted: true)
    }
    self.constants = constants
    thresholds = try PhaseThresholds(
      potential: constants.potentialThreshold?.value ?? 0, margin: constants[.convexity]?.value ?? 0,
      dwell: dwell ?? PhaseThresholds.defaultDwell)
  }
}

/// The constants of the theorem and of the Phase-2 predicate as a user asks for them.
public struct ConstantsRequest: Sendable, Equatable, Codable {
  /// Profile, file and single constants.
  public var theorem = TheoremRequest()
  /// gamma; nil is max(||W_0||_2, ||W*||_2).
  public var gamma: Double?
  /// delta, paper scale; nil is the profile's.
  public var delta: Double?
  /// tau; nil is the profile's multiple of gamma^2.
  public var potentialThreshold: Double?
  /// Records in a row that confirm a transition; nil is the detector's default.
  public var dwell: Int?

  /// [LY]'s constants.
  public init() {}

  /// Reads the file and checks every value.
  ///
  /// - Throws: `OptionError`, or what reading a constants file throws.
  func resolved() throws -> ResolvedConstants {
    var resolved = try theorem.resolved()
    resolved.given += given
    _ = try resolved.over(.liYuan2017)
    return resolved
  }

  /// Checks every value that was given one by one; a file is not read.
  func validate() throws(OptionError) {
    let all = theorem.given + given
    guard !all.isEmpty else { return }
    _ = try ResolvedConstants(profile: .liYuan2017, given: all).over(.liYuan2017)
  }

  private var given: [ResolvedConstants.Given] {
    let options: [(TheoremConstants.Name, Double?, String)] = [
      (.gamma, gamma, "--gamma"), (.convexity, delta, "--delta"),
      (.potentialThreshold, potentialThreshold, "--potential-threshold"),
    ]
    return options.compactMap { name, value, option in
      value.map { .init(name: name, value: $0, source: option) }
    }
  }
}
