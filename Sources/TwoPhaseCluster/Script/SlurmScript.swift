import Foundation
import LinearAlgebra
import TwoPhaseSweeps
import TwoPhaseTraining

/// The job script of an array whose task k makes shard k of a sweep.
public struct SlurmScript: Sendable, Equatable {
  /// The job's name, which no other submission has.
  public let jobName: String
  /// The shards, rising.
  public let shards: [Int]
  /// What the user asks of Slurm.
  public let options: SlurmOptions
  /// The program, an absolute path.
  public let program: String
  /// The sweep's folder, an absolute path that all nodes see.
  public let folder: SweepFolder
  /// Whether the tasks make runs again that could not be made.
  public let retryingFailed: Bool

  /// The exit status of a task that was interrupted with runs left after it made or continued some: EX_TEMPFAIL.
  public static let unfinishedStatus: Int32 = 75

  /// A script.
  ///
  /// - Parameters:
  ///   - jobName: letters, digits, ".", "_" and "-".
  ///   - shards: at least one.
  ///   - program: a path; a relative one is taken from the current folder.
  /// - Throws: `OptionError` when an option cannot be used, or a path is one that sbatch cannot take: it has a backslash, at
  ///   which Slurm stops to replace %A and %a, or a control character.
  public init(
    jobName: String, shards: [Int], options: SlurmOptions, program: String, folder: SweepFolder,
    retryingFailed: Bool = false
  ) throws(OptionError) {
    try options.check()
    self.jobName = jobName
    self.shards = Set(shards).sorted()
    self.options = options
    self.retryingFailed = retryingFailed
    self.program = Self.absolute(program)
    self.folder = SweepFolder(Self.absolute(folder.path))
    for (name, path) in [("sweep folder", self.folder.path), ("program", self.program)]
    where path.contains("\\") || !SlurmOptions.isOneLine(path) {
      throw OptionError(
        name, found: MessageText.line(path), expected: "a path without backslashes and control characters")
    }
  }

  /// The options of sbatch, each one word: the lines #SBATCH of the script, given again on the command line because there
  /// they win over the user's variables SBATCH_...
  public var words: [String] {
    var words = [
      "--job-name=\(jobName)", "--array=\(array)", "--ntasks=1", "--cpus-per-task=\(options.cpusPerTask)",
    ]
    if let partition = options.partition { words.append("--partition=\(partition)") }
    if let time = options.time { words.append("--time=\(time)") }
    if let memory = options.memory { words.append("--mem=\(memory)") }
    let output = (folder.slurm as NSString).appendingPathComponent("%A_%a.out")
    let escaped = folder.slurm.replacingOccurrences(of: "%", with: "%%")
    words.append("--output=" + escaped + output.dropFirst(folder.slurm.count))
    words += ["--requeue", "--open-mode=append", "--signal=B:USR1@\(notice)"]
    return words
  }

  /// The value of --array: the shards, and how many at once.
  public var array: String { ArraySpec.text(shards) + (options.maxRunning.map { "%\($0)" } ?? "") }

  /// How many seconds before its end a task hears of it: a tenth of the limit, at least 5 and at most 60. Slurm looks twice a
  /// minute and may be up to a minute early.
  public var notice: Int {
    guard let limit = options.time.flatMap({ SlurmTime($0) })?.seconds else { return 60 }
    return min(60, max(5, limit / 10))
  }

  private static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    return (FileManager.default.currentDirectoryPath as NSString).appendingPathComponent(path)
  }
}
