import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("Phases of real runs")
struct PhasesOfRealRunsTests {
  static func run(_ change: (inout RunRequest) -> Void) throws -> RecordedRun {
    var request = RunRequest()
    change(&request)
    return try request.prepare().run()
  }

  @Test("the demonstration shows both phases: the distance rises, the margin crosses, nothing returns")
  func demonstration() throws {
    let run = try Self.run { _ in }
    #expect(run.status == .completed)
    #expect(run.series.count == RunRequest().steps + 1)
    let analysis = run.analysis
    let transition = try #require(analysis.phases.transition)
    #expect((60...130).contains(transition.heldSince))
    #expect(transition.step == transition.heldSince + PhaseThresholds.defaultDwell - 1)
    #expect(analysis.phases.retrospectiveStep == transition.heldSince)
    #expect(analysis.phases.noReturn == true)
    #expect(!analysis.phases.potentialThresholdWasBinding)  // tau is vacuous at gamma > 1, and said so
    #expect(try #require(analysis.distanceRise).rise > 0.01)
    #expect(try #require(analysis.budgetAtStart?.terms).sum < -0.5)
    #expect(try #require(analysis.budgetAtEnd?.terms).sum > 0.3)
    let predicted = try #require(analysis.predictedRate)
    guard case .found(let knee) = analysis.knee else {
      Issue.record("no knee")
      return
    }
    #expect(knee.low <= knee.step && knee.step <= knee.high)
    #expect(knee.rate / predicted > 0.6 && knee.rate / predicted < 1.2)
    // Before second-order terms matter the decay is the reduced model's.
    let potentials = run.series.column(\.point.potential)
    let early = log(potentials[0] / potentials[30]) / 30
    #expect(abs(early / predicted - 1) < 0.1)
  }

  @Test("a margin that is positive at first through the s-term alone is a false start, not a transition")
  func falseStart() throws {
    let run = try Self.run {
      $0.slope = 0.7
      $0.gradient = .population
      $0.steps = 1300
    }
    let phases = run.analysis.phases
    let margins = run.series.column { $0.point.marginTerms?.sum ?? 0 }
    #expect(margins[0] > 1 && margins[60] < -1 && (margins.last ?? 0) > 0.03)
    #expect(phases.falseStart?.from == 0)
    let transition = try #require(phases.transition)
    #expect(transition.heldSince > 1000)
    #expect(phases.retrospectiveStep == transition.heldSince)
    #expect(phases.noReturn == true)
  }

  @Test("a potential threshold that binds delays the transition")
  func bindingThreshold() throws {
    let run = try Self.run {
      $0.gradient = .population
      $0.constants.potentialThreshold = 0.5
      $0.constants.dwell = 3
    }
    let phases = run.analysis.phases
    #expect(phases.potentialThresholdWasBinding)
    let since = try #require(phases.transition?.heldSince)
    let potentials = run.series.column(\.point.potential)
    #expect(abs(potentials[since]) <= 0.5 && abs(potentials[since - 1]) > 0.5)
  }

  @Test("from a random start of small norm the run is in Phase 2 from its first record")
  func noPhaseOne() throws {
    let run = try Self.run {
      $0.dimension = 40
      $0.start = .gaussian
      $0.startNorm = 0.1
      $0.teacherNorm = 0.1
      $0.gradient = .population
      $0.steps = 60
    }
    #expect(run.analysis.phases.transition?.heldSince == 0)
    #expect(run.analysis.phases.falseStart == nil)
    #expect(run.analysis.phases.noReturn == true)
    #expect(run.analysis.distanceRise?.rise == 0)
  }
}
