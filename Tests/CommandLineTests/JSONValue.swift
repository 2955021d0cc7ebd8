import Foundation
import Testing

/// A JSON document read without any of the library's own types.
enum JSONValue: Decodable, Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  init(_ data: Data) throws { self = try JSONDecoder().decode(JSONValue.self, from: data) }
  init(_ text: String) throws { try self.init(Data(text.utf8)) }

  /// A member; throws when there is none.
  func member(_ key: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONValue {
    try #require(members[key], "no key \(key)", sourceLocation: sourceLocation)
  }

  /// A member of a member, and so on.
  func at(_ keys: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONValue {
    try keys.reduce(self) { try $0.member($1, sourceLocation: sourceLocation) }
  }

  var members: [String: JSONValue] { if case .object(let members) = self { members } else { [:] } }
  var keys: Set<String> { Set(members.keys) }
  var isNull: Bool { self == .null }
  var double: Double? { if case .number(let value) = self { value } else { nil } }
  var text: String? { if case .string(let value) = self { value } else { nil } }
  var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
  /// The numbers of an array, nil for each null.
  var doubles: [Double?] { elements.map(\.double) }
  /// The numbers of an array; throws when one is missing.
  func numbers(sourceLocation: SourceLocation = #_sourceLocation) throws -> [Double] {
    try elements.map { try #require($0.double, sourceLocation: sourceLocation) }
  }
}
