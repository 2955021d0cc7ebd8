import Testing
import TwoPhaseSweeps

@Suite("Shard plan") struct ShardPlanTests {
  @Test(
    "the tasks' runs are all runs, each once", arguments: [(1, 1), (10, 3), (10, 10), (97, 8), (1000, 999)])
  func everyRunOnce(_ runs: Int, _ shards: Int) {
    let plan = ShardPlan(runs: runs, shards: shards)
    let all = (0..<shards).flatMap { Array(plan.numbers(of: $0)) }
    #expect(all.sorted() == Array(0..<runs))
    for shard in 0..<shards {
      #expect(plan.count(of: shard) == Array(plan.numbers(of: shard)).count)
      #expect(plan.numbers(of: shard).allSatisfy { plan.shard(of: $0) == shard })
    }
  }
}
