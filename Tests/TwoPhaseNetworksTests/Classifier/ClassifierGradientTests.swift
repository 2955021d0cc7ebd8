import Foundation
import LinearAlgebra
import Testing
import TwoPhaseNetworks

@Suite("A classifier's backpropagation")
struct ClassifierGradientTests {
  private static let (dimension, classes) = (5, 3)

  private func classifier(slope: Double, identity: Bool) throws -> Classifier {
    let shape = Classifier.Shape(
      dimension: Self.dimension, classCount: Self.classes, slope: slope, identityMapping: identity)
    var result = try ClassifierStart().classifier(shape: shape, seed: 8, lane: 0)
    result.bias = [0.3, -0.2, 0.1]
    return result
  }

  private func data(_ count: Int) throws -> LabelledData {
    try LabelledData(
      inputs: NormalStream(seed: 9, purpose: 1).matrix(rowCount: count, columnCount: Self.dimension),
      labels: (0..<count).map { ($0 + 1) % Self.classes }, classCount: Self.classes)
  }

  /// The loss by loops, from the definition.
  private func plainLoss(_ c: Classifier, _ data: LabelledData) -> Double {
    let v = c.hiddenMatrix
    var loss = 0.0
    for i in 0..<data.count {
      var logits = c.bias
      for j in 0..<Self.dimension {
        let z = (0..<Self.dimension).reduce(0) { $0 + data.inputs[i, $1] * v[$1, j] }
        let h = max(z, 0) + c.shape.slope * min(z, 0)
        for k in 0..<Self.classes { logits[k] += h * c.head[j, k] }
      }
      loss += log(logits.reduce(0) { $0 + exp($1) }) - logits[data.labels[i]]
    }
    return loss / Double(data.count)
  }

  @Test(
    "gradients agree with central differences of the plainly written loss",
    arguments: [-0.5, 0, 0.25, 0.9], [true, false])
  func differences(slope: Double, identity: Bool) throws {
    for count in [1, 7] {
      let (start, data) = (try classifier(slope: slope, identity: identity), try data(count))
      let measured = start.measure(data, withGradient: true)
      #expect(abs(measured.loss - plainLoss(start, data)) < 1e-14)
      let gradient = try #require(measured.gradient)
      let check = GradientCheck(
        parameters: start.weights.elements + start.head.elements + start.bias,
        gradient: gradient.weights.elements + gradient.head.elements + gradient.bias
      ) { p in
        var moved = start
        let (d, c) = (Self.dimension, Self.classes)
        moved.weights.elements = Array(p[..<(d * d)])
        moved.head.elements = Array(p[(d * d)..<(d * d + d * c)])
        moved.bias = Array(p[(d * d + d * c)...])
        return plainLoss(moved, data)
      }
      #expect(check.largestError < 1e-8, "batch \(count): \(check)")
    }
  }

  @Test("a mean over parts is the mean over all", arguments: [true, false])
  func parts(identity: Bool) throws {
    // More rows than are measured at once.
    let (start, data) = (try classifier(slope: 0.25, identity: identity), try data(2500))
    let whole = start.measure(data, withGradient: true)
    var pass = ClassifierPass(shape: start.shape, rowCount: 2500)
    pass.load((0..<2500).map { $0 }[...], of: data)
    let sum = pass.forward(start)
    var gradient = ClassifierGradient(shape: start.shape)
    pass.backward(start, into: &gradient, count: 2500)
    #expect(abs(sum.loss / 2500 - whole.loss) < 1e-13)
    #expect(Double(sum.correct) / 2500 == whole.accuracy)
    let measured = try #require(whole.gradient)
    #expect(Matrix.distance(gradient.weights, measured.weights) < 1e-14)
    #expect(Matrix.distance(gradient.head, measured.head) < 1e-14)
    #expect(zip(gradient.bias, measured.bias).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test("huge logits give finite losses and gradients")
  func stable() throws {
    var start = try classifier(slope: 0, identity: true)
    start.head.scale(by: 1e6)
    let measured = start.measure(try data(50), withGradient: true)
    #expect(measured.loss.isFinite && measured.loss > 1e3)
    #expect(try #require(measured.gradient).weights.firstNonFinite == nil)
  }

  @Test("with W = 0, U = 0 and the identity mapping the head's gradient is the textbook one")
  func zeroHead() throws {
    let shape = Classifier.Shape(dimension: 2, classCount: 2, slope: 0.5)
    let data = try LabelledData(inputs: Matrix(rows: [[1, -2]]), labels: [1], classCount: 2)
    let measured = Classifier(shape: shape).measure(data, withGradient: true)
    #expect(measured.loss == log(2) && measured.accuracy == 0)
    // h = (1, -1), P - Y = (1/2, -1/2).
    #expect(measured.gradient?.head == Matrix(rows: [[0.5, -0.5], [-0.5, 0.5]]))
    #expect(measured.gradient?.bias == [0.5, -0.5])
    #expect(measured.gradient?.weights == Matrix(rowCount: 2, columnCount: 2))
  }

  @Test("at exactly 0 the derivative is 1")
  func kink() throws {
    let shape = Classifier.Shape(dimension: 1, classCount: 2, slope: 0, identityMapping: false)
    var start = Classifier(shape: shape)
    start.head = Matrix(rows: [[1, -1]])
    let data = try LabelledData(inputs: Matrix(rows: [[3]]), labels: [0], classCount: 2)
    // z = 0, P - Y = (-1/2, 1/2), Q = -1, dW = -3.
    #expect(start.measure(data, withGradient: true).gradient?.weights == Matrix(rows: [[-3]]))
  }
}
