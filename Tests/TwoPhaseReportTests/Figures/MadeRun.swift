import Foundation
import TwoPhaseReport
import TwoPhaseTheory
import TwoPhaseTraining

/// Runs with records of our choice, in the facts of a small real run.
enum MadeRun {
  /// Names that markup of any kind could take for its own.
  static let hostileNames = [
    "<script>alert(1)</script>", "a\"b'c`d", "line\nbreak\r\u{2028}end", "../../etc/passwd", "@{}^_\\%$#&~|",
    "\\end{table}\\input{/etc/passwd}", "```\n# heading\n```", "' ; system \"touch x\" ; '",
    "\u{1B}[31m\u{0}\u{202E}x",
    "a--b ,, ?` [x] * é 日本", "]]> --> \\verb|x| ^^M^^5c", "",
  ]

  static let base: RecordedRun = {
    do {
      return try RunDocumentTests.run { $0.steps = 200 }
    } catch {
      fatalError("\(error)")
    }
  }()

  /// The quantities of one record.
  struct Values {
    var potential = 1.0
    var sSum = 1.0
    var distance = 1.0
    var margin: Double? = 0.5
    var learningRate: Double? = 1e-3
  }

  static func run(
    steps: [Int], status: RunStatus = .completed, name: String? = nil, command: String? = nil,
    _ values: (Int) -> Values
  ) throws -> RecordedRun {
    var facts = base.facts
    facts.passes[0].status = status
    facts.provenance.name = name
    facts.provenance.command = command
    var series = RunSeries()
    for step in steps { series.append(record(step, values(step))) }
    return try RecordedRun(facts: facts, series: [series])
  }

  private static func record(_ step: Int, _ value: Values) -> StepRecord {
    let rates = OneStepRates(
      potential: value.potential, potentialRate: 0, sSquare: 0, sAlongRate: 0, rateSquare: 0)
    let terms = value.margin.map { MarginTerms(constant: 0.1, first: $0 - 1.1, diagonal: 1, higher: 0) }
    let point = PointQuantities(
      populationLoss: 1, potential: value.potential, sNorm: 1, sSum: value.sSum, distance: value.distance,
      studentSpectralNorm: 0.5, auxiliarySpectralNorm: 1, marginTerms: terms, rates: rates, trueOverPaper: 0.3
    )
    return StepRecord(
      restoring: step, batchLoss: nil, learningRate: value.learningRate, point: point,
      predictedPotential: nil,
      predictedSNorm: nil, gradient: nil, approximationError: nil)
  }
}
