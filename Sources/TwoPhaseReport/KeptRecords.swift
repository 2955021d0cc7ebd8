import TwoPhaseTraining

/// The records of a run that is taken up again, until it is known which of them are made again.
///
/// A run goes on from its last checkpoint, which may lie before its last record. Its first new record tells.
package struct KeptRecords {
  private var series: [RunSeries]?

  /// Those of a run before its first step: none unless it is taken up again.
  package init(_ series: [RunSeries] = []) { self.series = series }

  /// The records that stand, by pass, once: when the first record is made, or the run ends; nil afterwards.
  ///
  /// - Parameter first: the first new record and its pass; nil when there is none.
  /// - Complexity: O(n) for n records.
  package mutating func standing(before first: (record: StepRecord, pass: Int)?) -> [[StepRecord]]? {
    guard let kept = series else { return nil }
    series = nil
    return kept.enumerated().map { pass, series in
      guard let first, pass >= first.pass else { return series.records }
      return pass == first.pass ? Array(series.records.prefix { $0.step < first.record.step }) : []
    }
  }
}
