/// What a user asks of Slurm for a sweep.
public struct SlurmOptions: Sendable, Equatable, Codable {
  /// --partition; nil for the cluster's default.
  public var partition: String?
  /// --time of each task, as Slurm writes it; nil for the partition's default.
  public var time: String?
  /// Tasks; nil for as many as runs, at most 100.
  public var arraySize: Int?
  /// Tasks at once; nil for no limit.
  public var maxRunning: Int?
  /// Processors of each task.
  public var cpusPerTask = 1
  /// --mem of each task, as Slurm writes it; nil for the partition's default.
  public var memory: String?
  /// Further options of sbatch, as they are.
  public var others: [String] = []

  /// Nothing asked for.
  public init() {}
}
