import Foundation
import TwoPhaseSweeps

/// What --dry-run says of a sweep.
public enum SweepEstimateText {
  /// The text.
  ///
  /// - Parameters:
  ///   - workers: processors of this machine that would be used.
  ///   - tasks: cluster tasks; nil on one machine.
  public static func text(
    _ description: SweepDescription, _ estimate: SweepEstimate, workers: Int, tasks: Int?
  ) -> String {
    var lines = ["TwoPhase sweep \(description.name): \(QuantityText.count(description.count, "run"))"]
    if let title = description.title { lines.append(title) }
    lines.append("")
    let summary = description.summary
    let width = summary.map(\.name.count).max() ?? 0
    for (name, text) in summary {
      lines.append("  " + name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + text)
    }
    lines += ["", "Begun and timed, one thread each"]
    lines += TextTable.lines(
      [["d", "B", "steps", "before the first step", "a step", "a whole run"]]
        + estimate.samples.map { sample in
          [
            "\(sample.dimension)", sample.batch.map(String.init) ?? "population", "\(sample.steps)",
            QuantityText.duration(sample.preparation), microseconds(sample.step),
            QuantityText.duration(sample.run),
          ]
        }, leftColumns: []
    ).map { "  " + $0 }
    if let failure = estimate.failure { lines.append("  could not be begun: \(failure)") }
    lines += ["", "Estimate (an upper bound where stop rules end runs early)"]
    var rows = [
      ("one processor", QuantityText.duration(estimate.seconds)),
      ("longest run", QuantityText.duration(estimate.longestRun)),
    ]
    if let tasks {
      let task = max(estimate.seconds / Double(tasks), estimate.longestRun)
      rows.append(
        (
          "\(tasks) tasks",
          "\(QuantityText.duration(task)) each, when all run at once on processors like this one"
        ))
    } else {
      let time = max(estimate.seconds / Double(workers), estimate.longestRun)
      rows.append((QuantityText.count(workers, "processor"), QuantityText.duration(time)))
    }
    rows.append(("store", QuantityText.bytes(estimate.bytes)))
    let room = (rows.map(\.0.count).max() ?? 0) + 2
    lines += rows.map { "  " + $0.0.padding(toLength: room, withPad: " ", startingAt: 0) + $0.1 }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func microseconds(_ seconds: Double) -> String {
    seconds < 0.1 ? "\(NumberText.brief(seconds * 1e3)) ms" : QuantityText.duration(seconds)
  }
}
