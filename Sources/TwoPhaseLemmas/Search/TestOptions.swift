import Foundation

/// How hard lemmas are tested.
public struct TestOptions: Sendable {
  /// Cases drawn for a lemma of share 1.
  public var trials = 600
  /// Time for ascents, for a lemma that is searched, in seconds.
  public var searchSeconds = 2.0
  /// The number of ascents; nil: as many as the time allows. With a number the test is reproducible, and the time is not
  /// looked at.
  public var ascents: Int?
  /// The seed of every case.
  public var seed: UInt64 = 1
  /// The dimensions; nil: each lemma's own.
  public var dimensions: [Int]?
  /// Cases tested at once.
  public var workers = max(1, ProcessInfo.processInfo.activeProcessorCount)
  /// Time for minimising a violation, in seconds.
  public var shrinkSeconds = 5.0

  /// The defaults.
  public init() {}

  /// Refuses what no test can be made with.
  ///
  /// - Throws: `LemmaError.option`.
  public func check() throws(LemmaError) {
    guard trials >= 1, trials <= 100_000_000 else {
      throw .option("--trials", found: "\(trials)", expected: "a number from 1 to 100000000")
    }
    guard searchSeconds >= 0, searchSeconds <= 1e6 else {
      throw .option("--search-seconds", found: "\(searchSeconds)", expected: "a number from 0 to 1000000")
    }
    guard shrinkSeconds >= 0, shrinkSeconds <= 1e6 else {
      throw .option("--shrink-seconds", found: "\(shrinkSeconds)", expected: "a number from 0 to 1000000")
    }
    if let ascents, ascents < 0 || ascents > 1_000_000 {
      throw .option("--ascents", found: "\(ascents)", expected: "a number from 0 to 1000000")
    }
    for d in dimensions ?? [] where d < 1 || d > 2000 {
      throw .option("--dimensions", found: "\(d)", expected: "numbers from 1 to 2000")
    }
    if let dimensions, dimensions.isEmpty {
      throw .option("--dimensions", found: "an empty list", expected: "a list such as 2,5,20,100")
    }
  }
}
