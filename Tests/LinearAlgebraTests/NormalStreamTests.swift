import CVectorKernels
import Foundation
import LinearAlgebra
import Testing

private typealias Words = (UInt32, UInt32, UInt32, UInt32)

/// The correlation coefficient of two lists of numbers whose mean is known to be `mean`.
private func correlation(_ x: [Double], _ y: [Double], mean: Double = 0) -> Double {
  var (xy, xx, yy) = (0.0, 0.0, 0.0)
  for (a, b) in zip(x, y) {
    xy += (a - mean) * (b - mean)
    xx += (a - mean) * (a - mean)
    yy += (b - mean) * (b - mean)
  }
  return xy / (xx * yy).squareRoot()
}

/// Expects no correlation beyond four and a half standard deviations between the numbers, nor between their squares.
private func expectIndependent(
  _ x: [Double], _ y: [Double], sourceLocation: SourceLocation = #_sourceLocation
) {
  let limit = 4.5 / Double(x.count).squareRoot()
  #expect(abs(correlation(x, y)) < limit, sourceLocation: sourceLocation)
  let squares = correlation(x.map { $0 * $0 }, y.map { $0 * $0 }, mean: 1)
  #expect(abs(squares) < limit, sourceLocation: sourceLocation)
}

@Suite("Normal draws")
struct NormalStreamTests {
  @Test("Philox4x32-10 gives the published known answers")
  func knownAnswers() {
    // Random123's kat_vectors, "philox4x32 10".
    let answers: [(counter: Words, key: (UInt32, UInt32), expected: Words)] = [
      ((0, 0, 0, 0), (0, 0), (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)),
      (
        (0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff), (0xffff_ffff, 0xffff_ffff),
        (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
      ),
      (
        (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), (0xa409_3822, 0x299f_31d0),
        (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
      ),
    ]
    for answer in answers {
      #expect(NormalStream.philox(counter: answer.counter, key: answer.key) == answer.expected)
    }
  }

  @Test("a stream's key comes from one block of the whole 64-bit seed and the purpose")
  func key() {
    // Both computed with Random123's own philox.h: the key, then the block at a counter.
    let stream = NormalStream(seed: 0x0123_4567_89ab_cdef, purpose: 3)
    let first: Words = (0xfc06_30c5, 0xfd3d_b833, 0x775e_dafe, 0x0877_4b7f)
    #expect(stream.words(counter: (0, 0, 0, 0)) == first)
    let other: Words = (0xd9c1_4852, 0x2d17_7954, 0x3ac0_795e, 0x6db1_3e2e)
    #expect(stream.words(counter: (1, 5, 2, 1)) == other)
  }

  @Test("streams are equal exactly when seed and purpose are")
  func equality() {
    #expect(NormalStream(seed: 7, purpose: 2) == NormalStream(seed: 7, purpose: 2))
    #expect(NormalStream(seed: 7, purpose: 2) != NormalStream(seed: 7, purpose: 3))
    #expect(NormalStream(seed: 7, purpose: 2) != NormalStream(seed: 8, purpose: 2))
    #expect(NormalStream(seed: 7, purpose: 2) != NormalStream(seed: 7 + 1 << 32, purpose: 2))
  }

  @Test(
    "entry (row, column) is Box-Muller of the block at (column / 2, row, step)",
    arguments: [0, 1, 0xffff_ffff, 0x1_0000_0002, .max] as [UInt64])
  func boxMuller(step: UInt64) {
    let stream = NormalStream(seed: 99, purpose: 4)
    let draws = stream.matrix(rowCount: 131, columnCount: 5, step: step)
    for column in 0..<5 {
      for row in 0..<131 {
        let words = stream.words(
          counter: (
            UInt32(column / 2), UInt32(row), UInt32(truncatingIfNeeded: step), UInt32(step >> 32)
          ))
        let (a, b) = (UInt64(words.0) << 32 | UInt64(words.1), UInt64(words.2) << 32 | UInt64(words.3))
        let radius = (-2 * log((Double(a >> 11) + 1) * 0x1p-53)).squareRoot()
        let angle = Double.pi * (Double(b >> 11) * 0x1p-52 - 1)
        let expected = radius * (column % 2 == 0 ? sin(angle) : cos(angle))
        #expect(abs(draws[row, column] - expected) < 4e-15, "[\(row), \(column)]")
      }
    }
  }

  @Test("the draws of a seed are the same bits on every machine")
  func goldenBits() {
    let draws = NormalStream(seed: 1, purpose: 3).matrix(rowCount: 2, columnCount: 3, step: 40)
    #expect(draws.elements.map(\.bitPattern) == goldenDraws)
    // And a digest (FNV-1a over 64-bit words) of 16 705 more, since last places differ in few draws only.
    let more = NormalStream(seed: 1, purpose: 3).matrix(rowCount: 257, columnCount: 65, step: 40)
    let digest = more.elements.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ $1.bitPattern) &* 0x100_0000_01b3
    }
    #expect(digest == 0x7c7f_55f7_672e_98f3)
  }

  @Test(
    "rows filled in pieces, into a larger matrix, are the rows filled at once",
    arguments: [1, 2, 3, 7, 16, 100, 255, 256, 300])
  func piecesOfRows(piece: Int) {
    func fill(_ target: inout [Double], from: Int, rows: Int, columns: Int, leading: Int) {
      let firstRow = 0xffff_ff00 + UInt32(from)
      target.withUnsafeMutableBufferPointer {
        tpk_normals(
          11, 22, 1 << 33 | 5, firstRow, Int64(rows), Int64(columns), $0.baseAddress! + from, Int64(leading))
      }
    }
    // Columns are longer than what is filled: what lies between them must stay.
    let (rows, columns, leading) = (250, 9, 257)
    var (whole, pieces) = ([Double](repeating: 7, count: leading * columns), [Double]())
    pieces = whole
    fill(&whole, from: 0, rows: rows, columns: columns, leading: leading)
    for from in stride(from: 0, to: rows, by: piece) {
      fill(&pieces, from: from, rows: min(piece, rows - from), columns: columns, leading: leading)
    }
    #expect(pieces == whole)
    #expect(whole.count { $0 == 7 } == (leading - rows) * columns)
  }

  @Test("a fill of n rows is the first n rows of a larger one", arguments: [1, 2, 3, 127, 128, 129, 257])
  func rowsOfLargerFill(n: Int) {
    let stream = NormalStream(seed: 12, purpose: 3)
    let large = stream.matrix(rowCount: 400, columnCount: 7, step: 5)
    let small = stream.matrix(rowCount: n, columnCount: 7, step: 5)
    #expect(small.rows == Array(large.rows.prefix(n)))
  }

  @Test("a fill of n columns, odd or even, is the first n columns of a larger one", arguments: 0...7)
  func columnsOfLargerFill(n: Int) {
    let stream = NormalStream(seed: 12, purpose: 3)
    let large = stream.matrix(rowCount: 131, columnCount: 8, step: 5)
    let small = stream.matrix(rowCount: 131, columnCount: n, step: 5)
    #expect(small.elements == Array(large.elements.prefix(131 * n)))
  }

  @Test("filling overwrites whatever was there and leaves copies alone")
  func overwriting() {
    let stream = NormalStream(seed: 3, purpose: 1)
    var matrix = Matrix(rowCount: 9, columnCount: 3, repeating: .nan)
    let copy = matrix
    stream.fill(&matrix, step: 2)
    #expect(matrix == stream.matrix(rowCount: 9, columnCount: 3, step: 2))
    #expect(copy.elements.count { $0.isNaN } == 27)
  }

  @Test("empty matrices are filled without harm", arguments: [(0, 0), (0, 3), (3, 0)])
  func empty(rows: Int, columns: Int) {
    let draws = NormalStream(seed: 1, purpose: 1).matrix(rowCount: rows, columnCount: columns)
    #expect(draws.elements.isEmpty)
  }

  @Test(
    "a million draws have a normal's first four moments, and all are finite",
    arguments: [1, 2, 3] as [UInt64])
  func moments(seed: UInt64) {
    let draws = NormalStream(seed: seed, purpose: 3).matrix(rowCount: 1000, columnCount: 1000).elements
    let n = Double(draws.count)
    // The generator's largest possible value is sqrt(2 log 2^53) = 8.57.
    let largest = draws.reduce(0) { $1.isNaN ? .nan : max($0, abs($1)) }
    #expect(largest < 8.6)
    let mean = draws.reduce(0, +) / n
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for x in draws {
      let square = (x - mean) * (x - mean)
      second += square
      third += square * (x - mean)
      fourth += square * square
    }
    let variance = second / n
    #expect(abs(mean) < 4 / n.squareRoot())
    #expect(abs(variance - 1) < 4 * (2 / n).squareRoot())
    #expect(abs(third / n / pow(variance, 1.5)) < 4 * (6 / n).squareRoot())
    #expect(abs(fourth / n / (variance * variance) - 3) < 4 * (24 / n).squareRoot())
  }

  @Test("a million draws follow the normal distribution (Kolmogorov-Smirnov)", arguments: [1, 2] as [UInt64])
  func distribution(seed: UInt64) {
    let draws = NormalStream(seed: seed, purpose: 3).matrix(rowCount: 1000, columnCount: 1000).elements
    #expect(kolmogorovSmirnov(draws) < 1.95)  // exceeded once in 1000
    // Even and odd columns are sines and cosines; each must be normal by itself.
    #expect(kolmogorovSmirnov((0..<500_000).map { draws[$0 / 1000 * 2000 + $0 % 1000] }) < 1.95)
    #expect(kolmogorovSmirnov((0..<500_000).map { draws[$0 / 1000 * 2000 + 1000 + $0 % 1000] }) < 1.95)
  }

  @Test("the Kolmogorov-Smirnov test of these tests notices a variance that is 3 % off")
  func testHasPower() {
    let draws = NormalStream(seed: 1, purpose: 3).matrix(rowCount: 1000, columnCount: 1000).elements
    #expect(kolmogorovSmirnov(draws.map { $0 * 1.03.squareRoot() }) > 1.95)
    #expect(kolmogorovSmirnov(draws.map { $0 + 0.005 }) > 1.95)
  }

  @Test("tails are as heavy as a normal's")
  func tails() {
    let draws = NormalStream(seed: 5, purpose: 3).matrix(rowCount: 2000, columnCount: 1000).elements
    for bound in [1.0, 2, 3, 4] {
      let expected = Double(draws.count) * erfc(bound / 2.0.squareRoot()) / 2
      let above = Double(draws.count { $0 > bound })
      let below = Double(draws.count { $0 < -bound })
      #expect(abs(above - expected) < 4.5 * expected.squareRoot())
      #expect(abs(below - expected) < 4.5 * expected.squareRoot())
    }
  }

  @Test("neighbouring rows and columns are independent", arguments: [1, 2, 3, 128])
  func neighbours(distance: Int) {
    let n = 1000
    let draws = NormalStream(seed: 8, purpose: 3).matrix(rowCount: n, columnCount: n)
    let columns = (0..<n).map(draws.column)
    expectIndependent(
      columns.flatMap { $0.dropLast(distance) }, columns.flatMap { $0.dropFirst(distance) })
    expectIndependent(
      columns.dropLast(distance).flatMap { $0 }, columns.dropFirst(distance).flatMap { $0 })
    // Diagonal neighbours, and the two halves of one block alone.
    expectIndependent(
      columns.dropLast(distance).flatMap { $0.dropLast(distance) },
      columns.dropFirst(distance).flatMap { $0.dropFirst(distance) })
    let pairs = stride(from: 0, to: n - 1, by: 2)
    expectIndependent(pairs.flatMap { columns[$0] }, pairs.flatMap { columns[$0 + 1] })
  }

  @Test("different steps, purposes and seeds are independent of one another and of the transpose")
  func streams() {
    let n = 700
    func draws(seed: UInt64 = 8, purpose: UInt32 = 3, step: UInt64 = 0) -> Matrix {
      NormalStream(seed: seed, purpose: purpose).matrix(rowCount: n, columnCount: n, step: step)
    }
    let base = draws()
    let others = [
      draws(step: 1), draws(step: 2), draws(step: 1 << 32), draws(purpose: 1), draws(purpose: 2),
      draws(purpose: 4), draws(seed: 7), draws(seed: 9), draws(seed: 8 | 1 << 32), draws(seed: 8 | 1 << 63),
      draws(seed: 3, purpose: 8),
    ]
    for other in others { expectIndependent(base.elements, other.elements) }
    var (upper, lower): ([Double], [Double]) = ([], [])
    for j in 0..<n {
      for i in 0..<j {
        upper.append(base[i, j])
        lower.append(base[j, i])
      }
    }
    expectIndependent(upper, lower)
    expectIndependent(others[0].elements, others[1].elements)
    expectIndependent(others[3].elements, others[4].elements)
  }

  /// sqrt(n) times the largest distance of the empirical distribution from N(0, 1).
  private func kolmogorovSmirnov(_ draws: [Double]) -> Double {
    let n = Double(draws.count)
    var largest = 0.0
    for (k, x) in draws.sorted().enumerated() {
      let below = erfc(-x / 2.0.squareRoot()) / 2
      largest = max(largest, Double(k + 1) / n - below, below - Double(k) / n)
    }
    return largest * n.squareRoot()
  }

  /// Seed 1, purpose 3, step 40, 2 x 3; column by column.
  private let goldenDraws: [UInt64] = [
    0x3fd4_8459_d131_e075, 0x3fe4_8f5b_1c1b_c1a3, 0x3feb_a334_1037_2558, 0x4000_c64a_13d8_c1c4,
    0x3fe9_b2d1_39f6_c833, 0x3fef_fe32_5e16_6b60,
  ]
}
