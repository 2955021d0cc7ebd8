import TwoPhaseTheory
import TwoPhaseTraining

/// What a report was made from, as report.json holds it; null where a run or a trajectory has no such thing.
struct ConfigurationDocument: Encodable, Sendable {
  let source: String
  let dimension: Int
  let initialisation: Nullable<String>
  let initialisationNorm: Nullable<Double>
  let teacher: String
  let slope: Double
  let readout: Readout
  let identityMapping: Bool
  let gradient: String
  let data: Nullable<String>
  let batch: Nullable<Int>
  let learningRate: Nullable<Double>
  let paperLearningRate: Nullable<Double>
  let schedule: Nullable<String>
  let repeats: Int
  let steps: Int
  let every: Nullable<Int>
  let measure: StepDetail
  let gamma: Double
  let gammaSource: String
  let delta: Double
  let potentialThreshold: Double
  let potentialThresholdSource: String
  let dwell: Int
  let hysteresis: Double
  let studentSpectralNorm: Double
  let teacherSpectralNorm: Double
  let trajectory: Nullable<TrajectoryDocument>

  struct TrajectoryDocument: Encodable, Sendable {
    let path: String
    let format: String
    let snapshots: Int
    let firstStep: Int
    let lastStep: Int
    let singlePrecision: Bool
    let layout: String
    let includesIdentity: Bool
    let teacherLayout: String
    let teacherIncludesIdentity: Bool
  }

  init(_ run: RecordedRun) {
    let setting = run.setting
    dimension = setting.dimension
    slope = setting.network.slope
    readout = setting.network.readout
    identityMapping = setting.network.identityMapping
    gamma = setting.gamma
    gammaSource = setting.gammaIsMeasured ? "max(||W_0||_2, ||W*||_2)" : "given"
    delta = setting.thresholds.margin
    potentialThreshold = setting.thresholds.potential
    potentialThresholdSource =
      setting.constants[.potentialThreshold] == nil
      ? setting.constants.potentialThreshold?.source ?? "" : "given"
    dwell = setting.thresholds.dwell
    hysteresis = setting.thresholds.hysteresis
    studentSpectralNorm = setting.studentSpectralNorm
    teacherSpectralNorm = setting.teacherSpectralNorm
    measure = run.stepDetail
    func paper(_ rate: Double?) -> Nullable<Double> { Nullable(rate.map(setting.network.paperLearningRate)) }
    switch run.origin {
    case .training(let prepared):
      let request = prepared.request
      source = "run"
      initialisation = Nullable(request.start.word)
      initialisationNorm = Nullable(prepared.startNorm)
      teacher = request.teacherFile ?? "gaussian"
      gradient = request.gradient.rawValue
      data = Nullable(request.dataFile)
      batch = Nullable(prepared.batch)
      learningRate = Nullable(request.learningRate)
      paperLearningRate = paper(request.learningRate)
      schedule = Nullable(request.schedule.rawValue)
      repeats = request.repeats
      steps = request.steps
      every = Nullable(request.cadence)
      trajectory = Nullable(nil)
    case .trajectory(let prepared):
      let request = prepared.request
      let read = prepared.trajectory
      let teacherOptions = request.teacherOptions ?? request.options
      let (first, last) = (read.steps.first ?? 0, read.steps.last ?? 0)
      source = "trajectory"
      initialisation = Nullable(nil)
      initialisationNorm = Nullable(nil)
      teacher = request.teacherFile
      gradient = request.gradient.rawValue
      data = Nullable(request.inputsFile)
      batch = Nullable(nil)
      learningRate = Nullable(prepared.learningRate(at: 0))
      paperLearningRate = paper(prepared.learningRate(at: 0))
      schedule = Nullable(nil)
      repeats = 1
      steps = last - first
      every = Nullable(nil)
      trajectory = Nullable(
        TrajectoryDocument(
          path: request.path, format: read.format, snapshots: read.count, firstStep: first, lastStep: last,
          singlePrecision: read.sourceIsSinglePrecision, layout: request.options.layout.rawValue,
          includesIdentity: request.options.includesIdentity, teacherLayout: teacherOptions.layout.rawValue,
          teacherIncludesIdentity: teacherOptions.includesIdentity))
    }
  }
}
