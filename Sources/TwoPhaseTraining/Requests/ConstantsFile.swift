import Foundation
import LinearAlgebra
import TwoPhaseTheory
import Yams

/// A YAML file of constants: `profile`, and any constant by its name. docs/file-formats.md.
///
/// ```yaml
/// profile: li-yuan-2017
/// gamma: 0.02
/// convexity: 0.05
/// ```
struct ConstantsFile {
  let profile: TheoremRequest.Profile?
  let constants: [ResolvedConstants.Given]

  /// Reads a file.
  ///
  /// - Throws: `FileFailure` when it cannot be read, `ConstantsFileError` naming line and key.
  init(path: String) throws {
    let data = try AtomicFile.read(path)
    guard let text = String(data: data, encoding: .utf8) else {
      throw ConstantsFileError(path: path, line: nil, "found bytes that are not UTF-8, expected YAML")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw ConstantsFileError(path: path, error)
    }
    guard let root else {
      throw ConstantsFileError(path: path, line: nil, "found an empty file, expected names with their values")
    }
    guard case .mapping(let mapping) = root else {
      throw ConstantsFileError(
        path: path, line: root.mark?.line, "found no mapping, expected lines such as 'gamma: 0.02'")
    }
    var profile: TheoremRequest.Profile?
    var constants: [ResolvedConstants.Given] = []
    for (key, value) in mapping {
      func failure(_ what: String) -> ConstantsFileError {
        ConstantsFileError(path: path, line: key.mark?.line, what)
      }
      let word = key.string ?? ""
      if word == "profile" {
        guard let found = value.string.flatMap(TheoremRequest.Profile.init) else {
          let words = TheoremRequest.Profile.allCases.map(\.rawValue).joined(separator: ", ")
          throw failure("profile: found '\(value.string ?? "no word")', expected one of: \(words)")
        }
        profile = found
        continue
      }
      guard let name = TheoremConstants.Name(rawValue: word) else {
        let names = TheoremConstants.Name.allCases.map(\.rawValue).joined(separator: ", ")
        throw failure("found the key '\(word)', expected profile or one of: \(names)")
      }
      guard let number = value.float, number.isFinite else {
        throw failure(
          "\(word): found '\(value.string ?? "no number")', expected \(TheoremConstantError.expected(name))")
      }
      var probe = TheoremConstants.liYuan2017
      do {
        try probe.set(name, to: number, source: path)
      } catch {
        throw failure(error.description)
      }
      constants.append(.init(name: name, value: number, source: path))
    }
    self.profile = profile
    self.constants = constants
  }
}

/// A file of constants that cannot be used.
public struct ConstantsFileError: DescribedFailure, Equatable {
  /// One line: file, line, what was found and expected.
  public let description: String

  /// The file's contents are wrong.
  public var kind: FailureKind { .dataFormat }

  init(path: String, line: Int?, _ what: String) {
    description = line.map { "\(path), line \($0): \(what)" } ?? "\(path): \(what)"
  }

  init(path: String, _ error: any Error) {
    let first = "\(error)".split(whereSeparator: \.isNewline).first.map(String.init) ?? "unreadable"
    self.init(
      path: path, line: nil, "found YAML that cannot be read (\(first)), expected names with their values")
  }
}
