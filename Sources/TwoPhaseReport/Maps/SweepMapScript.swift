import Foundation
import TwoPhaseSweeps

/// A map as a gnuplot script that writes one file to standard output. Every text in it that is not ours is escaped and in single
/// quotes.
struct SweepMapScript {
  let map: SweepMap
  let format: FigureFormat
  let width: FigureWidth

  /// The script.
  var text: String {
    let picture = MapPicture(map)
    let layout = MapLayout(map, picture, width: width)
    let page = GnuplotPage(format: format, width: layout.width, height: layout.height)
    var lines = page.preamble + ["$nothing << EOD", "0 0", "EOD"] + Self.data(picture, layout)
    lines += Self.axes(layout, page) + titles(layout, page) + bar(layout, page) + Self.key(layout, page)
    if picture.cells.isEmpty {
      lines.append(
        Self.label(
          "nothing to draw", (layout.frameLeft + layout.frameRight) / 2,
          (layout.frameTop + layout.frameBottom) / 2, "center", page))
    }
    lines.append(Self.plot(picture, layout))
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Data

  private static func line(_ values: Double...) -> String {
    values.map(GnuplotText.number).joined(separator: " ")
  }

  private static func data(_ picture: MapPicture, _ layout: MapLayout) -> [String] {
    func block(_ name: String, _ lines: [String]) -> [String] {
      lines.isEmpty ? [] : ["$\(name) << EOD"] + lines + ["EOD"]
    }
    // Each cell lies a little below its right and upper neighbours, which are drawn later: no seam shows between them.
    let overlap = (
      x: 0.3 / (layout.frameRight - layout.frameLeft), y: 0.3 / (layout.frameBottom - layout.frameTop)
    )
    let cells = picture.cells.map { cell in
      let (right, top) = (min(1, cell.x.upperBound + overlap.x), min(1, cell.y.upperBound + overlap.y))
      return line(cell.x.lowerBound, cell.y.lowerBound, cell.x.lowerBound, right, cell.y.lowerBound, top)
        + " \(integer(cell.colour ?? MapPalette.noEstimate.fill))"
    }
    let strokes = picture.cells.filter { $0.colour == nil }.map { cell in
      line(
        cell.x.lowerBound, cell.y.lowerBound, cell.x.upperBound - cell.x.lowerBound,
        cell.y.upperBound - cell.y.lowerBound)
    }
    let rings = picture.cells.filter { picture.marksUncertain && $0.isUncertain }.map { cell in
      line((cell.x.lowerBound + cell.x.upperBound) / 2, (cell.y.lowerBound + cell.y.upperBound) / 2)
        + " \(MapPalette.isDark(cell.colour ?? "ffffff") ? 0xffffff : 0)"
    }
    let lines = picture.lines.enumerated().flatMap { index, contour in
      block("line\(index)", contour.pieces.flatMap { $0.map { line($0.x, $0.y) } + [""] })
    }
    return block("cells", cells) + block("strokes", strokes) + block("rings", rings) + lines
  }

  /// A colour as gnuplot's column of numbers has it.
  private static func integer(_ colour: String) -> Int { Int(colour, radix: 16) ?? 0 }

  // MARK: Around the cells

  private static func axes(_ layout: MapLayout, _ page: GnuplotPage) -> [String] {
    func number(_ value: Double) -> String { GnuplotText.number(value) }
    func ticks(_ places: MapPlaces, _ shown: Set<Int>, _ label: (Int) -> String) -> String {
      places.centres.enumerated().map { index, place in
        let isNamed = shown.contains(index)
        // gnuplot reads a tick's label as a format for its number.
        let text = isNamed ? label(index).replacingOccurrences(of: "%", with: "%%") : ""
        return "\(GnuplotText.quoted(text)) \(number(place)) \(isNamed ? 0 : 1)"
      }.joined(separator: ", ")
    }
    let (x, y) = (layout.picture.x, layout.picture.y)
    let turn = layout.isUpright ? " rotate by 90 right" : " offset 0,0.3"
    // The further lines of words are labels of their own.
    let xTicks = ticks(x, layout.xShown) { layout.xLabel($0).first ?? "" }
    let yTicks = ticks(y, layout.yShown) { y.enhancedLabels[$0] }
    let more = layout.xShown.sorted().flatMap { index in
      layout.xLabel(index).enumerated().dropFirst().map { line, text in
        let place = layout.frameLeft + x.centres[index] * (layout.frameRight - layout.frameLeft)
        return label(
          text, place, layout.frameBottom + 8.5 + MapLayout.axisLine * Double(line), "center", page)
      }
    }
    return [
      "set lmargin at screen \(number(layout.frameLeft / page.width))",
      "set rmargin at screen \(number(layout.frameRight / page.width))",
      "set bmargin at screen \(number(1 - layout.frameBottom / page.height))",
      "set tmargin at screen \(number(1 - layout.frameTop / page.height))", "set xrange [0:1]",
      "set yrange [0:1]", xTicks.isEmpty ? "unset xtics" : "set xtics (\(xTicks))\(turn)",
      yTicks.isEmpty ? "unset ytics" : "set ytics (\(yTicks)) offset 0.4,0",
    ] + more
  }

  private static func label(
    _ enhanced: String, _ x: Double, _ depth: Double, _ manner: String, _ page: GnuplotPage
  ) -> String {
    "set label \(GnuplotText.quoted(enhanced)) at \(page.place(x, page.height - depth)) \(manner)"
  }

  private func titles(_ layout: MapLayout, _ page: GnuplotPage) -> [String] {
    let across = (layout.frameLeft + layout.frameRight) / 2
    let along = (layout.frameTop + layout.frameBottom) / 2
    let x = layout.xTitles.enumerated().map { number, text in
      Self.label(
        GnuplotText.escaped(text), across,
        layout.frameBottom + layout.xTitleDepth + MapLayout.axisLine * Double(number), "center", page)
    }
    let y = layout.yTitles.enumerated().map { number, text in
      Self.label(
        GnuplotText.escaped(text), 3 + MapLayout.axisLine * (Double(number) + 0.5), along, "center rotate",
        page)
    }
    let top = layout.barTitles.enumerated().map { number, text in
      let isLast = number == layout.barTitles.count - 1
      return Self.label(
        GnuplotText.escaped(text) + (isLast ? layout.picture.scale.factor : ""), layout.frameLeft,
        3 + MapLayout.axisLine * (Double(number) + 0.5), "left", page)
    }
    return x + y + top
  }

  /// The colour bar with its numbers.
  private func bar(_ layout: MapLayout, _ page: GnuplotPage) -> [String] {
    let (top, bottom) = (layout.frameTop, layout.frameBottom)
    let (left, right) = (layout.barLeft, layout.barRight)
    func place(_ x: Double, _ depth: Double) -> String { page.place(x, page.height - depth) }
    func depth(_ part: Double) -> Double { bottom - part * (bottom - top) }
    let count = 96
    var lines = (0..<count).map { index in
      // From below to the top, whatever is drawn later covers: no seams.
      let colour = MapPalette.colour((Double(index) + 0.5) / Double(count))
      return "set object rectangle from \(place(left, depth(Double(index) / Double(count)))) to "
        + "\(place(right, top)) fc rgb '#\(colour)' fs solid noborder"
    }
    lines.append(
      "set object rectangle from \(place(left, bottom)) to \(place(right, top)) fs empty border lc rgb '#000000' lw 0.6"
    )
    for tick in layout.picture.scale.ticks {
      let at = depth(tick.place)
      lines.append(
        "set arrow from \(place(right, at)) to \(place(right + 2.5, at)) nohead lw 0.6 lc rgb '#000000'")
      lines.append(Self.label(tick.label, right + 5, at, "left", page))
    }
    return lines
  }

  private static func key(_ layout: MapLayout, _ page: GnuplotPage) -> [String] {
    layout.key.entries.flatMap { entry -> [String] in
      let (left, depth) = (7 + entry.left, layout.keyTop + entry.depth)
      let right = left + MapKey.sampleWidth
      func place(_ x: Double, _ depth: Double) -> String { page.place(x, page.height - depth) }
      let sample: [String]
      switch entry.sample {
      case .line(let look):
        sample = ["set arrow from \(place(left, depth)) to \(place(right, depth)) nohead \(look.line)"]
      case .noEstimate:
        let (low, high) = (place(left + 5, depth + 3.5), place(right - 5, depth - 3.5))
        sample = [
          "set object rectangle from \(low) to \(high) fc rgb '#\(MapPalette.noEstimate.fill)' fs solid border "
            + "lc rgb '#999999' lw 0.4",
          "set arrow from \(low) to \(high) nohead lw 0.5 lc rgb '#\(MapPalette.noEstimate.stroke)'",
        ]
      case .ring:
        sample = [
          "set label '' at \(place((left + right) / 2, depth)) point pt 6 ps 0.5 lw 0.8 lc rgb '#000000'"
        ]
      }
      return sample
        + entry.lines.enumerated().map { number, text in
          label(
            GnuplotText.escaped(text), left + MapKey.labelOffset, depth + MapKey.line * Double(number),
            "left", page)
        }
    }
  }

  // MARK: The cells

  private static func plot(_ picture: MapPicture, _ layout: MapLayout) -> String {
    var elements: [String] = []
    if !picture.cells.isEmpty {
      elements.append("$cells using 1:2:3:4:5:6:7 with boxxyerror fs solid noborder lc rgb variable notitle")
    }
    if picture.hasMissing {
      elements.append(
        "$strokes using 1:2:3:4 with vectors nohead lw 0.4 lc rgb '#\(MapPalette.noEstimate.stroke)' notitle")
    }
    if picture.marksUncertain {
      let size = min(0.5, max(0.15, layout.cellSize / 22))
      elements.append(
        "$rings using 1:2:3 with points pt 6 ps \(GnuplotText.number(size)) lw \(GnuplotText.number(1.6 * size)) lc rgb variable notitle"
      )
    }
    for (index, line) in picture.lines.enumerated() where !line.pieces.isEmpty {
      let look = MapKey.look(line)
      // A white rim sets the line off from dark cells.
      elements.append(
        "$line\(index) using 1:2 with lines lw \(GnuplotText.number(look.lineWidth + 1.6)) dt solid lc rgb '#ffffff' notitle"
      )
      elements.append("$line\(index) using 1:2 with lines \(look.line) notitle")
    }
    let all =
      elements.isEmpty ? ["$nothing using 1:2 with dots lc rgb '#ffffff' notitle"] : elements
    return "plot " + all.joined(separator: ", \\\n  ")
  }
}
