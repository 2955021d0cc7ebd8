import Foundation
import ReportTestSupport
import TestSupport
import TwoPhaseExperiments
import TwoPhaseReport

extension PageFolder {
  /// Pages of experiments: a usual one, one of hostile texts, and one whose figure could not be drawn.
  func experiments() throws -> [Expectations.Experiment] {
    let texts = Self.hostileNames.joined(separator: " ")
    let hostile = ExperimentResult(
      name: texts, title: texts, claim: texts, source: texts, isQuick: true, settings: texts, seed: 1,
      panels: [MadeExperiments.long, MadeExperiments.many],
      tables: [.init(title: texts, columns: ["name", texts], rows: [[.text(texts), .text(texts)]])],
      findings: [.init(claim: texts, source: texts, verdict: .vacuous, evidence: texts)], notes: [texts])
    let facts = ExperimentFacts(
      command: "twophase experiments run " + String(repeating: "long", count: 60), version: "1.0.0",
      store: texts, runs: [1, 2, 3], seconds: 12)
    let whole = MadeExperiments.whole
    let pages: [(String, ExperimentResult, ExperimentFigures, [String])] = [
      (
        "experiment.html", whole, ExperimentFigures(whole),
        ["Residual links", "✗ violated", "-0.5012 [-0.5312, -0.4711]", "widths: [16, 32"]
      ),
      (
        "hostile experiment.html", hostile, ExperimentFigures(hostile),
        ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>"]
      ),
      (
        "experiment without a figure.html", whole, ExperimentFigures(whole, program: "no-such-gnuplot"),
        ["the figure is left out", "gnuplot-nox"]
      ),
    ]
    return try pages.map { file, result, figures, words in
      let page = ExperimentPage(result, facts: facts, figures: figures, files: ["fig8.pdf", "series.csv"])
      try write(page.html(), file)
      return .init(file: file, words: words, hasFigure: figures.omission == nil)
    }
  }
}
