/// What Slurm says of a task that is in its queue.
public enum TaskState: Sendable, Equatable {
  /// It waits for a place, or for its time after it was queued again; Slurm's word for why.
  case waiting(reason: String)
  /// It runs on a node.
  case running(node: String)
  /// It waits until somebody releases it; Slurm's word for why.
  case held(reason: String)
  /// It has ended and Slurm clears up after it on a node.
  case ending(node: String)
  /// Another state, with Slurm's word for it.
  case other(String)

  /// The state for the columns %T (state), %N (nodes) and %r (reason) of squeue.
  public init(state: String, node: String, reason: String) {
    switch state {
    case "PENDING" where reason.hasPrefix("JobHeld") || reason == "launch_failed_requeued_held":
      self = .held(reason: reason)
    case "PENDING", "REQUEUED": self = .waiting(reason: reason)
    case "REQUEUE_HOLD", "SPECIAL_EXIT": self = .held(reason: reason)
    case "RUNNING", "CONFIGURING": self = .running(node: node)
    case "COMPLETING", "STAGE_OUT": self = .ending(node: node)
    default: self = .other(state)
    }
  }
}

/// A line of squeue.
public struct QueuedTask: Sendable, Equatable {
  /// The job's name.
  public let name: String
  /// The array's job id, the same for all of its tasks.
  public let job: Int
  /// The task's number in its array.
  public let index: Int
  /// Its state.
  public let state: TaskState

  /// The value of squeue's -o.
  static let format = "%F|%K|%T|%N|%j|%r"

  /// A task.
  public init(name: String, job: Int, index: Int, state: TaskState) {
    self.name = name
    self.job = job
    self.index = index
    self.state = state
  }

  /// The task that a line in that format is about; nil when it is no such line.
  init?(line: Substring) {
    let parts = line.split(separator: "|", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, let job = Int(parts[0]), let index = Int(parts[1]) else { return nil }
    self.init(
      name: parts[4], job: job, index: index,
      state: TaskState(state: parts[2], node: parts[3], reason: parts[5]))
  }
}
