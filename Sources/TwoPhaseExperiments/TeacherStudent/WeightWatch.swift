import LinearAlgebra
import TwoPhaseNetworks
import TwoPhaseTheory
import TwoPhaseTraining

/// Keeps of a run's weights what its records do not have: ||W - W*||_2 now and then, and the first and last weights.
final class WeightWatch: RunObserver {
  private let teacher: Matrix
  private let cadence: Int
  private var first: Matrix?
  private var last: Matrix?
  /// ||W - W*||_2, the largest singular value, by step.
  private(set) var spectralDistances: [(step: Int, value: Double)] = []

  /// - Parameter cadence: ||W - W*||_2 is taken at every multiple of it.
  init(teacher: Matrix, cadence: Int) {
    self.teacher = teacher
    self.cadence = cadence
  }

  func observe(_ record: StepRecord, pass: Int) throws {}

  func visit(step: Int, weights: Matrix, pass: Int) throws {
    if first == nil { first = weights }
    guard step % cadence == 0, weights.firstNonFinite == nil else { return }
    var difference = weights
    difference.add(teacher, scaledBy: -1)
    spectralDistances.append((step, try difference.spectralNorm()))
  }

  func endPass(_ pass: Int, facts: RunFacts, weights: Matrix) throws { last = weights }

  /// How far the weights ended from the teacher's, in the best order of the neurons.
  var permutedDistance: PermutedDistance {
    PermutedDistance(
      first: first.flatMap { PermutedDistance.distance($0, teacher) },
      last: last.flatMap { PermutedDistance.distance($0, teacher) })
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

  /// The distance in the best order; nil for weights whose squares could overflow.
  ///
  /// - Complexity: O(d^3).
  static func distance(_ w: Matrix, _ teacher: Matrix) -> Double? {
    guard w.isBounded(by: 1e100) else { return nil }
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
