import Foundation
import LinearAlgebra
import Mustache

/// The pages' templates, scripts and styles. They are compiled in: the program stays one file.
enum PageTemplates {
  /// The templates by name.
  private static let parsed = Result { () throws -> MustacheLibrary in
    MustacheContentTypes.register(ScalarHTML(), named: ScalarHTML.name)
    var library = MustacheLibrary()
    for (name, bytes) in sources {
      let pragma = "{{% CONTENT_TYPE:\(ScalarHTML.name)}}"
      try library.register(pragma + text(bytes), named: name)
    }
    return library
  }

  private static let sources: [(String, [UInt8])] = [
    ("page", PackageResources.page_mustache),
    ("run", PackageResources.run_mustache),
    ("finding", PackageResources.finding_mustache),
    ("verdicts", PackageResources.verdicts_mustache),
    ("chart", PackageResources.chart_mustache),
    ("comparison", PackageResources.comparison_mustache),
    ("comparedhead", PackageResources.comparedhead_mustache),
    ("experiment", PackageResources.experiment_mustache),
    ("map", PackageResources.map_mustache),
  ]

  /// The pages' own style sheet.
  static var style: String { text(PackageResources.page_css) }

  /// What the pages of maps have beside it.
  static var mapStyle: String { style + "\n" + text(PackageResources.map_css) }

  /// The script of a map's page.
  static var mapScript: String { text(PackageResources.map_js) }

  /// The scripts of a page, in the order in which they run.
  static func scripts(_ kind: PageKind) -> String {
    let own = kind == .run ? PackageResources.run_js : PackageResources.comparison_js
    return [
      PackageResources.dataset_js, PackageResources.chart_js, PackageResources.chartgroup_js, own,
    ].map(text).joined(separator: "\n")
  }

  /// A template filled in: every value escaped but those in three braces.
  ///
  /// - Throws: `PageFailure` for a template that does not exist or is not well-formed.
  static func render(_ name: String, _ context: Any) throws -> String {
    let library: MustacheLibrary
    do {
      library = try parsed.get()
    } catch {
      throw PageFailure(template: name, reason: "\(error)")
    }
    guard let text = library.render(context, withTemplate: name) else {
      throw PageFailure(template: name, reason: "no such template")
    }
    return text
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// The kinds of pages.
enum PageKind: Sendable {
  case run
  case comparison
}

/// HTML escaped scalar by scalar. Mustache's own goes by characters, and a quote with a combining accent is one character
/// that is no quote, where a browser sees the quote.
package struct ScalarHTML: MustacheContentType {
  static let name = "HTML_SCALARS"

  package func escapeText(_ text: String) -> String { Self.escaped(text) }

  /// Text that is text in an element and in a quoted attribute, whatever it holds; control characters become U+FFFD.
  package static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\n", "\t": result.append(scalar)
      case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value): result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

/// A page that could not be made: something inside the program is wrong.
struct PageFailure: DescribedFailure {
  let template: String
  let reason: String

  var kind: FailureKind { .software }
  var description: String { "page template '\(template)': \(MessageText.line(reason, limit: 200))" }
}
