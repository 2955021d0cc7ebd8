import Foundation

/// A figure as a gnuplot script that writes one file to standard output. Data stands in the script; no name of a user does.
struct GnuplotScript {
  let figure: Figure
  let format: FigureFormat
  let width: FigureWidth

  // Sizes in points.
  private var pageWidth: Double { width.inches * 72 }
  private var panelHeight: Double {
    if figure.panels.count > 1 { return width == .oneColumn ? 96 : 120 }
    return width == .oneColumn ? 150 : 210
  }
  private let keyLine = 10.5
  private let bottom = 30.0
  /// Room for half of the last tick label.
  private var right: Double {
    max(
      9,
      3 + (figure.panels.compactMap { $0.x.ticks.last?.label }.map { GnuplotText.width($0) / 2 }.max() ?? 0))
  }
  private let top = 3.0

  /// The script.
  var text: String {
    let panels = figure.panels
    let keyHeights = panels.enumerated().map { Double(keyRows($1, isFirst: $0 == 0).count) * keyLine + 5 }
    let height = top + keyHeights.reduce(0, +) + Double(panels.count) * panelHeight + bottom
    let page = GnuplotPage(format: format, width: pageWidth, height: height)
    var lines = page.preamble
    for (panelIndex, panel) in panels.enumerated() {
      for (index, curve) in panel.curves.enumerated() {
        lines.append("$p\(panelIndex)c\(index) << EOD")
        lines += block(curve.points)
        lines.append("EOD")
      }
    }
    lines.append("set multiplot")
    var upper = height - top
    let left = leftMargin
    for (index, panel) in panels.enumerated() {
      let frame = GnuplotFrame(
        left: left, right: pageWidth - right, bottom: upper - keyHeights[index] - panelHeight,
        top: upper - keyHeights[index], page: page)
      lines += draw(panel, index, in: frame, isLast: index == panels.count - 1)
      upper = frame.bottom
    }
    lines.append("unset multiplot")
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: A panel

  private func draw(_ panel: PlotPanel, _ index: Int, in frame: GnuplotFrame, isLast: Bool) -> [String] {
    var lines = frame.axes(x: panel.x, y: panel.y, labelsX: isLast)
    lines.append(isLast ? "set xlabel \"\(panel.x.title)\" offset 0,0.6" : "unset xlabel")
    lines.append(
      "set label 1 \"\(panel.y.title)\" at \(frame.page.place(8, (frame.bottom + frame.top) / 2)) center rotate"
    )
    lines += bands(panel)
    lines += key(panel, frame, isFirst: index == 0)
    let plots =
      panel.curves.enumerated().map { plot($1, "$p\(index)c\($0)") }
      + panel.marks.flatMap { mark -> [String] in
        let place = "'+' using (\(number(mark.point.x))):(\(number(mark.point.y))) every ::0::0 with points"
        // A white rim sets it off from the curve.
        return [
          "\(place) pt \(mark.style.shape) ps \(mark.style.size + 0.35) lc rgb '#ffffff' notitle",
          "\(place) \(style(mark.style)) notitle",
        ]
      }
    lines.append("plot " + plots.joined(separator: ", \\\n  "))
    return lines
  }

  private func plot(_ curve: PlotPanel.Curve, _ data: String) -> String {
    let line = curve.style.look.line
    guard let mark = curve.style.mark ?? (curve.marksPoints ? 7 : nil) else {
      return "\(data) using 1:2 with lines \(line) notitle"
    }
    let size = curve.style.mark == nil ? 0.25 : 0.45
    let often = curve.marksPoints ? "" : " pointnumber 9"
    return "\(data) using 1:2 with linespoints \(line) pt \(mark) ps \(number(size))\(often) notitle"
  }

  private func style(_ mark: MarkStyle) -> String {
    "pt \(mark.rawValue) ps \(mark.size) lw 1 lc rgb '#000000'"
  }

  private func bands(_ panel: PlotPanel) -> [String] {
    var lines: [String] = []
    for band in panel.bands {
      let (from, to) = (number(band.span.lowerBound), number(band.span.upperBound))
      let corners =
        band.isVertical
        ? "first \(from), graph 0 to first \(to), graph 1"
        : "graph 0, first \(from) to graph 1, first \(to)"
      lines.append(
        "set object rectangle from \(corners) fc rgb '#\(band.shade)' fs solid noborder behind clip")
    }
    return lines
  }

  /// Room for the widest tick label and the title, the same for all panels.
  private var leftMargin: Double {
    let widest = figure.panels.flatMap { $0.y.ticks.compactMap(\.label) }.map(GnuplotText.width).max() ?? 0
    return 8 + 8 + 6 + widest + 5
  }

  private func block(_ points: [PlotPoint?]) -> [String] {
    points.map { $0.map { "\(number($0.x)) \(number($0.y))" } ?? "" }
  }

  private func number(_ value: Double) -> String { GnuplotText.number(value) }

  // MARK: Key

  private struct KeyEntry {
    let title: String
    let curve: PlotPanel.Curve?
    let mark: MarkStyle?
    var shade: String?
    var sample: Double { curve == nil ? (shade == nil ? 8 : 14) : 24 }
    var width: Double { sample + 4 + GnuplotText.width(title) + 9 }
  }

  /// The key's entries in rows that fit the page.
  private func keyRows(_ panel: PlotPanel, isFirst: Bool) -> [[KeyEntry]] {
    let entries =
      panel.curves.sorted { $0.style.rawValue < $1.style.rawValue }
      .compactMap { curve in curve.title.map { KeyEntry(title: $0, curve: curve, mark: nil) } }
      + panel.marks.map { KeyEntry(title: $0.title, curve: nil, mark: $0.style) }
      + (isFirst ? panel.bands : []).compactMap { band in
        band.title.map { KeyEntry(title: $0, curve: nil, mark: nil, shade: band.shade) }
      }
    var rows: [[KeyEntry]] = []
    var used = 0.0
    let room = pageWidth - leftMargin - right + 9
    for entry in entries {
      if rows.isEmpty || used + entry.width > room {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(entry)
      used += entry.width
    }
    return rows
  }

  /// The key above the frame, where no curve can be.
  private func key(_ panel: PlotPanel, _ frame: GnuplotFrame, isFirst: Bool) -> [String] {
    let rows = keyRows(panel, isFirst: isFirst)
    var lines: [String] = []
    let place = frame.page.place
    for (rowIndex, row) in rows.enumerated() {
      let y = frame.top + 2 + keyLine * (Double(rows.count - rowIndex) - 0.5)
      var x = frame.left
      for entry in row {
        let sample = entry.sample
        if let curve = entry.curve {
          lines.append(
            "set arrow from \(place(x, y)) to \(place(x + sample, y)) nohead \(curve.style.look.line)")
          if let mark = curve.style.mark {
            lines.append(
              "set label \"\" at \(place(x + sample / 2, y)) point pt \(mark) ps 0.45 lw 1.1 lc rgb '#\(curve.style.colour)'"
            )
          }
        } else if let mark = entry.mark {
          lines.append("set label \"\" at \(place(x + sample / 2, y)) point \(style(mark))")
        } else if let shade = entry.shade {
          lines.append(
            "set object rectangle from \(place(x, y - 3)) to \(place(x + sample, y + 3)) fc rgb '#\(shade)' fs solid border "
              + "lc rgb '#999999' lw 0.4")
        }
        lines.append("set label \"\(entry.title)\" at \(place(x + sample + 4, y)) left")
        x += entry.width
      }
    }
    return lines
  }
}
