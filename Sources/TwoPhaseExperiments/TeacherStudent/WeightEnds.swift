import LinearAlgebra
import TwoPhaseNetworks
import TwoPhaseTheory
import TwoPhaseTraining

/// The first and the last weights of a run.
final class WeightEnds: RunObserver {
  private var first: Matrix?
  private var last: Matrix?

  func observe(_ record: StepRecord, pass: Int) throws {}

  func visit(step: Int, weights: Matrix, pass: Int) throws { if first == nil { first = weights } }

  func endPass(_ pass: Int, facts: RunFacts, weights: Matrix) throws { last = weights }

  /// How far the weights ended from the teacher's, in the best order of the neurons.
  func permutedDistance(teacher: Matrix) -> PermutedDistance {
    guard let first, let last else { return PermutedDistance(first: nil, last: nil) }
    return PermutedDistance(
      first: PermutedDistance.distance(first, teacher), last: PermutedDistance.distance(last, teacher))
  }
}

/// min over permutations Pi of ||W Pi - W*||_F at both ends of a run: without identity mapping the output does not change when
/// neurons change places.
struct PermutedDistance: Sendable, Equatable {
  let first: Double?
  let last: Double?

  /// Last over first; nil where the first is 0 or unknown.
  var ratio: Double? {
    guard let first, let last, first > 0 else { return nil }
    return last / first
  }

  /// The distance in the best order.
  ///
  /// - Complexity: O(d^3).
  static func distance(_ w: Matrix, _ teacher: Matrix) -> Double? {
    guard w.firstNonFinite == nil else { return nil }
    let d = teacher.columnCount
    var costs = Matrix(rowCount: d, columnCount: d)
    for i in 0..<d {
      let neuron = w.column(i)
      for j in 0..<d {
        var square = 0.0
        for (a, b) in zip(neuron, teacher.column(j)) { square += (a - b) * (a - b) }
        costs[i, j] = square
      }
    }
    return Assignment(costs: costs).cost.squareRoot()
  }
}
