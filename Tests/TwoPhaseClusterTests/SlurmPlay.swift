import Foundation
import Testing
import TwoPhaseCluster
import TwoPhaseSweeps

/// A sweep on a test cluster whose program is a script: a run is a tenth of a second and a line of the shard's file.
struct SlurmPlay {
  let cluster: SlurmTestCluster
  let plan: ShardPlan
  let sweep: SlurmSweep
  private let program: String

  init(_ cluster: SlurmTestCluster, shards: Int, runsPerShard: Int) throws {
    self.cluster = cluster
    plan = ShardPlan(runs: shards * runsPerShard, shards: shards)
    // A name with all that paths and scripts may stumble over.
    let folder = SweepFolder(cluster.scratch.path + "/it's a \"sweep\" #1 %A 100%")
    sweep = SlurmSweep(folder: folder, client: cluster.client)
    // Continues where the shard's file ends. The lock stands for the store's: one process at a time has a shard.
    // No space in its name: proctrack/linuxproc misreads /proc/PID/stat then and never signals the process.
    program = try cluster.scratch.script(
      "program's",
      """
      [ "$1 $2 $4 $6 $7" = "sweep task --shard --threads 1" ] || exit 64
      mkdir -p "$3/shards"
      shard="$3/shards/$5"
      echo "start $$ $SLURMD_NODENAME" >> "$shard.events"
      exec 9>> "$shard.lock"
      flock 9
      echo "locked $$ $SLURMD_NODENAME" >> "$shard.events"
      trap 'stop=yes; echo TERM >> "$shard.events"' TERM
      touch "$shard.runs"
      n=$(grep -c . "$shard.runs")
      stop=
      while [ $n -lt \(runsPerShard) ]; do
        [ -z "$stop" ] || exit 75
        sleep 0.1 9>&-
        echo $n >> "$shard.runs"
        n=$((n + 1))
      done
      echo end >> "$shard.events"
      """)
  }

  @discardableResult func submit(_ shards: [Int]? = nil, options: SlurmOptions = SlurmOptions()) throws
    -> Submission?
  {
    try sweep.submit(
      shards: shards ?? Array(0..<plan.shards), of: plan, options: options, program: program,
      name: "play")
  }

  func states() throws -> [Int: TaskState] { try sweep.states() }

  /// The numbers of the runs of a shard, in the order made.
  func runs(_ shard: Int) -> [Int] { lines(shard, "runs").compactMap { Int($0) } }

  /// What happened to a shard: "start PID NODE", "locked PID NODE", "TERM", "end".
  func events(_ shard: Int) -> [String] { lines(shard, "events") }

  /// Processes that started for a shard, oldest first.
  func processes(_ shard: Int) -> [pid_t] {
    events(shard).filter { $0.hasPrefix("start") }.compactMap { pid_t($0.split(separator: " ")[1]) }
  }

  /// The node of a task; nil when it is not running.
  func node(_ shard: Int) throws -> String? {
    if case .running(let node) = try states()[shard] { return node }
    return nil
  }

  func waitForRuns(_ shard: Int, _ count: Int, seconds: Double = 20) throws {
    try cluster.wait("run \(count) of shard \(shard)", seconds: seconds) { runs(shard).count >= count }
  }

  func waitForEnd(seconds: Double = 40) throws {
    try cluster.wait("an empty queue", seconds: seconds) { try states().isEmpty }
  }

  var counts: [ShardCount] { (0..<plan.shards).map { ShardCount(made: runs($0).count) } }

  var toResubmit: [Int] {
    get throws { SlurmSweep.toResubmit(plan, counts: counts, states: try states()) }
  }

  /// Each shard's file has each of its runs once, in order.
  func expectComplete(sourceLocation: SourceLocation = #_sourceLocation) {
    for shard in 0..<plan.shards {
      #expect(
        runs(shard) == Array(0..<plan.count(of: shard)), "shard \(shard)", sourceLocation: sourceLocation)
    }
  }

  private func lines(_ shard: Int, _ kind: String) -> [String] {
    let text = try? String(contentsOfFile: sweep.folder.shards + "/\(shard).\(kind)", encoding: .utf8)
    return (text ?? "").split(separator: "\n").map(String.init)
  }
}
