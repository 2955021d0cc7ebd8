import Foundation
import LinearAlgebra
import Testing
import TwoPhaseCluster

@Suite("Slurm's programs") struct SlurmClientTests {
  /// A client whose programs are all the same script.
  private func answer<T>(_ body: String, _ ask: (SlurmClient) throws -> T) throws -> T {
    let folder = try Scratch()
    defer { folder.remove() }
    let program = try folder.script("program", body)
    var client = SlurmClient()
    client.sbatch = program
    client.squeue = program
    client.scancel = program
    client.scontrol = program
    return try ask(client)
  }

  @Test("a job id is read", arguments: ["1234", "1234;cluster", "sbatch: a note\n1234"])
  func jobID(text: String) throws {
    #expect(try answer("echo '\(text)'") { try $0.submit(script: "x", options: []) } == 1234)
  }

  @Test("an answer without a job id is named", arguments: ["", "Submitted batch job 12", "-4"])
  func noJobID(text: String) throws {
    let error = try #require(throws: SlurmFailure.self) {
      try answer("echo '\(text)'") { try $0.submit(script: "x", options: []) }
    }
    #expect(error.kind == .unavailable && error.description.contains("expected a job id"))
    #expect(!error.description.contains("\n"))
  }

  @Test("tasks of the queue are read, with Slurm's words for what they do")
  func queue() throws {
    let text = """
      8|0|RUNNING|node1|twophase-x-1|None
      8|1|PENDING||twophase-x-1|Resources
      8|2|PENDING||twophase-x-1|BeginTime
      8|3|PENDING||twophase-x-1|JobHeldUser
      8|4|COMPLETING|node2|twophase-x-1|None
      9|5|SUSPENDED|node2|twophase-x-2|None
      9|6|REQUEUE_HOLD||twophase-x-2|(a|b)
      9|7|CONFIGURING|node3|twophase-x-2|None
      """
    let tasks = try answer("cat <<'END'\n\(text)\nEND") {
      try $0.tasks(named: ["twophase-x-1", "twophase-x-2"])
    }
    #expect(tasks.map(\.index) == Array(0...7))
    #expect(tasks.map(\.job) == [8, 8, 8, 8, 8, 9, 9, 9])
    #expect(
      tasks.map(\.state) == [
        .running(node: "node1"), .waiting(reason: "Resources"), .waiting(reason: "BeginTime"),
        .held(reason: "JobHeldUser"),
        .ending(node: "node2"), .other("SUSPENDED"), .held(reason: "(a|b)"), .running(node: "node3"),
      ])
  }

  @Test("an empty queue has no tasks, and without names nothing is asked")
  func emptyQueue() throws {
    #expect(try answer("true") { try $0.tasks(named: ["x"]) }.isEmpty)
    #expect(try answer("exit 1") { try $0.tasks(named: []) }.isEmpty)
  }

  @Test("a line that is none of squeue's is named")
  func oddLine() throws {
    #expect(throws: SlurmFailure.self) { try answer("echo 'slurm is away'") { try $0.tasks(named: ["x"]) } }
  }

  @Test("the first line of a failure is told, without the program's name twice")
  func failing() throws {
    let error = try #require(throws: SlurmFailure.self) {
      try answer("echo 'sbatch: error: invalid partition specified: x' >&2; echo more >&2; exit 1") {
        try $0.submit(script: "x", options: [])
      }
    }
    #expect(error.description.hasSuffix("/program: invalid partition specified: x"))
  }

  @Test("a missing program is named")
  func missing() throws {
    var client = SlurmClient()
    client.sbatch = "sbatch-that-is-not-there"
    let error = try #require(throws: SlurmFailure.self) { try client.submit(script: "x", options: []) }
    #expect(
      error.description
        == "sbatch-that-is-not-there: not found on the PATH, expected a machine of a Slurm cluster")
    #expect(error.kind.rawValue == 69)
    client.squeue = "/no/such/squeue"
    #expect(throws: SlurmFailure.missing(program: "/no/such/squeue")) { try client.tasks(named: ["x"]) }
  }

  @Test("MaxArraySize is read")
  func arraySize() throws {
    let text = "Configuration data as of 2026\nMaxArraySize            = 1001\nMaxJobCount = 10000\n"
    #expect(try answer("echo '\(text)'") { try $0.maximalArraySize() } == 1001)
    #expect(throws: SlurmFailure.self) { try answer("echo MaxJobs = 2") { try $0.maximalArraySize() } }
  }
}
