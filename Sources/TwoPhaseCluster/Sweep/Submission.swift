import Foundation

/// An array of tasks that was given to Slurm, or was about to be.
public struct Submission: Sendable, Equatable, Codable {
  /// The job's name: "twophase-NAME-TOKEN". No other submission has it, so that the tasks are found again by it.
  public let name: String
  /// The shards, as --array writes them.
  public let tasks: String
  /// When.
  public let submittedAt: Date
  /// The machine it was submitted from.
  public let host: String
  /// The file name of the job script, in the same folder.
  public let script: String
  /// What was asked of Slurm.
  public let options: SlurmOptions
  /// Slurm's id; nil when the process ended, or sbatch failed, before it was known. Slurm may have the job all the same.
  public var job: Int?

  /// The shards, rising; empty when the text is not of that form.
  public var shards: [Int] { ArraySpec.indices(tasks) ?? [] }

  /// A job name out of a sweep's name and a random token: what is not a letter, digit, ".", "_" or "-" becomes "_", and the
  /// sweep's part has at most 40 characters.
  public static func jobName(_ sweep: String, token: UInt32) -> String {
    let plain = sweep.unicodeScalars.prefix(40).map { scalar -> Character in
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "._-".unicodeScalars.contains(scalar))
      return isPlain ? Character(scalar) : "_"
    }
    let digits = String(token, radix: 16)
    return "twophase-\(String(plain))-\(String(repeating: "0", count: 8 - digits.count))\(digits)"
  }
}
