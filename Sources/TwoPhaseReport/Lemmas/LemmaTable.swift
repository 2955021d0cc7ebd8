import Foundation
import TwoPhaseLemmas
import TwoPhaseTheory

/// What testing lemmas found, as a table for people.
public struct LemmaTable: Sendable {
  private let results: [LemmaResult]
  private let files: [String: String]

  /// - Parameter files: the saved counterexample of each lemma, by identifier.
  public init(_ results: [LemmaResult], files: [String: String] = [:]) {
    self.results = results
    self.files = files
  }

  /// The table, with the counterexamples below it.
  ///
  /// - Parameter coloured: whether verdicts carry terminal colours.
  public func text(coloured: Bool = false) -> String {
    var rows = [
      ["lemma", "verdict", "samples", "ascents", "tightest: lhs <= rhs", "where", "constant: claimed, seen"]
    ]
    var verdicts: [String] = [""]
    var parts: [Lemma.Part?] = [nil]
    for result in results {
      rows.append(row(result))
      verdicts.append(result.verdict.word)
      parts.append(result.lemma.part)
    }
    let widths = (0..<7).map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines: [String] = []
    for (index, row) in rows.enumerated() {
      if index > 0, parts[index] != parts[index - 1], let part = parts[index] { lines += ["", part.title] }
      var cells: [String] = []
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        let isNumber = column == 2 || column == 3
        let shown = coloured && column == 1 ? painted(cell, verdicts[index]) : cell
        cells.append(isNumber ? padding + shown : shown + padding)
      }
      lines.append("  " + Self.trimmed(cells.joined(separator: "  ")))
    }
    lines += details + ["", closing, ""]
    return lines.joined(separator: "\n")
  }

  private func row(_ result: LemmaResult) -> [String] {
    let tightest = result.tightest
    let searches = if case .none = result.lemma.search { false } else { true }
    return [
      result.lemma.id, Self.verdict(result), "\(result.samples)", searches ? "\(result.ascents)" : "-",
      result.fit == nil ? tightest.map(Self.sides) ?? "-" : "over all cases",
      result.fit == nil ? tightest.map(Self.place) ?? "-" : "-",
      constant(result),
    ]
  }

  private static func sides(_ witness: Witness) -> String {
    let sides = witness.comparison
    let sign = sides.isViolated ? ">" : "<="
    return "\(NumberText.compact(sides.lhs)) \(sign) \(NumberText.compact(sides.rhs))"
  }

  private static func place(_ witness: Witness) -> String {
    "d = \(witness.point.dimension), a = \(NumberText.compact(witness.point.network.slope)), \(witness.origin.word)"
  }

  private static func verdict(_ result: LemmaResult) -> String {
    guard result.isAsExpected else { return "\(result.verdict.word), unexpectedly" }
    return result.lemma.expectation == .holds ? result.verdict.word : "\(result.verdict.word), as expected"
  }

  private func constant(_ result: LemmaResult) -> String {
    if let fit = result.fit, case .order(let claim) = result.lemma.claim.form {
      let text = String(format: "order %.4g, %.3f", claim.order, fit.exponent.mean)
      return text + String(format: " (%.3f to %.3f)", fit.exponent.low, fit.exponent.high)
    }
    guard let constant = result.lemma.constant else { return "" }
    let claimed = constant.claimed.map(NumberText.compact) ?? "none"
    let seen = result.estimatedConstant.map(NumberText.compact) ?? "none"
    return "\(constant.symbol): \(claimed), \(constant.best == .largest ? "<=" : ">=") \(seen)"
  }

  /// Counterexamples, and the reasons of what was not as expected or not tested.
  private var details: [String] {
    var lines: [String] = []
    for result in results {
      if let witness = result.counterexample {
        let sides = witness.comparison
        var line =
          "\(result.lemma.id): lhs = \(NumberText.short(sides.lhs)) > rhs = \(NumberText.short(sides.rhs)) at d = \(witness.point.dimension)"
        if let file = files[result.lemma.id] { line += ", saved as \(file)" }
        lines.append(line)
        if case .fails(let because) = result.lemma.expectation { lines.append("  expected: \(because)") }
      } else if result.verdict == .notTested || !result.isAsExpected {
        lines.append("\(result.lemma.id): \(result.reason)")
      }
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  private var closing: String {
    let samples = results.reduce(0) { $0 + $1.samples }
    let ascents = results.reduce(0) { $0 + $1.ascents }
    let seconds = results.reduce(0) { $0 + $1.seconds }
    let unexpected = results.filter { !$0.isAsExpected }.count
    let outcome = unexpected == 0 ? "all as expected" : "\(unexpected) not as expected"
    return
      "\(results.count) lemmas, \(samples) samples, \(ascents) ascents, \(NumberText.brief(seconds)) s: \(outcome)"
  }

  private func painted(_ cell: String, _ verdict: String) -> String {
    cell.hasPrefix(verdict) ? VerdictColour.painted(verdict) + cell.dropFirst(verdict.count) : cell
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
}
