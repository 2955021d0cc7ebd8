import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The texts of a picture.
final class TextReader: NSObject, XMLParserDelegate {
  private(set) var texts: [String] = []
  private var current: String?

  /// The texts of an SVG file in order; nil when it is no XML.
  static func texts(_ data: Data) -> [String]? {
    let reader = TextReader()
    let parser = XMLParser(data: data)
    parser.delegate = reader
    return parser.parse() ? reader.texts : nil
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    if name == "text" { current = "" }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { current? += string }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?)
  {
    guard name == "text", let current else { return }
    texts.append(current)
    self.current = nil
  }
}
