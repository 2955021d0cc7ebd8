import TestSupport
import Testing
import TwoPhaseReport

@Suite("CRC-32C")
struct CRC32CTests {
  /// One bit at a time, from the polynomial.
  static func plain(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var value = UInt32.max
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 {
        let isOdd = value & 1 == 1
        value >>= 1
        if isOdd { value ^= 0x82f6_3b78 }
      }
    }
    return ~value
  }

  private static let known: [(bytes: [UInt8], checksum: UInt32)] = [
    ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
    ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
    ([UInt8](0..<32), 0x46dd_794e),
    ([UInt8]((0..<32).reversed()), 0x113f_db5c),
    (Array("123456789".utf8), 0xe306_9283),
    ([], 0),
  ]

  @Test("the vectors of RFC 3720 and the check value", arguments: known)
  func vectors(bytes: [UInt8], expected: UInt32) {
    #expect(CRC32C.checksum(bytes, in: 0..<bytes.count) == expected)
    #expect(Self.plain(bytes) == expected)
  }

  @Test("eight bytes at a time agree with one bit at a time, at every length and offset")
  func lengths() {
    var state: UInt64 = 7
    let bytes = (0..<300).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    for start in 0..<9 {
      for end in start...bytes.count {
        #expect(CRC32C.checksum(bytes, in: start..<end) == Self.plain(bytes[start..<end]))
      }
    }
  }
}
