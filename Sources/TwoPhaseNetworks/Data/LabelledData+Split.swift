import LinearAlgebra

/// Rows to learn from and rows to test on, disjoint.
public struct DataSplit: Sendable, Equatable {
  /// Rows to learn from, in random order.
  public let training: [Int]
  /// Rows to test on, in random order.
  public let test: [Int]
}

extension LabelledData {
  /// The purpose of the stream that splits data; its lane is the trial.
  public static let splitPurpose: UInt32 = 100

  /// A random split, stratified: of each class with n inputs, round(`testFraction` n) are for the test. Both parts together
  /// are all rows, each once, and both are in random order, so that the first k of a part are a random sample of it.
  ///
  /// - Parameters:
  ///   - testFraction: strictly between 0 and 1.
  ///   - seed: the seed, with purpose 100.
  ///   - lane: which of the seed's splits.
  /// - Throws: `DataSetError` when a part is empty.
  /// - Complexity: O(N).
  public func split(
    testFraction: Double, seed: UInt64, lane: UInt32 = 0
  ) throws(DataSetError) -> DataSplit {
    guard testFraction > 0, testFraction < 1 else {
      throw DataSetError("test fraction", found: "\(testFraction)", expected: "a number between 0 and 1")
    }
    var quota = [Int](repeating: 0, count: classCount)
    for label in labels { quota[label] += 1 }
    quota = quota.map { Int((testFraction * Double($0)).rounded()) }
    var (training, test): ([Int], [Int]) = ([], [])
    for row in NormalStream(seed: seed, purpose: Self.splitPurpose).permutation(count, lane: lane) {
      if quota[labels[row]] > 0 {
        quota[labels[row]] -= 1
        test.append(row)
      } else {
        training.append(row)
      }
    }
    guard !training.isEmpty, !test.isEmpty else {
      throw DataSetError(
        "test fraction", found: "\(testFraction) of \(count) inputs, which leaves one part empty",
        expected: "a fraction that leaves inputs to learn from and to test on")
    }
    return DataSplit(training: training, test: test)
  }
}
