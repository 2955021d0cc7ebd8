import Foundation
import Testing
import TwoPhaseCluster
import TwoPhaseSweeps

@Suite("Status of a sweep on a cluster") struct ClusterStatusTests {
  @Test("what is complete is done, what is queued is told, what is neither is missing")
  func conditions() {
    let status = ClusterStatus(
      plan: ShardPlan(runs: 17, shards: 5),
      counts: [
        .init(made: 4), .init(made: 2, failed: 2), .init(made: 1), .init(), .init(made: 1, failed: 1),
      ],
      states: [0: .ending(node: "n"), 2: .running(node: "node7"), 3: .waiting(reason: "Resources")])
    #expect(
      status.rows.map(\.condition) == [
        .done, .done, .running(node: "node7"), .waiting(reason: "Resources"), .missing,
      ])
    #expect(status.rows.map(\.missing) == [0, 0, 2, 3, 1])
    #expect(status.runs == 17 && status.made == 8 && status.failed == 3 && status.missing == 6)
    #expect(
      status.text == """
        shard  runs  made  failed  state
            0     4     4       0  done
            1     4     2       2  done
            2     3     1       0  running on node7
            3     3     0       0  waiting (Resources)
            4     3     1       1  missing
        17 runs: 8 made, 3 failed, 6 missing; 5 tasks: 2 done, 1 running, 1 waiting, 1 missing

        """)
  }

  @Test("many tasks are grouped by what they do")
  func groups() {
    let counts = (0..<100).map { ShardCount(made: $0 < 50 ? 10 : 0) }
    var states: [Int: TaskState] = [:]
    for shard in 50..<60 { states[shard] = .running(node: "node\(shard)") }
    for shard in 60..<90 { states[shard] = .waiting(reason: "Resources") }
    let status = ClusterStatus(plan: ShardPlan(runs: 1000, shards: 100), counts: counts, states: states)
    #expect(
      status.text == """
        shard  runs  made  failed  state
         0-49   500   500       0  done
        50-59   100     0       0  running
        60-89   300     0       0  waiting (Resources)
        90-99   100     0       0  missing
        1000 runs: 500 made, 0 failed, 500 missing; 100 tasks: 50 done, 10 running, 30 waiting, 10 missing

        """)
  }

  @Test("the JSON has the same numbers")
  func json() throws {
    let status = ClusterStatus(
      plan: ShardPlan(runs: 5, shards: 2), counts: [.init(made: 1, failed: 1), .init()],
      states: [0: .running(node: "a/b")])
    let object = try #require(try JSONSerialization.jsonObject(with: status.json()) as? [String: Any])
    #expect(object["schema"] as? String == "twophase.sweep-status/1")
    #expect(object["missing"] as? Int == 3 && object["failed"] as? Int == 1)
    #expect(object["states"] as? [String: Int] == ["done": 0, "running": 1, "waiting": 0, "missing": 1])
    let tasks = try #require(object["tasks"] as? [[String: Any]])
    #expect(tasks[0]["node"] as? String == "a/b" && tasks[1]["state"] as? String == "missing")
    #expect(tasks[1]["node"] == nil && tasks.count == 2)
  }

  @Test("what is submitted again has runs missing and no task in the queue; failed runs are not missing")
  func toResubmit() {
    let again = SlurmSweep.toResubmit(
      ShardPlan(runs: 17, shards: 5),
      counts: [.init(made: 4), .init(made: 2, failed: 2), .init(made: 1), .init(), .init(made: 1)],
      states: [2: .running(node: "n"), 4: .ending(node: "n")])
    #expect(again == [3])
  }
}
