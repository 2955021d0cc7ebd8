import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// What a comparison says of one run, as data.
struct ComparedRun: Sendable {
  /// A name that no other run of the comparison has.
  let label: String
  let settings: RunSettingsList
  let statusWord: String
  let status: String
  /// The step at which Phase 2 began, and the one that confirmed it.
  let began: Int?
  let confirmed: Int?
  /// f_A when Phase 2 began.
  let potentialThere: Double?
  /// Returns to Phase 1; nil without a transition.
  let returns: Int?
  let knee: Knee?
  let predictedRate: Double?
  let records: Int
  let lastStep: Int?
  let finalPotential: Double?
  let finalDistance: Double?
  let finalLoss: Double?
  let verdicts: [Verdict: Int]
  let provenance: RunProvenance

  /// Observed over predicted decay rate; nil where one of them is missing or the learning rate changed along the run.
  let rateRatio: Double?

  init(_ run: RecordedRun, label: String) {
    self.label = label
    settings = RunSettingsList(run)
    statusWord = run.status.word
    status = run.status.phrase
    let (records, phases) = (run.series.records, run.analysis.phases)
    began = phases.transition?.heldSince
    confirmed = phases.transition?.step
    potentialThere = phases.transition.flatMap { transition in
      records.first { $0.step == transition.heldSince }?.point.potential
    }
    returns = phases.transition == nil ? nil : phases.returns.count
    knee = run.analysis.foundKnee
    predictedRate = run.analysis.predictedRate.flatMap { $0.isFinite ? $0 : nil }
    let rates = Set(records.compactMap(\.learningRate))
    if rates.count <= 1, let knee, let predicted = predictedRate, predicted != 0 {
      rateRatio = knee.rate / predicted
    } else {
      rateRatio = nil
    }
    self.records = records.count
    lastStep = records.last?.step
    finalPotential = records.last?.point.potential
    finalDistance = records.last?.point.distance
    finalLoss = records.last?.point.populationLoss
    let findings = run.theorem.verdicts.hypotheses + run.theorem.verdicts.conclusions
    verdicts = findings.reduce(into: [:]) { $0[$1.verdict, default: 0] += 1 }
    provenance = run.provenance
  }

  /// Runs under names that tell them apart.
  static func all(_ runs: [RecordedRun]) -> [ComparedRun] {
    zip(runs, labels(runs)).map { ComparedRun($0, label: $1) }
  }

  /// The runs' names; those that several have get the run's number, or their place in the comparison.
  static func labels(_ runs: [RecordedRun]) -> [String] {
    let names = runs.enumerated().map { index, run in
      run.provenance.name == nil && run.provenance.id == nil ? "run at place \(index + 1)" : RunName.text(run)
    }
    var taken: Set<String> = []
    return names.enumerated().map { index, name in
      var label = name
      if names.filter({ $0 == name }).count > 1 {
        label = runs[index].provenance.id.map { "\(name) (run \($0))" } ?? "\(name) (\(index + 1))"
      }
      while !taken.insert(label).inserted { label += " (\(index + 1))" }
      return label
    }
  }
}
