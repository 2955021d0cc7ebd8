/// How one number is stored in a file: NumPy's and safetensors' real and integer types.
public struct ElementFormat: Sendable, Equatable {
  /// What the bytes mean.
  public enum Kind: Sendable, Equatable {
    /// IEEE 754 binary16, binary32 or binary64.
    case float
    /// The upper half of a binary32.
    case brainFloat
    /// Two's complement.
    case signed
    /// Unsigned.
    case unsigned
  }

  /// What the bytes mean.
  public let kind: Kind
  /// Bytes a number: 1, 2, 4 or 8.
  public let size: Int
  /// The order of the bytes.
  public let isLittleEndian: Bool

  /// A format.
  public init(_ kind: Kind, size: Int, isLittleEndian: Bool = true) {
    self.kind = kind
    self.size = size
    self.isLittleEndian = isLittleEndian
  }

  /// True for numbers with a fraction.
  public var isReal: Bool { kind == .float || kind == .brainFloat }
  /// True for real numbers of less than 64 bits.
  public var isSinglePrecision: Bool { isReal && size < 8 }

  /// Widens `count` numbers from `bytes` into `values`, exactly (integers beyond 2^53 are rounded).
  ///
  /// - Precondition: `bytes` holds at least `count * size` bytes and `values` at least `count` numbers.
  public func decode(_ bytes: [UInt8], count: Int, into values: inout [Double]) {
    precondition(bytes.count >= count * size && values.count >= count, "too few bytes or too little room")
    bytes.withUnsafeBytes { source in
      values.withUnsafeMutableBufferPointer { target in
        for k in 0..<count { target[k] = number(source, at: k * size) }
      }
    }
  }

  private func number(_ source: UnsafeRawBufferPointer, at offset: Int) -> Double {
    switch size {
    case 8:
      let bits = source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let word = isLittleEndian ? UInt64(littleEndian: bits) : UInt64(bigEndian: bits)
      switch kind {
      case .float, .brainFloat: return Double(bitPattern: word)
      case .signed: return Double(Int64(bitPattern: word))
      case .unsigned: return Double(word)
      }
    case 4:
      let bits = source.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      let word = isLittleEndian ? UInt32(littleEndian: bits) : UInt32(bigEndian: bits)
      switch kind {
      case .float, .brainFloat: return Double(Float(bitPattern: word))
      case .signed: return Double(Int32(bitPattern: word))
      case .unsigned: return Double(word)
      }
    case 2:
      let bits = source.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
      let word = isLittleEndian ? UInt16(littleEndian: bits) : UInt16(bigEndian: bits)
      switch kind {
      case .float: return Self.half(word)
      case .brainFloat: return Double(Float(bitPattern: UInt32(word) << 16))
      case .signed: return Double(Int16(bitPattern: word))
      case .unsigned: return Double(word)
      }
    default:
      return kind == .signed ? Double(Int8(bitPattern: source[offset])) : Double(source[offset])
    }
  }

  /// Binary16, by hand: Swift's Float16 is not on every processor.
  private static func half(_ bits: UInt16) -> Double {
    let sign: Double = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1f)
    let fraction = Double(bits & 0x3ff) / 1024
    switch exponent {
    case 0: return sign * fraction * 0x1p-14
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
    }
  }
}
