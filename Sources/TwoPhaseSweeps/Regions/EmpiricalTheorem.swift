/// For each conclusion of the theorem the largest region of a sweep in which it held in all runs, beside the constants of [LY].
public struct EmpiricalTheorem: Sendable, Equatable {
  /// The range of one axis within a region.
  public struct Range: Sendable, Equatable {
    /// The axis.
    public let name: String
    /// The first value inside, as text.
    public let low: String
    /// The last value inside, as text.
    public let high: String
    /// Whether the region takes in all of the axis.
    public let isWhole: Bool
  }

  /// A conclusion with its region.
  public struct Region: Sendable, Equatable {
    /// "C1" to "C5", or the name of another yes-or-no column.
    public let part: String
    /// What it says, in a few words.
    public let title: String
    /// The box; empty when there is no cell in which it held in all runs.
    public let ranges: [Range]
    /// Cells inside.
    public let cells: Int
    /// Cells of the sweep's grid.
    public let allCells: Int
    /// Runs inside, in all of which it held.
    public let runs: Int
    /// The chance of failing of a run of the region is below this with the stated confidence, were the region not chosen by its runs;
    /// nil without a region.
    public let failureBound: Double?
    /// The same of a region chosen by half of the seeds and tested on the others; nil with a single seed, or without a
    /// region of that half.
    public let heldOut: HeldOut?
    /// Over all runs: holds, violated, vacuous, not tested.
    public let tally: Tally
    /// [LY]'s own condition or constant beside it.
    public let claimed: String
  }

  /// A test on seeds that had no part in the choice.
  public struct HeldOut: Sendable, Equatable {
    /// Runs tested.
    public let runs: Int
    /// Those of them in which the conclusion was violated or not tested or vacuous.
    public let failures: Int
    /// The one-sided upper bound (Clopper and Pearson) on the chance of failing.
    public let bound: Double
  }

  /// Runs by verdict.
  public struct Tally: Sendable, Equatable {
    /// It held.
    public let holds: Int
    /// It was violated.
    public let violated: Int
    /// It said nothing.
    public let vacuous: Int
    /// It was not tested; failed runs too.
    public let notTested: Int
  }

  /// The sweep's name.
  public let sweep: String
  /// The axes whose ranges make regions, in order; seeds are repetitions.
  public let axes: [String]
  /// The bounds' confidence, 0.95.
  public let confidence: Double
  /// The conclusions.
  public let regions: [Region]
  /// What a reader must know, each one sentence.
  public let notes: [String]
}
