/// The margin of one-point strong convexity at a point: a number, or "undefined: converged" at W = W*.
///
/// margin(W) = <Ghat, W* - W> / ||W* - W||_F^2 in paper scale; the same with -grad L in true scale.
/// L is delta-one-point strongly convex at W when the margin exceeds delta. theory.md section 5.
public enum Margin: Sendable, Equatable {
  /// The margin's value.
  case value(Double)
  /// W = W*: the quotient is 0/0 and the run has converged.
  case converged

  /// The value, nil when converged.
  public var value: Double? {
    if case .value(let margin) = self { return margin }
    return nil
  }
}
