import LinearAlgebra

/// Slurm, or the record of what was submitted to it, cannot be used.
public enum SlurmFailure: DescribedFailure, Equatable {
  /// A program is not on the PATH.
  case missing(program: String)
  /// It ran and failed; the first line that it wrote.
  case failed(program: String, reason: String)
  /// It wrote what is not understood.
  case unexpected(program: String, found: String, expected: String)
  /// Another process is submitting or cancelling tasks of the same sweep.
  case busy(path: String)
  /// The record of submissions is not one.
  case notARecord(path: String, reason: String)

  /// The kind of failure.
  public var kind: FailureKind {
    switch self {
    case .missing, .failed, .unexpected: .unavailable
    case .busy: .usage
    case .notARecord: .dataFormat
    }
  }

  /// One line.
  public var description: String {
    switch self {
    case .missing(let program):
      "\(line(program)): not found on the PATH, expected a machine of a Slurm cluster"
    case .failed(let program, let reason): "\(line(program)): \(reason)"
    case .unexpected(let program, let found, let expected):
      "\(line(program)): found \(found.isEmpty ? "no output" : line(found)), expected \(expected)"
    case .busy(let path):
      "\(line(path)): found it locked by another process that submits or cancels this sweep's tasks"
    case .notARecord(let path, let reason): "\(line(path)): \(reason)"
    }
  }

  private func line(_ text: String) -> String { MessageText.line(text, limit: 200) }
}
