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
  let normBound: Nullable<Double>
  let stopDistance: Nullable<Double>
  let stopLoss: Nullable<Double>
  let stopAfterTransition: Nullable<Int>
  let stopAtReturn: Bool
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
    case .training(let training):
      let request = training.request
      source = "run"
      initialisation = Nullable(request.start.word)
      initialisationNorm = Nullable(training.startNorm)
      teacher = request.teacherFile ?? "gaussian"
      gradient = request.gradient.rawValue
      data = Nullable(request.dataFile)
      batch = Nullable(training.batch)
      learningRate = Nullable(request.learningRate)
      paperLearningRate = paper(request.learningRate)
      schedule = Nullable(request.schedule.rawValue)
      normBound = Nullable(request.normBound)
      stopDistance = Nullable(request.stopDistance)
      stopLoss = Nullable(request.stopLoss)
      stopAfterTransition = Nullable(request.stopAfterTransition)
      stopAtReturn = request.stopAtReturn
      repeats = request.repeats
      steps = request.steps
      every = Nullable(request.cadence)
      trajectory = Nullable(nil)
    case .trajectory(let read):
      let request = read.request
      let teacherOptions = request.teacherOptions ?? request.options
      source = "trajectory"
      initialisation = Nullable(nil)
      initialisationNorm = Nullable(nil)
      teacher = request.teacherFile
      gradient = request.gradient.rawValue
      data = Nullable(request.inputsFile)
      batch = Nullable(nil)
      learningRate = Nullable(read.learningRate)
      paperLearningRate = paper(read.learningRate)
      schedule = Nullable(nil)
      normBound = Nullable(nil)
      stopDistance = Nullable(nil)
      stopLoss = Nullable(nil)
      stopAfterTransition = Nullable(nil)
      stopAtReturn = false
      repeats = 1
      steps = read.lastStep - read.firstStep
      every = Nullable(nil)
      trajectory = Nullable(
        TrajectoryDocument(
          path: request.path, format: read.format, snapshots: read.count,
          firstStep: read.firstStep, lastStep: read.lastStep, singlePrecision: read.isSinglePrecision,
          layout: request.options.layout.rawValue,
          includesIdentity: request.options.includesIdentity, teacherLayout: teacherOptions.layout.rawValue,
          teacherIncludesIdentity: teacherOptions.includesIdentity))
    }
  }
}
