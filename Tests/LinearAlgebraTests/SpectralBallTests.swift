import LinearAlgebra
import TestSupport
import Testing

@Suite("The spectral ball")
struct SpectralBallTests {
  @Test(
    "the decomposition is one: orthogonal factors, descending values, the product", arguments: [1, 2, 5, 40])
  func decomposition(_ d: Int) throws {
    var random = TestRandom(UInt64(d))
    let a = random.matrix(d, scale: 1)
    let (left, values, right) = try a.singularValueDecomposition()
    #expect(values == values.sorted(by: >) && values.allSatisfy { $0 >= 0 })
    for q in [left, right] {
      #expect(Matrix.distance(q.transposed.multiplied(by: q), Matrix.identity(d)) < 1e-12)
    }
    var scaled = left
    for j in 0..<d { for i in 0..<d { scaled[i, j] *= values[j] } }
    #expect(Matrix.distance(scaled.multiplied(by: right), a) < 1e-12 * Double(d))
  }

  @Test(
    "what lies inside is left alone to the last bit; what is cut reaches the radius, and again does nothing")
  func cut() throws {
    var random = TestRandom(5)
    for d in [1, 2, 3, 10] {
      let a = random.matrix(d, scale: 1)
      let own = try a.spectralNorm()
      #expect(try a.projectedOntoSpectralBall(radius: own * 1.001) == a)
      let cut = try a.projectedOntoSpectralBall(radius: own / 3)
      #expect(abs(try cut.spectralNorm() - own / 3) < 1e-12)
      let again = try cut.projectedOntoSpectralBall(radius: own / 3 * (1 + 1e-12))
      #expect(again == cut)
      #expect(try a.projectedOntoSpectralBall(radius: 0).frobeniusNorm < 1e-12)
    }
    #expect(try Matrix(rowCount: 0, columnCount: 0).projectedOntoSpectralBall(radius: 1).elements.isEmpty)
  }

  @Test("the projection is the nearest point: no point of the ball lies beyond the plane through it")
  func nearest() throws {
    var random = TestRandom(9)
    for _ in 0..<20 {
      let a = random.matrix(4, scale: 1)
      let p = try a.projectedOntoSpectralBall(radius: 0.7)
      var outward = a
      outward.add(p, scaledBy: -1)
      for _ in 0..<20 {
        var towards = try random.matrix(4, scale: 1).scaled(toSpectralNorm: 0.7)
        towards.add(p, scaledBy: -1)
        #expect(outward.innerProduct(towards) <= 1e-12)
      }
    }
  }

  @Test("a diagonal matrix has its entries clipped")
  func diagonal() throws {
    var a = Matrix(rowCount: 4, columnCount: 4)
    a.addToDiagonal([3, -2, 0.5, -0.25])
    let p = try a.projectedOntoSpectralBall(radius: 1)
    var expected = Matrix(rowCount: 4, columnCount: 4)
    expected.addToDiagonal([1, -1, 0.5, -0.25])
    #expect(Matrix.distance(p, expected) < 1e-14)
  }

  @Test("scaling to a norm reaches it; zero stays zero; a principal submatrix keeps rows and columns")
  func helpers() throws {
    var random = TestRandom(3)
    let a = random.matrix(5, scale: 2)
    #expect(abs(try a.scaled(toSpectralNorm: 0.25).spectralNorm() - 0.25) < 1e-14)
    let zero = Matrix(rowCount: 3, columnCount: 3)
    #expect(try zero.scaled(toSpectralNorm: 1) == zero)
    let part = a.principalSubmatrix([4, 1])
    #expect(part.rows == [[a[4, 4], a[4, 1]], [a[1, 4], a[1, 1]]])
  }
}
