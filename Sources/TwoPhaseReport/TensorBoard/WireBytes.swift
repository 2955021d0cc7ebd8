/// The wire format of protocol buffers, appended to bytes: the few kinds of fields that event files need.
struct WireBytes {
  /// What was written.
  private(set) var bytes: [UInt8] = []

  /// A message made by `build`.
  static func message(_ build: (inout WireBytes) -> Void) -> [UInt8] {
    var message = WireBytes()
    build(&message)
    return message.bytes
  }

  /// Removes everything and keeps the room.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Bytes as they are.
  mutating func append(_ other: [UInt8]) { bytes.append(contentsOf: other) }

  /// A number in groups of seven bits, lowest first.
  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Eight bytes, lowest first.
  mutating func fixed64(_ value: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Four bytes, lowest first.
  mutating func fixed32(_ value: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// An integer or enumeration.
  mutating func integer(_ field: UInt64, _ value: Int) {
    varint(field << 3)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// A double.
  mutating func double(_ field: UInt64, _ value: Double) {
    varint(field << 3 | 1)
    fixed64(value.bitPattern)
  }

  /// Bytes, a string or a message.
  mutating func block(_ field: UInt64, _ content: [UInt8]) {
    varint(field << 3 | 2)
    varint(UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// A string.
  mutating func text(_ field: UInt64, _ content: String) { block(field, Array(content.utf8)) }

  /// A message.
  mutating func message(_ field: UInt64, _ build: (inout WireBytes) -> Void) {
    block(field, Self.message(build))
  }
}
