import Statistics
import TwoPhaseTheory

/// What testing a lemma found.
public struct LemmaResult: Sendable {
  /// The lemma.
  public let lemma: Lemma
  /// holds: no violation was found; violated: one was; not tested: no case met the premise, or the order is undecided.
  public let verdict: Verdict
  /// One line: why.
  public let reason: String
  /// Cases drawn on which the claim was compared.
  public let samples: Int
  /// Cases drawn that lie outside the premise, or where a quantity is undefined.
  public let outside: Int
  /// Ascents begun.
  public let ascents: Int
  /// Evaluations of the claim in them.
  public let ascentEvaluations: Int
  /// The case with the smallest slack; nil when nothing was compared.
  public let tightest: Witness?
  /// The smallest slack among the drawn cases alone.
  public let tightestSampled: Witness?
  /// The free constant's best value that the cases leave.
  public let estimatedConstant: Double?
  /// For an order: the exponent with its interval, and the regressions over all cases.
  public let fit: OrderFit?
  /// A minimised violation.
  public let counterexample: Witness?
  /// The test's wall time in seconds.
  public let seconds: Double
  /// True when it was stopped before it was done.
  public let wasInterrupted: Bool
  /// The slack of each drawn case, in order, for figures.
  public let observations: [Observation]

  /// One drawn case in brief.
  public struct Observation: Sendable {
    /// d.
    public let dimension: Int
    /// The slope.
    public let slope: Double
    /// max(||W||_2, ||W*||_2).
    public let normBound: Double
    /// The two sides.
    public let comparison: Comparison
  }

  /// True when the test found what the lemma expects; also when there was nothing to draw, since no dimension that was asked
  /// for lies in its domain.
  public var isAsExpected: Bool {
    switch lemma.expectation {
    case .holds: verdict != .violated
    case .fails: verdict == .violated || samples + outside == 0
    }
  }
}

/// The exponent of an error over all cases of an order claim.
public struct OrderFit: Sendable {
  /// The mean of the cases' own exponents, with its 99 % interval.
  public let exponent: MeanInterval
  /// The regression of log error on the claim's regressors; nil when there are none or too few cases.
  public let regression: LinearRegression?
  /// The regressors' names, in the order of the regression's coefficients.
  public let names: [String]
}
