import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// left diag(values) right^T.
private func matrix(_ left: Matrix, _ values: [Double], _ right: Matrix) -> Matrix {
  var scaled = left
  for j in values.indices {
    for i in values.indices { scaled[i, j] *= values[j] }
  }
  var result = Matrix(rowCount: values.count, columnCount: values.count)
  result.setProduct(scaled, .plain, right, .transposed)
  return result
}

/// A random orthogonal matrix.
private func orthogonal(_ d: Int, _ random: inout TestRandom) throws -> Matrix {
  try random.matrix(d, scale: 1).orthonormalFactor()
}

private func diagonal(_ values: [Double]) -> Matrix {
  var result = Matrix(rowCount: values.count, columnCount: values.count)
  result.addToDiagonal(values)
  return result
}

/// Expects the estimate to be the largest of `spectrum` to `tolerance`, and its residual to bound the distance to the
/// nearest number of `spectrum`, but for rounding.
private func expect(
  _ estimate: SpectralNormEstimate, _ spectrum: [Double], within tolerance: Double = 1e-9,
  _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
  let magnitudes = spectrum.map(abs)
  let largest = magnitudes.max() ?? 0
  #expect(relativeError(estimate.value, largest) <= tolerance, comment, sourceLocation: sourceLocation)
  let nearest = magnitudes.map { abs($0 - estimate.value) }.min() ?? 0
  #expect(
    nearest <= estimate.value * (estimate.residual + 1e-13), comment, sourceLocation: sourceLocation)
  #expect(estimate.residual <= 1e-8, comment, sourceLocation: sourceLocation)
}

@Suite("Dense spectra")
struct DenseSpectraTests {
  @Test("singular values of matrices that are known in closed form")
  func singularValues() throws {
    let golden = (1 + 5.0.squareRoot()) / 2
    let cases: [(Matrix, [Double])] = [
      (diagonal([3, -4, 0.5]), [4, 3, 0.5]), (Matrix(rows: [[1, 1], [0, 1]]), [golden, 1 / golden]),
      (Matrix(rows: [[3, 0, 0], [0, 0, 4]]), [4, 3]), (Matrix(rows: [[1], [2], [2]]), [3]),
      (Matrix(rowCount: 4, columnCount: 4, repeating: 1), [4, 0, 0, 0]),
      (Matrix(rowCount: 3, columnCount: 2), [0, 0]), (.identity(3), [1, 1, 1]),
    ]
    for (matrix, expected) in cases {
      let found = try matrix.singularValues()
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-14 * max(1, expected[0]) })
      #expect(found.count == expected.count)
      #expect(relativeError(try matrix.transposed.singularValues(), found) < 1e-15)
      #expect(try matrix.spectralNorm() == found[0])
    }
    #expect(try Matrix(rowCount: 0, columnCount: 3).singularValues() == [])
    #expect(try Matrix(rowCount: 0, columnCount: 0).spectralNorm() == 0)
  }

  @Test("singular values that a matrix was built from come back", arguments: [1, 2, 7, 60])
  func builtFromSingularValues(d: Int) throws {
    var random = TestRandom(UInt64(d))
    let values = (0..<d).map { _ in random.uniform(0...2) }.sorted(by: >)
    let built = try matrix(orthogonal(d, &random), values, orthogonal(d, &random))
    #expect(relativeError(try built.singularValues(), values) < 1e-14)
    #expect(relativeError(try built.scaled(by: 1e200).spectralNorm(), 1e200 * values[0]) < 1e-14)
    #expect(relativeError(try built.scaled(by: 1e-200).spectralNorm(), 1e-200 * values[0]) < 1e-14)
  }

  @Test("eigenvalues of the second difference are 2 - 2 cos(k pi / (n + 1))", arguments: [1, 2, 3, 10, 101])
  func secondDifference(n: Int) throws {
    var matrix = Matrix(rowCount: n, columnCount: n, repeating: .nan)  // only the lower triangle is read
    for j in 0..<n {
      for i in j..<n { matrix[i, j] = i == j ? 2 : i == j + 1 ? -1 : 0 }
    }
    let expected = (1...n).map { 2 - 2 * cos(Double($0) * .pi / Double(n + 1)) }
    let found = try matrix.symmetricEigenvalues()
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 4e-15 })
  }

  @Test("eigenvalues of small symmetric matrices, in ascending order")
  func smallEigenvalues() throws {
    #expect(relativeError(try Matrix(rows: [[0, 1], [1, 0]]).symmetricEigenvalues(), [-1, 1]) < 1e-15)
    #expect(relativeError(try Matrix(rows: [[2, 1], [1, 2]]).symmetricEigenvalues(), [1, 3]) < 1e-15)
    #expect(try diagonal([5, -7, 0, 2]).symmetricEigenvalues() == [-7, 0, 2, 5])
    #expect(try Matrix(rowCount: 0, columnCount: 0).symmetricEigenvalues() == [])
  }
}

@Suite("The spectral norm by Lanczos iteration")
struct LanczosTests {
  @Test("a random matrix's norm is the dense one", arguments: [1, 2, 3, 10, 50, 120, 300])
  func random(d: Int) throws {
    var random = TestRandom(UInt64(d))
    var lanczos = LanczosSpectralNorm(dimension: d)
    for _ in 0..<3 {
      let matrix = random.matrix(d, scale: 1)
      let estimate = lanczos.spectralNorm(of: matrix)
      expect(estimate, try matrix.singularValues())
      #expect(estimate.iterations > 0)
    }
  }

  @Test(
    "a random symmetric operator's largest magnitude is the dense one",
    arguments: [1, 2, 3, 10, 50, 120, 300])
  func randomSymmetric(d: Int) throws {
    var random = TestRandom(UInt64(d) + 1000)
    var matrix = random.matrix(d, scale: 1)
    matrix.mirrorLowerTriangle()
    var lanczos = LanczosSpectralNorm(dimension: d)
    expect(
      lanczos.largestMagnitude { matrix.multiply(.plain, $0, into: &$1) }, try matrix.symmetricEigenvalues())
  }

  @Test("two singular values that swap along a path are followed at every step", arguments: [3, 10, 40, 200])
  func singularValuesSwap(d: Int) throws {
    var random = TestRandom(UInt64(d) + 2000)
    let (u, v) = try (orthogonal(d, &random), orthogonal(d, &random))
    var values = (0..<d).map { _ in random.uniform(0...0.8) }
    var lanczos = LanczosSpectralNorm(dimension: d)
    for step in -60...60 {
      values[0] = 1 + Double(step) * 2e-3
      values[1] = 1 - Double(step) * 2e-3
      expect(lanczos.spectralNorm(of: matrix(u, values, v)), values, "step \(step)")
    }
  }

  @Test("a slow change of all singular vectors is followed too, through the swap", arguments: [10, 60])
  func rotatingSwap(d: Int) throws {
    var random = TestRandom(UInt64(d) + 3000)
    var (u, v) = try (orthogonal(d, &random), orthogonal(d, &random))
    var values = (0..<d).map { _ in random.uniform(0...0.8) }
    var lanczos = LanczosSpectralNorm(dimension: d)
    for step in -60...60 {
      values[0] = 1 + Double(step) * 2e-3
      values[1] = 1 - Double(step) * 2e-3
      u.add(random.matrix(d, scale: 1e-3))
      v.add(random.matrix(d, scale: 1e-3))
      (u, v) = try (u.orthonormalFactor(), v.orthonormalFactor())
      expect(lanczos.spectralNorm(of: matrix(u, values, v)), values, "step \(step)")
    }
  }

  @Test("a value from deep inside the spectrum that overtakes all others is noticed", arguments: [20, 100])
  func overtaking(d: Int) throws {
    var random = TestRandom(UInt64(d) + 4000)
    let (u, v) = try (orthogonal(d, &random), orthogonal(d, &random))
    var values = (0..<d).map { 1 - 0.03 * Double(min($0, 30)) }
    var lanczos = LanczosSpectralNorm(dimension: d)
    for step in 0...150 {
      values[d - 1] = 0.1 + 0.0095 * Double(step)
      expect(lanczos.spectralNorm(of: matrix(u, values, v)), values, "step \(step)")
    }
  }

  @Test("a sudden new direction is noticed at once", arguments: [1.01, 1.5, 10])
  func suddenDirection(norm: Double) throws {
    let d = 80
    var random = TestRandom(5000)
    let (u, v) = try (orthogonal(d, &random), orthogonal(d, &random))
    var values = (0..<d).map { _ in random.uniform(0...0.8) }
    values[0] = 1
    var lanczos = LanczosSpectralNorm(dimension: d)
    for _ in 0..<5 { expect(lanczos.spectralNorm(of: matrix(u, values, v)), values) }
    values[d / 2] = norm
    expect(lanczos.spectralNorm(of: matrix(u, values, v)), values)
  }

  @Test(
    "eigenvalues a and -b that swap magnitudes are followed at every step", arguments: [2, 3, 10, 40, 200])
  func signedSwap(d: Int) throws {
    var random = TestRandom(UInt64(d) + 6000)
    let q = try orthogonal(d, &random)
    var values = (0..<d).map { _ in random.uniform(-0.8...0.8) }
    var lanczos = LanczosSpectralNorm(dimension: d)
    for step in -60...60 {
      values[0] = 1 + Double(step) * 2e-3
      values[1] = -(1 - Double(step) * 2e-3)
      let a = matrix(q, values, q)
      expect(lanczos.largestMagnitude { a.multiply(.plain, $0, into: &$1) }, values, "step \(step)")
    }
  }

  @Test("all swaps stay right as near to the crossing as doubles allow")
  func closeToTheCrossing() throws {
    let d = 30
    var random = TestRandom(7000)
    let (u, v) = try (orthogonal(d, &random), orthogonal(d, &random))
    var values = (0..<d).map { _ in random.uniform(0...0.8) }
    var (lanczos, signed) = (LanczosSpectralNorm(dimension: d), LanczosSpectralNorm(dimension: d))
    let gaps = (4...15).map { pow(10, -Double($0)) }
    // A gap below the tolerance of 1e-8 may be left unresolved; the norm is then off by no more than the gap.
    for gap in gaps.map({ -$0 }) + [0] + gaps.reversed() {
      let tolerance = abs(gap) > 1e-8 ? 1e-9 : 1e-8
      values[0] = 1 + gap
      values[1] = 1
      expect(lanczos.spectralNorm(of: matrix(u, values, v)), values, within: tolerance, "gap \(gap)")
      values[1] = -1
      let a = matrix(u, values, u)
      expect(
        signed.largestMagnitude { a.multiply(.plain, $0, into: &$1) }, values, within: tolerance,
        "gap \(gap)")
    }
  }

  @Test("matrices of low rank are done in a few iterations", arguments: 1...6)
  func lowRank(rank: Int) throws {
    for d in [6, 10, 50, 150] {
      var random = TestRandom(UInt64(100 * rank + d))
      var lanczos = LanczosSpectralNorm(dimension: d)
      for _ in 0..<5 {
        let (a, b) = (random.matrix(d, rank), random.matrix(d, rank))
        var product = Matrix(rowCount: d, columnCount: d)
        product.setProduct(a, .plain, b, .transposed)
        expect(lanczos.spectralNorm(of: product), try product.singularValues(), "d \(d)")
      }
    }
  }

  @Test("zero, the identity and signed identities have their exact norms", arguments: [1, 2, 5, 40, 200])
  func multiplesOfTheIdentity(d: Int) {
    var lanczos = LanczosSpectralNorm(dimension: d)
    for _ in 0..<2 {
      #expect(lanczos.spectralNorm(of: Matrix(rowCount: d, columnCount: d)).value == 0)
      expect(lanczos.spectralNorm(of: .identity(d)), [1], within: 1e-14)
      expect(lanczos.spectralNorm(of: Matrix.identity(d).scaled(by: -3)), [3], within: 1e-14)
      let signs = (0..<d).map { $0 % 2 == 0 ? 2.0 : -2.0 }
      expect(lanczos.largestMagnitude { x, y in y = zip(signs, x).map { $0 * $1 } }, signs, within: 1e-14)
    }
    var none = LanczosSpectralNorm(dimension: 0)
    #expect(none.spectralNorm(of: Matrix(rowCount: 0, columnCount: 0)).value == 0)
  }

  @Test("an orthogonal matrix has norm 1", arguments: [2, 30, 200])
  func orthogonalMatrix(d: Int) throws {
    var random = TestRandom(UInt64(d) + 8000)
    var lanczos = LanczosSpectralNorm(dimension: d)
    expect(lanczos.spectralNorm(of: try orthogonal(d, &random)), [1], within: 1e-13)
  }

  @Test("clusters of equal and nearly equal values do not mislead it", arguments: [1e-2, 1e-4, 1e-6, 1e-10])
  func clusters(spacing: Double) {
    let cluster = [Double](repeating: 1, count: 10) + [Double](repeating: 1 - spacing, count: 10)
    let values: [Double] =
      cluster + [Double](repeating: 1 - 2 * spacing, count: 10) + [Double](repeating: 0.9, count: 10)
      + (0..<20).map { 0.4 + 0.01 * Double($0) }
    var lanczos = LanczosSpectralNorm(dimension: 60)
    for _ in 0..<3 { expect(lanczos.spectralNorm(of: diagonal(values)), values) }
    for _ in 0..<3 { expect(lanczos.spectralNorm(of: diagonal(values.reversed())), values) }
  }

  @Test("a spectrum of many decades is resolved")
  func decades() {
    let decades = (0..<100).map { pow(10, -Double($0) / 5) }
    var lanczos = LanczosSpectralNorm(dimension: 100)
    expect(lanczos.spectralNorm(of: diagonal(decades)), decades)
  }

  @Test("a top edge too dense to be resolved ends with a residual that says so and bounds the error")
  func denseEdge() {
    let edge = (0..<400).map { cos(Double($0) * .pi / 800) }
    var lanczos = LanczosSpectralNorm(dimension: 400)
    for _ in 0..<3 {
      let estimate = lanczos.spectralNorm(of: diagonal(edge))
      #expect(estimate.value <= 1 + 1e-13)
      #expect(1 - estimate.value <= estimate.residual + 1e-13)
      #expect(estimate.residual < 1e-4)
    }
  }

  @Test("every multiple of the identity has its factor as norm, at every size", arguments: 1...40)
  func multiplesOfTheIdentityAtEverySize(d: Int) {
    for factor in [1, -3, 0.1, 0.5, 0.9, 3, 7, 1e-3, 1.0 / 3, 2.7] {
      var lanczos = LanczosSpectralNorm(dimension: d)
      for _ in 0..<2 {
        let estimate = lanczos.spectralNorm(of: Matrix.identity(d).scaled(by: factor))
        #expect(relativeError(estimate.value, abs(factor)) < 1e-13, "\(factor)")
      }
    }
  }

  @Test("orthogonal and rank-one matrices, where the iteration is exhausted at once, have their norms")
  func exhaustedAtOnce() throws {
    for d in [2, 3, 5, 10, 20, 40, 80, 100] {
      var random = TestRandom(UInt64(d) + 12_000)
      for _ in 0..<40 {
        let q = try orthogonal(d, &random).scaled(by: 0.7)
        let (a, b) = (random.vector(d), random.vector(d))
        var outer = Matrix(rowCount: d, columnCount: d)
        outer.addOuterProduct(a, b)
        var lanczos = LanczosSpectralNorm(dimension: d)
        for _ in 0..<2 {
          #expect(relativeError(lanczos.spectralNorm(of: q).value, 0.7) < 1e-12)
          let expected = norm(of: a) * norm(of: b)
          #expect(relativeError(lanczos.spectralNorm(of: outer).value, expected) < 1e-12)
        }
      }
    }
  }

  @Test("a matrix without a finite norm is not said to have one, and does not spoil the next call")
  func notFinite() {
    for bad in [Double.nan, .infinity, 1e200] {
      var lanczos = LanczosSpectralNorm(dimension: 20)
      let estimate = lanczos.spectralNorm(of: Matrix(rowCount: 20, columnCount: 20, repeating: bad))
      let claimsSuccess = estimate.value.isFinite && estimate.residual <= lanczos.tolerance
      #expect(!claimsSuccess || relativeError(estimate.value, 20 * bad) < 1e-8, "\(bad): \(estimate)")
      let next = lanczos.spectralNorm(of: diagonal((1...20).map(Double.init)))
      #expect(relativeError(next.value, 20) < 1e-8, "after \(bad): \(next)")
    }
  }

  @Test("the norm scales with the matrix", arguments: [1e-100, 1e-30, 1e30, 1e100])
  func scaling(scale: Double) throws {
    var random = TestRandom(9000)
    let matrix = random.matrix(30, scale: scale)
    var lanczos = LanczosSpectralNorm(dimension: 30)
    expect(lanczos.spectralNorm(of: matrix), try matrix.singularValues())
  }

  @Test("a looser tolerance costs fewer iterations, and its residual still bounds the error")
  func tolerances() throws {
    var random = TestRandom(10_000)
    let matrix = random.matrix(150, scale: 1)
    let spectrum = try matrix.singularValues()
    var last = Int.max
    for tolerance in [1e-12, 1e-8, 1e-4, 1e-2] {
      var lanczos = LanczosSpectralNorm(dimension: 150, tolerance: tolerance)
      #expect(lanczos.tolerance == tolerance)
      let estimate = lanczos.spectralNorm(of: matrix)
      #expect(estimate.residual <= tolerance)
      #expect(relativeError(estimate.value, spectrum[0]) <= tolerance + 1e-13)
      let nearest = spectrum.map { abs($0 - estimate.value) }.min() ?? 0
      #expect(nearest <= estimate.value * (estimate.residual + 1e-13))
      #expect(estimate.iterations <= last)
      last = estimate.iterations
    }
  }

  @Test("a warm start of a slowly changing matrix takes fewer iterations than a cold one")
  func warmStart() {
    var random = TestRandom(11_000)
    var matrix = random.matrix(100, scale: 1)
    var warm = LanczosSpectralNorm(dimension: 100)
    _ = warm.spectralNorm(of: matrix)
    var (warmTotal, coldTotal) = (0, 0)
    for _ in 0..<20 {
      matrix.add(random.matrix(100, scale: 1e-4))
      var cold = LanczosSpectralNorm(dimension: 100)
      warmTotal += warm.spectralNorm(of: matrix).iterations
      coldTotal += cold.spectralNorm(of: matrix).iterations
    }
    #expect(warmTotal < coldTotal)
  }
}
