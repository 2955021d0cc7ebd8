import Foundation
import LinearAlgebra
import Subprocess

/// Slurm's programs, run and understood.
///
/// Every call waits for a process and may be made from any thread.
public struct SlurmClient: Sendable {
  /// Each program: a name to look for on the PATH, or a path.
  public var sbatch = "sbatch"
  /// Lists the queue.
  public var squeue = "squeue"
  /// Cancels jobs.
  public var scancel = "scancel"
  /// Shows the configuration and queues tasks again.
  public var scontrol = "scontrol"
  /// Variables that the programs get beside this process's, for example SLURM_CONF.
  public var environment: [String: String] = [:]

  /// The programs of the PATH.
  public init() {}

  /// Submits a script; the job id.
  ///
  /// - Parameter options: words before the script's path; they win over its own lines.
  /// - Throws: `SlurmFailure`. Slurm may have taken the job all the same when its answer was lost.
  public func submit(script: String, options: [String]) throws -> Int {
    let answer = try output(of: sbatch, ["--parsable"] + options + [script])
    // "1234" or "1234;cluster"
    let first = answer.split(whereSeparator: \.isNewline).last ?? ""
    guard let id = Int(first.prefix { $0 != ";" }), id > 0 else {
      throw SlurmFailure.unexpected(program: sbatch, found: answer, expected: "a job id")
    }
    return id
  }

  /// The tasks of jobs with these names that are in the queue. Others are over, were cancelled or never came.
  ///
  /// - Complexity: one line of text per task.
  public func tasks(named names: [String]) throws -> [QueuedTask] {
    if names.isEmpty { return [] }
    let arguments = [
      "--noheader", "--all", "--array", "--name=" + names.joined(separator: ","), "-o", QueuedTask.format,
    ]
    return try output(of: squeue, arguments).split(whereSeparator: \.isNewline).map { line in
      guard let task = QueuedTask(line: line) else {
        throw SlurmFailure.unexpected(
          program: squeue, found: String(line), expected: "lines of the form \(QueuedTask.format)")
      }
      return task
    }
  }

  /// Cancels all tasks of a job. Not an error when it is over.
  public func cancel(job: Int) throws { _ = try output(of: scancel, ["\(job)"]) }

  /// MaxArraySize of the cluster: task numbers are below it.
  public func maximalArraySize() throws -> Int {
    let text = try output(of: scontrol, ["show", "config"])
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      if parts.count == 2, parts[0] == "MaxArraySize", let size = Int(parts[1]) { return size }
    }
    throw SlurmFailure.unexpected(
      program: scontrol, found: "a configuration without it", expected: "MaxArraySize = a number")
  }

  /// The largest output taken: some 500,000 tasks.
  private static let limit = 64 << 20

  private func output(of program: String, _ arguments: [String]) throws -> String {
    // Variables of the user that would hide tasks from squeue's answer.
    var changes: [Environment.Key: String?] = [:]
    for name in ProcessInfo.processInfo.environment.keys where name.hasPrefix("SQUEUE_") {
      changes[Environment.Key(stringLiteral: name)] = .some(nil)
    }
    for (name, value) in environment { changes[Environment.Key(stringLiteral: name)] = value }
    let variables = changes
    let answer = Blocking.value { () async -> Swift.Result<String, SlurmFailure> in
      do {
        let executable: Executable = program.contains("/") ? .path(.init(program)) : .name(program)
        let result = try await run(
          executable, arguments: Arguments(arguments), environment: .inherit.updating(variables),
          input: .none,
          output: .string(limit: Self.limit), error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
          return .failure(.failed(program: program, reason: Self.reason(result.standardError)))
        }
        return .success(result.standardOutput)
      } catch let error as SubprocessError where error.code == .executableNotFound {
        return .failure(.missing(program: program))
      } catch {
        return .failure(.failed(program: program, reason: MessageText.line("\(error)", limit: 160)))
      }
    }
    return try answer.get()
  }

  /// The first line of what a program wrote to standard error, without its own name before it.
  private static func reason(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    guard var line = lines.first(where: { !$0.isEmpty }) else { return "failed and wrote nothing" }
    for name in ["sbatch", "squeue", "scancel", "scontrol"] {
      for prefix in ["\(name): error: ", "\(name): fatal: "] where line.hasPrefix(prefix) {
        line.removeFirst(prefix.count)
      }
    }
    return MessageText.line(line, limit: 160)
  }
}
