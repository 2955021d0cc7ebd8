/// How the hidden units become the output ([S], Setup).
public enum Readout: String, Sendable, Codable, CaseIterable {
  /// y = sum_j sigma_a(v_j . x).
  case sum
  /// y = || sigma_a(V^T x) ||_1, which for slope a is `sum` with slope -|a| (theory.md section 1).
  case l1
}

/// The one-hidden-layer PReLU network of [S] and [LY]: activation slope, readout and whether the hidden layer has the
/// identity mapping (V = I + W) or not (V = W). theory.md section 1.
///
/// sigma_a(z) = max(z, 0) + a min(z, 0) = c1 z + c2 |z|.
///
/// ```swift
/// let relu = try Network(slope: 0)
/// relu.kappa                                   // 1
/// try Network(slope: 0.25, readout: .l1).effectiveSlope   // -0.25
/// ```
public struct Network: Sendable, Equatable {
  /// PReLU's slope a as given, in [-1, 1); ReLU is 0.
  public let slope: Double
  /// How the hidden units become the output.
  public let readout: Readout
  /// True when V = I + W, false when V = W ("without identity mapping" in [S]).
  public let identityMapping: Bool

  /// A network.
  ///
  /// - Throws: `TheoryError.slopeOutOfRange` unless -1 <= slope < 1 (slope 1 is a linear network: c2 = 0).
  public init(slope: Double = 0, readout: Readout = .sum, identityMapping: Bool = true) throws(TheoryError) {
    guard slope >= -1, slope < 1 else { throw .slopeOutOfRange(slope) }
    self.slope = slope
    self.readout = readout
    self.identityMapping = identityMapping
  }

  /// The slope of the equivalent `sum` network: a for `sum`, -|a| for `l1`.
  public var effectiveSlope: Double { readout == .sum ? slope : -abs(slope) }

  /// c1 = (1 + a) / 2, the linear part of the activation.
  public var c1: Double { (1 + effectiveSlope) / 2 }

  /// c2 = (1 - a) / 2, the even part of the activation.
  public var c2: Double { (1 - effectiveSlope) / 2 }

  /// kappa = (c1 / c2)^2, the weight of the s-term; 1 for ReLU.
  public var kappa: Double { (c1 / c2) * (c1 / c2) }

  /// True scale over paper scale, 4 c2^2 / pi: -grad L = `trueOverPaper` * Ghat, and etahat = eta * `trueOverPaper`.
  public var trueOverPaper: Double { 4 * c2 * c2 / Double.pi }

  /// etahat, the step along Ghat (paper scale) that a step `learningRate` on L (true scale) makes.
  public func paperLearningRate(_ learningRate: Double) -> Double { learningRate * trueOverPaper }

  /// sigma_a(z), the activation of the equivalent `sum` network.
  public func activation(_ z: Double) -> Double { z > 0 ? z : effectiveSlope * z }
}
