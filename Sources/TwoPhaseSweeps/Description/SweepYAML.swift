import LinearAlgebra
import Yams

/// YAML as far as sweeps need it.
enum SweepYAML {
  /// The document's root.
  ///
  /// - Throws: `SweepFileError` with the line.
  static func root(_ text: String, path: String) throws -> Node? {
    func failure(_ line: Int?, _ problem: String) -> SweepFileError {
      SweepFileError(
        path, SweepPlace("", line),
        "found YAML that cannot be read (\(MessageText.line(problem, limit: 100)))")
    }
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      switch error {
      case .duplicatedKeysInMapping(let keys, let context):
        throw SweepFileError(
          path, SweepPlace("", context.mark.line),
          "found the key '\(MessageText.line(keys.first ?? "", limit: 60))' twice",
          expected: "it once")
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        throw failure(mark.line, problem)
      default:
        throw failure(
          nil, "\(error)".split(whereSeparator: \.isNewline).first.map(String.init) ?? "unreadable")
      }
    }
  }

  /// A word or a text as a YAML scalar on one line.
  static func text(_ text: String) -> String {
    let isPlain =
      (text.first.map { $0.isASCII && ($0.isLetter || "./_".contains($0)) } ?? false) && text.last != " "
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_./- ".contains($0)) }
      && SweepNumber.read(text) == nil && text.lowercased() != "null"
    if isPlain { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _
      where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
        || [0x2028, 0x2029, 0xfeff].contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// A value as a YAML scalar.
  static func text(_ value: SweepValue) -> String {
    switch value {
    case .flag(let flag): "\(flag)"
    case .text(let word): text(word)
    default: value.text
    }
  }
}
