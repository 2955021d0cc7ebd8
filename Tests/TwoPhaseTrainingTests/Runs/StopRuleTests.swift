import Foundation
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("Rules at which a run stops before all its steps were made")
struct StopRuleTests {
  private static func request(_ change: (inout RunRequest) -> Void = { _ in }) -> RunRequest {
    var request = RunRequest()
    request.dimension = 12
    request.batch = 32
    request.learningRate = 1e-2
    request.steps = 300
    request.stepDetail = .scalars
    change(&request)
    return request
  }

  /// Noise and a narrow predicate, so that the run comes back to Phase 1.
  private static func noisy(_ change: (inout RunRequest) -> Void = { _ in }) -> RunRequest {
    request {
      $0.batch = 4
      $0.steps = 500
      $0.constants.potentialThreshold = 0.2
      $0.constants.dwell = 3
      change(&$0)
    }
  }

  /// The last record is like the last of a run of so many steps, those before are the whole run's.
  private static func expectEnd(_ stopped: RecordedRun, of whole: RecordedRun, at step: Int, rule: String) {
    #expect(stopped.status == .stopped(step: step, rule: rule))
    #expect(stopped.status.word == "completed" && stopped.status.hasEnded && stopped.status.step == step)
    #expect(stopped.status.phrase == "completed at step \(step): \(rule)")
    let records = stopped.series.records
    #expect(records.dropLast() == whole.series.records.filter { $0.step < step })
    #expect(records.last?.step == step && records.last?.learningRate == nil)
    #expect(records.last?.point == whole.series.records.first { $0.step == step }?.point)
  }

  @Test("at the first record with the loss", arguments: RunRequest.GradientKind.allCases)
  func loss(_ gradient: RunRequest.GradientKind) throws {
    let plain = Self.request {
      $0.gradient = gradient
      if gradient == .population { $0.batch = nil }
    }
    let whole = try plain.prepare().run()
    let goal = whole.series.records[150].point.populationLoss
    let first = try #require(whole.series.records.first { $0.point.populationLoss <= goal })
    var stopping = plain
    stopping.stopLoss = goal
    Self.expectEnd(
      try stopping.prepare().run(), of: whole, at: first.step, rule: "L <= \(goal)")
    stopping.stopLoss = 1e-30
    let never = try stopping.prepare().run()
    #expect(never.status == .completed && never.series == whole.series)
  }

  @Test(
    "at the first record so many steps after the transition's confirmation", arguments: [0, 1, 20], [1, 7])
  func afterTransition(_ steps: Int, _ cadence: Int) throws {
    let whole = try Self.request { $0.cadence = cadence }.prepare().run()
    let confirmed = try #require(whole.analysis.phases.transition).step
    let first = try #require(whole.series.records.first { $0.step >= confirmed + steps }).step
    let stopped = try Self.request {
      $0.cadence = cadence
      $0.stopAfterTransition = steps
    }.prepare().run()
    let rule = [
      0: "the transition is confirmed", 1: "1 step after the transition", 20: "20 steps after the transition",
    ]
    Self.expectEnd(stopped, of: whole, at: first, rule: try #require(rule[steps]))
    #expect(stopped.analysis.phases.transition == whole.analysis.phases.transition)
  }

  @Test("at the record that begins a return")
  func atReturn() throws {
    let whole = try Self.noisy().prepare().run()
    let first = try #require(whole.analysis.phases.returns.first)
    let stopped = try Self.noisy { $0.stopAtReturn = true }.prepare().run()
    Self.expectEnd(stopped, of: whole, at: first.step, rule: "a return to Phase 1")
    #expect(stopped.analysis.phases.returns.count == 1 && stopped.analysis.phases.noReturn == false)
  }

  @Test("at the first rule that is met, and not without a transition")
  func several() throws {
    let whole = try Self.noisy().prepare().run()
    let confirmed = try #require(whole.analysis.phases.transition).step
    let both = try Self.noisy {
      $0.stopAtReturn = true
      $0.stopAfterTransition = 0
    }.prepare().run()
    #expect(both.status.step == confirmed)
    let none = try Self.request {
      $0.steps = 5
      $0.stopAfterTransition = 0
      $0.stopAtReturn = true
    }.prepare().run()
    #expect(none.status == .completed)
  }

  /// Keeps every checkpoint with the records before it.
  private final class Keeper: RunObserver {
    var series = RunSeries()
    var kept: [(facts: RunFacts, series: RunSeries, checkpoint: SGDCheckpoint)] = []
    func observe(_ record: StepRecord, pass: Int) { series.append(record) }
    func offer(pass: Int, facts: () -> RunFacts, checkpoint: () -> SGDCheckpoint) {
      kept.append((facts(), series, checkpoint()))
    }
  }

  @Test("a run that is continued from a checkpoint stops at the same record")
  func continued() throws {
    let plain = try Self.request { $0.learningRate = 4e-3 }.prepare().run()
    let confirmed = try #require(plain.analysis.phases.transition).step
    let loss = plain.series.records[280].point.populationLoss
    for change in [
      { $0.stopAfterTransition = 200 - confirmed }, { $0.stopAfterTransition = 290 - confirmed },
      { $0.stopLoss = loss },
    ] as [(inout RunRequest) -> Void] {
      let request = Self.request {
        $0.learningRate = 4e-3
        change(&$0)
      }
      let (prepared, keeper) = (try request.prepare(), Keeper())
      let whole = try prepared.run(observers: [keeper])
      guard case .stopped = whole.status else {
        Issue.record("not stopped: \(whole.status.phrase)")
        continue
      }
      try #require(!keeper.kept.isEmpty)
      for (facts, series, checkpoint) in keeper.kept {
        let again = try prepared.run(
          continuing: RunContinuation(facts: facts, series: [series], pass: 0, checkpoint: checkpoint))
        #expect(again.status == whole.status && again.series == whole.series)
      }
    }
  }

  @Test("impossible rules are refused by their option")
  func refused() {
    for (change, option) in [
      ({ $0.stopLoss = 0 }, "--stop-loss"), ({ $0.stopLoss = .infinity }, "--stop-loss"),
      ({ $0.stopAfterTransition = -1 }, "--stop-after-transition"),
      (
        {
          $0.stopAtReturn = true
          $0.repeats = 3
        }, "--stop-at-return"
      ),
      ({ $0.slope = 1 }, "--slope"), ({ $0.constants.gamma = -1 }, "--gamma"),
    ] as [((inout RunRequest) -> Void, String)] {
      let error = #expect(throws: OptionError.self) { try Self.request(change).validate() }
      #expect(error?.description.hasPrefix(option + ":") == true)
    }
  }

  @Test("what older stores kept is read, and asks for no such rule")
  func olderJSON() throws {
    let today = try JSONEncoder().encode(RunRequest())
    // As it was written before there were these rules.
    let keys = [
      "start", "slope", "readout", "identityMapping", "gradient", "learningRate", "steps", "cadence",
      "stepDetail", "seed", "constants", "schedule", "repeats",
    ]
    let object = try #require(JSONSerialization.jsonObject(with: today) as? [String: Any])
    #expect(Set(object.keys) == Set(keys))
    #expect(try JSONDecoder().decode(RunRequest.self, from: today) == RunRequest())
    var all = RunRequest()
    all.stopLoss = 0.5
    all.stopAfterTransition = 3
    all.stopAtReturn = true
    let back = try JSONDecoder().decode(RunRequest.self, from: JSONEncoder().encode(all))
    #expect(back == all && back.stopAtReturn)
    all.stopAtReturn = false
    #expect(!all.stopAtReturn)
  }
}
