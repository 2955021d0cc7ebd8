import TwoPhaseTraining

/// The phases of a run as shaded backgrounds.
enum PhaseBands {
  /// Phase 1 from the first record to the step at which Phase 2 began, or to the end; and the returns, those that the eye
  /// cannot part as one.
  ///
  /// - Complexity: O(n) for n returns.
  static func bands(_ run: RecordedRun) -> [PlotPanel.Band] {
    guard let first = run.series.records.first?.step, let last = run.series.records.last?.step else {
      return []
    }
    let phases = run.analysis.phases
    let began = phases.transition?.heldSince
    var bands: [PlotPanel.Band] = []
    if began ?? last > first {
      bands.append(band(first, began ?? last, FigureStyle.phaseOneShade, "Phase 1"))
    }
    let returns = merged(phases.returns.map { ($0.step, $0.endStep ?? last) }, apart: (last - first) / 500)
    for (index, span) in returns.enumerated() {
      bands.append(band(span.0, span.1, FigureStyle.returnShade, index == 0 ? "return" : nil))
    }
    return bands
  }

  private static func band(_ from: Int, _ to: Int, _ shade: String, _ title: String?) -> PlotPanel.Band {
    PlotPanel.Band(
      span: Double(from)...Double(max(from, to)), isVertical: true, shade: shade, title: title)
  }

  /// Spans in order, joined where at most `apart` steps are between them.
  static func merged(_ spans: [(Int, Int)], apart: Int) -> [(Int, Int)] {
    var result: [(Int, Int)] = []
    for span in spans {
      if let previous = result.last, span.0 - previous.1 <= apart {
        result[result.count - 1].1 = max(previous.1, span.1)
      } else {
        result.append(span)
      }
    }
    return result
  }
}
