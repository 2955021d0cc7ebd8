import LinearAlgebra
import Yams

/// A number or a word as the file has it.
struct SweepLiteral {
  let text: String
  /// A number in quotes is a word.
  let isQuoted: Bool
  let line: Int?

  /// Nil for a list or a mapping.
  init?(_ node: Node) {
    guard case .scalar(let scalar) = node else { return nil }
    text = scalar.string
    isQuoted = scalar.style != .plain && scalar.style != .any
    line = node.mark?.line
  }

  /// The number; nil for a word.
  var number: Double? { isQuoted ? nil : SweepNumber.read(text) }
  /// The number when it is written without a point.
  var integer: Int? { isQuoted ? nil : Int(text) }
  /// Whether YAML has nothing there.
  var isNull: Bool { !isQuoted && ["", "~", "null", "Null", "NULL"].contains(text) }
  /// True or false; nil for another word.
  var flag: Bool? { isQuoted ? nil : Bool(text) }
  /// For messages.
  var shown: String {
    if isNull { return "nothing" }
    return number == nil ? "'\(MessageText.line(text, limit: 60))'" : text
  }

  /// A number as it is shown in tables: whole when it is written so.
  var value: SweepValue {
    if let integer { return .integer(integer) }
    return number.map(SweepValue.real) ?? .text(text)
  }

  /// What a node is, for messages.
  static func shown(_ node: Node) -> String {
    switch node {
    case .mapping: "a mapping"
    case .sequence: "a list"
    default: SweepLiteral(node)?.shown ?? "nothing"
    }
  }
}
