import Foundation
import Glibc
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
  private var guardian: Child?
  private let pipe = Pipe()
  private var daemons: [String: Child] = [:]

  /// A client of this cluster.
  var client: SlurmClient {
    var client = SlurmClient()
    client.environment = environment
    return client
  }

  /// What makes Slurm's programs use this cluster.
  var environment: [String: String] { ["SLURM_CONF": scratch.path + "/slurm.conf"] }

  /// Starts it and waits until both nodes are idle.
  init() throws {
    scratch = try Scratch()
    try startGuardian()
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
    try? pipe.fileHandleForWriting.close()
    _ = guardian?.wait()
    for daemon in daemons.values { _ = daemon.wait() }
    scratch.remove()
  }

  /// Starts a node's slurmd.
  func startSlurmd(_ node: String) throws { try start("slurmd", ["-D", "-N", node], name: node) }

  /// Kills a node's slurmd with SIGKILL. Tasks of the node live on.
  func killSlurmd(_ node: String) {
    guard let daemon = daemons[node] else { return }
    kill(daemon.process, SIGKILL)
    _ = daemon.wait()
    daemons[node] = nil
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
    try run(Self.path(of: program) ?? program, arguments).text
  }

  /// Runs a program with this cluster's environment; its exit status, and what it writes.
  func run(_ program: String, _ arguments: [String], in folder: String? = nil) throws -> (
    status: Int32, text: String
  ) {
    let path = try scratch.file("out-\(UUID())", "")
    defer { unlink(path) }
    let child = try Child(program, arguments, environment: environment, output: path, folder: folder)
    let status = child.wait()
    return (status, (try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
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
    try output("sinfo", ["-N", "-h", "-o", "%T"]).split(separator: "\n").count { $0 == "idle" }
  }

  // MARK: Starting

  private func start(_ program: String, _ arguments: [String], name: String? = nil) throws {
    guard let path = Self.path(of: program) else { throw TimedOut(description: "no program \(program)") }
    let log = try scratch.file("log/\(name ?? program).out", "")
    daemons[name ?? program] = try Child(path, arguments, environment: environment, output: log)
  }

  private func startGuardian() throws {
    // The folder comes through the pipe: the guard itself must not have it in its own words.
    let arguments = [
      "-c",
      """
      trap '' INT TERM HUP
      read -r folder; while read -r line; do :; done
      for round in {1..50}; do
        left=
        for p in /proc/[0-9]*; do
          p=${p#/proc/}; [ $p = $$ ] && continue
          if grep -qsF "$folder" /proc/$p/environ /proc/$p/cmdline < /dev/null; then
            case $(tr '\\0' ' ' < /proc/$p/cmdline 2>/dev/null) in grep*) continue;; esac
            kill -9 $p 2>/dev/null && left=yes
          fi
        done
        [ -z "$left" ] && break
        sleep 0.05
      done
      rm -rf "$folder"
      """,
    ]
    guardian = try Child(
      "/bin/bash", arguments, environment: [:], input: pipe.fileHandleForReading.fileDescriptor,
      output: "/dev/null")
    pipe.fileHandleForWriting.write(Data((scratch.path + "\n").utf8))
  }

  private static func path(of program: String) -> String? {
    ["/usr/sbin", "/usr/bin", "/sbin", "/bin"].map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
