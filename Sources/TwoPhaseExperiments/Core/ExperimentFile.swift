import Foundation
import LinearAlgebra
import Yams

/// An experiment as a YAML file describes it. docs/experiments.md has the format.
///
/// ```yaml
/// name: fig8
/// kind: recovery
/// title: Recovering the teacher
/// source: "[S], figure 8"
/// claim: With identity mapping and a norm bound the loss goes to zero.
/// settings: {dimension: 100, seeds: 3}
/// quick: {seeds: 2}
/// ```
public struct ExperimentFile {
  /// The experiment's name, also its folder's.
  public let name: String
  /// The word that says which experiment it is.
  public let kind: String
  /// A line for people.
  public let title: String
  /// What is claimed.
  public let claim: String
  /// Whose claim it is.
  public let source: String
  /// The file's name in errors.
  public let path: String
  private let settings: Node.Mapping
  private let quick: Node.Mapping

  private enum Key: String, CaseIterable {
    case name, kind, title, claim, source, settings, quick
  }

  /// Reads a file.
  ///
  /// - Throws: `FileFailure` when it cannot be read, `ExperimentFileError` naming line and key.
  public init(path: String) throws {
    let data = try AtomicFile.read(path)
    guard let text = String(data: data, encoding: .utf8) else {
      throw ExperimentFileError(path: path, line: nil, "found bytes that are not UTF-8, expected YAML")
    }
    try self.init(text: text, path: path)
  }

  /// Reads a text; `path` is its name in errors.
  ///
  /// - Throws: `ExperimentFileError` naming line and key.
  public init(text: String, path: String) throws {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      let first = "\(error)".split(whereSeparator: \.isNewline).first.map(String.init) ?? "unreadable"
      throw ExperimentFileError(path: path, line: nil, "found YAML that cannot be read (\(first))")
    }
    guard case .mapping(let mapping) = root else {
      throw ExperimentFileError(
        path: path, line: root?.mark?.line, "found no mapping, expected an experiment")
    }
    try Self.refuseOthers(mapping, Key.allCases.map(\.rawValue), path: path)
    func words(_ key: Key) throws -> String {
      guard let node = mapping[key.rawValue] else {
        throw ExperimentFileError(path: path, line: nil, "found no '\(key.rawValue)', expected one")
      }
      let lines = node.string?.split(whereSeparator: \.isNewline).joined(separator: " ")
      guard let found = lines?.trimmingCharacters(in: .whitespaces), !found.isEmpty else {
        throw ExperimentFileError(path: path, line: node.mark?.line, "\(key.rawValue): found no text")
      }
      return found
    }
    func part(_ key: Key) throws -> Node.Mapping {
      guard let node = mapping[key.rawValue] else { return Node.Mapping([]) }
      guard case .mapping(let found) = node else {
        throw ExperimentFileError(
          path: path, line: node.mark?.line, "\(key.rawValue): found no mapping, expected keys with values")
      }
      return found
    }
    self.path = path
    name = try words(.name)
    guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }), name.count <= 60
    else {
      throw ExperimentFileError(
        path: path, line: mapping["name"]?.mark?.line,
        "name: found '\(MessageText.line(name, limit: 60))', expected letters, digits and '-': it names a folder"
      )
    }
    kind = try words(.kind)
    title = try words(.title)
    claim = try words(.claim)
    source = try words(.source)
    settings = try part(.settings)
    quick = try part(.quick)
  }

  /// Refuses keys that mean nothing, and repeated ones.
  private static func refuseOthers(_ mapping: Node.Mapping, _ keys: [String], path: String) throws {
    var seen: Set<String> = []
    for (key, _) in mapping {
      let word = key.string ?? ""
      guard keys.contains(word) else {
        throw ExperimentFileError(
          path: path, line: key.mark?.line,
          "found the key '\(MessageText.line(word, limit: 60))', expected one of: \(keys.joined(separator: ", "))"
        )
      }
      guard seen.insert(word).inserted else {
        throw ExperimentFileError(path: path, line: key.mark?.line, "found the key '\(word)' twice")
      }
    }
  }

  /// The settings as they are used, and their text.
  ///
  /// - Parameter isQuick: whether the short form's are put over the others.
  /// - Throws: `ExperimentFileError`.
  func settings<Settings: ExperimentSettings>(
    _ type: Settings.Type, isQuick: Bool
  ) throws -> (settings: Settings, text: String) {
    try Self.refuseOthers(settings, Settings.keys, path: path)
    try Self.refuseOthers(quick, Settings.keys, path: path)
    var merged = settings
    if isQuick { for (key, value) in quick { merged[key] = value } }
    let text = try Yams.serialize(node: .mapping(merged), width: 100)
    do {
      return (try YAMLDecoder().decode(Settings.self, from: .mapping(merged), userInfo: [:]), text)
    } catch let error as DecodingError {
      throw ExperimentFileError(path: path, error, in: merged)
    }
  }
}

/// A file that describes no experiment.
public struct ExperimentFileError: DescribedFailure, Equatable {
  /// One line: file, line, what was found and expected.
  public let description: String

  /// The file's contents are wrong.
  public var kind: FailureKind { .dataFormat }

  init(path: String, line: Int?, _ what: String) {
    description = line.map { "\(path), line \($0): \(what)" } ?? "\(path): \(what)"
  }

  init(path: String, _ error: DecodingError, in settings: Node.Mapping) {
    func place(_ context: DecodingError.Context) -> String {
      context.codingPath.map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }.joined(separator: ".")
    }
    func line(_ context: DecodingError.Context) -> Int? {
      var node: Node? = .mapping(settings)
      var line: Int?
      for key in context.codingPath {
        node =
          key.intValue.map { index in node?.sequence.flatMap { $0.indices.contains(index) ? $0[index] : nil }
          }
          ?? node?.mapping?[key.stringValue]
        line = node?.mark?.line ?? line
      }
      return line
    }
    switch error {
    case .keyNotFound(let key, let context):
      let prefix = context.codingPath.isEmpty ? "settings" : "settings: \(place(context))"
      self.init(path: path, line: line(context), "\(prefix): found no '\(key.stringValue)', expected one")
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      self.init(
        path: path, line: line(context), "\(place(context)): found another value, expected \(Self.word(type))"
      )
    case .dataCorrupted(let context):
      self.init(
        path: path, line: line(context),
        "\(place(context)): \(MessageText.line(context.debugDescription, limit: 200))")
    @unknown default:
      self.init(path: path, line: nil, MessageText.line("\(error)", limit: 160))
    }
  }

  private static func word(_ type: Any.Type) -> String {
    switch type {
    case is Int.Type, is UInt64.Type: "a whole number"
    case is Double.Type: "a number"
    case is String.Type: "a word"
    case is Bool.Type: "true or false"
    default: "a list or mapping as docs/experiments.md has it"
    }
  }
}
