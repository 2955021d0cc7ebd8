import Foundation
import TwoPhaseCluster
import TwoPhaseSweeps

/// Scripts that stand in for Slurm's programs, with a file as their queue: a line of squeue per task.
struct FakeSlurm {
  let scratch: Scratch
  let folder: SweepFolder
  let client: SlurmClient

  init() throws {
    scratch = try Scratch()
    folder = SweepFolder(scratch.path + "/sweep")
    var client = SlurmClient()
    let queue = scratch.quoted("queue")
    _ = try scratch.file("queue", "")
    _ = try scratch.file("jobs", "")
    _ = try scratch.file("size", "1001")
    client.sbatch = try scratch.script(
      "sbatch",
      """
      printf '%s\\n' "$@" > \(scratch.quoted("sbatch-words"))
      for word; do case "$word" in --job-name=*) name=${word#*=};; --array=*) array=${word#*=};; esac; done
      [ ! -e \(scratch.quoted("refuse")) ] || { echo 'sbatch: error: Batch job submission failed: Invalid account' >&2; exit 1; }
      echo "$name" >> \(scratch.quoted("jobs"))
      job=$((100 + $(grep -c . \(scratch.quoted("jobs")))))
      IFS=,; for range in ${array%%%*}; do
        for ((k = ${range%-*}; k <= ${range#*-}; k++)); do echo "$job|$k|PENDING||$name|Resources" >> \(queue); done
      done
      [ ! -e \(scratch.quoted("lose")) ] || { echo 'sbatch: error: Socket timed out on send/recv operation' >&2; exit 1; }
      echo $job
      """)
    client.squeue = try scratch.script(
      "squeue",
      """
      for word; do case "$word" in --name=*) names=${word#*=};; esac; done
      IFS=,; for name in $names; do grep -F "|$name|" \(queue); done; exit 0
      """)
    client.scancel = try scratch.script(
      "scancel", "grep -v \"^$1|\" \(queue) > \(queue).new; mv \(queue).new \(queue)")
    client.scontrol = try scratch.script(
      "scontrol", "echo \"MaxArraySize = $(cat \(scratch.quoted("size")))\"")
    self.client = client
  }

  var sweep: SlurmSweep { SlurmSweep(folder: folder, client: client) }

  func submit(_ shards: [Int], of count: Int = 10, name: String = "x") throws -> Submission? {
    try sweep.submit(
      shards: shards, of: ShardPlan(runs: 10 * count, shards: count), options: SlurmOptions(),
      program: "/opt/twophase",
      name: name)
  }

  /// Sets the state of a task, or takes it out of the queue.
  func set(_ shard: Int, _ line: String?) throws {
    let lines = scratch.text("queue").split(separator: "\n").compactMap { old -> String? in
      let parts = old.split(separator: "|", omittingEmptySubsequences: false)
      return parts[1] == "\(shard)" ? line.map { "\(parts[0])|\(shard)|\($0)|\(parts[4])|None" } : String(old)
    }
    _ = try scratch.file("queue", lines.map { $0 + "\n" }.joined())
  }
}
