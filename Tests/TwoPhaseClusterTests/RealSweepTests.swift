import Foundation
import Glibc
import TestSupport
import Testing
import TwoPhaseStore
import TwoPhaseSweeps

@Suite("twophase sweep on a real Slurm", .enabled(if: SlurmTestCluster.isPossible))
struct RealSweepTests {
  /// Sixteen runs of some 0.7 s: a task of three or four lasts long enough to be found and disturbed.
  private static let description = """
    name: cluster
    base: {dimension: 20, batch: 16, measure: scalars, every: 200, teacherNorm: 0.2, learningRate: 1e-3}
    axes:
      steps: [80000, 120000]
      norm: [0.5, 1]
      seed: {seeds: 4}
    derived: {startNorm: norm}
    keep: {series: true}
    """

  /// A sweep beside a cluster, made by the program itself.
  private struct Play {
    let cluster: SlurmTestCluster
    let workspace: String

    init(_ cluster: SlurmTestCluster) throws {
      self.cluster = cluster
      workspace = cluster.scratch.path + "/work"
      _ = try cluster.scratch.file("work/cluster.yaml", RealSweepTests.description)
    }

    @discardableResult
    func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
      try cluster.run(Executable.path(), arguments, in: workspace)
    }

    /// A task's processes, and the node of each.
    func tasks(_ shard: Int) throws -> [(process: pid_t, node: String)] {
      let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(pid_t.init)
      return processes.compactMap { process in
        let words = SlurmTestCluster.words("/proc/\(process)/cmdline")
        guard words.dropFirst().prefix(2) == ["sweep", "task"], let place = words.firstIndex(of: "--shard"),
          words.dropFirst(place + 1).first == "\(shard)"
        else { return nil }
        let variables = SlurmTestCluster.words("/proc/\(process)/environ")
        guard let node = variables.first(where: { $0.hasPrefix("SLURMD_NODENAME=") }) else { return nil }
        return (process, String(node.dropFirst("SLURMD_NODENAME=".count)))
      }
    }

    func waitForTask(_ shard: Int) throws -> (process: pid_t, node: String) {
      var found: (process: pid_t, node: String)?
      try cluster.wait("task \(shard)", seconds: 60) {
        found = try tasks(shard).first
        return found != nil
      }
      return try #require(found)
    }

    func waitForEnd() throws {
      try cluster.wait("an empty queue", seconds: 90) {
        try cluster.output("squeue", ["-h"]).isEmpty
      }
    }

    func rows(_ path: String) throws -> [SweepTable.Row] {
      let description = try SweepDescription(path: workspace + "/cluster.yaml")
      let store = try SweepStore(reading: description, from: "\(workspace)/\(path)/sweep.sqlite")
      return try store.table(name: "", runCount: description.count).rows.map(\.withoutCost)
    }
  }

  @Test(
    "a task, slurmd and a node killed, a task queued again, the rest cancelled: what is merged in the end is the undisturbed sweep, run for run"
  )
  func disturbed() async throws {
    try await SlurmTestCluster.with { try Self.disturb($0) }
  }

  private static func disturb(_ cluster: SlurmTestCluster) throws {
    let play = try Play(cluster)
    let whole = try play.run(["sweep", "cluster.yaml", "--output", "whole"])
    try #require(whole.status == 0, "\(whole.text)")

    let submitted = try play.run([
      "sweep", "cluster.yaml", "--slurm", "--partition", "main", "--time", "10", "--array-size", "5",
      "--max-running", "2",
    ])
    try #require(submitted.status == 0, "\(submitted.text)")
    #expect(submitted.text.contains("tasks 0-4 for 16 runs"))
    let twice = try play.run(["sweep", "cluster.yaml", "--slurm"])
    #expect(twice.text.contains("missing, all of them in the queue"), "\(twice.text)")

    // A task killed in the middle of a run: Slurm does not bring it back.
    let first = try play.waitForTask(0)
    usleep(700_000)
    kill(first.process, SIGKILL)
    // slurmd killed at work: its task lives on.
    let second = try play.waitForTask(1)
    cluster.killSlurmd(second.node)
    usleep(300_000)
    try cluster.startSlurmd(second.node)
    // A task queued again by others.
    let third = try play.waitForTask(2)
    usleep(400_000)
    let job = try #require(Int(submitted.text.split(separator: " ")[1].dropLast()))
    try cluster.output("scontrol", ["requeue", "\(job)_2"])
    // A node lost with all it ran, and back.
    let fourth = try play.waitForTask(3)
    usleep(400_000)
    try cluster.killNode(fourth.node)
    try cluster.startSlurmd(fourth.node)
    _ = third

    let status = try play.run(["sweep", "status", "cluster.sweep", "--json"])
    #expect(
      status.status == 0 && status.text.contains("\"schema\" : \"twophase.sweep-status/1\""),
      "\(status.text)"
    )
    // Merged while tasks are under way: what is there comes in.
    let early = try play.run(["sweep", "merge", "cluster.sweep"])
    #expect(early.status == 1 && early.text.contains("missing"), "\(early.text)")
    let cancelled = try play.run(["sweep", "cancel", "cluster.sweep"])
    #expect(
      cancelled.text == "cancelled: job \(job)\n" || cancelled.text.contains("no task"), "\(cancelled.text)"
    )
    try play.waitForEnd()
    let again = try play.run(["sweep", "merge", "cluster.sweep", "--resubmit"])
    #expect(again.status == 1 && again.text.contains("twophase sweep status"), "\(again.text)")
    try play.waitForEnd()
    let merged = try play.run(["sweep", "merge", "cluster.sweep"])
    #expect(merged.status == 0 && merged.text.contains("16 of 16 are together"), "\(merged.text)")
    #expect(!merged.text.contains("twice"), "\(merged.text)")

    let (rows, undisturbed) = (try play.rows("cluster.sweep"), try play.rows("whole"))
    #expect(rows.count == 16 && rows == undisturbed)
    let after = try play.run(["sweep", "merge", "cluster.sweep"])
    #expect(after.status == 0 && after.text.hasPrefix("0 runs came in"), "\(after.text)")
  }
}
