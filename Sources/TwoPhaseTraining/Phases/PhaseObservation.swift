/// What one record of a run says about its phase. Source: theory.md sections 5 and 8.
public struct PhaseObservation: Sendable, Equatable {
  /// The step at which the record was taken. Records come in increasing order of step, at any cadence.
  public var step: Int

  /// `f_A = trace(A)`, signed. NaN (a diverged run) counts as an infinite `|f_A|`.
  public var potential: Double

  /// The one-point convexity margin `<Ghat, W* - W> / ||W* - W||_F^2`, paper scale. Nil when it is undefined
  /// because the run has converged to `W*`, which counts as satisfied. NaN counts as minus infinity.
  public var margin: Double?

  /// The margin minus its constant term (the one of `s`, never negative), paper scale; nil when not recorded.
  /// It tells a margin that is positive only because of `s` from one that is positive for good.
  public var marginWithoutConstant: Double?

  /// Stores one record.
  ///
  /// - Parameters:
  ///   - step: the step of the record.
  ///   - potential: `f_A`, signed.
  ///   - margin: the margin, paper scale; nil when converged.
  ///   - marginWithoutConstant: the margin minus the term of `s`, paper scale; nil when not recorded.
  public init(step: Int, potential: Double, margin: Double?, marginWithoutConstant: Double? = nil) {
    self.step = step
    self.potential = potential
    self.margin = margin
    self.marginWithoutConstant = marginWithoutConstant
  }
}
