import Foundation
import TwoPhaseTheory
import TwoPhaseTraining

/// Runs for pages: real ones that are short, and long ones made of a real run's records.
package enum PageRuns {
  /// A real run of d = 8 under a name and a command.
  package static func run(
    name: String? = "demo", command: [String] = ["twophase", "run"],
    _ change: (inout RunRequest) -> Void = { _ in }
  ) throws -> RecordedRun {
    var request = RunRequest()
    request.dimension = 8
    request.steps = 200
    request.batch = 16
    request.learningRate = 5e-3
    change(&request)
    return try named(try request.prepare().run(), name, command)
  }

  /// The same run under a name and a command.
  package static func named(_ run: RecordedRun, _ name: String?, _ command: [String]) throws -> RecordedRun {
    var facts = run.facts
    facts.provenance = .here(command: command, name: name, version: "1.0.0")
    return try RecordedRun(facts: facts, series: [run.series])
  }

  /// A run as it was at its start, or after some records, still under way.
  package static func underWay(_ run: RecordedRun, records: Int) throws -> RecordedRun {
    var facts = run.facts
    facts.passes[0].status = .running(step: run.series.records.prefix(records).last?.step ?? 0)
    var series = RunSeries()
    for record in run.series.records.prefix(records) { series.append(record) }
    return try RecordedRun(facts: facts, series: [series])
  }

  /// A long run: a real one's records stretched, with spikes that must never be lost.
  package static func long(_ count: Int, of run: RecordedRun) throws -> RecordedRun {
    let source = run.series.records
    var series = RunSeries()
    series.reserve(count)
    for step in 0..<count {
      let record = source[step * (source.count - 1) / max(1, count - 1)]
      let point = record.point
      let noise = 1 + 0.02 * sin(Double(step) * 12.9898)
      let spike = step % 9973 == 5000 ? 3.0 : 1.0
      series.append(
        StepRecord(
          restoring: step, batchLoss: record.batchLoss.map { $0 * noise }, learningRate: record.learningRate,
          point: PointQuantities(
            populationLoss: point.populationLoss * noise * spike, potential: point.potential * noise,
            sNorm: point.sNorm, sSum: point.sSum, distance: point.distance * (1 + 0.001 * noise) * spike,
            studentSpectralNorm: point.studentSpectralNorm * noise,
            auxiliarySpectralNorm: point.auxiliarySpectralNorm,
            marginTerms: point.marginTerms.map {
              MarginTerms(
                constant: $0.constant * noise, first: $0.first, diagonal: $0.diagonal,
                higher: $0.higher * spike)
            }, rates: point.rates, trueOverPaper: 1),
          predictedPotential: record.predictedPotential, predictedSNorm: record.predictedSNorm,
          gradient: record.gradient, approximationError: nil))
    }
    return try RecordedRun(facts: run.facts, series: [series])
  }
}
