import TwoPhaseSweeps

/// Task numbers as Slurm's --array writes them: "0-99", "3,7-9".
public enum ArraySpec {
  /// The shortest text of ranges for numbers in any order, each taken once; empty for none.
  ///
  /// - Complexity: O(n log n).
  public static func text(_ indices: some Sequence<Int>) -> String {
    QuantityText.closedRanges(indices).map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    .joined(separator: ",")
  }

  /// The numbers that a text names, rising, each once; nil when it is not of that form, a range falls, or it names more than
  /// `limit` numbers.
  public static func indices(_ text: String, limit: Int = 10_000_000) -> [Int]? {
    if text.isEmpty { return [] }
    var found: Set<Int> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(number)
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last,
        last - first < limit - found.count
      else { return nil }
      found.formUnion(first...last)
    }
    return found.sorted()
  }

  private static func number(_ text: Substring) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}
