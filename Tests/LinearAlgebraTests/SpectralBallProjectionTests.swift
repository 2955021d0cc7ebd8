import LinearAlgebra
import TestSupport
import Testing

@Suite("The repeated projection onto a spectral ball")
struct SpectralBallProjectionTests {
  @Test("it is the projection, and says whether it moved anything", arguments: [1, 2, 7, 40])
  func same(_ d: Int) throws {
    var random = TestRandom(UInt64(d))
    for factor in [0.2, 0.9, 0.999_999, 1.000_001, 1.5, 3] {
      let a = random.matrix(d, scale: 1)
      let radius = try a.spectralNorm() * factor
      var ball = SpectralBallProjection(dimension: d, radius: radius)
      var b = a
      let moved = try ball.project(&b)
      #expect(moved == (factor < 1))
      #expect(try b == a.projectedOntoSpectralBall(radius: radius))
      #expect(try b.spectralNorm() <= radius * (1 + 1e-12))
      #expect(try !ball.project(&b), "what it leaves is inside")
    }
  }

  @Test("radius 0 leaves nothing; zero and empty matrices stay; what is not finite is left alone")
  func edges() throws {
    var random = TestRandom(3)
    var none = SpectralBallProjection(dimension: 4, radius: 0)
    var a = random.matrix(4, scale: 1)
    #expect(try none.project(&a))
    #expect(a.frobeniusNorm < 1e-12)
    var zero = Matrix(rowCount: 4, columnCount: 4)
    #expect(try !none.project(&zero))
    var empty = Matrix(rowCount: 0, columnCount: 0)
    var small = SpectralBallProjection(dimension: 0, radius: 1)
    #expect(try !small.project(&empty))
    var broken = Matrix(rowCount: 4, columnCount: 4, repeating: .nan)
    #expect(try !none.project(&broken))
  }
}
