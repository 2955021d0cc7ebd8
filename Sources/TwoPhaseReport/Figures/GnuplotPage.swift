import Foundation

/// The page that a figure is drawn on; sizes in points.
struct GnuplotPage {
  let format: FigureFormat
  let width: Double
  let height: Double

  /// What a script begins with.
  var preamble: [String] {
    [
      "set encoding utf8", terminal, "set termoption enhanced", "set samples 2", "unset key",
      "set border lw 0.6 lc rgb '#000000'", "set tics nomirror out scale 0.5,0.25",
    ]
  }

  /// A place on it in gnuplot's words.
  func place(_ x: Double, _ y: Double) -> String {
    "screen \(GnuplotText.number(x / width)), screen \(GnuplotText.number(y / height))"
  }

  private var terminal: String {
    func number(_ value: Double) -> String { GnuplotText.number(value) }
    let font = FigureStyle.font
    let size = FigureStyle.fontSize
    switch format {
    case .pdf:
      // The terminal takes its points for pixels of 1/96 inch, and its lines for half as wide.
      return "set terminal pdfcairo color size \(number(width / 72))in,\(number(height / 72))in "
        + "font '\(font),\(number(size))' fontscale 0.75 linewidth 1.5 pointscale 0.95 dashlength 0.75"
    case .svg:
      // Pixels of 1/96 inch.
      let scale = 96.0 / 72
      return
        "set terminal svg size \(number((width * scale).rounded())),\(number((height * scale).rounded())) "
        + "font 'Liberation Serif,Times New Roman,Times,serif,\(number(size * scale))' linewidth \(number(scale)) dashlength 0.75"
    case .png:
      // The terminal counts in pixels and takes 96 of them for an inch of font.
      let scale = 300.0 / 72
      return
        "set terminal pngcairo color size \(number((width * scale).rounded())),\(number((height * scale).rounded())) "
        + "font '\(font),\(number(size))' fontscale \(number(300.0 / 96)) linewidth \(number(scale)) "
        + "pointscale \(number(scale * 0.9)) dashlength 1 background '#ffffff'"
    }
  }
}

/// A panel's place on its page, in points from below and from the left.
struct GnuplotFrame {
  let left: Double
  let right: Double
  let bottom: Double
  let top: Double
  let page: GnuplotPage

  /// A clean start, and the axes with their ticks.
  ///
  /// - Parameter labelsX: whether numbers stand below the ticks along the bottom.
  func axes(x: PlotAxis, y: PlotAxis, labelsX: Bool) -> [String] {
    func number(_ value: Double) -> String { GnuplotText.number(value) }
    var lines = [
      "unset object", "unset label", "unset arrow", "unset logscale",
      "set lmargin at screen \(number(left / page.width))",
      "set rmargin at screen \(number(right / page.width))",
      "set bmargin at screen \(number(bottom / page.height))",
      "set tmargin at screen \(number(top / page.height))",
      "set xrange [\(number(x.low)):\(number(x.high))]",
      "set yrange [\(number(y.low)):\(number(y.high))]",
      "set xtics (\(Self.ticks(x, labelled: labelsX))) offset 0,0.3",
      "set ytics (\(Self.ticks(y, labelled: true))) offset 0.4,0",
    ]
    if y.isLogarithmic { lines.append("set logscale y") }
    if x.isLogarithmic { lines.append("set logscale x") }
    return lines
  }

  private static func ticks(_ axis: PlotAxis, labelled: Bool) -> String {
    axis.ticks.map { tick in
      "\"\(labelled ? tick.label ?? "" : "")\" \(GnuplotText.number(tick.position)) \(tick.label == nil ? 1 : 0)"
    }.joined(separator: ", ")
  }
}
