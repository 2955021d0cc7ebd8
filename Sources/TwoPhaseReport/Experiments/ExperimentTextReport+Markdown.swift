import Foundation
import TwoPhaseExperiments

extension ExperimentTextReport {
  /// The report as Markdown. Whatever an experiment's file may name stays text: words that are not ours are code or in blocks that
  /// are shown as they are.
  ///
  /// - Parameter figureFile: the figure's file beside it; nil leaves it out.
  public func markdown(figureFile: String? = nil) -> String {
    var lines = ["# \(MarkdownText.code(result.title))", "", ExperimentHeadline.text(result.findings), ""]
    var claim = ["Claim: \(result.claim)"]
    if !result.source.isEmpty { claim.append("Source: \(result.source)") }
    lines += block(claim)
    if let figureFile {
      lines += ["", "![The figure of this experiment](\(figureFile))"]
    } else if let figureOmission {
      lines += ["", "The figure is left out:", ""] + block([figureOmission])
    }
    lines += findings
    for table in result.tables.map(ExperimentCells.init) {
      lines += ["", "## \(MarkdownText.code(table.title))", ""]
      lines += MarkdownText.table(
        header: table.header.map { $0.isEmpty ? "" : Self.cell($0) }, rows: table.rows,
        leftColumns: table.leftColumns, codeCells: table.texts)
    }
    if !result.notes.isEmpty { lines += ["", "## Notes", ""] + block(result.notes) }
    lines += ["", "## How to reproduce it", ""]
    lines +=
      facts.command.map { MarkdownText.block([$0], language: "sh") } ?? ["The command was not recorded."]
    lines += [""] + block([madeBy])
    let settings = result.settings.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      .reversed().drop(while: \.isEmpty).reversed()
    lines += ["", "Settings:", ""] + MarkdownText.block(Array(settings), language: "yaml")
    return lines.joined(separator: "\n") + "\n"
  }

  /// A header's text as code; the table's maker does not look at headers, and a bar ends a cell even within code.
  private static func cell(_ text: String) -> String {
    MarkdownText.code(text).replacingOccurrences(of: "|", with: "\\|")
  }

  private var findings: [String] {
    guard !result.findings.isEmpty else { return [] }
    let rows = result.findings.enumerated().map { ["\($0 + 1)", $1.verdict.word, $1.claim, $1.source] }
    let table = MarkdownText.table(
      header: ["", "verdict", "claim", "source"], rows: rows, leftColumns: [1, 2, 3], codeColumns: [2, 3])
    let evidence = result.findings.enumerated().flatMap { index, finding in
      TextWrap.lines("\(index + 1). \(finding.claim)", width: 100, indent: 3)
        + TextWrap.lines(finding.evidence, width: 97).map { "   " + $0 }
    }
    return ["", "## Findings", ""] + table + ["", "The claims in full, and what was found:", ""]
      + MarkdownText.block(evidence, language: "text")
  }

  /// Lines of prose as a block that is shown as it is.
  private func block(_ texts: [String]) -> [String] {
    MarkdownText.block(texts.flatMap { TextWrap.lines($0, width: 100, indent: 2) }, language: "text")
  }
}
