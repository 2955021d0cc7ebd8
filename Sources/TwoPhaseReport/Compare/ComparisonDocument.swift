import TwoPhaseTheory
import TwoPhaseTraining

/// A comparison as JSON: schema "twophase.comparison/1". What is undefined is null.
struct ComparisonDocument: Encodable, Sendable {
  let schema = "twophase.comparison/1"
  /// The settings in which the runs are not all alike.
  let differences: [String]
  let runs: [Run]

  struct Run: Encodable, Sendable {
    let label: String
    let id: Nullable<Int64>
    let name: Nullable<String>
    let command: Nullable<String>
    /// The settings that differ, by name; null where the run has none such.
    let settings: [String: Nullable<String>]
    let status: String
    let records: Int
    let lastStep: Nullable<Int>
    let transition: Nullable<Transition>
    let returns: Nullable<Int>
    let knee: Nullable<KneeDocument>
    let predictedRate: Nullable<Double>
    let rateRatio: Nullable<Double>
    let finalPotential: Nullable<Double>
    let finalDistance: Nullable<Double>
    let finalLoss: Nullable<Double>
    /// How many of the theorem's ten parts have each verdict.
    let verdicts: [String: Int]
  }

  struct Transition: Encodable, Sendable {
    let heldSince: Int
    let confirmed: Nullable<Int>
    let potential: Nullable<Double>
  }

  struct KneeDocument: Encodable, Sendable {
    let step: Int
    let low: Int
    let high: Int
    let rate: Double
    let rateAfter: Double
  }

  init(_ table: ComparisonTable) {
    differences = table.differences
    runs = table.runs.map { run in
      Run(
        label: run.label, id: Nullable(run.provenance.id), name: Nullable(run.provenance.name),
        command: Nullable(run.provenance.command),
        settings: Dictionary(
          uniqueKeysWithValues: table.differences.map { ($0, Nullable(run.settings[$0])) }),
        status: run.statusWord, records: run.records, lastStep: Nullable(run.lastStep),
        transition: Nullable(
          run.began.map {
            Transition(
              heldSince: $0, confirmed: Nullable(run.confirmed), potential: Nullable(run.potentialThere))
          }),
        returns: Nullable(run.returns),
        knee: Nullable(
          run.knee.map {
            KneeDocument(step: $0.step, low: $0.low, high: $0.high, rate: $0.rate, rateAfter: $0.rateAfter)
          }),
        predictedRate: Nullable(run.predictedRate), rateRatio: Nullable(run.rateRatio),
        finalPotential: Nullable(run.finalPotential), finalDistance: Nullable(run.finalDistance),
        finalLoss: Nullable(run.finalLoss),
        verdicts: Dictionary(
          uniqueKeysWithValues: Verdict.allCases.map { ($0.rawValue, run.verdicts[$0] ?? 0) }))
    }
  }
}

extension ComparisonTable {
  /// The comparison as JSON text on one line, schema "twophase.comparison/1".
  ///
  /// - Throws: never for runs whose records are finite, as recorded ones are.
  public func json() throws -> String {
    String(decoding: try JSONText.data(ComparisonDocument(self), pretty: false), as: UTF8.self)
  }
}
