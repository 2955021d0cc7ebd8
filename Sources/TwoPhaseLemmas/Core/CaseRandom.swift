import Foundation
import LinearAlgebra

/// The random numbers of one case: a counter-based stream, so that case i is the same whatever ran before it.
struct CaseRandom {
  private let stream: NormalStream
  private let index: UInt64
  private var draws: UInt32 = 0

  /// The numbers of case `index` of a lemma.
  init(seed: UInt64, lemma: String, use: Use, index: UInt64) {
    stream = NormalStream(seed: seed, purpose: Self.purpose(lemma, use))
    self.index = index
  }

  /// What the numbers are for.
  enum Use: UInt32 {
    case samples = 0
    case ascents = 1
    case inputs = 2
    case shrinking = 3
  }

  /// A purpose for each lemma, outside the range of those of runs (`RandomPurpose`).
  static func purpose(_ lemma: String, _ use: Use) -> UInt32 {
    var hash: UInt32 = 2_166_136_261  // FNV-1a
    for byte in lemma.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return 0x4000_0000 | (hash & 0x0FFF_FFFF) << 2 | use.rawValue
  }

  private mutating func word() -> UInt32 {
    draws += 1
    // Normals use counters whose last word is small; this one keeps apart.
    return stream.words(
      counter: (
        draws, UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32), 0xFFFF_0000
      )
    ).0
  }

  mutating func unit() -> Double {
    let (high, low) = (UInt64(word()), UInt64(word()))
    return Double((high << 21) ^ (low >> 11)) * 0x1p-53
  }

  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    clamped(range.lowerBound + (range.upperBound - range.lowerBound) * unit(), range)
  }

  mutating func logUniform(_ range: ClosedRange<Double>) -> Double {
    clamped(exp(uniform(log(range.lowerBound)...log(range.upperBound))), range)
  }

  /// Rounding can leave the range by a bit.
  private func clamped(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    min(max(value, range.lowerBound), range.upperBound)
  }

  mutating func sign() -> Double { word() & 1 == 0 ? -1 : 1 }

  mutating func index(below count: Int) -> Int { min(count - 1, Int(unit() * Double(count))) }

  mutating func seed() -> UInt64 { UInt64(word()) << 32 | UInt64(word()) }

  mutating func permutation(of count: Int) -> [Int] {
    var result = Array(0..<count)
    for k in stride(from: count - 1, to: 0, by: -1) { result.swapAt(k, index(below: k + 1)) }
    return result
  }

  /// d x d independent normals.
  mutating func matrix(_ d: Int) -> Matrix {
    draws += 1
    // The step of a normal stream has 64 bits: 40 for the case, 24 for the draw.
    return stream.matrix(rowCount: d, columnCount: d, step: index << 24 | UInt64(draws))
  }
}
