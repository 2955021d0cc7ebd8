import Foundation

/// A .safetensors file: eight bytes of header length, a JSON header, and the tensors' bytes.
public struct SafetensorsFile: Sendable {
  /// The tensors by name.
  public let tensors: [String: StoredArray]
  /// Why the others, of types such as BOOL, cannot be read, by name.
  public let unreadable: [String: SafetensorsError]
  /// The texts that the file carries beside the tensors.
  public let metadata: [String: String]

  private static let largestHeader = 100 << 20

  private struct Tensor: Decodable {
    let dtype: String
    let shape: [Int]
    let data_offsets: [Int]
  }

  private struct Header: Decodable {
    var tensors: [String: Tensor] = [:]
    var metadata: [String: String] = [:]

    private struct Key: CodingKey {
      let stringValue: String
      let intValue: Int? = nil
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for key in container.allKeys {
        if key.stringValue == "__metadata__" {
          // Anything but texts is of no use here, and no reason to refuse the tensors.
          metadata = (try? container.decode([String: String].self, forKey: key)) ?? [:]
        } else {
          tensors[key.stringValue] = try container.decode(Tensor.self, forKey: key)
        }
      }
    }
  }

  /// Reads a file's header.
  ///
  /// - Throws: `SafetensorsError`, `FileFailure`.
  public init(path: String) throws {
    let file = try ByteSource(file: path)
    func failure(_ found: String, _ expected: String) -> SafetensorsError {
      SafetensorsError(path: path, found: found, expected: expected)
    }
    guard file.count >= 8 else {
      throw failure("\(file.count) bytes", "a header length of 8 bytes")
    }
    let length = try file.read(8, at: 0).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let room = min(file.count - 8, Self.largestHeader)
    guard length >= 2, length <= UInt64(room) else {
      throw failure(
        "a header length of \(length) bytes", "at least 2 and at most \(room), what the file can hold")
    }
    let start = 8 + Int(length)
    let bytes = try file.read(Int(length), at: 8)
    guard bytes.first == UInt8(ascii: "{"),
      let header = try? JSONDecoder().decode(Header.self, from: Data(bytes))
    else {
      throw failure("a header that is not the JSON of tensors", "dtype, shape and data_offsets of each")
    }
    if let key = RepeatedJSONKey.first(in: bytes) {
      throw failure("the key '\(MessageText.line(key))' twice in its header", "it once")
    }
    var tensors: [String: StoredArray] = [:]
    var unreadable: [String: SafetensorsError] = [:]
    for (name, tensor) in header.tensors {
      if let element = Self.format(tensor.dtype) {
        tensors[name] = try Self.array(name, tensor, element, path: path, start: start, size: file.count)
      } else {
        unreadable[name] = SafetensorsError(
          path: "\(path) (\(MessageText.line(name)))",
          found: "dtype \(MessageText.line(tensor.dtype, limit: 20))",
          expected: "F64, F32, F16, BF16 or an integer type")
      }
    }
    self.tensors = tensors
    self.unreadable = unreadable
    metadata = header.metadata
  }

  private static func array(
    _ name: String, _ tensor: Tensor, _ element: ElementFormat, path: String, start: Int, size: Int
  ) throws -> StoredArray {
    let place = "\(path) (\(MessageText.line(name)))"
    func failure(_ found: String, _ expected: String) -> SafetensorsError {
      SafetensorsError(path: place, found: found, expected: expected)
    }
    let shape = MessageText.list(tensor.shape)
    var bytes = element.size
    for extent in tensor.shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else {
        throw failure("shape \(shape)", "a shape that fits in a file")
      }
      bytes = product
    }
    guard tensor.data_offsets.count == 2, tensor.data_offsets[0] >= 0,
      tensor.data_offsets[1] >= tensor.data_offsets[0], tensor.data_offsets[1] <= size - start
    else {
      throw failure(
        "data_offsets \(MessageText.list(tensor.data_offsets))",
        "two inside the file's \(size - start) bytes of data")
    }
    let (from, to) = (tensor.data_offsets[0], tensor.data_offsets[1])
    guard to - from == bytes else {
      throw failure("\(to - from) bytes", "\(bytes) for shape \(shape) of \(tensor.dtype)")
    }
    return try StoredArray(
      name: place, shape: tensor.shape, element: element, isFortranOrder: false,
      source: .file(path: path, start: start + from, count: bytes), start: 0)
  }

  private static func format(_ dtype: String) -> ElementFormat? {
    switch dtype {
    case "F64": ElementFormat(.float, size: 8)
    case "F32": ElementFormat(.float, size: 4)
    case "F16": ElementFormat(.float, size: 2)
    case "BF16": ElementFormat(.brainFloat, size: 2)
    case "I64": ElementFormat(.signed, size: 8)
    case "I32": ElementFormat(.signed, size: 4)
    case "I16": ElementFormat(.signed, size: 2)
    case "I8": ElementFormat(.signed, size: 1)
    case "U64": ElementFormat(.unsigned, size: 8)
    case "U32": ElementFormat(.unsigned, size: 4)
    case "U16": ElementFormat(.unsigned, size: 2)
    case "U8": ElementFormat(.unsigned, size: 1)
    default: nil
    }
  }
}

/// A .safetensors file that cannot be used.
public struct SafetensorsError: DescribedFailure, Equatable {
  /// The file, with the tensor where it is about one.
  public let path: String
  /// What was found.
  public let found: String
  /// What was expected.
  public let expected: String

  /// The file's contents are wrong.
  public var kind: FailureKind { .dataFormat }
  /// One line.
  public var description: String { "\(path): found \(found), expected \(expected)" }
}
