import Foundation

extension NPYArray {
  /// How an array is written.
  public struct Format: Sendable, Equatable {
    /// The kind of number.
    public enum Element: String, Sendable {
      /// 4 bytes; values are rounded.
      case float32 = "f4"
      /// 8 bytes, exact.
      case float64 = "f8"
    }

    /// The kind of number.
    public var element: Element
    /// First index fastest.
    public var fortranOrder: Bool
    /// Byte order.
    public var littleEndian: Bool
    /// The .npy format's major version: 1, 2 or 3.
    public var version: Int

    /// A format; the default is what NumPy itself writes for a C-ordered float64 array.
    public init(
      element: Element = .float64, fortranOrder: Bool = false, littleEndian: Bool = true, version: Int = 1
    ) {
      precondition((1...3).contains(version), "the .npy format has versions 1, 2 and 3")
      self.element = element
      self.fortranOrder = fortranOrder
      self.littleEndian = littleEndian
      self.version = version
    }
  }

  /// The bytes of a .npy file.
  public func data(_ format: Format = Format()) -> Data {
    let dtype = (format.littleEndian ? "<" : ">") + format.element.rawValue
    var data = Self.header(
      dtype: dtype, fortranOrder: format.fortranOrder, shape: shape, version: format.version)
    let stored = format.fortranOrder ? Self.reordered(values, shape: shape) : values
    switch format.element {
    case .float64:
      let bits = stored.map { format.littleEndian ? $0.bitPattern.littleEndian : $0.bitPattern.bigEndian }
      bits.withUnsafeBytes { data.append(contentsOf: $0) }
    case .float32:
      let bits = stored.map {
        format.littleEndian ? Float($0).bitPattern.littleEndian : Float($0).bitPattern.bigEndian
      }
      bits.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    return data
  }

  /// The bytes of a .npy file of 8-byte integers, one dimension.
  public static func data(integers: [Int]) -> Data {
    var data = header(dtype: "<i8", fortranOrder: false, shape: [integers.count], version: 1)
    integers.map(\.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
    return data
  }

  private static func header(dtype: String, fortranOrder: Bool, shape: [Int], version: Int) -> Data {
    let extents =
      shape.count == 1 ? "(\(shape[0]),)" : "(" + shape.map(String.init).joined(separator: ", ") + ")"
    let order = fortranOrder ? "True" : "False"
    var header = "{'descr': '\(dtype)', 'fortran_order': \(order), 'shape': \(extents), }"
    let lengthBytes = version == 1 ? 2 : 4
    let unpadded = 8 + lengthBytes + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    var data = Data(NPYHeader.signature)
    data.append(contentsOf: [UInt8(version), 0])
    let length = header.utf8.count
    for k in 0..<lengthBytes { data.append(UInt8(length >> (8 * k) & 0xff)) }
    data.append(contentsOf: header.utf8)
    return data
  }

  /// Writes a file, which appears whole or not at all.
  ///
  /// - Throws: `FileFailure`.
  public func write(to path: String, _ format: Format = Format()) throws(FileFailure) {
    try AtomicFile.write(data(format), to: path)
  }
}
