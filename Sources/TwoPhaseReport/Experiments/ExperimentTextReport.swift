import LinearAlgebra
import TwoPhaseExperiments
import TwoPhaseTheory

/// An experiment's result as text for a terminal, and as Markdown.
public struct ExperimentTextReport: Sendable {
  let result: ExperimentResult
  let facts: ExperimentFacts
  /// Why there is no figure; nil where there is one.
  let figureOmission: String?
  private static let width = 100

  /// The report of a result.
  ///
  /// - Parameter figureOmission: why the figure was not drawn.
  public init(_ result: ExperimentResult, facts: ExperimentFacts, figureOmission: String? = nil) {
    self.result = result
    self.facts = facts
    self.figureOmission = figureOmission
  }

  /// The report as plain text.
  public var text: String { text(coloured: false) }

  /// The report for a terminal, lines of at most 100 columns but for tables; verdicts in colour where it shows them.
  public func text(coloured: Bool) -> String {
    var lines = Self.wrapped("\(result.name): \(result.title)")
    lines += [""] + Self.wrapped("Claim: \(result.claim)", indent: 7)
    if !result.source.isEmpty { lines += Self.wrapped("Source: \(result.source)", indent: 8) }
    lines += ["", ExperimentHeadline.text(result.findings)]
    for finding in result.findings { lines += [""] + Self.lines(finding, coloured: coloured) }
    for table in result.tables.map(ExperimentCells.init) {
      lines += [""] + Self.wrapped(table.title)
      let cells = ([table.header] + table.rows).map { $0.map { MessageText.line($0, limit: 200) } }
      lines += TextTable.lines(cells, leftColumns: table.leftColumns).map { "  " + $0 }
    }
    let notes = result.notes + [figureOmission].compactMap(\.self)
    if !notes.isEmpty { lines.append("") }
    for note in notes { lines += Self.wrapped("note: \(note)", indent: 6) }
    lines += [""] + Self.wrapped(madeBy)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func wrapped(_ text: String, indent: Int = 2) -> [String] {
    TextWrap.lines(text, width: width, indent: indent)
  }

  private static func lines(_ finding: ExperimentFinding, coloured: Bool) -> [String] {
    let word = finding.verdict.word
    let column = 14
    let source = finding.source.isEmpty ? "" : " (\(finding.source))"
    let claim = TextWrap.lines(finding.claim + source, width: width, indent: column)
    let evidence = TextWrap.lines(finding.evidence, width: width, indent: column)
    let space = String(repeating: " ", count: column)
    let painted = (coloured ? VerdictColour.painted(word) : word)
    let room = String(repeating: " ", count: max(1, column - 2 - word.count))
    return ["  " + painted + room + (claim.first ?? "")] + claim.dropFirst()
      + (evidence.first.map { [space + $0] } ?? []) + evidence.dropFirst()
  }

  /// "Seed 1, short form, 12.5 s, TwoPhase 0.5, runs 3-7 of store.sqlite."
  var madeBy: String {
    let parts = [
      "seed \(result.seed)", result.isQuick ? "short form" : "full form", facts.secondsText,
      facts.version.map { "TwoPhase \($0)" }, facts.runsText,
    ]
    return "Made with " + parts.compactMap(\.self).joined(separator: ", ") + "."
  }
}

/// What an experiment found, in one sentence.
enum ExperimentHeadline {
  /// "2 of 3 claims hold, 1 is violated."
  static func text(_ findings: [ExperimentFinding]) -> String {
    guard !findings.isEmpty else { return "No claim was tested." }
    func count(_ verdict: Verdict) -> Int { findings.filter { $0.verdict == verdict }.count }
    let total = findings.count
    let hold = count(.holds) == 1 ? "holds" : "hold"
    let claims = total == 1 && count(.holds) == 1 ? "claim" : "claims"
    var parts = ["\(count(.holds)) of \(total) \(claims) \(hold)"]
    for verdict in [Verdict.violated, .vacuous, .notTested] where count(verdict) > 0 {
      parts.append("\(count(verdict)) \(count(verdict) == 1 ? "is" : "are") \(verdict.word)")
    }
    return parts.joined(separator: ", ") + "."
  }
}
