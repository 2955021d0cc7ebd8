import Foundation
import TwoPhaseSweeps

/// The cells of a map as SVG elements of a page, with the lines over them. The picture is stretched to its place on the page, so
/// that words beside it keep their size on every screen: strokes do not stretch, and rings are round caps of points.
enum MapSVG {
  /// The side of the square that all places are in.
  private static let side = 1000.0

  /// The element, every text in it escaped. Rows stand in the order of `order`.
  ///
  /// - Complexity: O(n) for n cells, about 200 bytes each.
  static func text(_ map: SweepMap, _ picture: MapPicture) -> String {
    var text =
      "<svg id=\"plot\"\(isSmall(picture) ? " class=\"small\"" : "") viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" role=\"grid\" "
      + "aria-labelledby=\"map-title\" aria-describedby=\"map-keys\">\n"
    var row = -1
    for cell in order(map, picture) {
      let own = map.cells[cell.index]
      if own.y != row {
        text += (row < 0 ? "" : "</g>\n") + "<g role=\"row\">\n"
        row = own.y
      }
      text +=
        "<rect class=\"cell\(cell.colour == nil ? " none" : "")\" role=\"gridcell\" \(box(cell))"
        + (cell.colour.map { " fill=\"#\($0)\"" } ?? "")
        + "><title>\(ScalarHTML.escaped(title(own, map, picture)))</title></rect>\n"
    }
    if row >= 0 { text += "</g>\n" }
    text += "<g class=\"over\" aria-hidden=\"true\">\n" + marks(picture)
    for line in picture.lines where !line.pieces.isEmpty {
      let path = line.pieces.map(path).joined()
      text += "<path class=\"rim\" d=\"\(path)\"/><path class=\"\(style(line))\" d=\"\(path)\"/>\n"
    }
    for (id, style) in [
      ("pin-rim", "pin rim"), ("pin", "pin"), ("ring-rim", "focus rim"), ("ring", "focus"),
    ] {
      text += "<rect id=\"\(id)\" class=\"\(style)\" width=\"0\" height=\"0\"/>"
    }
    return text + "\n</g>\n</svg>"
  }

  /// The cells from the highest row down, each row from the left: as they are read.
  static func order(_ map: SweepMap, _ picture: MapPicture) -> [MapPicture.Cell] {
    picture.cells.sorted { a, b in
      let (first, second) = (map.cells[a.index], map.cells[b.index])
      return (-first.y, first.x, a.index) < (-second.y, second.x, b.index)
    }
  }

  /// "gamma 0.05, dimension 20: fraction 0.85, ...".
  static func title(_ cell: SweepMap.Cell, _ map: SweepMap, _ picture: MapPicture) -> String {
    "\(map.x.name) \(picture.x.labels[cell.x]), \(map.y.name) \(picture.y.labels[cell.y]): "
      + MapWords.cell(cell, of: map)
  }

  /// Whether cells are so small that rings must be small, too.
  private static func isSmall(_ picture: MapPicture) -> Bool {
    // The plot has about 1000 by 480 pixels.
    picture.cells.contains { cell in
      1000 * (cell.x.upperBound - cell.x.lowerBound) < 14
        || 480 * (cell.y.upperBound - cell.y.lowerBound) < 14
    }
  }

  /// The classes of a line, which the key below the map has too.
  static func style(_ line: MapPicture.Line) -> String { "\(line.kind.rawValue) line-\(line.number % 4)" }

  private static func number(_ value: Double) -> String {
    let text = String(format: "%.2f", value)
    return text.contains(".")
      ? String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()) : text
  }

  private static func box(_ cell: MapPicture.Cell) -> String {
    let (left, right) = (side * cell.x.lowerBound, side * cell.x.upperBound)
    let (top, bottom) = (side * (1 - cell.y.upperBound), side * (1 - cell.y.lowerBound))
    return "x=\"\(number(left))\" y=\"\(number(top))\" width=\"\(number(right - left))\" "
      + "height=\"\(number(bottom - top))\""
  }

  /// Strokes over cells without an estimate, rings on uncertain ones.
  private static func marks(_ picture: MapPicture) -> String {
    var (strokes, light, dark) = ("", "", "")
    var inner: [String] = []
    for cell in picture.cells {
      guard let colour = cell.colour else {
        strokes += path([
          MapPoint(x: cell.x.lowerBound, y: cell.y.lowerBound),
          MapPoint(x: cell.x.upperBound, y: cell.y.upperBound),
        ])
        continue
      }
      guard picture.marksUncertain, cell.isUncertain else { continue }
      let (x, y) = (
        (cell.x.lowerBound + cell.x.upperBound) / 2, (cell.y.lowerBound + cell.y.upperBound) / 2
      )
      // A line of no length with round ends is a disc that is not stretched.
      let dot = "M\(number(side * x)) \(number(side * (1 - y)))h0.01"
      if MapPalette.isDark(colour) { light += dot } else { dark += dot }
      inner.append("<path class=\"hole\" stroke=\"#\(colour)\" d=\"\(dot)\"/>")
    }
    var text = strokes.isEmpty ? "" : "<path class=\"stroke\" d=\"\(strokes)\"/>\n"
    if !light.isEmpty { text += "<path class=\"disc light\" d=\"\(light)\"/>\n" }
    if !dark.isEmpty { text += "<path class=\"disc dark\" d=\"\(dark)\"/>\n" }
    return text + inner.joined(separator: "\n") + (inner.isEmpty ? "" : "\n")
  }

  private static func path(_ points: [MapPoint]) -> String {
    "M" + points.map { "\(number(side * $0.x)) \(number(side * (1 - $0.y)))" }.joined(separator: "L")
  }
}
