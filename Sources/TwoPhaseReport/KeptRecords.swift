import TwoPhaseTraining

/// The records of a run that is taken up again, until it is known which of them are made again.
///
/// A run goes on from its last checkpoint, which may lie before its last record. Its first new record tells.
package struct KeptRecords {
  private var series: [RunSeries]?

  /// Kept records, divided.
  package struct Division {
    /// Those that stand, by pass.
    package let standing: [[StepRecord]]
    /// Those that are made again, all of one pass.
    package let remade: ArraySlice<StepRecord>
  }

  /// Those of a run before its first step: none unless it is taken up again.
  package init(_ series: [RunSeries] = []) { self.series = series }

  /// Divides them, once: when the first record is made, or the run ends; nil afterwards.
  ///
  /// - Parameter first: the first new record and its pass; nil when there is none.
  /// - Complexity: O(n) for n records.
  package mutating func divide(before first: (record: StepRecord, pass: Int)?) -> Division? {
    guard let kept = series else { return nil }
    series = nil
    guard let first else { return Division(standing: kept.map(\.records), remade: []) }
    let standing = kept.enumerated().map { pass, series -> [StepRecord] in
      guard pass >= first.pass else { return series.records }
      return pass == first.pass ? Array(series.records.prefix { $0.step < first.record.step }) : []
    }
    let remade =
      kept.indices.contains(first.pass) ? kept[first.pass].records.drop { $0.step < first.record.step } : []
    return Division(standing: standing, remade: remade)
  }
}
