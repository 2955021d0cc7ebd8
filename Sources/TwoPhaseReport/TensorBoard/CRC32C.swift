/// The checksum of TFRecord files: CRC-32C (Castagnoli, RFC 3720 appendix B.4).
package enum CRC32C {
  /// Eight tables of 256: entry b of table k is the checksum of byte b followed by k zero bytes.
  private static let tables: [UInt32] = {
    var tables: [UInt32] = []
    for byte: UInt32 in 0..<256 {
      var value = byte
      for _ in 0..<8 {
        let isOdd = value & 1 == 1
        value >>= 1
        if isOdd { value ^= 0x82f6_3b78 }
      }
      tables.append(value)
    }
    for k in 256..<2048 {
      let before = tables[k - 256]
      let low: UInt32 = tables[Int(before & 0xff)]
      tables.append(low ^ before >> 8)
    }
    return tables
  }()

  /// The checksum of some bytes of an array.
  ///
  /// - Complexity: O(n), eight bytes at a time.
  package static func checksum(_ bytes: [UInt8], in range: Range<Int>) -> UInt32 {
    let tables = Self.tables
    var value = UInt32.max
    var at = range.lowerBound
    func word(_ at: Int) -> UInt32 {
      let low = UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8
      let high = UInt32(bytes[at + 2]) | UInt32(bytes[at + 3]) << 8
      return low | high << 16
    }
    func look(_ table: Int, _ value: UInt32, _ shift: UInt32) -> UInt32 {
      tables[table << 8 | Int(value >> shift & 0xff)]
    }
    while range.upperBound - at >= 8 {
      let low = value ^ word(at)
      let high = word(at + 4)
      value = look(7, low, 0) ^ look(6, low, 8) ^ look(5, low, 16) ^ look(4, low, 24)
      value ^= look(3, high, 0) ^ look(2, high, 8) ^ look(1, high, 16) ^ look(0, high, 24)
      at += 8
    }
    while at < range.upperBound {
      let rest = value >> 8
      value = rest ^ look(0, value ^ UInt32(bytes[at]), 0)
      at += 1
    }
    return ~value
  }

  /// As TFRecord stores it: turned right by 15 bits, plus a constant, so that data holding checksums keep sound ones.
  package static func masked(_ bytes: [UInt8], in range: Range<Int>) -> UInt32 {
    let value = checksum(bytes, in: range)
    let turned = value >> 15 | value << 17
    return turned &+ 0xa282_ead8
  }
}
