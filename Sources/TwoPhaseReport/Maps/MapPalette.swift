import Foundation

/// The colours of maps: viridis (S. van der Walt and N. Smith, public domain). Equal steps look equal, to the colour-blind and in a
/// grey print too: lightness rises evenly from 15 to 91.
package enum MapPalette {
  /// The colours at 0, 1/16, ..., 1; sRGB, six hexadecimal digits.
  package static let stops = [
    "440154", "48186a", "472d7b", "424086", "3b528b", "33638d", "2c728e", "26828e", "21918c", "1f9f88",
    "27ad81", "3dbc74", "5cc863", "81d34d", "aadc32", "d5e21a", "fde725",
  ]

  private static let channels: [[Double]] = stops.map { stop in
    stride(from: 0, to: 6, by: 2).map { Double(Int(stop.dropFirst($0).prefix(2), radix: 16) ?? 0) }
  }

  /// The colour of a place along the scale, 0 to 1; what lies beyond has the end's.
  package static func colour(_ place: Double) -> String {
    let along = min(max(place, 0), 1) * Double(channels.count - 1)
    let index = min(Int(along), channels.count - 2)
    let part = along - Double(index)
    return zip(channels[index], channels[index + 1]).map { low, high in
      String(format: "%02x", Int((low + part * (high - low)).rounded()))
    }.joined()
  }

  /// Whether what stands on the colour must be light to be seen.
  package static func isDark(_ colour: String) -> Bool { lightness(colour) < 60 }

  /// CIE L* of a colour, 0 (black) to 100 (white).
  package static func lightness(_ colour: String) -> Double { LineLook(colour: colour, dashes: []).lightness }

  /// A cell without an estimate, and the stroke across it.
  static let noEstimate = (fill: "efefef", stroke: "858585")
}
