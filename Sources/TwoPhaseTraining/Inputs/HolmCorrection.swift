/// Holm's correction of p-values for the number of tests (Holm 1979): the probability of any false rejection stays
/// below the significance, whatever the tests' dependence.
enum HolmCorrection {
  /// The corrected p-values, in the order given: a hypothesis is rejected when its own is below the significance. The
  /// smallest is the smallest p-value times their number, capped at 1, as Bonferroni has it.
  static func adjusted(_ pValues: [Double]) -> [Double] {
    var result = pValues
    var largest = 0.0
    for (rank, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
      largest = max(largest, min(1, pValues[index] * Double(pValues.count - rank)))
      result[index] = largest
    }
    return result
  }
}
