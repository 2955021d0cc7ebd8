import Foundation

/// An experiment's figure as a gnuplot script that writes one file to standard output. Every text in it that is not ours is
/// escaped and in single quotes.
struct ExperimentScript {
  let plots: [ExperimentPlot]
  let format: FigureFormat
  let width: FigureWidth

  /// The script.
  var text: String {
    let layout = ExperimentLayout(plots, width: width)
    let page = GnuplotPage(format: format, width: layout.width, height: layout.height)
    var lines = page.preamble + ["set clip two", "$nothing << EOD", "0 0", "EOD"]
    for (panelIndex, plot) in plots.enumerated() {
      for (index, curve) in plot.curves.enumerated() {
        lines += Self.data(curve, "p\(panelIndex)c\(index)")
      }
    }
    lines.append("set multiplot")
    for (index, cell) in layout.cells.enumerated() {
      lines += draw(cell, index, on: page)
      // Labels belong to the next plot: the shared key to the first, and none to those after it.
      if index == 0, let key = layout.sharedKey {
        lines += Self.key(key, left: layout.sharedKeyLeft, top: 3, on: page)
      }
      lines.append(Self.plot(cell.plot, index, on: page))
    }
    lines.append("unset multiplot")
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Data

  private static func data(_ curve: ExperimentPlot.Curve, _ name: String) -> [String] {
    func line(_ values: Double...) -> String { values.map(GnuplotText.number).joined(separator: " ") }
    func block(_ suffix: String, _ lines: [String]) -> [String] {
      lines.isEmpty ? [] : ["$\(name)\(suffix) << EOD"] + lines + ["EOD"]
    }
    let polygons = curve.bands.flatMap { band in
      band.map { line($0.x, $0.low) } + band.reversed().map { line($0.x, $0.high) } + [""]
    }
    return block("", curve.isDrawn ? curve.points.map { $0.map { line($0.x, $0.y) } ?? "" } : [])
      + block("band", polygons)
      + block("bars", curve.bars.map { line($0.x, $0.low, 0, $0.high - $0.low) })
      + block("lone", curve.lone.map { line($0.x, $0.y) })
  }

  // MARK: A panel

  private func draw(_ cell: ExperimentLayout.Cell, _ index: Int, on page: GnuplotPage) -> [String] {
    let frame = GnuplotFrame(
      left: cell.frameLeft, right: cell.frameRight, bottom: page.height - cell.frameBottom,
      top: page.height - cell.frameTop, page: page)
    var lines = frame.axes(x: cell.plot.x, y: cell.plot.y, labelsX: true)
    let middle = (cell.frameLeft + cell.frameRight) / 2
    for (number, text) in cell.titles.enumerated() {
      let depth = cell.top + ExperimentLayout.titleLine * (Double(number) + 0.5)
      lines.append(
        Self.label(
          Self.title(text, cell.plot.name, isFirst: number == 0), cell.frameLeft, depth, "left", page))
    }
    let factor = cell.plot.x.title
    for (number, text) in Self.lines(cell.xTitles, factor).enumerated() {
      let depth =
        cell.frameBottom + ExperimentLayout.axisTitleDepth + ExperimentLayout.axisLine * Double(number)
      lines.append(Self.label(text, middle, depth, "center", page))
    }
    for (number, text) in Self.lines(cell.yTitles, cell.plot.y.title).enumerated() {
      let place = cell.left + ExperimentLayout.axisLine * (Double(number) + 0.5)
      lines.append(
        Self.label(text, place, (cell.frameTop + cell.frameBottom) / 2, "center rotate", page))
    }
    if cell.plot.isEmpty {
      lines += ["unset xtics", "unset ytics"]
      lines.append(
        Self.label("nothing to draw", middle, (cell.frameTop + cell.frameBottom) / 2, "center", page))
    }
    if let key = cell.key {
      lines += Self.key(key, left: cell.frameLeft, top: cell.frameTop - 4 - key.height, on: page)
    }
    return lines
  }

  /// The panel's name in bold before its title.
  private static func title(_ text: String, _ name: String, isFirst: Bool) -> String {
    guard isFirst, !name.isEmpty, text.hasPrefix(name) else { return GnuplotText.escaped(text) }
    return "{/:Bold \(GnuplotText.escaped(name))}" + GnuplotText.escaped(String(text.dropFirst(name.count)))
  }

  /// Lines as enhanced text, the last with the axis' factor.
  private static func lines(_ texts: [String], _ factor: String) -> [String] {
    let escaped = texts.map(GnuplotText.escaped)
    guard !factor.isEmpty else { return escaped }
    return escaped.dropLast() + [(escaped.last ?? "") + factor]
  }

  private static func label(
    _ enhanced: String, _ x: Double, _ depth: Double, _ manner: String, _ page: GnuplotPage
  ) -> String {
    "set label \(GnuplotText.quoted(enhanced)) at \(page.place(x, page.height - depth)) \(manner)"
  }

  // MARK: Curves

  /// Bands below all, what was measured above all.
  private static func plot(_ plot: ExperimentPlot, _ panel: Int, on page: GnuplotPage) -> String {
    let named = plot.curves.enumerated().map { (curve: $1, data: "$p\(panel)c\($0)") }
    let bands = named.filter { !$0.curve.bands.isEmpty }.map { curve, data in
      "\(data)band using 1:2 with filledcurves closed \(fill(curve)) notitle"
    }
    let drawn = named.filter(\.curve.isDrawn)
    let lines = [.reference, .predicted, .measured].flatMap { role in
      drawn.filter { $0.curve.role == role }.flatMap { elements($0.curve, $0.data, page) }
    }
    let all = bands + lines
    return "plot "
      + (all.isEmpty ? ["$nothing using 1:2 with dots lc rgb '#ffffff' notitle"] : all)
      .joined(separator: ", \\\n  ")
  }

  private static func elements(
    _ curve: ExperimentPlot.Curve, _ data: String, _ page: GnuplotPage
  ) -> [String] {
    let look = curve.look
    var elements: [String] = []
    if !curve.bars.isEmpty {
      // Vectors with flat heads: gnuplot's error bars leave a hole at the middle.
      elements.append(
        "\(data)bars using 1:2:3:4 with vectors heads size screen \(GnuplotText.number(2 / page.width)),90 fixed "
          + "lw 0.7 dt solid \(look.ink) notitle")
    }
    if curve.marksPoints {
      elements.append("\(data) using 1:2 with linespoints \(look.line) \(mark(look)) notitle")
    } else if curve.marksLine {
      elements.append("\(data) using 1:2 with linespoints \(look.line) \(mark(look)) pointnumber 8 notitle")
    } else {
      elements.append("\(data) using 1:2 with lines \(look.line) notitle")
    }
    if !curve.lone.isEmpty {
      elements.append("\(data)lone using 1:2 with points \(look.ink) \(mark(look)) notitle")
    }
    return elements
  }

  private static func mark(_ look: LineLook) -> String { "pt \(look.mark ?? 7) ps 0.45" }

  private static func fill(_ curve: ExperimentPlot.Curve) -> String {
    "fs transparent solid 0.18 noborder fc rgb '#\(curve.look.colour)'"
  }

  // MARK: Keys

  private static func key(
    _ key: ExperimentKey, left: Double, top: Double, on page: GnuplotPage
  ) -> [String] {
    key.entries.flatMap { entry -> [String] in
      let (curve, x, depth) = (entry.curve, left + entry.left, top + entry.depth)
      let look = curve.look
      func place(_ x: Double, _ depth: Double) -> String { page.place(x, page.height - depth) }
      var lines: [String] = []
      if !curve.bands.isEmpty {
        lines.append(
          "set object rectangle from \(place(x, depth + 3.5)) to \(place(x + ExperimentKey.sample, depth - 3.5)) \(fill(curve))"
        )
      }
      lines.append(
        "set arrow from \(place(x, depth)) to \(place(x + ExperimentKey.sample, depth)) nohead \(look.line)")
      if curve.marksPoints || curve.marksLine || curve.look.mark != nil && !curve.lone.isEmpty {
        lines.append(
          "set label '' at \(place(x + ExperimentKey.sample / 2, depth)) point \(mark(look)) \(look.ink)")
      }
      return lines
        + entry.lines.enumerated().map { number, text in
          label(
            GnuplotText.escaped(text), x + ExperimentKey.labelOffset,
            depth + ExperimentKey.line * Double(number), "left", page)
        }
    }
  }
}

extension ExperimentPlot.Curve {
  /// Whether any of its points has a place on the axes.
  var isDrawn: Bool { points.contains { $0 != nil } }
}
