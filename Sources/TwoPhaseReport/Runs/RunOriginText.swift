import LinearAlgebra
import TwoPhaseTraining

/// What a store knows of a run beside its report, as text: who made it, what happened, which files are kept.
public enum RunOriginText {
  /// Something that happened.
  public typealias Event = (time: String, pass: Int, step: Int?, kind: String, detail: String?)

  /// The text.
  public static func text(_ run: RecordedRun, events: [Event], files: [String]) -> String {
    let origin = run.provenance
    let lines: [(String, String?)] = [
      ("id", origin.id.map { "\($0)" }), ("name", origin.name), ("command", origin.command),
      ("in", origin.workingFolder), ("version", origin.version), ("host", origin.host),
      ("processor", origin.processor), ("system", origin.system),
    ]
    var text = "\nOrigin\n"
    for case (let name, let value?) in lines {
      text += "  \(name.padding(to: 22))\(MessageText.line(value, limit: 2000))\n"
    }
    if !events.isEmpty {
      let rows = events.map { event in
        [
          event.time, event.kind, event.step.map { "step \($0)" } ?? "",
          event.pass == 0 ? "" : "repeat \(event.pass)",
          MessageText.line(event.detail ?? "", limit: 200),
        ]
      }
      text += "\nEvents\n"
      for line in TextTable.lines(
        [["time (UTC)", "event", "", "", ""]] + rows, leftColumns: [0, 1, 2, 3, 4])
      {
        text += "  \(line)\n"
      }
    }
    if !files.isEmpty {
      text += "\nWeights\n" + files.map { "  \(MessageText.line($0, limit: 400))\n" }.joined()
    }
    return text
  }
}
