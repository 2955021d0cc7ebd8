import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

private func stream(_ seed: UInt64, _ purpose: RandomPurpose = .studentInitialisation) -> NormalStream {
  NormalStream(seed: seed, purpose: purpose.rawValue)
}

@Suite("First weights")
struct InitializerTests {
  private static let drawn: [Initializer] = [
    .gaussian(spectralNorm: 0.5), .standard, .orthogonal(norm: 2), .wrongWay(norm: 0.5),
  ]

  @Test("the Gaussian start has exactly the spectral norm asked for", arguments: [1, 2, 3, 20, 101])
  func gaussianNorm(d: Int) throws {
    for norm in [1e-6, 0.1, 0.5, 3] {
      let weights = try Initializer.gaussian(spectralNorm: norm).weights(dimension: d, stream: stream(1))
      #expect(relativeError(try weights.spectralNorm(), norm) < 1e-13)
    }
    let none = try Initializer.gaussian(spectralNorm: 0).weights(dimension: d, stream: stream(1))
    #expect(none == Matrix(rowCount: d, columnCount: d))
  }

  @Test("the Gaussian start is the stream's draws times one factor")
  func gaussianDirection() throws {
    let draws = stream(2).matrix(rowCount: 12, columnCount: 12)
    let weights = try Initializer.gaussian(spectralNorm: 0.5).weights(dimension: 12, stream: stream(2))
    #expect(relativeError(weights, draws.scaled(by: weights[0, 0] / draws[0, 0])) < 1e-14)
    #expect(weights[0, 0] / draws[0, 0] > 0)
  }

  @Test("the zero start is zero", arguments: [1, 2, 9])
  func zero(d: Int) throws {
    #expect(
      try Initializer.zero.weights(dimension: d, stream: stream(1)) == Matrix(rowCount: d, columnCount: d))
  }

  @Test("the standard start has mean 0 and variance 1 / d", arguments: [100, 300])
  func standard(d: Int) throws {
    let weights = try Initializer.standard.weights(dimension: d, stream: stream(3))
    let count = Double(d * d)
    let mean = weights.elements.reduce(0, +) / count
    let variance = weights.elements.reduce(0) { $0 + $1 * $1 } / count
    #expect(abs(mean) < 4 / (count * Double(d)).squareRoot())
    #expect(abs(variance * Double(d) - 1) < 4 * (2 / count).squareRoot())
    // The largest singular value of such a matrix is near 2.
    #expect(abs(try weights.spectralNorm() - 2) < 0.1)
  }

  @Test("the orthogonal start is the norm times an orthogonal matrix", arguments: [1, 2, 3, 20, 101])
  func orthogonal(d: Int) throws {
    for norm in [1e-6, 0.5, 3] {
      let weights = try Initializer.orthogonal(norm: norm).weights(dimension: d, stream: stream(4))
      let gram = weights.transposed.multiplied(by: weights)
      #expect(relativeError(gram, Matrix.identity(d).scaled(by: norm * norm)) < 1e-13)
    }
  }

  @Test("orthogonal starts are uniformly distributed: their trace has mean 0 and variance 1")
  func orthogonalDistribution() throws {
    let d = 5
    let traces = try (1...2000).map { seed in
      let q = try Initializer.orthogonal(norm: 1).weights(dimension: d, stream: stream(UInt64(seed)))
      return (0..<d).reduce(0) { $0 + q[$1, $1] }
    }
    let count = Double(traces.count)
    #expect(abs(traces.reduce(0, +) / count) < 4 / count.squareRoot())
    #expect(abs(traces.reduce(0) { $0 + $1 * $1 } / count - 1) < 6 / count.squareRoot())
  }

  @Test(
    "the wrong-way start is R - 1.5 Q / d with R u = 0, ||R||_2 the norm and Q = ||R||_F^2 / 2",
    arguments: [2, 3, 20, 101])
  func wrongWay(d: Int) throws {
    for norm in [1e-3, 0.1, 0.5, 2] {
      let weights = try Initializer.wrongWay(norm: norm).weights(dimension: d, stream: stream(5))
      let rowSums = weights.multiply(.plain, [Double](repeating: 1, count: d))
      // R u = 0 makes u an eigenvector of the weights, and the shift its eigenvalue.
      let shift = -rowSums.reduce(0, +) / Double(d)
      #expect(rowSums.allSatisfy { abs($0 + shift) < 1e-14 * norm * Double(d) })
      var r = weights
      r.addToDiagonal([Double](repeating: shift, count: d))
      #expect(relativeError(try r.spectralNorm(), norm) < 1e-13)
      let q = r.frobeniusNorm * r.frobeniusNorm / 2
      #expect(relativeError(shift, 1.5 * q / Double(d)) < 1e-12)
      #expect(abs(try weights.spectralNorm() - norm) <= shift * (1 + 1e-12))
    }
  }

  @Test("the wrong-way start's R is the draws with each row's mean removed, times one factor")
  func wrongWayDirection() throws {
    let d = 12
    let draws = stream(6).matrix(rowCount: d, columnCount: d)
    let weights = try WrongWay.weights(gaussian: draws, norm: 0.5)
    #expect(try weights == Initializer.wrongWay(norm: 0.5).weights(dimension: d, stream: stream(6)))
    let centred = Matrix(
      rows: draws.rows.map { row in
        let mean = row.reduce(0, +) / Double(d)
        return row.map { $0 - mean }
      })
    let factor = weights[0, 1] / centred[0, 1]
    #expect(factor > 0)
    for i in 0..<d {
      for j in 0..<d where i != j { #expect(abs(weights[i, j] - factor * centred[i, j]) < 1e-14) }
    }
  }

  @Test("the wrong-way start in one dimension is zero")
  func wrongWayOne() throws {
    #expect(
      try Initializer.wrongWay(norm: 0.5).weights(dimension: 1, stream: stream(1))
        == Matrix(rowCount: 1, columnCount: 1))
  }

  @Test("one dimension has weights of the norm asked for, of either sign")
  func oneDimension() throws {
    for initializer in [Initializer.gaussian(spectralNorm: 0.5), .orthogonal(norm: 0.5)] {
      let found = try (1...40).map {
        try initializer.weights(dimension: 1, stream: stream(UInt64($0)))[0, 0]
      }
      #expect(found.allSatisfy { abs(abs($0) - 0.5) < 1e-15 })
      #expect(Set(found.map(\.sign)).count == 2)
    }
  }

  @Test("the same seed and purpose give the same weights, bit for bit", arguments: drawn)
  func reproducible(initializer: Initializer) throws {
    let first = try initializer.weights(dimension: 17, stream: stream(7))
    #expect(try initializer.weights(dimension: 17, stream: stream(7)) == first)
  }

  @Test("another seed or purpose gives other weights", arguments: drawn)
  func different(initializer: Initializer) throws {
    for d in [2, 17] {
      var seen = try [initializer.weights(dimension: d, stream: stream(7))]
      seen.append(try initializer.weights(dimension: d, stream: stream(8)))
      seen.append(try initializer.weights(dimension: d, stream: stream(7 | 1 << 32)))
      for purpose in RandomPurpose.allCases.dropFirst() {
        seen.append(try initializer.weights(dimension: d, stream: stream(7, purpose)))
      }
      for i in seen.indices {
        for j in 0..<i { #expect(Matrix.distance(seen[i], seen[j]) > 1e-3) }
      }
    }
  }

  @Test("the purposes' numbers, which make old seeds reproducible, are what they were")
  func purposes() {
    #expect(RandomPurpose.allCases.map(\.rawValue) == [1, 2, 3, 4])
  }
}
