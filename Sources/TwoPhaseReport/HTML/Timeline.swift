import Foundation
import TwoPhaseTraining

/// The phases of a run as bands on a line of steps, and its events as a list.
struct Timeline: Sendable {
  /// A stretch of one phase.
  struct Band: Sendable {
    let phase: Int
    let from: Int
    let to: Int
    /// Position and width in percent of the line.
    let left: String
    let width: String
    /// False for a band too narrow to hold its name.
    let isNamed: Bool
  }

  /// A step to point at.
  struct Mark: Sendable {
    let kind: String
    let left: String
  }

  /// What happened at a step.
  struct Event: Sendable {
    let step: Int
    let text: String
  }

  let first: Int
  let last: Int
  let bands: [Band]
  let marks: [Mark]
  let events: [Event]

  /// The timeline; nil without records.
  init?(_ run: RecordedRun) {
    guard let first = run.series.records.first?.step, let last = run.series.records.last?.step else {
      return nil
    }
    (self.first, self.last) = (first, last)
    let phases = run.analysis.phases
    let span = Double(max(1, last - first))
    func percent(_ steps: Int) -> Double { 100 * Double(steps) / span }
    func text(_ value: Double) -> String { String(format: "%.3f", value) }
    func band(_ phase: Int, _ from: Int, _ to: Int) -> Band {
      let width = first == last ? 100 : percent(to - from)
      return Band(
        phase: phase, from: from, to: to, left: text(percent(from - first)), width: text(width),
        isNamed: width > 11)
    }
    var bands: [Band] = []
    var start = first
    if let began = phases.transition?.heldSince {
      if began > first { bands.append(band(1, first, began)) }
      start = began
      for entry in phases.returns.prefix(Self.drawnReturns) {
        bands.append(band(2, start, entry.step))
        let end = entry.endStep ?? last
        bands.append(band(1, entry.step, end))
        start = end
      }
      if start < last || bands.isEmpty || began == last { bands.append(band(2, start, last)) }
    } else {
      bands = [band(1, first, last)]
    }
    self.bands = bands
    var marks: [Mark] = []
    if let began = phases.transition?.heldSince {
      marks.append(Mark(kind: "transition", left: text(percent(began - first))))
    }
    marks += phases.returns.prefix(Self.drawnReturns).map {
      Mark(kind: "return", left: text(percent($0.step - first)))
    }
    if let knee = run.analysis.foundKnee {
      marks.append(Mark(kind: "knee", left: text(percent(knee.step - first))))
    }
    self.marks = marks
    events = Self.events(run, first, last)
  }

  /// More bands than anyone tells apart on a line.
  private static let drawnReturns = 100
  /// More returns than anyone reads.
  private static let listedReturns = 8

  private static func events(_ run: RecordedRun, _ first: Int, _ last: Int) -> [Event] {
    let phases = run.analysis.phases
    var events = [Event(step: first, text: "first record")]
    if let start = phases.falseStart {
      events.append(
        Event(
          step: start.from,
          text: "false start until step \(start.to): the margin was positive through the s-term alone"))
    }
    if let transition = phases.transition {
      events.append(Event(step: transition.heldSince, text: "Phase 2 began"))
      if transition.step != transition.heldSince {
        events.append(
          Event(
            step: transition.step,
            text:
              "transition confirmed: the predicate had held for \(phases.thresholds.dwell) records in a row"))
      }
    }
    if let knee = run.analysis.foundKnee {
      events.append(
        Event(step: knee.step, text: "knee of log |f_A|, 95 % interval \(knee.low) to \(knee.high)"))
    }
    for entry in phases.returns.prefix(listedReturns) {
      let end = entry.endStep.map { "until step \($0)" } ?? "until the last record"
      events.append(
        Event(step: entry.step, text: "return to Phase 1 \(end), size \(NumberText.short(entry.size))"))
    }
    if phases.returns.count > listedReturns {
      let next = phases.returns[listedReturns]
      events.append(
        Event(step: next.step, text: "first of \(phases.returns.count - listedReturns) more returns"))
    }
    events.append(Event(step: last, text: "last record; the run is " + run.status.phrase))
    return events.enumerated().sorted { ($0.element.step, $0.offset) < ($1.element.step, $1.offset) }.map(
      \.element)
  }
}
