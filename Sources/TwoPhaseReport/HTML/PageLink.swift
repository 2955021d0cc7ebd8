import Foundation

/// A link of a page to a file beside it.
package struct PageLink: Sendable {
  let name: String
  let address: String
  /// A comma, or the full stop.
  let after: String

  /// Files in their order, as one sentence.
  static func list(_ files: [String]) -> [PageLink] {
    files.enumerated().map { index, file in
      PageLink(name: file, address: encoded(file), after: index == files.count - 1 ? "." : ",")
    }
  }

  /// A relative path with every part percent-encoded: no scheme and no host can be read in it.
  package static func encoded(_ path: String) -> String {
    let parts = path.split(separator: "/").map {
      $0.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// What stands for itself in an address (RFC 3986, 2.3).
  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
