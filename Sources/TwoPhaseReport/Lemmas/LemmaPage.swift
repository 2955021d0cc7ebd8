import Foundation
import LinearAlgebra
import TwoPhaseLemmas
import TwoPhaseTheory

/// A lemma's page, made from its definition and from what a test of it found.
struct LemmaPage {
  /// Matrices up to this dimension are printed.
  private static let printedDimension = 6

  let result: LemmaResult
  let options: TestOptions
  /// The saved counterexample, as a path from the page's folder.
  let counterexampleFile: String?

  private var lemma: Lemma { result.lemma }

  /// True when the page has a figure: the sides at every case against gamma.
  var hasFigure: Bool {
    switch lemma.claim.form {
    case .inequality: result.observations.contains { $0.normBound > 0 }
    case .order: true
    case .identity, .sampled: false
    }
  }

  /// The page in Markdown.
  var markdown: String {
    var parts: [String] = ["# \(Self.escaped(lemma.title))"]
    if case .fails(let because) = lemma.expectation {
      parts.append("**This is false:** \(Self.escaped(because)). The counterexample is below.")
    }
    parts.append(Self.escaped(lemma.statement))
    parts.append("```math\n\(lemma.latex)\n```")
    parts.append("Source: \(Self.escaped(lemma.source)). Lemma `\(lemma.id)`, \(lemma.part.title).")
    parts.append("## Measured\n\n" + measured)
    if let witness = result.counterexample { parts.append("## Counterexample\n\n" + counterexample(witness)) }
    if !lemma.notes.isEmpty {
      parts.append("## Remarks\n\n" + lemma.notes.map { "- " + Self.escaped($0) }.joined(separator: "\n"))
    }
    if hasFigure {
      parts.append(
        "![\(Self.escaped(figureCaption))](images/\(lemma.id).png)\n\n*\(Self.escaped(figureCaption))*")
    }
    let domain = lemma.domain.summary.map { "- " + Self.escaped($0) }.joined(separator: "\n")
    parts.append(
      "## Tested on\n\n\(domain)\n\nClaim: \(Self.escaped(lemma.claim.words)). Search: \(lemma.search.words)."
    )
    parts.append("Again:\n\n```text\n\(command)\n```")
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var command: String {
    var words = ["twophase lemmas test \(lemma.id)", "--trials \(options.trials)", "--seed \(options.seed)"]
    if let ascents = options.ascents { words.append("--ascents \(ascents)") }
    return words.joined(separator: " ")
  }

  private var measured: String {
    var rows: [(String, String)] = [("verdict", "*\(result.verdict.word)*: \(Self.escaped(result.reason))")]
    rows.append(
      ("cases compared", "\(result.samples) drawn, \(result.ascentEvaluations) in \(result.ascents) ascents"))
    if result.outside > 0 { rows.append(("outside the premise", "\(result.outside) cases")) }
    if let tightest = result.tightest, result.fit == nil {
      let sides = tightest.comparison
      let point = tightest.point
      let slope = NumberText.compact(point.network.slope)
      rows.append(
        (
          result.verdict == .violated ? "worst case" : "tightest case",
          "lhs = \(NumberText.short(sides.lhs)), rhs = \(NumberText.short(sides.rhs)), at d = \(point.dimension), slope \(slope) "
            + "(\(tightest.origin.word))"
        ))
      if let sampled = result.tightestSampled, result.ascents > 0 {
        rows.append(
          (
            "tightest by sampling alone",
            "lhs = \(NumberText.short(sampled.comparison.lhs)), rhs = \(NumberText.short(sampled.comparison.rhs))"
          ))
      }
    }
    if let constant = lemma.constant {
      let bound = constant.best == .largest ? "at most" : "at least"
      let seen = result.estimatedConstant.map { "\(bound) \(NumberText.short($0))" } ?? "none"
      let claimed = constant.claimed.map(NumberText.short) ?? "none"
      rows.append(
        (
          Self.escaped(constant.symbol),
          "claimed \(claimed) (\(Self.escaped(constant.source))); the best is \(seen)"
        ))
    }
    if let fit = result.fit {
      let interval = fit.exponent
      rows.append(("order", Self.interval(interval.mean, interval.low, interval.high, "99 %")))
      for (name, coefficient) in zip(fit.names, fit.regression?.coefficients ?? []) {
        rows.append(
          (
            "exponent of \(name), over all cases",
            Self.interval(coefficient.estimate, coefficient.low, coefficient.high, "95 %")
          ))
      }
    }
    let lines = rows.map { "| \($0) | \(Self.cell($1)) |" }
    return "| | |\n| --- | --- |\n" + lines.joined(separator: "\n")
  }

  private func counterexample(_ witness: Witness) -> String {
    let point = witness.point
    var text =
      "Minimised to d = \(point.dimension), slope \(NumberText.short(point.network.slope)), readout \(point.network.readout.rawValue)"
    if !point.parameters.isEmpty {
      let names = point.parameters.keys.sorted().map { "\($0) = \(NumberText.short(point.parameters[$0]))" }
      text += ", \(names.joined(separator: ", "))"
    }
    text +=
      ": lhs = \(NumberText.short(witness.comparison.lhs)) > rhs = \(NumberText.short(witness.comparison.rhs))."
    if point.dimension <= Self.printedDimension {
      text += "\n\n```text\nW  = \(Self.rows(point.student))\nW* = \(Self.rows(point.teacher))\n```"
    }
    if let counterexampleFile {
      text += "\n\n```text\ntwophase lemmas --replay docs/lemmas/\(counterexampleFile)\n```"
    }
    return text
  }

  private var figureCaption: String {
    if case .order(let claim) = lemma.claim.form {
      return
        "The order in \(claim.size) that each case shows, against gamma = max(||W||_2, ||W*||_2); claimed: \(NumberText.compact(claim.order))."
    }
    return
      "rhs - lhs at every case drawn, against gamma = max(||W||_2, ||W*||_2), by dimension; larger values lie outside. Below zero the claim fails."
  }

  private static func interval(_ value: Double, _ low: Double, _ high: Double, _ confidence: String) -> String
  {
    String(format: "%.4f, ", value) + confidence + String(format: " interval %.4f to %.4f", low, high)
  }

  private static func rows(_ matrix: Matrix) -> String {
    let rows = matrix.rows.map { row in
      "[" + row.map { $0 == 0 ? "0" : NumberText.short($0) }.joined(separator: ", ") + "]"
    }
    return "[" + rows.joined(separator: ", ") + "]"
  }

  /// Norm bars and asterisks as they are: Markdown would take them for markup.
  static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "*", with: "\\*").replacingOccurrences(of: "_", with: "\\_")
      .replacingOccurrences(of: "<", with: "&lt;")
  }

  /// Bars would end a table's cell.
  static func cell(_ text: String) -> String { text.replacingOccurrences(of: "|", with: "\\|") }
}
