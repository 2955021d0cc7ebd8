import Foundation
import Glibc
import Testing
import TwoPhaseCluster
import TwoPhaseSweeps

@Suite("A sweep's tasks on a real Slurm", .enabled(if: SlurmTestCluster.isPossible))
struct RealSlurmTests {
  @Test("an array runs to its end; a killed task fails, is named, and continues when submitted again")
  func toTheEnd() async throws {
    try await SlurmTestCluster.with { cluster in
      let play = try SlurmPlay(cluster, shards: 6, runsPerShard: 5)
      #expect(try cluster.client.maximalArraySize() == 1001)
      let submission = try #require(try play.submit())
      #expect(try play.states().count == 6 && play.submit() == nil)
      try cluster.wait("two running tasks", seconds: 10) {
        try Set([play.node(0), play.node(1)]) == ["node1", "node2"]
      }
      #expect(
        try play.states()[5] == .waiting(reason: "Resources")
          || play.states()[5] == .waiting(reason: "None"))
      try play.waitForRuns(1, 2)
      kill(try #require(play.processes(1).last), SIGKILL)
      try play.waitForEnd()
      // SIGKILL of the program is a failure like another: Slurm does not queue the task again.
      #expect(try play.toResubmit == [1])
      #expect(play.processes(1).count == 1)
      let status = ClusterStatus(plan: play.plan, counts: play.counts, states: try play.states())
      #expect(status.shards("done") == 5 && status.shards("missing") == 1)
      let again = try #require(try play.submit(play.toResubmit))
      #expect(again.tasks == "1" && again.job != submission.job)
      try play.waitForEnd()
      play.expectComplete()
      #expect(try play.toResubmit.isEmpty)
      // The script by itself, without the options on the command line, is the same job.
      let byHand = try cluster.output("sbatch", ["--parsable", play.sweep.folder.slurm + "/job-2.sh"])
        .trimmingCharacters(in: .whitespacesAndNewlines)
      try play.waitForEnd()
      for name in ["\(try #require(submission.job))_0", "\(try #require(again.job))_1", "\(byHand)_1"] {
        #expect(FileManager.default.fileExists(atPath: play.sweep.folder.slurm + "/\(name).out"), "\(name)")
      }
    }
  }

  @Test(
    "tasks preempted by another job, or queued again by themselves near their end, continue; cancelled ones do not come back"
  )
  func requeueAndCancel() async throws {
    try await SlurmTestCluster.with { cluster in
      let play = try SlurmPlay(cluster, shards: 2, runsPerShard: 1000)
      let job = try #require(try play.submit()?.job)
      for shard in [0, 1] { try play.waitForRuns(shard, 2) }
      try cluster.output(
        "sbatch",
        [
          "--partition=urgent", "--nodelist=\(try #require(try play.node(0)))", "--output=/dev/null",
          "--wrap=sleep 1",
        ])
      // What --signal does before the time limit: to the script alone.
      try cluster.output("scancel", ["--batch", "--signal=USR1", "\(job)_1"])
      for shard in [0, 1] {
        try cluster.wait("task \(shard) waiting", seconds: 10) {
          if case .waiting = try play.states()[shard] { return true }
          return false
        }
      }
      let before = [0, 1].map { play.runs($0).count }
      for shard in [0, 1] { try play.waitForRuns(shard, before[shard] + 2, seconds: 30) }
      for shard in [0, 1] {
        // One SIGTERM each, from whichever side it came, and no run lost or made twice.
        #expect(play.events(shard).count { $0 == "TERM" } == 1)
        #expect(play.processes(shard).count == 2)
        #expect(play.runs(shard) == Array(0..<play.runs(shard).count))
      }
      #expect(try play.sweep.cancel() == [job])
      try play.waitForEnd(seconds: 10)
      let all = [0, 1].flatMap { play.processes($0) }
      try cluster.wait("no process left", seconds: 5) { !all.contains(where: SlurmTestCluster.isAlive) }
      usleep(1_500_000)
      #expect(try play.states().isEmpty && [0, 1].flatMap { play.processes($0) } == all)
      #expect(try play.toResubmit == [0, 1])
    }
  }

  @Test(
    "a task that its time limit ends queues itself again before, and continues until all is made",
    // The shortest limit is a minute.
    .enabled(if: ProcessInfo.processInfo.environment["TWOPHASE_ALL_TESTS"] != nil)
  )
  func timeLimit() async throws {
    try await SlurmTestCluster.with { cluster in
      let play = try SlurmPlay(cluster, shards: 1, runsPerShard: 800)
      var options = SlurmOptions()
      options.time = "1"
      try play.submit(options: options)
      try play.waitForEnd(seconds: 300)
      play.expectComplete()
      #expect(play.processes(0).count >= 2)
      #expect(play.events(0).count { $0 == "TERM" } == play.processes(0).count - 1)
      #expect(play.events(0).last == "end")
    }
  }

  @Test("slurmd killed and started again: its tasks go on undisturbed")
  func slurmdKilled() async throws {
    try await SlurmTestCluster.with { cluster in
      let play = try SlurmPlay(cluster, shards: 4, runsPerShard: 8)
      try play.submit()
      try play.waitForRuns(0, 3)
      let node = try #require(try play.node(0))
      cluster.killSlurmd(node)
      #expect(SlurmTestCluster.isAlive(try #require(play.processes(0).last)))
      usleep(300_000)
      try cluster.startSlurmd(node)
      try play.waitForEnd()
      play.expectComplete()
      #expect((0..<4).allSatisfy { play.processes($0).count == 1 })
    }
  }

  @Test(
    "a node lost with all it ran: its task is queued again and continues on the other; no run is lost or made twice"
  )
  func nodeKilled() async throws {
    try await SlurmTestCluster.with { cluster in
      let play = try SlurmPlay(cluster, shards: 3, runsPerShard: 12)
      try play.submit()
      try play.waitForRuns(0, 3)
      let node = try #require(try play.node(0))
      try cluster.killNode(node)
      let lost = try #require(play.processes(0).last)
      try cluster.wait("its end", seconds: 2) { !SlurmTestCluster.isAlive(lost) }
      try cluster.wait("task 0 queued again", seconds: 20) {
        if case .waiting = try play.states()[0] { return true }
        return false
      }
      #expect(try play.toResubmit.isEmpty)
      try play.waitForEnd()
      play.expectComplete()
      let other = try #require(SlurmTestCluster.nodes.first { $0 != node })
      #expect(play.events(0).filter { $0.hasPrefix("start") }.last?.hasSuffix(other) == true)
    }
  }

  @Test(
    "slurmd and stepd lost: a second process is started while the first lives on, and waits for the shard's lock",
    // What Slurm does, with a stand-in for the program: half a minute and more, and nothing of ours is tested.
    .enabled(if: ProcessInfo.processInfo.environment["TWOPHASE_ALL_TESTS"] != nil)
  )
  func twoCopies() async throws {
    try await SlurmTestCluster.with { cluster in
      let play = try SlurmPlay(cluster, shards: 1, runsPerShard: 400)
      try play.submit()
      try play.waitForRuns(0, 2)
      let first = try #require(play.processes(0).last)
      let node = try #require(try play.node(0))
      // The program's parent is the script, the script's is the stepd.
      let script = try #require(SlurmTestCluster.parent(of: first))
      let stepd = try #require(SlurmTestCluster.parent(of: script))
      #expect(SlurmTestCluster.name(of: stepd) == "slurmstepd")
      cluster.killSlurmd(node)
      kill(stepd, SIGKILL)
      // BatchStartTimeout of the test's configuration: a younger task is not looked for.
      usleep(1_500_000)
      try cluster.startSlurmd(node)
      try cluster.wait("a second process", seconds: 30) { play.processes(0).count == 2 }
      #expect(SlurmTestCluster.isAlive(first))
      let made = play.runs(0).count
      try play.waitForRuns(0, made + 2)
      #expect(play.events(0).count { $0.hasPrefix("locked") } == 1)
      // The second has the shard as soon as the first is gone, and continues it.
      kill(first, SIGKILL)
      try cluster.wait("the lock", seconds: 5) { play.events(0).count { $0.hasPrefix("locked") } == 2 }
      try play.waitForRuns(0, play.runs(0).count + 2)
      #expect(play.runs(0) == Array(0..<play.runs(0).count))
    }
  }
}
