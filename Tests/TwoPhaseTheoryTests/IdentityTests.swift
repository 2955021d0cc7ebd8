import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory

@Suite("Exact identities of theory.md sections 1 to 5")
struct IdentityTests {
  /// Random and degenerate pairs (W, W*) of several sizes.
  struct Case: Sendable, CustomStringConvertible {
    let description: String
    let w: Matrix
    let teacher: Matrix
    let network: Network
  }

  static let cases: [Case] = {
    var random = TestRandom(11)
    var result: [Case] = []
    for d in [1, 2, 3, 5, 8, 12, 30] {
      for (k, slope) in [-1.0, -0.4, 0, 0.3, 0.95].enumerated() {
        guard
          let network = try? Network(
            slope: slope, readout: k % 2 == 0 ? .sum : .l1, identityMapping: (d + k) % 3 != 0)
        else { continue }
        let scale = 0.8 / Double(d).squareRoot()
        result.append(
          Case(
            description: "random d \(d) slope \(slope)", w: random.matrix(d, scale: scale),
            teacher: random.matrix(d, scale: scale), network: network))
      }
    }
    for slope in [0.0, 0.5] {
      guard let network = try? Network(slope: slope) else { continue }
      let base = random.matrix(4, scale: 0.3)
      var equalNeurons = base
      for k in 0..<4 {
        equalNeurons[k, 1] = base[k, 0] + (k == 0 ? 1 : 0) - (k == 1 ? 1 : 0)  // v_1 = v_0
      }
      var reversed = base
      for k in 0..<4 { reversed[k, 2] = -(base[k, 2] + (k == 2 ? 1 : 0)) - (k == 2 ? 1 : 0) }  // v_2 = -v*_2
      let zero = Matrix(rowCount: 4, columnCount: 4)
      result += [
        Case(description: "two equal neurons \(slope)", w: equalNeurons, teacher: base, network: network),
        Case(
          description: "teacher with equal neurons \(slope)", w: base, teacher: equalNeurons, network: network
        ),
        Case(description: "one reversed neuron \(slope)", w: reversed, teacher: base, network: network),
        Case(description: "zero student \(slope)", w: zero, teacher: base, network: network),
        Case(description: "zero teacher \(slope)", w: base, teacher: zero, network: network),
      ]
    }
    return result
  }()

  @Test("trace A = f_A, trace A(j) = f_A(j), and the f_A(j) sum to (d - 1) f_A", arguments: cases)
  func traces(_ item: Case) throws {
    var evaluator = try PointEvaluator(network: item.network, teacher: item.teacher)
    let point = try evaluator.evaluate(student: item.w)
    let a = evaluator.auxiliaryMatrix()
    let d = item.w.rowCount
    let scale = evaluator.teacher.neurons.frobeniusNorm  // A itself may vanish
    func trace(_ m: Matrix) -> Double { (0..<d).reduce(0) { $0 + m[$1, $1] } }
    #expect(abs(trace(a) - point.potential) <= 1e-14 * scale * Double(d))
    #expect(a == a.transposed)
    for j in 0..<d {
      let error = abs(
        trace(evaluator.auxiliaryMatrix(leavingOut: j, of: a)) - evaluator.potentialLeaveOneOut[j])
      #expect(error <= 1e-14 * scale * Double(d), "A(\(j))")
    }
    let sum = evaluator.potentialLeaveOneOut.reduce(0, +)
    let size = evaluator.potentialLeaveOneOut.reduce(0) { $0 + abs($1) }
    #expect(abs(sum - Double(d - 1) * point.potential) <= 1e-14 * max(size, abs(point.potential)))
    #expect(relativeError(evaluator.s, PlainTheory(item.w, item.teacher, item.network).s) <= 1e-13)
  }

  @Test(
    "the four terms sum to Ghat, which is the plain formula's, and their margins sum to its margin",
    arguments: cases)
  func decomposition(_ item: Case) throws {
    var evaluator = try PointEvaluator(network: item.network, teacher: item.teacher)
    let point = try evaluator.evaluate(student: item.w)
    let plain = PlainTheory(item.w, item.teacher, item.network)
    let whole = evaluator.negativeGradient(.paper)
    #expect(relativeError(whole, plain.gradient) <= 1e-12)
    #expect(relativeError(point.populationLoss, plain.loss) <= 1e-11)

    var sum = Matrix(rowCount: item.w.rowCount, columnCount: item.w.rowCount)
    var displacement = item.teacher
    displacement.add(item.w, scaledBy: -1)
    let square = displacement.innerProduct(displacement)
    let terms = try #require(point.marginTerms)
    let parts: [(GradientTerms, Double)] = [
      (.constant, terms.constant), (.first, terms.first), (.diagonal, terms.diagonal),
      (.higher, terms.higher),
    ]
    for (part, margin) in parts {
      let matrix = evaluator.gradientPart(part, .paper)
      sum.add(matrix)
      let error = abs(matrix.innerProduct(displacement) / square - margin)
      #expect(error <= 1e-13 * max(1, matrix.frobeniusNorm / square.squareRoot()))
    }
    #expect(relativeError(sum, whole) <= 1e-13)
    #expect(terms.constant >= 0)
    let direct = plain.gradient.innerProduct(displacement) / square
    #expect(abs(terms.sum - direct) <= 1e-12 * max(1, abs(direct)))

    var approximation = evaluator.approximation()
    approximation.add(evaluator.gradientPart(.higher, .paper))
    #expect(relativeError(approximation, whole) <= 1e-13)
  }

  @Test("true scale is 4 c2^2 / pi times paper scale", arguments: cases)
  func scales(_ item: Case) throws {
    var evaluator = try PointEvaluator(network: item.network, teacher: item.teacher)
    let point = try evaluator.evaluate(student: item.w)
    let ratio = 4 * item.network.c2 * item.network.c2 / Double.pi
    let paper = try #require(point.margin(.paper).value)
    let real = try #require(point.margin(.true).value)
    #expect(relativeError(real, paper * ratio) <= 1e-15)
    #expect(
      relativeError(evaluator.negativeGradient(.true), evaluator.negativeGradient(.paper).scaled(by: ratio))
        <= 1e-15)
  }

  @Test("l1 with slope a is sum with slope -|a|, bit for bit", arguments: [-1.0, -0.3, 0, 0.25, 0.9])
  func readouts(_ slope: Double) throws {
    var random = TestRandom(5)
    let (w, teacher) = (random.matrix(6, scale: 0.3), random.matrix(6, scale: 0.3))
    var l1 = try PointEvaluator(network: try Network(slope: slope, readout: .l1), teacher: teacher)
    var sum = try PointEvaluator(network: try Network(slope: -abs(slope), readout: .sum), teacher: teacher)
    #expect(try l1.evaluate(student: w) == (try sum.evaluate(student: w)))
    #expect(l1.negativeGradient(.true) == sum.negativeGradient(.true))
  }

  @Test("the slope multiplies the s-term by kappa and changes nothing else in paper scale")
  func kappa() throws {
    var random = TestRandom(6)
    let (w, teacher) = (random.matrix(7, scale: 0.3), random.matrix(7, scale: 0.3))
    var relu = try PointEvaluator(network: try Network(), teacher: teacher)
    let base = try #require(try relu.evaluate(student: w).marginTerms)
    for slope in [-1.0, -0.5, 0.2, 0.8] {
      let network = try Network(slope: slope)
      var evaluator = try PointEvaluator(network: network, teacher: teacher)
      let terms = try #require(try evaluator.evaluate(student: w).marginTerms)
      #expect(terms.first == base.first && terms.diagonal == base.diagonal && terms.higher == base.higher)
      #expect(relativeError(terms.constant, network.kappa * base.constant) <= 1e-15)
    }
  }

  @Test("a student far longer than its teacher loses no digits", arguments: [10.0, 1e4, 1e8, 1e16, 1e60])
  func longStudent(_ length: Double) throws {
    for identityMapping in [true, false] {
      let network = try Network(slope: 0.2, identityMapping: identityMapping)
      var random = TestRandom(91)
      let teacher = random.matrix(5, scale: 0.4)
      var student = random.matrix(5, scale: length)
      // One neuron nearly along another's teacher, which only double-double arithmetic resolves.
      for k in 0..<5 { student[k, 2] = length * (teacher[k, 3] + (identityMapping && k == 3 ? 1 : 0)) }
      var evaluator = try PointEvaluator(network: network, teacher: teacher)
      let point = try evaluator.evaluate(student: student)
      let plain = PlainTheory(student, teacher, network)
      #expect(relativeError(evaluator.negativeGradient(.paper), plain.gradient) <= 1e-12)
      #expect(relativeError(point.populationLoss, plain.loss) <= 1e-12)
      let a = evaluator.auxiliaryMatrix()
      var trace = 0.0
      for i in 0..<5 { trace += a[i, i] }
      #expect(relativeError(trace, point.potential) <= 1e-12)
      let eigenvalues = try a.symmetricEigenvalues()
      let norm = eigenvalues.map { abs($0) }.max() ?? 0
      #expect(relativeError(point.auxiliarySpectralNorm, norm) <= 1e-10)
      #expect(norm < 10 * student.frobeniusNorm)
      var displacement = teacher
      displacement.add(student, scaledBy: -1)
      let margin = plain.gradient.innerProduct(displacement) / displacement.innerProduct(displacement)
      #expect(relativeError(try #require(point.margin(.paper).value), margin) <= 1e-12)
    }
  }
}
