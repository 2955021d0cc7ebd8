import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("Runs that are continued from a checkpoint")
struct ContinuationTests {
  /// Keeps every checkpoint that is offered, as a store could have.
  private final class Keeper: RunObserver {
    var kept: [(facts: RunFacts, pass: Int, checkpoint: SGDCheckpoint)] = []

    func observe(_ record: StepRecord, pass: Int) {}
    func offer(pass: Int, facts: () -> RunFacts, checkpoint: () -> SGDCheckpoint) {
      kept.append((facts(), pass, checkpoint()))
    }
  }

  /// What becomes of each pass's records.
  private final class Listener: RunObserver {
    var series: [Int: [StepRecord]] = [:]
    func observe(_ record: StepRecord, pass: Int) { series[pass, default: []].append(record) }
  }

  /// Kinds of runs that keep different things in mind from step to step.
  enum Kind: String, CaseIterable, CustomTestStringConvertible {
    case sampled, population, coarse, norms, scalars, bare, data, repeats, fewSteps

    var testDescription: String { rawValue }

    func request(in folder: String) throws -> RunRequest {
      var request = RunRequest()
      request.dimension = 14
      request.steps = 300
      request.batch = 24
      request.learningRate = 2e-3
      switch self {
      case .sampled: break
      case .population:
        request.gradient = .population
        request.batch = nil
        request.slope = 0.25
      case .coarse: request.cadence = 7
      case .norms:
        request.stepDetail = .norms
        request.slope = -0.3
      case .scalars: request.stepDetail = .scalars
      case .bare:
        request.identityMapping = false
        request.start = .gaussian
        request.readout = .l1
      case .data:
        request.dataFile = (folder as NSString).appendingPathComponent("X.npy")
        var random = TestRandom(8)
        let rows = (0..<90).map { _ in (0..<14).map { _ in random.normal() } }
        try Matrix(rows: rows).writeNPY(to: request.dataFile ?? "")
      case .repeats:
        request.repeats = 3
        request.schedule = .theorem
        request.constants.gamma = 0.02
        request.learningRate = 1e-2
      case .fewSteps: request.steps = 129
      }
      return request
    }
  }

  @Test("give the same records and facts, to the last bit, from every checkpoint", arguments: Kind.allCases)
  func sameBits(_ kind: Kind) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tp-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let prepared = try kind.request(in: folder).prepare()
    let (keeper, listener) = (Keeper(), Listener())
    let whole = try prepared.run(observers: [keeper, listener])
    let passes = (0..<whole.facts.passes.count).map { listener.series[$0] ?? [] }
    #expect(passes.first == whole.series.records)
    try #require(keeper.kept.count >= (kind == .fewSteps ? 1 : 2))

    for (facts, pass, checkpoint) in keeper.kept {
      #expect(checkpoint.step % 128 == 0)
      // A store may have committed more records than the checkpoint's; they are made again.
      for extra in [0, 20] {
        let series = passes.prefix(pass + 1).enumerated().map { index, records in
          var series = RunSeries()
          for record in records where index < pass || record.step < checkpoint.step + extra {
            series.append(record)
          }
          return series
        }
        let again = Listener()
        let run = try prepared.run(
          continuing: RunContinuation(facts: facts, series: series, pass: pass, checkpoint: checkpoint),
          observers: [again])
        #expect(run.series == whole.series, "from step \(checkpoint.step) of pass \(pass)")
        #expect(again.series[pass] == passes[pass].filter { $0.step >= checkpoint.step })
        for later in passes.indices where later > pass { #expect(again.series[later] == passes[later]) }
        #expect(Self.outcome(run, as: whole) == whole.facts)
      }
    }
  }

  @Test("start a pass again when it had no checkpoint yet")
  func withoutCheckpoint() throws {
    let prepared = try Kind.repeats.request(in: "").prepare()
    let listener = Listener()
    let whole = try prepared.run(observers: [listener])
    for pass in 0..<3 {
      var facts = whole.facts
      facts.passes = Array(facts.passes.prefix(pass + 1))
      facts.passes[pass].status = .interrupted(step: 5)
      let series = (0...pass).map { index in
        var series = RunSeries()
        for record in listener.series[index] ?? [] where index < pass || record.step <= 5 {
          series.append(record)
        }
        return series
      }
      let run = try prepared.run(
        continuing: RunContinuation(facts: facts, series: series, pass: pass, checkpoint: nil))
      #expect(run.series == whole.series)
      #expect(Self.outcome(run, as: whole) == whole.facts)
    }
  }

  /// All that is said of a run; its times are another's.
  private static func outcome(_ run: RecordedRun, as other: RecordedRun) -> RunFacts {
    var facts = run.facts
    facts.performance = other.facts.performance
    return facts
  }
}
