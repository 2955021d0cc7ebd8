import Foundation

/// How a line is drawn: what a curve's style comes to.
package struct LineLook: Sendable, Equatable {
  /// sRGB, six hexadecimal digits.
  package let colour: String
  /// Lengths of dashes and gaps in gnuplot's units, about a fifth of a point; empty for a solid line.
  package let dashes: [Int]
  /// Points.
  package var lineWidth = 1.0
  /// gnuplot's point type on the curve; nil for none.
  package var mark: Int?

  /// CIE L*, 0 (black) to 100 (white): what a grey print keeps of the colour.
  package var lightness: Double {
    let channels = stride(from: 0, to: 6, by: 2).map { offset -> Double in
      let digits = colour.dropFirst(offset).prefix(2)
      let value = Double(Int(digits, radix: 16) ?? 0) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let luminance = zip(channels, [0.2126, 0.7152, 0.0722]).reduce(0) { $0 + $1.0 * $1.1 }
    return luminance > 0.008856 ? 116 * cbrt(luminance) - 16 : 903.3 * luminance
  }

  /// gnuplot's words for it.
  var line: String {
    let pattern = dashes.isEmpty ? "solid" : "(\(dashes.map { "\($0)" }.joined(separator: ",")))"
    return "lw \(GnuplotText.number(lineWidth)) dt \(pattern) \(ink)"
  }

  /// gnuplot's words for its colour alone.
  var ink: String { "lc rgb '#\(colour)'" }
}
