/// A time limit as Slurm writes it.
///
/// sbatch(1) --time: "minutes", "minutes:seconds", "hours:minutes:seconds", "days-hours", "days-hours:minutes" and
/// "days-hours:minutes:seconds"; 0, UNLIMITED and INFINITE are no limit.
public struct SlurmTime: Sendable, Equatable {
  /// The limit in seconds; nil for none.
  public let seconds: Int?

  /// What is expected of a text, for messages.
  public static let expected =
    "minutes, minutes:seconds, hours:minutes:seconds, days-hours[:minutes[:seconds]] or UNLIMITED"

  /// The limit that a text says; nil when Slurm has no such form or the number does not fit.
  public init?(_ text: String) {
    if ["unlimited", "infinite"].contains(text.lowercased()) {
      seconds = nil
      return
    }
    let halves = text.split(separator: "-", omittingEmptySubsequences: false)
    guard halves.count <= 2, let last = halves.last else { return nil }
    let parts = last.split(separator: ":", omittingEmptySubsequences: false).map(Self.number)
    var numbers: [Int] = []
    for part in parts {
      guard let part else { return nil }
      numbers.append(part)
    }
    // The worth of each number in seconds, by how many there are and whether days stand before them.
    let units: [Int]
    switch (halves.count, numbers.count) {
    case (1, 1): units = [60]
    case (1, 2): units = [60, 1]
    case (1, 3), (2, 3): units = [3600, 60, 1]
    case (2, 1): units = [3600]
    case (2, 2): units = [3600, 60]
    default: return nil
    }
    var total = zip(numbers, units).reduce(0) { $0 + $1.0 * $1.1 }
    if halves.count == 2 {
      guard let days = Self.number(halves[0]) else { return nil }
      total += days * 86_400
    }
    seconds = total == 0 ? nil : total
  }

  /// Digits alone, at most nine: sums of them cannot overflow.
  private static func number(_ text: Substring) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}
