import LinearAlgebra
import TestSupport
import Testing

@Suite("The orthonormal factor of a QR decomposition")
struct OrthonormalFactorTests {
  @Test("Q is orthogonal and Q^T A upper triangular with a positive diagonal", arguments: [1, 2, 3, 17, 120])
  func factorisation(d: Int) throws {
    var random = TestRandom(UInt64(d))
    for scale in [1, 1e-150, 1e150] {
      let a = random.matrix(d, scale: scale)
      let q = try a.orthonormalFactor()
      #expect(relativeError(q.transposed.multiplied(by: q), .identity(d)) < 1e-14)
      let r = q.transposed.multiplied(by: a)
      for j in 0..<d {
        #expect(r[j, j] > 0)
        for i in (j + 1)..<max(d, j + 1) { #expect(abs(r[i, j]) < 1e-13 * scale * Double(d)) }
      }
    }
  }

  @Test("factors known by hand")
  func known() throws {
    let q = try Matrix(rows: [[3, 1], [4, 2]]).orthonormalFactor()
    #expect(relativeError(q, Matrix(rows: [[0.6, -0.8], [0.8, 0.6]])) < 1e-15)
    for d in [1, 2, 9] {
      #expect(try Matrix.identity(d).orthonormalFactor() == .identity(d))
      let negative = Matrix.identity(d).scaled(by: -2)
      #expect(try negative.orthonormalFactor() == Matrix.identity(d).scaled(by: -1))
    }
    #expect(try Matrix(rowCount: 0, columnCount: 0).orthonormalFactor().elements.isEmpty)
  }

  @Test("an orthogonal matrix is its own factor")
  func idempotent() throws {
    var random = TestRandom(5)
    let q = try random.matrix(30, scale: 1).orthonormalFactor()
    #expect(relativeError(try q.orthonormalFactor(), q) < 1e-14)
  }

  @Test("a NaN is refused with the routine's name")
  func notANumber() throws {
    var a = Matrix.identity(3)
    a[1, 1] = .nan
    #expect {
      try a.orthonormalFactor()
    } throws: { error in
      guard let failure = error as? LAPACKFailure else { return false }
      return failure.routine == "dgeqrf" && failure.info < 0 && failure.kind == .software
        && failure.description == "LAPACK dgeqrf refused argument \(-failure.info)"
    }
  }

  @Test("factors of Gaussian matrices favour no sign: without the sign fix q_11 would always be negative")
  func uniform() throws {
    let (d, count) = (3, 4000.0)
    var (entry, square, trace) = (0.0, 0.0, 0.0)
    for seed in 1...Int(count) {
      let q = try NormalStream(seed: UInt64(seed), purpose: 9).matrix(rowCount: d, columnCount: d)
        .orthonormalFactor()
      entry += q[0, 0]
      square += q[0, 0] * q[0, 0]
      trace += q[0, 0] + q[1, 1] + q[2, 2]
    }
    // Haar measure: E q = 0, E q^2 = 1/d, E tr = 0 with variance 1.
    #expect(abs(entry / count) < 4 / (Double(d) * count).squareRoot())
    #expect(abs(square / count - 1 / Double(d)) < 4 * 0.3 / count.squareRoot())
    #expect(abs(trace / count) < 4 / count.squareRoot())
  }
}
