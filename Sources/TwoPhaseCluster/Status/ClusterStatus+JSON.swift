import Foundation

extension ClusterStatus {
  /// The status as JSON of the schema twophase.sweep-status/1. docs/sweeps-slurm.md describes it.
  public func json() throws -> Data {
    let tasks = rows.map { row in
      var task = Document.Task(
        shard: row.shard, runs: row.runs, made: row.count.made, failed: row.count.failed,
        missing: row.missing,
        state: row.condition.word, node: nil, reason: nil)
      switch row.condition {
      case .running(let node): task.node = node
      case .waiting(let reason): task.reason = reason
      case .done, .missing: break
      }
      return task
    }
    let words = Dictionary(uniqueKeysWithValues: Condition.words.map { ($0, shards($0)) })
    let document = Document(
      runs: runs, made: made, failed: failed, missing: missing, states: words, tasks: tasks)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    var data = try encoder.encode(document)
    data.append(0x0a)
    return data
  }

  private struct Document: Encodable {
    var schema = "twophase.sweep-status/1"
    let runs: Int
    let made: Int
    let failed: Int
    let missing: Int
    let states: [String: Int]
    let tasks: [Task]

    struct Task: Encodable {
      let shard: Int
      let runs: Int
      let made: Int
      let failed: Int
      let missing: Int
      let state: String
      var node: String?
      var reason: String?
    }
  }
}
