import LinearAlgebra
import TestSupport
import Testing

extension TestRandom {
  /// A matrix of independent normals.
  mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rowCount: rows, columnCount: columns, columnMajor: vector(rows * columns))
  }

  /// Independent normals.
  mutating func vector(_ count: Int) -> [Double] { (0..<count).map { _ in normal() } }
}

/// The product by its definition.
private func naiveProduct(_ a: Matrix, _ b: Matrix) -> Matrix {
  var result = Matrix(rowCount: a.rowCount, columnCount: b.columnCount)
  for i in 0..<a.rowCount {
    for j in 0..<b.columnCount {
      for k in 0..<a.columnCount { result[i, j] += a[i, k] * b[k, j] }
    }
  }
  return result
}

private struct Shape: CustomTestStringConvertible, Sendable {
  let m, n, k: Int
  var testDescription: String { "\(m) x \(k) by \(k) x \(n)" }

  static let all = [
    (1, 1, 1), (3, 5, 7), (17, 13, 9), (33, 31, 65), (1, 9, 4), (9, 1, 4), (5, 6, 1), (129, 3, 127),
  ].map { Shape(m: $0.0, n: $0.1, k: $0.2) }
}

@Suite("Matrix products")
struct ProductsTests {
  @Test("setProduct is alpha op(a) op(b) + beta self in all four forms", arguments: Shape.all)
  private func setProduct(shape: Shape) {
    var random = TestRandom(1)
    let (a, b) = (random.matrix(shape.m, shape.k), random.matrix(shape.k, shape.n))
    let (old, product) = (random.matrix(shape.m, shape.n), naiveProduct(a, b))
    for (alpha, beta) in [(1.0, 0.0), (2.5, -0.5), (0, 1), (0, 0), (-1, 1)] {
      var expected = Matrix(rowCount: shape.m, columnCount: shape.n)
      for k in expected.elements.indices {
        expected.elements[k] = alpha * product.elements[k] + beta * old.elements[k]
      }
      for aForm in [Matrix.Form.plain, .transposed] {
        for bForm in [Matrix.Form.plain, .transposed] {
          var result = old
          result.setProduct(
            aForm == .plain ? a : a.transposed, aForm, bForm == .plain ? b : b.transposed, bForm,
            alpha: alpha, beta: beta)
          #expect(relativeError(result, expected) < 1e-13, "\(aForm) \(bForm) \(alpha) \(beta)")
        }
      }
    }
    #expect(relativeError(a.multiplied(by: b), product) < 1e-13)
  }

  @Test("with beta = 0 what was there does not matter, not even NaN")
  func overwritingNaN() {
    let identity = Matrix.identity(5)
    var result = Matrix(rowCount: 5, columnCount: 5, repeating: .nan)
    result.setProduct(identity, .plain, identity, .transposed)
    #expect(result == identity)
    result.fill(.nan)
    result.setGram(identity)
    #expect(result == identity)
    var y = [Double](repeating: .nan, count: 5)
    identity.multiply(.plain, [1, 2, 3, 4, 5], into: &y)
    #expect(y == [1, 2, 3, 4, 5])
  }

  @Test("a product over no terms at all is beta times what was there")
  func emptyInner() {
    var result = Matrix(rowCount: 2, columnCount: 3, repeating: 4)
    let (a, b) = (Matrix(rowCount: 2, columnCount: 0), Matrix(rowCount: 0, columnCount: 3))
    result.setProduct(a, .plain, b, .plain, beta: 0.5)
    #expect(result == Matrix(rowCount: 2, columnCount: 3, repeating: 2))
    #expect(a.multiplied(by: b) == Matrix(rowCount: 2, columnCount: 3))
    #expect(b.multiplied(by: Matrix(rowCount: 3, columnCount: 0)).elements.isEmpty)
    #expect(a.multiply(.plain, []) == [0, 0])
  }

  @Test("setGram is a^T a, exactly symmetric", arguments: Shape.all)
  private func setGram(shape: Shape) {
    var random = TestRandom(2)
    let a = random.matrix(shape.m, shape.n)
    var gram = random.matrix(shape.n, shape.n)
    gram.setGram(a)
    #expect(relativeError(gram, naiveProduct(a.transposed, a)) < 1e-13)
    #expect(gram == gram.transposed)
  }

  @Test(
    "the lower triangle is copied onto the upper one, whatever was there", arguments: [1, 2, 15, 16, 17, 50])
  func mirroring(n: Int) {
    var random = TestRandom(3)
    let original = random.matrix(n, n)
    var mirrored = original
    mirrored.mirrorLowerTriangle()
    for i in 0..<n {
      for j in 0..<n { #expect(mirrored[i, j] == original[max(i, j), min(i, j)]) }
    }
  }

  @Test(
    "setTranspose and transposed exchange rows and columns", arguments: [0, 1, 2, 7, 8, 9, 31, 32, 33, 100])
  func transposing(n: Int) {
    var random = TestRandom(4)
    let a = random.matrix(n, n)
    var result = Matrix(rowCount: n, columnCount: n, repeating: .nan)
    result.setTranspose(a)
    #expect(result == a.transposed)
    for i in 0..<n {
      for j in 0..<n { #expect(result[i, j] == a[j, i]) }
    }
    let wide = random.matrix(n, n + 3)
    #expect(wide.transposed.transposed == wide)
    #expect(wide.transposed.rows == (0..<(n + 3)).map(wide.column))
  }

  @Test("multiply is alpha op(self) x + beta y", arguments: Shape.all)
  private func multiply(shape: Shape) {
    var random = TestRandom(5)
    let a = random.matrix(shape.m, shape.n)
    for form in [Matrix.Form.plain, .transposed] {
      let op = form == .plain ? a : a.transposed
      let (x, old) = (random.vector(op.columnCount), random.vector(op.rowCount))
      let product = op.rows.map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } }
      #expect(relativeError(a.multiply(form, x), product) < 1e-13)
      for (alpha, beta) in [(1.0, 0.0), (2.5, -0.5), (0, 1), (-1, 1)] {
        var y = old
        a.multiply(form, x, into: &y, alpha: alpha, beta: beta)
        #expect(relativeError(y, zip(product, old).map { alpha * $0 + beta * $1 }) < 1e-13)
      }
    }
  }

  @Test("outer products, sums, scalings and distances are taken entry by entry", arguments: Shape.all)
  private func entrywise(shape: Shape) {
    var random = TestRandom(6)
    let (a, b) = (random.matrix(shape.m, shape.n), random.matrix(shape.m, shape.n))
    let (x, y) = (random.vector(shape.m), random.vector(shape.n))
    var (outer, sum, copied, scaled) = (a, a, a, a)
    outer.addOuterProduct(x, y, scaledBy: -1.5)
    sum.add(b, scaledBy: 0.75)
    copied.copy(b)
    scaled.scale(by: -3)
    for i in 0..<shape.m {
      for j in 0..<shape.n {
        #expect(abs(outer[i, j] - (a[i, j] - 1.5 * x[i] * y[j])) < 1e-14)
        #expect(abs(sum[i, j] - (a[i, j] + 0.75 * b[i, j])) < 1e-14)
        #expect(scaled[i, j] == -3 * a[i, j])
      }
    }
    #expect(copied == b)
    #expect(a.scaled(by: -3) == scaled)
    var difference = 0.0
    for k in a.elements.indices {
      difference += (a.elements[k] - b.elements[k]) * (a.elements[k] - b.elements[k])
    }
    #expect(relativeError(Matrix.distance(a, b), difference.squareRoot()) < 1e-13)
    #expect(Matrix.distance(a, a) == 0)
  }

  @Test("columnInnerProducts and innerProduct are sums of products", arguments: Shape.all)
  private func innerProducts(shape: Shape) {
    var random = TestRandom(7)
    let (a, b) = (random.matrix(shape.m, shape.n), random.matrix(shape.m, shape.n))
    var found = [Double](repeating: .nan, count: shape.n)
    a.columnInnerProducts(b, into: &found)
    let expected = (0..<shape.n).map { j in zip(a.column(j), b.column(j)).reduce(0) { $0 + $1.0 * $1.1 } }
    #expect(relativeError(found, expected) < 1e-13)
    #expect(abs(a.innerProduct(b) - expected.reduce(0, +)) < 1e-13 * a.frobeniusNorm * b.frobeniusNorm)
  }

  @Test("addToDiagonal changes the diagonal only", arguments: [0, 1, 2, 7, 33])
  func diagonal(n: Int) {
    var random = TestRandom(8)
    let (a, values) = (random.matrix(n, n), random.vector(n))
    var sum = a
    sum.addToDiagonal(values)
    for i in 0..<n {
      for j in 0..<n { #expect(sum[i, j] == a[i, j] + (i == j ? values[i] : 0)) }
    }
  }

  @Test("setRows copies the chosen rows in order, repeated ones and slices included")
  func setRows() {
    var random = TestRandom(9)
    let source = random.matrix(11, 5)
    let order = [3, 3, 10, 0, 7, 9, 1]
    var chosen = Matrix(rowCount: 5, columnCount: 5, repeating: .nan)
    chosen.setRows(order[1..<6], of: source)
    #expect(chosen.rows == order[1..<6].map { source.rows[$0] })
    var none = Matrix(rowCount: 0, columnCount: 5)
    none.setRows([], of: source)
    #expect(none.elements.isEmpty)
  }
}

@Suite("Matrices are values")
struct MatrixValueTests {
  @Test("a copy does not change when the original is written, whichever way")
  func copyOnWrite() {
    var random = TestRandom(1)
    let (original, other) = (random.matrix(6, 6), random.matrix(6, 6))
    let vector = random.vector(6)
    let stream = NormalStream(seed: 1, purpose: 1)
    let writers: [(String, (inout Matrix) -> Void)] = [
      ("subscript", { $0[2, 3] = 9 }), ("elements", { $0.elements[7] = 9 }),
      ("setProduct", { $0.setProduct(other, .plain, other, .transposed) }),
      ("setGram", { $0.setGram(other) }), ("mirrorLowerTriangle", { $0.mirrorLowerTriangle() }),
      ("setTranspose", { $0.setTranspose(other) }), ("add", { $0.add(other) }),
      ("addOuterProduct", { $0.addOuterProduct(vector, vector) }), ("scale", { $0.scale(by: 2) }),
      ("addToDiagonal", { $0.addToDiagonal(vector) }), ("copy", { $0.copy(other) }), ("fill", { $0.fill(1) }),
      ("setRows", { $0.setRows([0, 1, 2, 3, 4, 5], of: other) }), ("stream", { stream.fill(&$0, step: 1) }),
    ]
    for (name, write) in writers {
      let kept = original.elements.map(\.bitPattern)
      var changed = original
      write(&changed)
      #expect(changed != original, "\(name) did nothing")
      #expect(original.elements.map(\.bitPattern) == kept, "\(name)")
      var again = changed
      write(&again)
      #expect(other.elements.count == 36)
    }
  }

  @Test("functions that return a result leave the matrix as it was")
  func pureFunctions() throws {
    var random = TestRandom(2)
    let matrix = random.matrix(6, 6)
    let kept = matrix.elements.map(\.bitPattern)
    _ = try (matrix.singularValues(), matrix.symmetricEigenvalues(), matrix.orthonormalFactor())
    _ = (matrix.transposed, matrix.scaled(by: 2), matrix.multiplied(by: matrix), matrix.frobeniusNorm)
    var lanczos = LanczosSpectralNorm(dimension: 6)
    _ = lanczos.spectralNorm(of: matrix)
    #expect(matrix.elements.map(\.bitPattern) == kept)
  }

  @Test("rows, columns, elements and subscripts agree")
  func layout() {
    let matrix = Matrix(rows: [[1, 2, 3], [4, 5, 6]])
    #expect(matrix.elements == [1, 4, 2, 5, 3, 6])
    #expect((matrix.rowCount, matrix.columnCount) == (2, 3))
    #expect(matrix[1, 0] == 4)
    #expect(matrix.column(2) == [3, 6])
    #expect(matrix.rows == [[1, 2, 3], [4, 5, 6]])
    #expect(matrix == Matrix(rowCount: 2, columnCount: 3, columnMajor: [1, 4, 2, 5, 3, 6]))
    #expect(!matrix.isSquare)
    #expect(Matrix.identity(2).rows == [[1, 0], [0, 1]])
    #expect(Matrix(rows: []).elements.isEmpty)
  }

  @Test("the first entry that is not finite is found column by column")
  func firstNonFinite() throws {
    var matrix = Matrix(rowCount: 3, columnCount: 2)
    #expect(matrix.firstNonFinite == nil)
    matrix[0, 1] = .infinity
    matrix[2, 0] = .nan
    let found = try #require(matrix.firstNonFinite)
    #expect(found == (2, 0))
  }
}

@Suite("Norms")
struct NormTests {
  @Test("the Frobenius norm neither overflows nor underflows", arguments: [1e200, 1e-200, 1, 1e150, 1e-160])
  func extremes(scale: Double) {
    let matrix = Matrix(rows: [[3 * scale, 0], [0, -4 * scale]])
    #expect(relativeError(matrix.frobeniusNorm, 5 * scale) < 1e-15)
    #expect(relativeError(norm(of: [Double](repeating: scale, count: 10_000)), 100 * scale) < 1e-14)
    #expect(relativeError(Matrix.distance(matrix, matrix.scaled(by: -1)), 10 * scale) < 1e-15)
    #expect(matrix.largestMagnitude == 4 * scale)
  }

  @Test("an ordinary norm is the root of the sum of squares", arguments: [0, 1, 2, 7, 31, 1000])
  func ordinary(count: Int) {
    var random = TestRandom(1)
    let x = random.vector(count)
    #expect(relativeError(norm(of: x), x.reduce(0) { $0 + $1 * $1 }.squareRoot()) < 1e-14)
    #expect(relativeError(dotProduct(x, x), x.reduce(0) { $0 + $1 * $1 }) < 1e-14)
  }

  @Test("isBounded is false for NaN and for anything beyond the limit, on either side")
  func bounded() {
    let matrix = Matrix(rows: [[1, -2], [0.5, 1.5]])
    #expect(matrix.isBounded(by: 2))
    #expect(!matrix.isBounded(by: 2.0.nextDown))
    #expect(!Matrix(rows: [[1, .nan]]).isBounded(by: .infinity))
    #expect(!Matrix(rows: [[-.infinity]]).isBounded(by: .greatestFiniteMagnitude))
    #expect(Matrix(rowCount: 0, columnCount: 0).isBounded(by: 0))
    #expect(Matrix(rowCount: 0, columnCount: 0).largestMagnitude == 0)
  }
}

@Suite("The orthonormal factor")
struct QRTests {
  @Test(
    "Q is orthogonal and Q^T A is upper triangular with a positive diagonal", arguments: [1, 2, 3, 10, 65])
  func factor(n: Int) throws {
    var random = TestRandom(UInt64(n))
    let a = random.matrix(n, n)
    let q = try a.orthonormalFactor()
    #expect(relativeError(q.transposed.multiplied(by: q), .identity(n)) < 1e-13)
    let r = q.transposed.multiplied(by: a)
    for j in 0..<n {
      #expect(r[j, j] > 0)
      for i in (j + 1)..<max(n, j + 1) { #expect(abs(r[i, j]) < 1e-13 * a.frobeniusNorm) }
    }
  }

  @Test("the factor of a diagonal matrix has the diagonal's signs")
  func signs() throws {
    let a = Matrix(rows: [[-2, 0, 0], [0, 3, 0], [0, 0, -5]])
    let q = try a.orthonormalFactor()
    #expect(relativeError(q, Matrix(rows: [[-1, 0, 0], [0, 1, 0], [0, 0, -1]])) < 1e-15)
    #expect(try Matrix(rowCount: 0, columnCount: 0).orthonormalFactor().elements.isEmpty)
  }

  @Test("a singular matrix has an orthogonal factor all the same")
  func singular() throws {
    for a in [Matrix(rowCount: 4, columnCount: 4), Matrix(rowCount: 4, columnCount: 4, repeating: 1)] {
      let q = try a.orthonormalFactor()
      #expect(relativeError(q.transposed.multiplied(by: q), .identity(4)) < 1e-14)
    }
  }
}
