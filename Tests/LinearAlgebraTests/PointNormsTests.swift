import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// ||W||_2 and ||A||_2 found in mixed precision, against dense LAPACK.
@Suite("Norms at a point, in mixed precision")
struct PointNormsTests {
  /// A teacher, and what the norms want to know of a student beside it.
  private struct Subject {
    let teacher: Matrix
    let teacherNeurons: Matrix
    let identity: Bool
    let tolerance = 5e-8
    var column: ColumnDisplacement

    init(teacher: Matrix, identity: Bool) {
      self.teacher = teacher
      self.identity = identity
      let d = teacher.rowCount
      var neurons = teacher
      if identity { neurons.addToDiagonal([Double](repeating: 1, count: d)) }
      teacherNeurons = neurons
      column = ColumnDisplacement(dimension: d, addsIdentity: identity)
    }

    func column(_ matrix: Matrix, _ j: Int) -> [Double] { (0..<matrix.rowCount).map { matrix[$0, j] } }

    var teacherNorms: [Double] { (0..<teacher.rowCount).map { norm(of: column(teacherNeurons, $0)) } }

    var norms: PointNorms {
      PointNorms(
        targetNeurons: teacherNeurons, targetNorms: teacherNorms, addsIdentity: identity, tolerance: tolerance
      )
    }

    mutating func point(_ student: Matrix) -> PointNorms.Point {
      let d = teacher.rowCount
      let squares = (0..<d).map { j in
        let v = column(teacherNeurons, j)
        return DoubleDouble(dotProduct(v, v))
      }
      column.update(target: teacher, targetSquares: squares, current: student)
      func product(_ a: Matrix, _ b: Matrix) -> Matrix {
        var result = Matrix(rowCount: d, columnCount: d)
        result.setProduct(a, .transposed, b, .plain)
        return result
      }
      return PointNorms.Point(
        weights: student,
        neurons: NeuronOperator(
          neurons: column.neurons, displacement: column.displacement, norms: column.norms,
          targetNorms: teacherNorms, normDifferences: column.normDifferences),
        targetGram: product(teacherNeurons, teacherNeurons),
        targetCross: product(teacherNeurons, column.displacement),
        displacementGram: product(column.displacement, column.displacement))
    }

    /// The eigenvalues of A at the last point, formed so that nothing cancels near W*.
    func auxiliaryEigenvalues() throws -> [Double] {
      let d = teacher.rowCount
      var a = Matrix(rowCount: d, columnCount: d)
      for j in 0..<d {
        let (v, moved) = (column(column.neurons, j), column(column.displacement, j))
        let scale = 1 / teacherNorms[j]
        a.addOuterProduct(moved, zip(v, moved).map(+), scaledBy: scale)
        a.addOuterProduct(v, moved, scaledBy: scale)
        a.addOuterProduct(v, v, scaledBy: -scale * column.normDifferences[j] / column.norms[j])
      }
      return try a.symmetricEigenvalues()
    }
  }

  private func find(_ norms: inout PointNorms, _ point: PointNorms.Point) -> (
    student: SpectralNormEstimate, auxiliary: SpectralNormEstimate
  ) {
    norms.find(at: point) { $0.finish() }
  }

  @Test(
    "along a run both agree with LAPACK to 1e-12, whatever the dimension and however far from the teacher",
    arguments: [5, 47, 48, 60, 101, 300, 512, 530])
  func agreesAlongRuns(dimension d: Int) throws {
    var random = TestRandom(UInt64(d))
    for identity in [true, false] {
      for distance in [1.0, 1e-3] {
        let scale = 0.4 / Double(d).squareRoot()
        let teacher = random.matrix(d, scale: identity ? scale : 1)
        var student = teacher
        student.add(random.matrix(d, scale: scale), scaledBy: distance)
        var subject = Subject(teacher: teacher, identity: identity)
        var norms = subject.norms
        for step in 0..<(d > 200 ? 4 : 12) {
          student.add(random.matrix(d, scale: scale), scaledBy: (step == 0 ? 0 : 0.01) * distance)
          let found = find(&norms, subject.point(student))
          let magnitudes = try subject.auxiliaryEigenvalues().map(abs).sorted(by: >)
          #expect(relativeError(found.student.value, try student.spectralNorm()) <= 1e-12, "W, step \(step)")
          // Two magnitudes nearer than the residual cannot be told apart by it.
          let gap = (magnitudes[0] - magnitudes[1]) / magnitudes[0]
          #expect(
            relativeError(found.auxiliary.value, magnitudes[0]) <= max(1e-12, gap < 5e-8 ? 5e-8 : 0),
            "A, step \(step)")
          #expect(found.student.residual <= subject.tolerance)
          #expect(found.auxiliary.residual <= subject.tolerance)
        }
      }
    }
  }

  /// U diag(values) U^T with values high, low and a bulk below them.
  private static func symmetric(_ basis: Matrix, high: Double, low: Double) -> Matrix {
    let d = basis.rowCount
    var result = Matrix(rowCount: d, columnCount: d)
    for k in 0..<d {
      let u = (0..<d).map { basis[$0, k] }
      let bulk = 0.18 * (1 - Double(k) / Double(d))
      result.addOuterProduct(u, u, scaledBy: k == 0 ? high : k == 1 ? low : bulk)
    }
    return result
  }

  @Test("a singular value that overtakes the largest is found when it does", arguments: [60, 130, 520])
  func overtaking(dimension d: Int) throws {
    var random = TestRandom(UInt64(3 * d))
    let basis = try random.matrix(d, scale: 1).orthonormalFactor()
    var subject = Subject(teacher: Matrix(rowCount: d, columnCount: d), identity: true)
    var norms = subject.norms
    let steps = d > 200 ? 14 : 40
    for step in 0...steps {
      let shift = 2e-3 * (Double(step) / Double(steps) - 0.5)
      let student = Self.symmetric(basis, high: 0.2 + shift, low: -0.2 + shift)
      let found = find(&norms, subject.point(student)).student.value
      #expect(relativeError(found, 0.2 + abs(shift)) <= 5e-8, "step \(step)")
    }
  }

  @Test(
    "an eigenvalue of A at the other end that overtakes the largest is found when it does",
    arguments: [60, 130])
  func otherEnd(dimension d: Int) throws {
    var random = TestRandom(UInt64(5 * d))
    let basis = try random.matrix(d, scale: 1).orthonormalFactor()
    var subject = Subject(teacher: Matrix(rowCount: d, columnCount: d), identity: true)
    func balance(_ low: Double) throws -> Double {
      _ = subject.point(Self.symmetric(basis, high: 0.2, low: low))
      let eigenvalues = try subject.auxiliaryEigenvalues()
      return (eigenvalues.max() ?? 0) + (eigenvalues.min() ?? 0)
    }
    // Where A's two ends are of the same magnitude: A's high end comes from W's low one.
    var (below, above) = (-0.4, -0.1)
    for _ in 0..<30 {
      let middle = (below + above) / 2
      if try balance(middle) > 0 { below = middle } else { above = middle }
    }
    var norms = subject.norms
    var isHigh = Set<Bool>()
    for step in 0...40 {
      let shift = 2e-3 * (Double(step) / 40 - 0.5)
      let found = find(&norms, subject.point(Self.symmetric(basis, high: 0.2, low: below + shift)))
      let eigenvalues = try subject.auxiliaryEigenvalues()
      let (low, high) = (eigenvalues.min() ?? 0, eigenvalues.max() ?? 0)
      isHigh.insert(high > -low)
      #expect(relativeError(found.auxiliary.value, max(high, -low)) <= 5e-8, "step \(step)")
    }
    #expect(isHigh.count == 2, "the ends change places")
  }

  @Test("norms far below their neurons', zero and out of single precision's range keep their digits")
  func extremes() throws {
    let d = 60
    var random = TestRandom(11)
    let base = random.matrix(d, scale: 0.05)
    for scale in [1e-4, 1e-9, 1e-30, 1e-120] {
      var subject = Subject(teacher: Matrix(rowCount: d, columnCount: d), identity: true)
      var norms = subject.norms
      let student = base.scaled(by: scale)
      for _ in 0..<3 {
        let found = find(&norms, subject.point(student))
        #expect(relativeError(found.student.value, try student.spectralNorm()) <= 1e-12, "W at \(scale)")
        let largest = try subject.auxiliaryEigenvalues().map(abs).max() ?? 0
        #expect(relativeError(found.auxiliary.value, largest) <= 1e-12, "A at \(scale)")
      }
    }
    // Below that W^T W underflows: said so, not answered with zero.
    var tiny = Subject(teacher: Matrix(rowCount: d, columnCount: d), identity: true)
    var tinyNorms = tiny.norms
    #expect(find(&tinyNorms, tiny.point(base.scaled(by: 1e-180))).student.residual == .infinity)
    var subject = Subject(teacher: base, identity: true)
    var norms = subject.norms
    let zero = Matrix(rowCount: d, columnCount: d)
    #expect(
      find(&norms, subject.point(zero)).student
        == SpectralNormEstimate(value: 0, residual: 0, iterations: 1))
    let atTeacher = find(&norms, subject.point(base))
    #expect(atTeacher.auxiliary.value <= 1e-15)
    #expect(relativeError(atTeacher.student.value, try base.spectralNorm()) <= 1e-12)
    // And a point like any other after those.
    let other = random.matrix(d, scale: 0.05)
    let found = find(&norms, subject.point(other))
    #expect(relativeError(found.student.value, try other.spectralNorm()) <= 1e-12)
    #expect(
      relativeError(found.auxiliary.value, try subject.auxiliaryEigenvalues().map(abs).max() ?? 0) <= 1e-12)
  }

  @Test("weights that are not finite give an infinite residual, and do not spoil the next point")
  func notFinite() throws {
    let d = 60
    var random = TestRandom(12)
    let (teacher, student) = (random.matrix(d, scale: 0.05), random.matrix(d, scale: 0.05))
    var subject = Subject(teacher: teacher, identity: true)
    var norms = subject.norms
    _ = find(&norms, subject.point(student))
    var broken = student
    broken[3, 4] = .infinity
    #expect(find(&norms, subject.point(broken)).student.residual == .infinity)
    let found = find(&norms, subject.point(student))
    #expect(relativeError(found.student.value, try student.spectralNorm()) <= 1e-12)
  }
}
