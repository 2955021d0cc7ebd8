import Foundation
import LinearAlgebra
import Testing
import TwoPhaseCluster
import TwoPhaseSweeps
import TwoPhaseTraining

@Suite("A sweep's tasks, with stand-ins for Slurm's programs") struct SlurmSweepTests {
  @Test("a submission is recorded with its id, its shards and its script")
  func submit() throws {
    let slurm = try FakeSlurm()
    defer { slurm.scratch.remove() }
    let submission = try #require(try slurm.submit(Array(0..<10), name: "phase map/γ"))
    #expect(submission.job == 101 && submission.tasks == "0-9" && submission.script == "job-1.sh")
    #expect(submission.name.hasPrefix("twophase-phase_map__-") && submission.name.count == 29)
    #expect(try slurm.sweep.submissions().map(\.name) == [submission.name])
    #expect(try slurm.sweep.submissions()[0].job == 101)
    let script = try String(contentsOfFile: slurm.folder.slurm + "/job-1.sh", encoding: .utf8)
    #expect(script.contains("#SBATCH --array=0-9\n"))
    #expect(
      slurm.scratch.text("sbatch-words").hasPrefix("--parsable\n--job-name=\(submission.name)\n--array=0-9\n")
    )
    #expect(try slurm.sweep.states().count == 10)
  }

  @Test("nothing in the queue is submitted twice; what left it is")
  func twice() throws {
    let slurm = try FakeSlurm()
    defer { slurm.scratch.remove() }
    _ = try slurm.submit(Array(0..<10))
    #expect(try slurm.submit(Array(0..<10)) == nil)
    try slurm.set(3, nil)
    try slurm.set(7, nil)
    try slurm.set(5, "RUNNING|node1")
    let second = try #require(try slurm.submit(Array(0..<10)))
    #expect(second.tasks == "3,7" && second.job == 102 && second.script == "job-2.sh")
    let states = try slurm.sweep.states()
    #expect(
      states.count == 10 && states[5] == .running(node: "node1") && states[3] == .waiting(reason: "Resources")
    )
  }

  @Test("a submission whose answer was lost is found by its name, not submitted again, and cancelled")
  func lostAnswer() throws {
    let slurm = try FakeSlurm()
    defer { slurm.scratch.remove() }
    _ = try slurm.scratch.file("lose", "")
    #expect(throws: SlurmFailure.self) { try slurm.submit([0, 1, 2]) }
    #expect(try slurm.sweep.submissions().map(\.job) == [nil])
    #expect(try slurm.sweep.states().keys.sorted() == [0, 1, 2])
    #expect(try slurm.submit([0, 1, 2]) == nil)
    #expect(try slurm.sweep.cancel() == [101])
    #expect(try slurm.sweep.states().isEmpty)
  }

  @Test("a refused submission leaves nothing in the queue and is submitted again")
  func refused() throws {
    let slurm = try FakeSlurm()
    defer { slurm.scratch.remove() }
    let refuse = try slurm.scratch.file("refuse", "")
    let error = try #require(throws: SlurmFailure.self) { try slurm.submit([0, 1]) }
    #expect(error.description.hasSuffix("Batch job submission failed: Invalid account"))
    #expect(try slurm.sweep.states().isEmpty)
    try FileManager.default.removeItem(atPath: refuse)
    #expect(try slurm.submit([0, 1])?.tasks == "0-1")
  }

  @Test("the latest submission counts for a shard that is in two")
  func latest() throws {
    let slurm = try FakeSlurm()
    defer { slurm.scratch.remove() }
    _ = try slurm.submit([0, 1])
    let lines = slurm.scratch.text("queue")
    _ = try slurm.scratch.file("queue", "")
    _ = try slurm.submit([1])
    // The first array comes back: Slurm queued it again.
    _ = try slurm.scratch.file(
      "queue", slurm.scratch.text("queue").replacingOccurrences(of: "Resources", with: "BeginTime") + lines)
    #expect(try slurm.sweep.states() == [0: .waiting(reason: "Resources"), 1: .waiting(reason: "BeginTime")])
    #expect(try slurm.sweep.cancel() == [101, 102])
  }

  @Test("an array that the cluster does not allow is refused before anything is written")
  func tooLarge() throws {
    let slurm = try FakeSlurm()
    defer { slurm.scratch.remove() }
    _ = try slurm.scratch.file("size", "9")
    let error = try #require(throws: OptionError.self) { try slurm.submit(Array(0..<10)) }
    #expect(
      error.description == "--array-size: found 10 tasks, expected at most 9, MaxArraySize of this cluster")
    #expect(try slurm.sweep.submissions().isEmpty)
    #expect(try slurm.submit(Array(0..<9), of: 9)?.tasks == "0-8")
  }

  @Test("a sweep that was never submitted has no states, and nothing is cancelled")
  func untouched() throws {
    let slurm = try FakeSlurm()
    defer { slurm.scratch.remove() }
    #expect(try slurm.sweep.states().isEmpty && slurm.sweep.submissions().isEmpty)
    #expect(try slurm.sweep.cancel().isEmpty)
  }

  @Test("another process that submits is waited for by the user, not by the program")
  func locked() throws {
    let slurm = try FakeSlurm()
    defer { slurm.scratch.remove() }
    _ = try slurm.submit([0])
    let descriptor = open(slurm.folder.slurm + "/submissions.lock", O_RDWR)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    let error = try #require(throws: SlurmFailure.self) { try slurm.submit([1]) }
    #expect(error.kind == .usage && error.description.contains("locked by another process"))
    #expect(try slurm.sweep.states().count == 1)
  }

  @Test(
    "a record that is none is named",
    arguments: ["", "{}", "{\"schema\":\"twophase.submissions/9\",\"submissions\":[]}"])
  func badRecord(text: String) throws {
    let slurm = try FakeSlurm()
    defer { slurm.scratch.remove() }
    _ = try slurm.scratch.file("sweep/slurm/submissions.json", text)
    let error = try #require(throws: SlurmFailure.self) { try slurm.sweep.states() }
    #expect(error.kind == .dataFormat && error.description.contains("submissions.json"))
    #expect(throws: SlurmFailure.self) { try slurm.submit([0]) }
  }
}
