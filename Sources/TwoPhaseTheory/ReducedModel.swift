import Foundation

/// The reduced linear model of Phase 1: (S, f_A) with S = <s, u>, to first order in W and W*. theory.md section 6.
///
/// One step is [S; f_A]+ = (I - etahat M) [S; f_A] with
/// M = [ (pi/2)(kappa d + 1) + 1, d - 2 ; (pi/2) kappa, d - 1 + pi/2 ], in paper scale.
///
/// ```swift
/// let model = ReducedModel(dimension: 100, network: try Network())
/// model.eigenvalues    // (162.1, 98.1)
/// ```
public struct ReducedModel: Sendable, Equatable {
  /// The entries of M by row.
  public let m: (ss: Double, sf: Double, fs: Double, ff: Double)

  /// The model of a network of dimension d.
  public init(dimension d: Int, network: Network) {
    let halfPi = Double.pi / 2
    m = (
      ss: halfPi * (network.kappa * Double(d) + 1) + 1, sf: Double(d - 2), fs: halfPi * network.kappa,
      ff: Double(d - 1) + halfPi
    )
  }

  /// Two models are equal when their matrices are.
  public static func == (a: ReducedModel, b: ReducedModel) -> Bool { a.m == b.m }

  /// The eigenvalues of M, the larger first; nil when they are complex, which only d = 1 can make them.
  public var eigenvalues: (fast: Double, slow: Double)? {
    let half = (m.ss - m.ff) / 2
    let discriminant = half * half + m.sf * m.fs
    guard discriminant >= 0 else { return nil }
    let mean = (m.ss + m.ff) / 2
    let root = discriminant.squareRoot()
    return (mean + root, mean - root)
  }

  /// One step of size `etahat` (paper scale).
  public func step(_ state: (s: Double, f: Double), paperLearningRate etahat: Double) -> (
    s: Double, f: Double
  ) {
    (
      state.s - etahat * (m.ss * state.s + m.sf * state.f),
      state.f - etahat * (m.fs * state.s + m.ff * state.f)
    )
  }

  /// The eigenvalue of the mode that carries most of f_A from the given start, the one whose decay a fit of log|f_A|
  /// sees; nil when the eigenvalues are complex or f_A starts at zero without being driven.
  public func eigenvalueGoverningPotential(from state: (s: Double, f: Double)) -> Double? {
    guard let (fast, slow) = eigenvalues else { return nil }
    guard fast > slow else { return fast }
    // f(t) = p exp(-fast t) + q exp(-slow t) with f = p + q and f' = -(fast p + slow q) = -(M [S; f])_f
    let derivative = m.fs * state.s + m.ff * state.f
    let fastPart = (derivative - slow * state.f) / (fast - slow)
    let slowPart = state.f - fastPart
    guard fastPart != 0 || slowPart != 0 else { return nil }
    return abs(fastPart) > abs(slowPart) ? fast : slow
  }

  /// The predicted decay rate of |f_A| per step, -log|1 - etahat lambda|, lambda the governing eigenvalue.
  public func predictedRate(from state: (s: Double, f: Double), paperLearningRate etahat: Double) -> Double? {
    guard let eigenvalue = eigenvalueGoverningPotential(from: state) else { return nil }
    let factor = abs(1 - etahat * eigenvalue)
    return factor > 0 ? -log(factor) : nil
  }
}
