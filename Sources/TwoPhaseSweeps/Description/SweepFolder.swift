import Foundation

/// The folder of a sweep and the names of what is in it. docs/sweeps.md describes them.
public struct SweepFolder: Sendable, Equatable {
  /// The folder.
  public let path: String

  /// A folder, whether it exists or not.
  public init(_ path: String) { self.path = path }

  /// The description that all runs follow, a copy.
  public var description: String { inside("sweep.yaml") }
  /// The runs that one machine made, or that were merged.
  public var store: String { inside("sweep.sqlite") }
  /// How the sweep was split into a cluster's tasks; missing on one machine.
  public var plan: String { inside("shards.json") }
  /// The folder of the tasks' stores.
  public var shards: String { inside("shards") }
  /// The folder of job scripts, submissions and the tasks' messages.
  public var slurm: String { inside("slurm") }

  /// The store of a task.
  public func shard(_ index: Int) -> String {
    (shards as NSString).appendingPathComponent(Self.shardName(index) + ".sqlite")
  }

  /// A task's name in tables: its index with five digits.
  public static func shardName(_ index: Int) -> String { String(format: "%05d", index) }

  private func inside(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }
}
