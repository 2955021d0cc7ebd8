import Foundation

/// The header of a .npy file: format versions 1.0, 2.0 and 3.0.
struct NPYHeader {
  let element: ElementFormat
  let isFortranOrder: Bool
  let shape: [Int]
  /// Where the data begin.
  let dataOffset: Int
  /// How many numbers there are.
  let count: Int

  static let signature: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]  // \x93NUMPY

  /// The longest header that is read. NumPy's own are below 10 kB, but a damaged length can claim 4 GB.
  private static let longest = 1 << 20

  /// The bytes from the start of a file to its data, from its first twelve; nil when they are no .npy's or claim an
  /// absurd header.
  static func length(prefix: [UInt8]) -> Int? {
    guard prefix.count >= 12, prefix.starts(with: signature) else { return nil }
    let lengthBytes = prefix[6] == 1 ? 2 : 4
    let length = prefix[8..<(8 + lengthBytes)].reversed().reduce(0) { $0 << 8 | Int($1) }
    return length <= longest ? 8 + lengthBytes + length : nil
  }

  /// Parses the start of a file of `fileSize` bytes, or a whole file; throws `NPYError`.
  init(_ data: Data, path: String, fileSize: Int? = nil, allowsIntegers: Bool = false) throws(NPYError) {
    func failure(_ problem: NPYError.Problem) -> NPYError { NPYError(path: path, problem) }
    let prefix = [UInt8](data.prefix(12))
    guard prefix.starts(with: Self.signature) else {
      throw failure(
        Self.signature.starts(with: prefix) && !prefix.isEmpty
          ? .truncatedHeader(found: data.count, expected: 10) : .notNPY)
    }
    guard prefix.count >= 10 else { throw failure(.truncatedHeader(found: data.count, expected: 10)) }
    let (major, minor) = (Int(prefix[6]), Int(prefix[7]))
    guard (1...3).contains(major), minor == 0 else { throw failure(.version(major: major, minor: minor)) }
    let lengthBytes = major == 1 ? 2 : 4
    let start = 8 + lengthBytes
    guard prefix.count >= start else { throw failure(.truncatedHeader(found: data.count, expected: start)) }
    let length = prefix[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    let available = fileSize ?? data.count
    guard available >= start + length else {
      throw failure(.truncatedHeader(found: available, expected: start + length))
    }
    guard length <= Self.longest else {
      throw failure(.header("\(length) bytes long, more than \(Self.longest)"))
    }
    guard data.count >= start + length else {
      throw failure(.truncatedHeader(found: data.count, expected: start + length))
    }
    dataOffset = start + length
    let text = String(
      decoding: data[(data.startIndex + start)..<(data.startIndex + dataOffset)], as: UTF8.self)

    var parser = PythonLiteral(text)
    guard case .dictionary(let entries)? = parser.parse() else { throw failure(.header("not a dictionary")) }
    guard let descr = entries["descr"] else { throw failure(.header("no descr")) }
    guard case .boolean(let fortran)? = entries["fortran_order"] else {
      throw failure(.header("no fortran_order"))
    }
    guard case .tuple(let items)? = entries["shape"] else { throw failure(.header("no shape")) }
    if case .list = descr { throw failure(.dtype("with fields (a structured array)")) }
    guard case .string(let dtype) = descr else { throw failure(.header("a descr that is no dtype")) }
    guard let format = Self.format(dtype), format.kind == .float || allowsIntegers else {
      throw failure(.dtype(Self.describe(dtype)))
    }
    element = format
    isFortranOrder = fortran
    var shape: [Int] = []
    for item in items {
      guard case .integer(let extent) = item, extent >= 0 else {
        throw failure(.header("a shape that is no shape"))
      }
      shape.append(extent)
    }
    guard shape.count <= 3 else { throw failure(.dimensions(found: shape, expected: "at most 3 dimensions")) }
    var volume = 8  // bytes as doubles; as in NumPy, an extent of 0 does not excuse the others
    for extent in shape {
      let (product, overflow) = volume.multipliedReportingOverflow(by: max(extent, 1))
      guard !overflow else { throw failure(.header("a shape too large for this machine")) }
      volume = product
    }
    self.shape = shape
    count = shape.contains(0) ? 0 : volume / 8
  }

  /// The format of a dtype: float32, float64 and the integers; nil for others.
  private static func format(_ dtype: String) -> ElementFormat? {
    guard let order = dtype.first, let size = Int(dtype.dropFirst(2)) else { return nil }
    let kind = dtype.dropFirst().first
    let isLittleEndian = order != ">"
    if kind == "f", "<>=".contains(order), size == 4 || size == 8 {
      return ElementFormat(.float, size: size, isLittleEndian: isLittleEndian)
    }
    guard kind == "i" || kind == "u", [1, 2, 4, 8].contains(size), "<>=|".contains(order) else { return nil }
    return ElementFormat(kind == "i" ? .signed : .unsigned, size: size, isLittleEndian: isLittleEndian)
  }

  /// A dtype as NumPy writes it, with its name where it is a common one.
  private static func describe(_ dtype: String) -> String {
    let names: [Character: String] = [
      "i": "int", "u": "uint", "f": "float", "c": "complex", "b": "bool", "O": "object", "U": "text",
      "S": "bytes",
      "M": "datetime", "m": "timedelta",
    ]
    guard dtype.utf8.count <= 32, dtype.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
      return "with an unreadable name"  // the message is to stay one short line
    }
    if ["f4", "f8", "|f4", "|f8"].contains(dtype) { return "'\(dtype)' (without a byte order)" }
    let body = dtype.drop { "<>=|".contains($0) }
    guard let kind = body.first, let name = names[kind] else { return "'\(dtype)'" }
    guard "iufc".contains(kind), let bytes = Int(body.dropFirst()), (1...64).contains(bytes) else {
      return "'\(dtype)' (\(name))"
    }
    return "'\(dtype)' (\(name)\(bytes * 8))"
  }
}
