import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite("Work shared among threads", .serialized)
struct SharedWorkTests {
  private static func random(_ rows: Int, _ columns: Int, _ seed: UInt64) -> Matrix {
    NormalStream(seed: seed, purpose: 9).matrix(rowCount: rows, columnCount: columns)
  }

  @Test("products are BLAS's, whatever the shape and the number of threads", arguments: [1, 2, 3, 5])
  func products(threads: Int) {
    WorkSharing.with(threads: threads) {
      for (m, n, k) in [(1, 1, 1), (3, 2, 5), (17, 33, 9), (64, 100, 130), (2, 200, 3)] {
        let (a, b) = (Self.random(m, k, 1), Self.random(k, n, 2))
        var expected = Self.random(m, n, 3)
        var found = expected
        expected.setProduct(a, .plain, b, .plain, alpha: 0.5, beta: -2)
        found.setSharedProduct(a, .plain, b, .plain, alpha: 0.5, beta: -2)
        #expect(relativeError(found, expected) < 1e-13)
        found.setSharedProduct(a.transposed, .transposed, b.transposed, .transposed)
        expected.setProduct(a, .plain, b, .plain)
        #expect(relativeError(found, expected) < 1e-13)
      }
    }
  }

  @Test("symmetric products fill the lower triangle and leave the upper one", arguments: [1, 2, 3, 7])
  func symmetricProducts(threads: Int) {
    WorkSharing.with(threads: threads) {
      for (n, k) in [(1, 1), (5, 3), (24, 7), (97, 30), (200, 11)] {
        let (a, b) = (Self.random(k, n, 1), Self.random(k, n, 2))
        var full = Matrix(rowCount: n, columnCount: n)
        full.setProduct(a, .transposed, b)
        var (gram, both) = (Self.random(n, n, 4), Self.random(n, n, 5))
        let (gramBefore, bothBefore) = (gram, both)
        gram.setLowerGram(a, alpha: -1, beta: 1)
        both.setLowerSymmetricProduct(a, b, alpha: 2, beta: 0.5)
        var square = full
        square.setProduct(a, .transposed, a)
        for j in 0..<n {
          for i in 0..<n {
            guard i >= j else {
              #expect(gram[i, j] == gramBefore[i, j] && both[i, j] == bothBefore[i, j])
              continue
            }
            #expect(abs(gram[i, j] - (gramBefore[i, j] - square[i, j])) < 1e-12)
            #expect(abs(both[i, j] - (0.5 * bothBefore[i, j] + 2 * (full[i, j] + full[j, i]))) < 1e-12)
          }
        }
      }
    }
  }

  @Test("both Gram matrices of a pair in one go are the plain products", arguments: [1, 2, 3, 7])
  func gramProducts(threads: Int) {
    WorkSharing.with(threads: threads) {
      for n in [1, 5, 24, 97, 200] {
        let (a, b) = (Self.random(n, n, 1), Self.random(n, n, 2))
        var (cross, square) = (Self.random(n, n, 3), Self.random(n, n, 4))
        Matrix.setGramProducts(a, b, cross: &cross, square: &square)
        var (expectedCross, expectedSquare) = (cross, square)
        expectedCross.setProduct(a, .transposed, b)
        expectedSquare.setProduct(b, .transposed, b)
        #expect(relativeError(cross, expectedCross) < 1e-13)
        for j in 0..<n {
          for i in j..<n { #expect(abs(square[i, j] - expectedSquare[i, j]) < 1e-12) }
        }
      }
    }
  }

  @Test("Gram matrices of rows and columns have both triangles", arguments: [1, 2, 3, 7])
  func fullGrams(threads: Int) {
    WorkSharing.with(threads: threads) {
      for (n, k) in [(1, 1), (5, 3), (97, 30), (200, 11), (256, 70)] {
        let a = Self.random(n, k, 1)
        var (expected, found) = (Self.random(n, n, 2), Self.random(n, n, 3))
        expected.setProduct(a, .plain, a, .transposed)
        found.setSharedRowGram(a)
        #expect(relativeError(found, expected) < 1e-13)
        found.setSharedGram(a.transposed)
        #expect(relativeError(found, expected) < 1e-13)
      }
    }
  }

  @Test("normals and bounds are the same at every number of threads")
  func sameNumbers() {
    var draws: [Matrix] = []
    for threads in 1...4 {
      WorkSharing.with(threads: threads) {
        draws.append(Self.random(300, 11, 6))
        var matrix = draws[0]
        #expect(matrix.isBounded(by: 10))
        matrix[299, 10] = .nan
        #expect(!matrix.isBounded(by: 10))
        matrix[299, 10] = -11
        #expect(!matrix.isBounded(by: 10))
      }
    }
    #expect(draws.allSatisfy { $0 == draws[0] })
  }

  @Test("sums over pairs are the same at every number of threads")
  func samePairs() {
    let point = PairsPoint(count: 150, scale: 0.1, seed: 3)
    let one = Self.sums(of: point, threads: 1)
    for threads in 2...4 {
      let several = Self.sums(of: point, threads: threads)
      #expect(several.first == one.first && several.higher == one.higher && several.rate == one.rate)
      #expect(several.studentKernel == one.studentKernel && several.crossKernel == one.crossKernel)
      #expect(several.cosineSums == one.cosineSums && several.differenceSums == one.differenceSums)
    }
  }

  private static func sums(of point: PairsPoint, threads: Int) -> GramPairs {
    WorkSharing.with(threads: threads) { point.sums() }
  }

  @Test("a batch forward and backward is the plain one", arguments: [1, 2, 3])
  func batch(threads: Int) {
    WorkSharing.with(threads: threads) {
      let (b, d, slope) = (13, 21, 0.3)
      let (x, v, move) = (Self.random(b, d, 1), Self.random(d, d, 2), Self.random(d, d, 3))
      var (z, y, q) = (Self.random(b, d, 7), Self.random(b, d, 8), Self.random(b, d, 9))
      var residual = [Double](repeating: 0, count: b)
      var partial = [Double](repeating: 0, count: b * WorkSharing.mostThreads)
      let sum = PReLUBatch.forward(
        inputs: x, neurons: v, displacement: move, slope: slope, hidden: &z, hiddenDifference: &y,
        residual: &residual, partial: &partial)
      #expect(relativeError(z, x.multiplied(by: v)) < 1e-13)
      #expect(relativeError(y, x.multiplied(by: move)) < 1e-13)
      var expected = [Double](repeating: 0, count: b)
      #expect(relativeError(sum, PReLUBatch.residual(z, y, slope: slope, into: &expected)) < 1e-13)
      #expect(relativeError(residual, expected) < 1e-13)
      var w = v
      PReLUBatch.backward(
        inputs: x, hidden: z, residual: residual, slope: slope, alpha: -0.1, errors: &q, weights: &w)
      var errors = z
      PReLUBatch.backpropagate(residual, slope: slope, into: &errors)
      #expect(q == errors)
      var plain = v
      plain.setProduct(x, .transposed, errors, .plain, alpha: -0.1, beta: 1)
      #expect(relativeError(w, plain) < 1e-13)
    }
  }

  @Test("many small pieces from several callers at once all come out right")
  func contention() async {
    await withTaskGroup(of: Bool.self) { group in
      for seed in 1...4 as ClosedRange<UInt64> {
        group.addTask {
          let (a, b) = (Self.random(20, 20, seed), Self.random(20, 20, seed + 10))
          let expected = a.multiplied(by: b)
          var found = expected
          return (0..<2000).allSatisfy { _ in
            found.fill(0)
            found.setSharedProduct(a, .plain, b, .plain)
            return relativeError(found, expected) < 1e-13
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
