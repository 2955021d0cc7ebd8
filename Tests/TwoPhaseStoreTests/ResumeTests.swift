import Foundation
import LinearAlgebra
import Testing
import TwoPhaseTheory
import TwoPhaseStore
import TwoPhaseTraining

@Suite("Stopped runs are taken up again")
struct ResumeTests {
  private struct Killed: Error {}

  /// Stops recording as a crash does: nothing more is said to the store.
  private final class Crash: RunObserver {
    let step: Int
    let pass: Int
    init(pass: Int = 0, step: Int) {
      self.step = step
      self.pass = pass
    }
    func observe(_ record: StepRecord, pass: Int) throws {
      if pass == self.pass, record.step == step { throw Killed() }
    }
  }

  private static func resume(_ store: ScratchStore) throws -> (RecordedRun, RepeatedRecords) {
    let session = try RunSession(
      request: RunRequest(), provenance: RunProvenance(), resume: "last", store: store.path,
      weightsCadence: nil)
    let run = try session.run(isCancelled: { false }, progress: { _ in })
    #expect(session.closingNote(run).contains("run 1 is kept in"))
    return (run, try session.repeated.unwrapped)
  }

  @Test("after Ctrl-C, to the numbers of an uninterrupted run", arguments: [0, 1, 100, 128, 129, 300, 511])
  func afterInterruption(_ step: Int) throws {
    let (store, other) = (try ScratchStore(), try ScratchStore())
    let whole = try other.record { $0.steps = 512 }
    let part = try store.record(stopBefore: step) { $0.steps = 512 }
    guard case .interrupted = part.status else { throw Killed() }
    #expect(try RunStore(reading: store.path).runs().map(\.status) == ["interrupted"])
    let (run, repeated) = try Self.resume(store)
    #expect(run.series == whole.series)
    #expect(repeated.differing == 0)
    let back = try RunStore(reading: store.path).run(1)
    #expect(back.series == whole.series && back.status == .completed)
    #expect(
      back.theorem.verdicts.conclusions.map(\.verdict) == whole.theorem.verdicts.conclusions.map(\.verdict))
    let kinds = try RunStore(reading: store.path).events(1).map(\.kind)
    #expect(kinds.contains("interrupted") && kinds.contains("resumed") && kinds.last == "ended")
    #expect(kinds.filter { $0 == "transition" }.count == (whole.analysis.phases.transition == nil ? 0 : 1))
  }

  @Test("after a crash, in any pass", arguments: [(0, 3), (0, 200), (1, 0), (1, 150), (2, 255)])
  func afterCrash(_ pass: Int, _ step: Int) throws {
    let (store, other) = (try ScratchStore(), try ScratchStore())
    func change(_ request: inout RunRequest) {
      request.steps = 256
      request.repeats = 3
    }
    let whole = try other.record(change)
    #expect(throws: Killed.self) { try store.record(observers: [Crash(pass: pass, step: step)], change) }
    let killed = try RunStore(reading: store.path)
    #expect(try killed.runs().map(\.status) == ["interrupted"])
    let (run, _) = try Self.resume(store)
    #expect(run.series == whole.series)
    #expect(run.theorem.seeds.count == 3)
    #expect(try store.rows() == other.rows())
  }

  /// Stops as a process does that is killed when a pass has ended, before the store has the verdicts.
  private final class CrashAtEnd: RunObserver {
    func observe(_ record: StepRecord, pass: Int) throws {}
    func endPass(_ pass: Int, facts: RunFacts, weights: Matrix) throws { throw Killed() }
  }

  @Test(
    "a run killed between its last step and its verdicts is complete, verdicts included, once the store is opened"
  )
  func killedBeforeVerdicts() throws {
    let (store, other) = (try ScratchStore(), try ScratchStore())
    let whole = try other.record { $0.steps = 256 }
    #expect(throws: Killed.self) { try store.record(observers: [CrashAtEnd()]) { $0.steps = 256 } }
    // Of its last checkpoint's two files it could remove one.
    let left = store.path + "-files/1/checkpoint-0-128-noise.npy"
    try Data().write(to: URL(fileURLWithPath: left))
    let opened = try RunStore(reading: store.path)
    #expect(!FileManager.default.fileExists(atPath: left))
    let summary = try #require(try opened.runs().first)
    #expect(summary.status == "completed")
    #expect(summary.verdicts == (try RunStore(reading: other.path).runs().first?.verdicts))
    #expect(summary.verdicts.count == 10)
    #expect(try opened.run(1).series == whole.series)
    #expect(try opened.events(1).map(\.kind).last == "ended")
    #expect(try store.rows() == other.rows())
  }

  @Test("only when they are stopped runs of our own")
  func refusals() throws {
    let store = try ScratchStore()
    try store.record()
    let reading = try RunStore(reading: store.path)
    #expect {
      try reading.resume(1)
    } throws: {
      "\($0)".contains("found a run that has ended (completed")
    }
    #expect(throws: StoreFailure.noSuchRun(id: "7", path: store.path)) { try reading.resume(7) }
  }

  @Test("not while another process, or recorder, has them; nor are they deleted then")
  func underWay() throws {
    final class Intruder: RunObserver {
      let path: String
      var failures: [StoreFailure] = []
      init(_ path: String) { self.path = path }
      func observe(_ record: StepRecord, pass: Int) throws {
        guard record.step == 30 else { return }
        let store = try RunStore(reading: path)
        #expect(try store.runs().map(\.status) == ["running"])
        for attempt in [{ _ = try store.resume(1) }, { try store.delete(1) }] {
          do {
            try attempt()
          } catch let failure as StoreFailure {
            failures.append(failure)
          }
        }
      }
    }
    let store = try ScratchStore()
    let intruder = Intruder(store.path)
    try store.record(observers: [intruder])
    let expected = StoreFailure.underWay(id: 1, path: store.path)
    #expect(intruder.failures == [expected, expected])
    #expect(try RunStore(reading: store.path).run(1).status == .completed)
  }

  @Test("and say so when their records are not the same again")
  func otherNumbers() throws {
    let store = try ScratchStore()
    try store.record(stopBefore: 100) { $0.steps = 120 }
    try store.tamper("UPDATE series SET distance = distance * 1.0000001 WHERE step = 40")
    let (_, repeated) = try Self.resume(store)
    #expect(repeated.differing == 1 && repeated.firstDifference == 40)
  }
}
