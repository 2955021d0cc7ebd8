import TwoPhaseTheory
import TwoPhaseTraining

/// The numbers of a record that a page holds, in the order of its columns; the step is column 0. The scripts know the same
/// order. The margin is not among them: it is its four terms' sum, added in the order of `MarginTerms.sum` to the same bits.
package enum PageColumns {
  package typealias Column = @Sendable (StepRecord) -> Double?

  /// The columns of a run's page.
  static let run: [Column] = [
    { Double($0.step) },
    { $0.point.potential },
    { $0.predictedPotential },
    { $0.point.marginTerms?.constant },
    { $0.point.marginTerms?.first },
    { $0.point.marginTerms?.diagonal },
    { $0.point.marginTerms?.higher },
    { $0.point.distance },
    { $0.point.studentSpectralNorm },
    { $0.point.populationLoss },
    { $0.batchLoss },
  ]

  /// The columns of a run on a comparison's page.
  static let comparison: [Column] = [
    { Double($0.step) },
    { $0.point.potential },
    { $0.point.marginTerms?.sum },
    { $0.point.distance },
    { $0.point.populationLoss },
  ]

  /// What a run's charts draw, so that a page that leaves records out keeps the least and the largest of each.
  package static let drawnOfRun: [Column] =
    [{ abs($0.point.potential) }, { $0.point.marginTerms?.sum }] + Array(run[3...])

  /// What a comparison's charts draw.
  static let drawnOfComparison: [Column] = [{ abs($0.point.potential) }] + Array(comparison[2...])

  /// Records as JSON, an array of rows; null where undefined. Numbers are the shortest text that reads back to the same
  /// double, the step is an integer.
  ///
  /// - Complexity: O(n).
  static func rows(_ records: [StepRecord]) -> String {
    var text = "["
    for (index, record) in records.enumerated() {
      text += (index == 0 ? "[" : ",[") + "\(record.step)"
      for column in run.dropFirst() {
        text += "," + (column(record).flatMap { $0.isFinite ? "\($0)" : nil } ?? "null")
      }
      text += "]"
    }
    return text + "]"
  }
}

/// The records of a run inside a page: all of them, or as many as a page is quick with.
struct EmbeddedSeries: Encodable, Sendable {
  /// The records in the page.
  let count: Int
  /// The records of the run: what is asked of a live run next.
  let total: Int
  /// Each column's numbers, as `ScriptData.base64`.
  let columns: [String]

  /// - Parameters:
  ///   - columns: what is held of a record.
  ///   - drawn: what keeps its least and largest values when records are left out.
  ///   - limits: when records are left out, and how many then stay.
  ///   - marked: steps whose records always stay.
  init(
    _ records: [StepRecord], columns: [PageColumns.Column], drawn: [PageColumns.Column], limits: PageLimits,
    marked: [Int]
  ) {
    total = records.count
    let kept = SeriesDecimation.indices(records, drawn: drawn, limits: limits, marked: marked)
    count = kept.count
    self.columns = columns.map { column in ScriptData.base64(kept.lazy.map { column(records[$0]) }) }
  }
}
