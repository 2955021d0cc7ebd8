import CRandom123
import Foundation
import LinearAlgebra
import TestSupport
import Testing

private typealias Words = (UInt32, UInt32, UInt32, UInt32)

@Suite("Normal draws against Random123's own philox.h")
struct Random123Tests {
  init() throws {
    try #require(random123_is_here() == 1, "install librandom123-dev and build again")
  }

  private func reference(_ counter: Words, key: (UInt32, UInt32)) -> Words {
    var out: [UInt32] = [0, 0, 0, 0]
    random123_philox4x32_10([counter.0, counter.1, counter.2, counter.3], [key.0, key.1], &out)
    return (out[0], out[1], out[2], out[3])
  }

  @Test("100 000 random counters and keys give the same blocks")
  func blocks() {
    var random = TestRandom(123)
    func word() -> UInt32 {
      // One in eight is an end of the range, where carries and masks would show.
      let bits = random.next()
      let ends: [UInt32] = [0, 1, 0x7fff_ffff, 0xffff_ffff]
      return bits % 8 == 0 ? ends[Int((bits >> 3) % 4)] : UInt32(truncatingIfNeeded: bits >> 32)
    }
    var different = 0
    for _ in 0..<100_000 {
      let counter = (word(), word(), word(), word())
      let key = (word(), word())
      if NormalStream.philox(counter: counter, key: key) != reference(counter, key: key) { different += 1 }
    }
    #expect(different == 0)
  }

  @Test(
    "a fill is Box-Muller of Random123's words",
    arguments: [(1, 3, 0), (0xdead_beef_0123_4567, 7, 0x9_8765_4321)] as [(UInt64, UInt32, UInt64)])
  func fill(seed: UInt64, purpose: UInt32, step: UInt64) {
    let (rows, columns) = (333, 41)
    let draws = NormalStream(seed: seed, purpose: purpose)
      .matrix(rowCount: rows, columnCount: columns, step: step)
    let seedWords = (UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32))
    let derived = reference((purpose, 0, 0, 0x5450_5341), key: seedWords)
    var largest = 0.0
    for column in 0..<columns {
      for row in 0..<rows {
        let words = reference(
          (UInt32(column / 2), UInt32(row), UInt32(truncatingIfNeeded: step), UInt32(step >> 32)),
          key: (derived.0, derived.1))
        let (a, b) = (UInt64(words.0) << 32 | UInt64(words.1), UInt64(words.2) << 32 | UInt64(words.3))
        let radius = (-2 * log((Double(a >> 11) + 1) * 0x1p-53)).squareRoot()
        let angle = Double.pi * (Double(b >> 11) * 0x1p-52 - 1)
        let expected = radius * (column % 2 == 0 ? sin(angle) : cos(angle))
        largest = max(largest, abs(draws[row, column] - expected))
      }
    }
    #expect(largest < 4e-15)
  }
}
