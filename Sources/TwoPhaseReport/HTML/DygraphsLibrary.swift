import Foundation
import LinearAlgebra

/// The chart library of the pages, dygraphs, as Debian's package libjs-dygraphs installs it. Read when a page is made and
/// put into it; it is never part of this program.
public struct DygraphsLibrary: Sendable {
  /// The library's JavaScript, minified.
  public let script: String
  /// Its style sheet, minified.
  public let style: String

  /// Where Debian's package puts the files.
  static let folder = "/usr/share/javascript/dygraphs"
  private static let files = (script: "dygraph.min.js", style: "dygraph.min.css")

  /// The library that is installed.
  ///
  /// - Throws: `DygraphsMissing` when it is not.
  public static func installed() throws -> DygraphsLibrary { try DygraphsLibrary(folder: folder) }

  /// The library in a folder.
  package init(folder: String) throws(DygraphsMissing) {
    func text(_ name: String) throws(DygraphsMissing) -> String {
      let path = (folder as NSString).appendingPathComponent(name)
      guard let text = try? String(contentsOfFile: path, encoding: .utf8), !text.isEmpty else {
        throw DygraphsMissing(path: path)
      }
      return Self.withoutSourceMap(text)
    }
    script = try text(Self.files.script)
    style = try text(Self.files.style)
  }

  /// Without the comment that makes a browser's tools ask for another file.
  private static func withoutSourceMap(_ text: String) -> String {
    text.replacing(/(\/\/# sourceMappingURL=[^\n]*|\/\*# sourceMappingURL=[^*]*\*\/)/, with: "")
  }
}

/// The chart library is not installed.
public struct DygraphsMissing: DescribedFailure, Equatable {
  /// The file that was looked for.
  public let path: String

  /// A file that is needed from outside.
  public var kind: FailureKind { .missingInput }
  /// One line.
  public var description: String {
    "\(path): found no such file, expected dygraphs, which the HTML report's charts need: apt-get install libjs-dygraphs"
  }
}
