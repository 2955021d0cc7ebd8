import TwoPhaseTraining

/// How many records a page holds.
package struct PageLimits: Sendable, Equatable {
  /// Up to so many, all.
  package let whole: Int
  /// Else at most so many.
  package let kept: Int

  /// 200,000 records are 24 MB of page; browsers open them in about a second (docs/report.md).
  static let standard = PageLimits(whole: 200_000, kept: 100_000)

  /// Limits of one's own.
  package init(whole: Int, kept: Int) {
    self.whole = whole
    self.kept = kept
  }

  /// The share of one of several runs on a page.
  func divided(by count: Int) -> PageLimits {
    PageLimits(whole: max(1000, whole / max(1, count)), kept: max(1000, kept / max(1, count)))
  }
}

/// Which records of a long series a page holds. Those that stay are whole records, so that whatever a page reads out was
/// recorded.
package enum SeriesDecimation {
  /// The records' indices, increasing: all of a short series; of a long one the first, the last, those of marked steps, and
  /// of each of many equal stretches those with the least and the largest value of every drawn quantity.
  ///
  /// - Complexity: O(n k) for k drawn quantities.
  package static func indices(
    _ records: [StepRecord], drawn: [PageColumns.Column], limits: PageLimits, marked: [Int]
  ) -> [Int] {
    guard records.count > limits.whole else { return Array(records.indices) }
    let marked = Set(marked.prefix(limits.kept / 4))
    let room = limits.kept - 2 - marked.count
    let stretches = max(1, room / max(1, 2 * drawn.count))
    var kept: [Int] = []
    kept.reserveCapacity(limits.kept)
    for stretch in 0..<stretches {
      let range = records.count * stretch / stretches..<records.count * (stretch + 1) / stretches
      kept += extremes(records, range, drawn, marked)
    }
    return kept
  }

  /// The indices of one stretch.
  private static func extremes(
    _ records: [StepRecord], _ range: Range<Int>, _ drawn: [PageColumns.Column], _ marked: Set<Int>
  ) -> [Int] {
    var chosen = Set([0, records.count - 1].filter(range.contains))
    for column in drawn {
      var (least, largest): ((Double, Int)?, (Double, Int)?)
      for index in range {
        guard let value = column(records[index]), value.isFinite else { continue }
        if value < least?.0 ?? .infinity { least = (value, index) }
        if value > largest?.0 ?? -.infinity { largest = (value, index) }
      }
      for extreme in [least, largest] { if let extreme { chosen.insert(extreme.1) } }
    }
    if !marked.isEmpty { chosen.formUnion(range.filter { marked.contains(records[$0].step) }) }
    return chosen.sorted()
  }
}
