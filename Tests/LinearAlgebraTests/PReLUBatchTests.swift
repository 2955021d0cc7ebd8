import LinearAlgebra
import TestSupport
import Testing

@Suite("Elementwise passes of a minibatch")
struct PReLUBatchTests {
  private struct Case: Sendable, CustomTestStringConvertible {
    let batch, d: Int
    let slope: Double
    var testDescription: String { "\(batch) x \(d), slope \(slope)" }

    static let all = [(1, 1), (3, 5), (16, 8), (33, 17), (100, 1), (1, 100)].flatMap { size in
      [-1, -0.5, 0, 0.25, 1].map { Case(batch: size.0, d: size.1, slope: $0) }
    }
  }

  /// sigma(z) - sigma(z + y) summed over the columns, in twice the working precision, which holds z + y exactly unless
  /// y is tiny; then no sign changes and the difference is the slope times -y.
  private func exactResidual(_ z: Matrix, _ y: Matrix, slope: Double) -> [Double] {
    func activation(_ x: DoubleDouble) -> DoubleDouble { x.value > 0 ? x : DoubleDouble(slope) * x }
    return (0..<z.rowCount).map { b in
      var sum = DoubleDouble(0)
      for j in 0..<z.columnCount {
        let moved = DoubleDouble(z[b, j], y[b, j])
        if abs(y[b, j]) < 1e-6 * abs(z[b, j]) {
          sum = sum - DoubleDouble(z[b, j] > 0 ? 1 : slope) * DoubleDouble(y[b, j])
        } else {
          sum = sum + activation(DoubleDouble(z[b, j])) - activation(moved)
        }
      }
      return sum.value
    }
  }

  @Test(
    "the residual is the difference of the two outputs and its return value the sum of squares",
    arguments: Case.all)
  private func residual(sample: Case) {
    var random = TestRandom(1)
    let (z, y) = (random.matrix(sample.batch, sample.d), random.matrix(sample.batch, sample.d))
    var found = [Double](repeating: .nan, count: sample.batch)
    let sum = PReLUBatch.residual(z, y, slope: sample.slope, into: &found)
    #expect(relativeError(found, exactResidual(z, y, slope: sample.slope)) < 1e-14)
    #expect(relativeError(sum, found.reduce(0) { $0 + $1 * $1 }) < 1e-14)
  }

  @Test(
    "a displacement that rounding would swallow gives a residual to relative accuracy",
    arguments: [1e-6, 1e-13, 1e-20, 1e-100])
  func tinyDisplacement(scale: Double) {
    var random = TestRandom(2)
    for slope in [0, 0.1, 0.5, 1] {
      let z = random.matrix(33, 9)
      // All of one sign, so that the terms do not cancel and each residual has a relative error of its own.
      var y = random.matrix(33, 9)
      y.elements = y.elements.map { scale * abs($0) }
      var found = [Double](repeating: .nan, count: 33)
      _ = PReLUBatch.residual(z, y, slope: slope, into: &found)
      for (found, expected) in zip(found, exactResidual(z, y, slope: slope)) {
        #expect(relativeError(found, expected) < 1e-14)
      }
    }
  }

  @Test("a neuron that changes sign keeps relative accuracy however small both parts are")
  func crossing() {
    var random = TestRandom(3)
    for slope in [0, 0.1, 0.5, 1] {
      for scale in [1.0, 1e-13, 1e-100] {
        var (z, y) = (random.matrix(40, 1), random.matrix(40, 1))
        for b in 0..<40 {
          z[b, 0] *= -scale * (z[b, 0] > 0 ? 1 : -1)
          y[b, 0] = -z[b, 0] * random.uniform(0.99...1.5)
        }
        var found = [Double](repeating: .nan, count: 40)
        _ = PReLUBatch.residual(z, y, slope: slope, into: &found)
        for (found, expected) in zip(found, exactResidual(z, y, slope: slope)) {
          #expect(relativeError(found, expected) < 1e-14)
        }
      }
    }
  }

  @Test("no displacement gives no residual, and zero takes the slope")
  func zeros() {
    var random = TestRandom(4)
    let z = random.matrix(7, 3)
    var found = [Double](repeating: .nan, count: 7)
    let zero = Matrix(rowCount: 7, columnCount: 3)
    #expect(PReLUBatch.residual(z, zero, slope: 0.5, into: &found) == 0)
    #expect(found == [Double](repeating: 0, count: 7))
    #expect(PReLUBatch.residual(zero, z, slope: 1, into: &found) > 0)
    var empty: [Double] = []
    let none = Matrix(rowCount: 0, columnCount: 3)
    #expect(PReLUBatch.residual(none, none, slope: 1, into: &empty) == 0)
  }

  @Test("backpropagation multiplies each residual by the activation's derivative", arguments: Case.all)
  private func backpropagate(sample: Case) {
    var random = TestRandom(5)
    var z = random.matrix(sample.batch, sample.d)
    z[0, 0] = 0
    z[sample.batch - 1, sample.d - 1] = -0.0
    let residual = random.vector(sample.batch)
    var found = z
    PReLUBatch.backpropagate(residual, slope: sample.slope, into: &found)
    for b in 0..<sample.batch {
      for j in 0..<sample.d {
        #expect(found[b, j] == residual[b] * (z[b, j] > 0 ? 1 : sample.slope))
      }
    }
  }

  @Test("backpropagation is the derivative of half the squared residual")
  func derivative() {
    var random = TestRandom(6)
    let (z, y) = (random.matrix(5, 4), random.matrix(5, 4))
    func loss(_ z: Matrix, _ target: Matrix) -> Double {
      var residual = [Double](repeating: 0, count: 5)
      var difference = target
      difference.add(z, scaledBy: -1)
      return PReLUBatch.residual(z, difference, slope: 0.3, into: &residual) / 2
    }
    var target = z
    target.add(y)
    var residual = [Double](repeating: 0, count: 5)
    _ = PReLUBatch.residual(z, y, slope: 0.3, into: &residual)
    var gradient = z
    PReLUBatch.backpropagate(residual, slope: 0.3, into: &gradient)
    for k in z.elements.indices {
      var (up, down) = (z, z)
      up.elements[k] += 1e-6
      down.elements[k] -= 1e-6
      let slope = (loss(up, target) - loss(down, target)) / 2e-6
      #expect(abs(slope - gradient.elements[k]) < 1e-7)
    }
  }
}
