import Foundation
import Glibc
import TestSupport
import TwoPhaseCluster

/// A Slurm of two nodes with one processor each on this machine, for tests: munged, slurmctld and two slurmd with folders, keys
/// and ports of their own.
///
/// A guard, a shell that reads a pipe of this process, kills whatever has the scratch folder in its environment or command
/// line when the pipe ends: when the test is over, or the test process died.
final class SlurmTestCluster {
  /// The nodes' names.
  static let nodes = ["node1", "node2"]
  /// Programs that a cluster needs.
  private static let programs = [
    "munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol", "sinfo",
  ]

  /// Whether this machine can have one: root, and Debian's slurm-wlm and munge.
  static var isPossible: Bool { getuid() == 0 && programs.allSatisfy { path(of: $0) != nil } }

  /// The folder of all of it.
  let scratch: Scratch
  private let guardian: ChildProcess
  /// The end of the guard's pipe that this process holds.
  private let leash: Int32
  private var daemons: [String: ChildProcess] = [:]

  /// A client of this cluster.
  var client: SlurmClient {
    var client = SlurmClient()
    client.environment = environment
    return client
  }

  /// What makes Slurm's programs use this cluster.
  var environment: [String: String] { ["SLURM_CONF": scratch.path + "/slurm.conf"] }

  /// One at a time: two would share this machine's processors, beside all other tests.
  private static let turn = NSLock()

  /// Starts one, does the work and ends it.
  static func with(_ body: (SlurmTestCluster) throws -> Void) async throws {
    try await withTaskExecutorPreference(WaitingThread()) { try turn.withLock { try withOne(body) } }
  }

  private static func withOne(_ body: (SlurmTestCluster) throws -> Void) throws {
    let cluster = try SlurmTestCluster()
    defer { cluster.stop() }
    try body(cluster)
  }

  /// Starts it and waits until both nodes are idle.
  private init() throws {
    scratch = try Scratch()
    (guardian, leash) = try Self.startGuardian(of: scratch.path)
    do {
      try start()
    } catch {
      stop()
      throw error
    }
  }

  private func start() throws {
    for folder in ["state", "spool/node1", "spool/node2", "log", "munge"] {
      try FileManager.default.createDirectory(
        atPath: scratch.path + "/" + folder, withIntermediateDirectories: true)
    }
    // munged wants folders that others can enter and not write, and a key that they cannot read.
    for folder in ["", "/munge"] { chmod(scratch.path + folder, 0o711) }
    let key = scratch.path + "/munge/key"
    var random = SystemRandomNumberGenerator()
    try Data((0..<128).map { _ in UInt8.random(in: 0...255, using: &random) }).write(
      to: URL(fileURLWithPath: key))
    chmod(key, 0o600)
    _ = try scratch.file("slurm.conf", configuration(ports: Self.freePorts(3)))
    let munge = ["socket", "key-file", "pid-file", "seed-file"].map { "--\($0)=\(scratch.path)/munge/\($0)" }
    try start(
      "munged",
      ["--force", "--foreground", "--num-threads=2"]
        + munge.map { $0.replacingOccurrences(of: "/key-file", with: "/key") })
    scratch.wait(for: "munge/socket")
    try start("slurmctld", ["-D"])
    for node in Self.nodes { try startSlurmd(node) }
    try wait("both nodes idle", seconds: 20) { try idleNodes() == 2 }
  }

  /// Ends it: afterwards no process of it is left.
  func stop() {
    close(leash)
    guardian.wait()
    for daemon in daemons.values { daemon.wait() }
    scratch.remove()
  }

  /// Starts a node's slurmd.
  func startSlurmd(_ node: String) throws { try start("slurmd", ["-D", "-N", node], name: node) }

  /// Kills a node's slurmd with SIGKILL. Tasks of the node live on.
  func killSlurmd(_ node: String) {
    guard let daemon = daemons.removeValue(forKey: node) else { return }
    kill(daemon.id, SIGKILL)
    daemon.wait()
  }

  /// Kills what a node runs, as when its power is cut: slurmd, its stepds and their tasks.
  func killNode(_ node: String) throws {
    killSlurmd(node)
    for process in try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(pid_t.init) {
      let variables = Self.words("/proc/\(process)/environ")
      guard variables.contains("SLURM_CONF=\(scratch.path)/slurm.conf") else { continue }
      let isTask = variables.contains("SLURMD_NODENAME=\(node)")
      // A stepd has its slurmd's environment, and says its node on the command line of slurmd alone: it is known by its child.
      if isTask {
        if let parent = Self.parent(of: process), Self.name(of: parent) == "slurmstepd" {
          kill(parent, SIGKILL)
        }
        kill(process, SIGKILL)
      }
    }
  }

  /// What a program of Slurm writes.
  @discardableResult func output(_ program: String, _ arguments: [String]) throws -> String {
    guard let path = Self.path(of: program) else { throw TimedOut(description: "no program \(program)") }
    return try run(path, arguments).text
  }

  /// Runs a program that has this cluster's Slurm: its exit status, and what it writes.
  @discardableResult
  func run(_ path: String, _ arguments: [String], in folder: String = "/") throws -> (
    status: Int32, text: String
  ) {
    let file = "answer-\(UUID())"
    defer { unlink(scratch.path + "/" + file) }
    let process = try spawn(
      "/usr/bin/env", ["-C", folder, path] + arguments, output: scratch.path + "/" + file)
    let status = process.wait()
    return (status, scratch.text(file))
  }

  /// Waits until a condition holds.
  func wait(_ what: String, seconds: Double, until condition: () throws -> Bool) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      if try condition() { return }
      if ContinuousClock.now > end {
        throw TimedOut(description: "waited \(seconds) s for: \(what)\n" + state)
      }
      usleep(50_000)
    }
  }

  /// A wait that was in vain.
  struct TimedOut: Error, CustomStringConvertible { let description: String }

  private var state: String {
    let log = scratch.text("log/slurmctld.log").split(separator: "\n").suffix(15).joined(separator: "\n")
    return ((try? output("squeue", ["-r"])) ?? "") + ((try? output("sinfo", ["-N"])) ?? "") + log
  }

  private func idleNodes() throws -> Int {
    try output("sinfo", ["-N", "-h", "-p", "main", "-o", "%T"]).split(separator: "\n").count { $0 == "idle" }
  }

  // MARK: Starting

  private func start(_ program: String, _ arguments: [String], name: String? = nil) throws {
    guard let path = Self.path(of: program) else { throw TimedOut(description: "no program \(program)") }
    daemons[name ?? program] = try spawn(
      path, arguments, output: scratch.path + "/log/\(name ?? program).out")
  }

  private func spawn(_ path: String, _ arguments: [String], output: String) throws -> ChildProcess {
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    return try ChildProcess(path, arguments, environment: variables, output: output)
  }

  private static func startGuardian(of folder: String) throws -> (ChildProcess, Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw TimedOut(description: "no pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // The folder comes through the pipe: the guard itself must not have it in its own words.
    let script = """
      trap '' INT TERM HUP
      read -r folder; while read -r line; do :; done
      for round in {1..50}; do
        left=
        for p in $(grep -lsF "$folder" /proc/[0-9]*/environ /proc/[0-9]*/cmdline < /dev/null); do
          p=${p#/proc/}; p=${p%/*}
          # grep has the folder in its own words, and is gone.
          [ "$p" != $$ ] && kill -9 "$p" 2>/dev/null && left=yes
        done
        [ -z "$left" ] && break
        sleep 0.05
      done
      rm -rf "$folder"
      """
    let guardian = try ChildProcess(
      "/bin/bash", ["-c", script], environment: ["PATH": "/usr/bin:/bin"], input: ends[0])
    close(ends[0])
    let line = Array((folder + "\n").utf8)
    guard write(ends[1], line, line.count) == line.count else { throw TimedOut(description: "no guard") }
    return (guardian, ends[1])
  }

  private static func path(of program: String) -> String? {
    ["/usr/sbin", "/usr/bin", "/sbin", "/bin"].map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
