import TwoPhaseTheory
import TwoPhaseTraining

/// A request while its settings are put in. etahat becomes eta at the end, when the network is known.
struct SweepRequest: Sendable {
  var request = RunRequest()
  var paperLearningRate: Double?

  /// The request. A slope that no network can have leaves eta alone; `RunRequest.validate` refuses it.
  var finished: RunRequest {
    guard let paperLearningRate else { return request }
    var result = request
    if let network = try? Network(
      slope: request.slope, readout: request.readout, identityMapping: request.identityMapping)
    {
      result.learningRate = paperLearningRate / network.trueOverPaper
    }
    return result
  }

  /// Puts in a value that `SweepSetting.value` gave.
  mutating func set(_ setting: SweepSetting, _ value: SweepValue) {
    switch value {
    case .integer(let integer):
      if setting.isInteger { set(setting, integer) } else { set(setting, Double(integer)) }
    case .real(let real): set(setting, real)
    case .flag(let flag): request.identityMapping = flag
    case .text(let text): set(setting, text)
    case .none: break
    }
  }

  private mutating func set(_ setting: SweepSetting, _ value: Int) {
    switch setting {
    case .dimension: request.dimension = value
    case .batch: request.batch = value
    case .steps: request.steps = value
    case .every: request.cadence = value
    case .seed: request.seed = UInt64(value)
    case .dwell: request.constants.dwell = value
    default: break
    }
  }

  private mutating func set(_ setting: SweepSetting, _ value: Double) {
    switch setting {
    case .startNorm: request.startNorm = value
    case .teacherNorm: request.teacherNorm = value
    case .slope: request.slope = value
    case .learningRate: request.learningRate = value
    case .paperLearningRate: paperLearningRate = value
    case .normBound: request.normBound = value
    case .theoremGamma: request.constants.gamma = value
    case .delta: request.constants.delta = value
    case .potentialThreshold: request.constants.potentialThreshold = value
    default: break
    }
  }

  private mutating func set(_ setting: SweepSetting, _ text: String) {
    switch setting {
    case .start: if let start = try? StudentStart(text) { request.start = start }
    case .teacher: request.teacherFile = text
    case .data: request.dataFile = text
    case .constants: request.constants.theorem.file = text
    case .readout: if let readout = Readout(rawValue: text) { request.readout = readout }
    case .gradient: if let gradient = RunRequest.GradientKind(rawValue: text) { request.gradient = gradient }
    case .measure: if let detail = StepDetail(rawValue: text) { request.stepDetail = detail }
    case .schedule: if let schedule = LearningRateSchedule(rawValue: text) { request.schedule = schedule }
    case .profile: request.constants.theorem.profile = TheoremRequest.Profile(rawValue: text)
    default: break
    }
  }
}
