import LinearAlgebra
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("Requests that no run can have")
struct RunRequestTests {
  static let impossible: [(option: String, change: @Sendable (inout RunRequest) -> Void)] = [
    ("--dimension", { $0.dimension = 0 }), ("--batch", { $0.batch = 0 }), ("--steps", { $0.steps = -1 }),
    ("--every", { $0.cadence = 0 }), ("--dwell", { $0.constants.dwell = 0 }),
    ("--learning-rate", { $0.learningRate = 0 }),
    ("--learning-rate", { $0.learningRate = -1 }), ("--learning-rate", { $0.learningRate = .nan }),
    ("--gamma", { $0.constants.gamma = 0 }), ("--delta", { $0.constants.delta = -0.1 }),
    ("--potential-threshold", { $0.constants.potentialThreshold = .infinity }),
    ("--teacher-norm", { $0.teacherNorm = -1 }),
    ("--init-norm", { $0.startNorm = -1 }),
    (
      "--init-norm",
      {
        $0.start = .zero
        $0.startNorm = 1
      }
    ),
    (
      "--batch",
      {
        $0.gradient = .population
        $0.batch = 3
      }
    ),
    (
      "--data",
      {
        $0.gradient = .population
        $0.dataFile = "X.npy"
      }
    ),
  ]

  @Test("each names its option", arguments: impossible.indices)
  func refused(_ index: Int) {
    var request = RunRequest()
    request.dimension = 4
    Self.impossible[index].change(&request)
    #expect {
      try request.prepare()
    } throws: { error in
      (error as? OptionError)?.option == Self.impossible[index].option
        && (error as? OptionError)?.kind == .usage
    }
  }

  @Test("gamma is measured unless given, and tau is 197 gamma^2 unless given")
  func thresholds() throws {
    var request = RunRequest()
    request.dimension = 10
    var prepared = try request.prepare()
    #expect(prepared.setting.gammaIsMeasured)
    #expect(
      prepared.setting.gamma
        == max(prepared.setting.studentSpectralNorm, prepared.setting.teacherSpectralNorm))
    #expect(prepared.setting.thresholds.potential == 197 * prepared.setting.gamma * prepared.setting.gamma)
    #expect(prepared.setting.thresholds.margin == 0.03)
    request.constants.gamma = 0.1
    prepared = try request.prepare()
    #expect(!prepared.setting.gammaIsMeasured && prepared.setting.thresholds.potential == 197 * 0.1 * 0.1)
    request.constants.potentialThreshold = 2
    request.constants.delta = 0.5
    prepared = try request.prepare()
    #expect(prepared.setting.thresholds.potential == 2 && prepared.setting.thresholds.margin == 0.5)
  }
}
