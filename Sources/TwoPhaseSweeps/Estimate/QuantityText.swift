import Foundation

/// Times, sizes and runs as people read them.
public enum QuantityText {
  /// A time: "12 s", "3 min 20 s", "2.5 h", "12 days".
  public static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<0.995: String(format: "%.2g s", max(0, seconds))
    case ..<9.95: String(format: "%.1f s", seconds)
    case ..<119.5: String(format: "%.0f s", seconds)
    case ..<3_600: String(format: "%d min %02d s", Int(seconds) / 60, Int(seconds) % 60)
    case ..<172_800: String(format: "%.1f h", seconds / 3_600)
    default: seconds.isFinite ? String(format: "%.0f days", seconds / 86_400) : "unknown"
    }
  }

  /// A size: "980 bytes", "12 MB".
  public static func bytes(_ count: Double) -> String {
    for (unit, size) in [("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)] where count >= size {
      return String(format: count / size < 9.95 ? "%.1f %@" : "%.0f %@", count / size, unit)
    }
    return String(format: "%.0f bytes", count)
  }

  /// "1 run", "2 runs".
  public static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// Rising numbers in short: "0-99, 103, 107-110 and 12 more".
  public static func ranges(_ numbers: [Int], most: Int = 8) -> String {
    let ranges = closedRanges(numbers)
    let shown = ranges.prefix(most).map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    let left = ranges.dropFirst(most).reduce(0) { $0 + $1.count }
    return shown.joined(separator: ", ") + (left > 0 ? " and \(left) more" : "")
  }

  /// Numbers in any order as rising ranges without a gap or a neighbour between them.
  ///
  /// - Complexity: O(n log n).
  public static func closedRanges(_ numbers: some Sequence<Int>) -> [ClosedRange<Int>] {
    var result: [ClosedRange<Int>] = []
    for number in numbers.sorted() {
      if let last = result.last, number <= last.upperBound + 1 {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, number)
      } else {
        result.append(number...number)
      }
    }
    return result
  }
}
