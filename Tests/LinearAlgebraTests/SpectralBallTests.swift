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

  @Test("cut matrices are the ones that numpy gives")
  func numpy() throws {
    // numpy 2.4.6: u, s, v = np.linalg.svd(A); (u * np.minimum(s, radius)) @ v
    let shear = try Matrix(rows: [[1, 1], [0, 1]]).projectedOntoSpectralBall(radius: 1)
    let expected = Matrix(rows: [[0.7236068, 0.5527864], [-0.17082039, 0.7236068]])
    #expect(Matrix.distance(shear, expected) < 2e-8)
    let three = try Matrix(rows: [[1, 2, 3], [4, 5, 6], [7, 8, 10]]).projectedOntoSpectralBall(radius: 2)
    let cut = Matrix(rows: [
      [-0.49920936, 0.21335917, 0.77064449], [0.39159267, 0.69978149, 0.63422324],
      [0.99820149, 0.84752449, 1.07520077],
    ])
    #expect(Matrix.distance(three, cut) < 2e-8)
  }

  @Test(
    "the singular values are cut and nothing else; no point of the ball lies further along what was cut off")
  func tight() throws {
    var random = TestRandom(21)
    for d in [1, 2, 3, 8] {
      for radius in [0.01, 0.5, 2.0] {
        let a = random.matrix(d, scale: 1)
        let p = try a.projectedOntoSpectralBall(radius: radius)
        let (before, after) = (try a.singularValues(), try p.singularValues())
        for (x, y) in zip(before, after) { #expect(abs(min(x, radius) - y) < 1e-13 * Double(d)) }
        // sup <A - P, X> over the ball is radius times the nuclear norm of A - P; P itself reaches it.
        var off = a
        off.add(p, scaledBy: -1)
        let nuclear = before.reduce(0) { $0 + max(0, $1 - radius) }
        #expect(abs(off.innerProduct(p) - radius * nuclear) < 1e-12 * Double(d * d))
      }
    }
  }

  @Test("the projection moves two points no further apart, and follows a rotation, a transpose and a sign")
  func symmetries() throws {
    var random = TestRandom(22)
    for d in [2, 5] {
      let (a, b) = (random.matrix(d, scale: 1), random.matrix(d, scale: 1))
      let q = try random.matrix(d, scale: 1).orthonormalFactor()
      let p = try a.projectedOntoSpectralBall(radius: 0.6)
      let other = try b.projectedOntoSpectralBall(radius: 0.6)
      #expect(Matrix.distance(p, other) <= Matrix.distance(a, b) * (1 + 1e-14))
      #expect(
        Matrix.distance(try q.multiplied(by: a).projectedOntoSpectralBall(radius: 0.6), q.multiplied(by: p))
          < 1e-13)
      #expect(Matrix.distance(try a.transposed.projectedOntoSpectralBall(radius: 0.6), p.transposed) < 1e-13)
      #expect(
        Matrix.distance(try a.scaled(by: -1).projectedOntoSpectralBall(radius: 0.6), p.scaled(by: -1)) < 1e-13
      )
    }
  }

  @Test("equal, missing and tiny singular values: an orthogonal, a rank-one and a zero matrix")
  func degenerate() throws {
    var random = TestRandom(23)
    let q = try random.matrix(6, scale: 1).orthonormalFactor()
    #expect(Matrix.distance(try q.scaled(by: 3).projectedOntoSpectralBall(radius: 1), q) < 1e-14 * 6)
    var one = Matrix(rowCount: 4, columnCount: 4)
    one.addOuterProduct([1, 2, 3, 4], [2, 0, -1, 1])
    let cut = try one.projectedOntoSpectralBall(radius: 0.5)
    #expect(Matrix.distance(cut, try one.scaled(toSpectralNorm: 0.5)) < 1e-14)
    let zero = Matrix(rowCount: 3, columnCount: 3)
    #expect(try zero.projectedOntoSpectralBall(radius: 0) == zero)
    #expect(try Matrix(rows: [[-5]]).projectedOntoSpectralBall(radius: 2).rows == [[-2]])
    #expect(try Matrix(rows: [[-5]]).projectedOntoSpectralBall(radius: 5).rows == [[-5]])
  }

  @Test("the projection onto the ball of radius 0 is exactly zero", arguments: [1, 2, 3, 10])
  func radiusZero(_ d: Int) throws {
    var random = TestRandom(UInt64(24 + d))
    let p = try random.matrix(d, scale: 1).projectedOntoSpectralBall(radius: 0)
    #expect(p.largestMagnitude == 0, "left over: \(p.largestMagnitude)")
  }

  @Test(
    "from however far away, the norm is the radius to rounding and a second projection changes nothing beyond it",
    arguments: [1.0, 1e4, 1e8, 1e12, 1e100])
  func farAway(_ scale: Double) throws {
    var random = TestRandom(31)
    for radius in [1.0, 1e-3] {
      let p = try random.matrix(4, scale: scale).projectedOntoSpectralBall(radius: radius)
      let excess = try p.spectralNorm() / radius - 1
      #expect(abs(excess) < 1e-12)
      let again = Matrix.distance(try p.projectedOntoSpectralBall(radius: radius), p) / radius
      #expect(again < 1e-12)
    }
  }

  @Test("no matrix at all: everything is empty")
  func empty() throws {
    let none = Matrix(rowCount: 0, columnCount: 0)
    #expect(try none.singularValueDecomposition().values.isEmpty)
    #expect(try none.scaled(toSpectralNorm: 1).elements.isEmpty)
    #expect(try none.projectedOntoSpectralBall(radius: 0) == none)
    #expect(Matrix.identity(3).principalSubmatrix([]) == none)
  }

  @Test("scaling works at any size that doubles have, and down to zero")
  func scales() throws {
    var random = TestRandom(41)
    let a = random.matrix(3, scale: 1)
    #expect(try a.scaled(toSpectralNorm: 0).largestMagnitude == 0)
    for size in [1e-300, 1e-150, 1e150, 1e300] {
      #expect(abs(try a.scaled(by: size).scaled(toSpectralNorm: 0.5).spectralNorm() - 0.5) < 1e-14)
    }
  }

  @Test("a principal submatrix follows its indices, whichever they are, and is no longer than the whole")
  func submatrix() throws {
    var random = TestRandom(51)
    let a = random.matrix(6, scale: 1)
    #expect(a.principalSubmatrix(Array(0..<6)) == a)
    let order = [3, 0, 5, 1, 4, 2]
    let part = a.principalSubmatrix(order)
    for (i, k) in order.enumerated() {
      for (j, l) in order.enumerated() { #expect(part[i, j] == a[k, l]) }
    }
    #expect(try a.principalSubmatrix([5, 2, 0]).spectralNorm() <= a.spectralNorm() * (1 + 1e-14))
    #expect(a.principalSubmatrix([2, 2]).rows == [[a[2, 2], a[2, 2]], [a[2, 2], a[2, 2]]])
  }
}
