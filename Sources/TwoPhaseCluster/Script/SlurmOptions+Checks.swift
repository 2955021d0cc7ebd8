import LinearAlgebra
import TwoPhaseTraining

extension SlurmOptions {
  /// Refuses what Slurm would not understand, or would take for something else, before anything is written.
  ///
  /// - Throws: `OptionError` for the first option that cannot be used.
  public func check() throws(OptionError) {
    if let partition, partition.hasPrefix("-") || !Self.isPlainWord(partition) {
      throw OptionError("--partition", found: Self.shown(partition), expected: "the name of a partition")
    }
    if let time, SlurmTime(time) == nil {
      throw OptionError("--time", found: Self.shown(time), expected: SlurmTime.expected)
    }
    if let memory, !Self.isMemory(memory) {
      throw OptionError("--mem", found: Self.shown(memory), expected: "a number with or without K, M, G or T")
    }
    try Self.check("--array-size", arraySize)
    try Self.check("--max-running", maxRunning)
    try Self.check("--cpus-per-task", cpusPerTask)
    for other in others { try Self.check(other: other) }
  }

  /// The options of sbatch that the job script sets itself, and those that move the job to where it is not looked for.
  static let reserved = [
    "--array", "--job-name", "--output", "--error", "--open-mode", "--requeue", "--no-requeue", "--signal",
    "--ntasks",
    "--partition", "--time", "--cpus-per-task", "--mem", "--parsable", "--wait", "--wrap", "--test-only",
    "--clusters",
    "-a", "-J", "-o", "-e", "-n", "-p", "-t", "-c", "-W", "-M",
  ]

  private static func check(_ name: String, _ value: Int?) throws(OptionError) {
    guard let value, value < 1 else { return }
    throw OptionError(name, found: "\(value)", expected: "1 or more")
  }

  private static func check(other: String) throws(OptionError) {
    let name = other.prefix { $0 != "=" && $0 != " " }
    guard other.hasPrefix("-"), name.contains(where: { $0 != "-" }), isOneLine(other) else {
      throw OptionError(
        "--sbatch", found: shown(other),
        expected: "an option of sbatch on one line, for example --account=NAME")
    }
    // One dash: the letter decides, whether its value follows at once or not.
    let isReserved =
      other.hasPrefix("--") ? reserved.contains(String(name)) : reserved.contains(String(other.prefix(2)))
    if isReserved {
      throw OptionError(
        "--sbatch", found: shown(other), expected: "an option that a sweep does not set itself")
    }
  }

  private static func isMemory(_ text: String) -> Bool {
    var digits = Substring(text)
    if let unit = digits.last, "KMGTkmgt".contains(unit) { digits.removeLast() }
    return (1...12).contains(digits.utf8.count) && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isPlainWord(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        $0 > 0x20 && $0 != 0x7f && $0 != 0x22 && $0 != 0x27 && $0 != 0x5c && $0 != 0x23
      }
  }

  static func isOneLine(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f } }

  private static func shown(_ text: String) -> String { text.isEmpty ? "nothing" : MessageText.line(text) }
}
