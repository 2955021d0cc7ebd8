import TwoPhaseTraining

/// Records that were made again when a run was taken up from a checkpoint before its end, held against those kept.
public struct RepeatedRecords: Sendable, Equatable {
  /// Records made again so far.
  public private(set) var count = 0
  /// How many of them differ in some bit: none on the same machine and thread count.
  public private(set) var differing = 0
  /// The first of those; nil when there is none.
  public private(set) var firstDifference: Int?

  private let pass: Int
  private var kept: ArraySlice<StepRecord>

  init(_ resumed: ResumedRun) {
    pass = resumed.continuation.pass
    let step = resumed.continuation.checkpoint?.step ?? 0
    let series = resumed.continuation.series
    kept = series.indices.contains(pass) ? series[pass].records.drop { $0.step < step } : []
  }

  mutating func compare(_ record: StepRecord, pass: Int) {
    guard pass == self.pass, let known = kept.first else { return }
    guard known.step == record.step else { return }
    kept = kept.dropFirst()
    count += 1
    guard known != record else { return }
    differing += 1
    if firstDifference == nil { firstDifference = record.step }
  }
}
