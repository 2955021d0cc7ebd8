import TwoPhaseTheory
import TwoPhaseTraining

/// The verdicts of a run as a table for a paper, and its figures as LaTeX includes them.
///
/// ```swift
/// VerdictTable(run).latex()      // \begin{table} ... \toprule ... \bottomrule ... \end{table}
/// ```
///
/// Needs `\usepackage{booktabs}`, and `\usepackage{graphicx}` for figures. Whatever a user named is escaped.
public struct VerdictTable: Sendable {
  private let run: RecordedRun

  /// The table of a run. Cost: O(1).
  public init(_ run: RecordedRun) { self.run = run }

  /// A floating table over the page's width: a row for each of H1 to C5 with the inequality that decided it, and a caption with
  /// the run's numbers.
  ///
  /// - Complexity: O(n) for n records.
  public func latex() -> String {
    let caption = RunCaption(run: run)
    let verdicts = run.theorem.verdicts
    var lines = ["% Needs \\usepackage{booktabs}; UTF-8."] + caption.provenance
    lines += [
      #"\begin{table*}[t]"#, #"  \centering"#, #"  \small"#,
      "  \\caption{Verdicts on \(caption.subject): \(caption.setting). \(caption.phases)",
    ]
    if let rates = caption.rates { lines.append("    \(rates)") }
    lines += [
      "    Constants: \(LaTeXText.escaped(run.theorem.constants.profile)); each row shows the inequality that decided.}",
      "  \\label{tab:twophase-\(caption.label)}", #"  \medskip"#, #"  \begin{tabular}{@{}llrrrrl@{}}"#,
      #"    \toprule"#,
      #"    & Inequality & Required & Observed & Margin & Step & Verdict \\"#,
    ]
    for findings in [verdicts.hypotheses, verdicts.conclusions] {
      lines.append(#"    \midrule"#)
      lines += findings.map { "    \(Self.row($0)) \\\\" }
    }
    lines += [#"    \bottomrule"#, #"  \end{tabular}"#, #"\end{table*}"#]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ finding: Finding) -> String {
    let check = finding.deciding
    let cells = [
      finding.part.id.rawValue, LaTeXText.prose(check.name),
      check.required.map { "$\(relation(check.relation)) \(LaTeXText.bare($0))$" } ?? "--",
      LaTeXText.number(check.observed), LaTeXText.number(check.margin),
      check.step.map { "\($0)" } ?? "--", finding.verdict.word,
    ]
    return cells.joined(separator: " & ")
  }

  private static func relation(_ relation: TheoremCheck.Relation) -> String {
    switch relation {
    case .below: "<"
    case .atMost: #"\le"#
    case .atLeast: #"\ge"#
    case .above: ">"
    }
  }

  /// `figure` environments with captions for figures that `FigureSet.write` wrote, at their natural width.
  ///
  /// - Parameters:
  ///   - paths: what `write` returned; a path that is none of its figures is left out.
  ///   - run: the run they are of.
  ///   - width: the width they were drawn for.
  /// - Complexity: O(n) for n records.
  public static func figuresLaTeX(
    _ paths: [String], run: RecordedRun, width: FigureWidth = .oneColumn
  ) -> String {
    let environment = width == .oneColumn ? "figure" : "figure*"
    let caption = RunCaption(run: run)
    let figures = paths.compactMap { path -> (kind: Figure.Kind, file: String, isSVG: Bool)? in
      let file = path.split(separator: "/").last.map(String.init) ?? ""
      let parts = file.split(separator: ".")
      guard parts.count == 2, let kind = Figure.Kind(rawValue: String(parts[0])) else { return nil }
      guard let format = FigureFormat(rawValue: String(parts[1])) else { return nil }
      return (kind, file, format == .svg)
    }
    var lines = ["% Needs \\usepackage{graphicx}, and \\graphicspath when the files are in another folder."]
    if figures.contains(where: \.isSVG) {
      lines.append("% SVG needs \\usepackage{svg} and Inkscape; pdf files need neither.")
    }
    lines += caption.provenance
    for figure in figures {
      let include = figure.isSVG ? "includesvg" : "includegraphics"
      lines += [
        "\\begin{\(environment)}[t]", #"  \centering"#,
        "  \\\(include)[width=\(width.inches)in]{\(figure.file)}",
        "  \\caption{\(FigureCaption(run: run).text(figure.kind))}",
        "  \\label{fig:twophase-\(caption.label)-\(figure.kind.rawValue)}", "\\end{\(environment)}",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
