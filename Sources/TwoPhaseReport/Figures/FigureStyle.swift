/// How a curve is drawn. Curves of one figure differ in dash pattern, in mark and in luminance, so that a black-and-white print
/// tells them apart; colour only helps.
///
/// Their order is that of a figure's key.
package enum CurveStyle: Int, CaseIterable, Sendable {
  /// What the run did.
  case observed
  /// A prediction.
  case predicted
  /// The budget's first-order term.
  case first
  /// The budget's constant term.
  case constant
  /// The budget's diagonal term.
  case diagonal
  /// The budget's remainder.
  case higher
  /// A threshold or another line to compare with.
  case reference
  /// A second such line.
  case secondReference

  /// sRGB, six hexadecimal digits.
  package var colour: String {
    switch self {
    case .observed: "000000"
    case .predicted: "c8641b"
    case .first: "6d1f2e"
    case .constant: "2f6f4f"
    case .diagonal: "3f86c4"
    case .higher: "c79a2b"
    case .reference: "555555"
    case .secondReference: "888888"
    }
  }

  /// Lengths of dashes and gaps in gnuplot's units, about a fifth of a point; empty for a solid line.
  package var dashes: [Int] {
    switch self {
    case .observed: []
    case .predicted: [16, 9]
    case .first: [28, 8]
    case .constant: [5, 5]
    case .diagonal: [22, 8, 5, 8]
    case .higher: [11, 5]
    case .reference: [10, 10]
    case .secondReference: [3, 8]
    }
  }

  /// Points.
  package var lineWidth: Double {
    switch self {
    case .observed: 1.1
    case .reference, .secondReference: 0.7
    default: 1.0
    }
  }

  /// gnuplot's point type on the curve; nil for none.
  package var mark: Int? {
    switch self {
    case .first: 8
    case .constant: 6
    case .diagonal: 4
    case .higher: 1
    default: nil
    }
  }

  /// CIE L*, 0 (black) to 100 (white): what a grey print keeps of the colour.
  package var lightness: Double { look.lightness }

  /// All of it.
  var look: LineLook { LineLook(colour: colour, dashes: dashes, lineWidth: lineWidth, mark: mark) }
}

/// A mark at one point.
enum MarkStyle: Int, CaseIterable, Sendable {
  /// An open circle: where the run started.
  case start = 6
  /// A filled triangle: where Phase 2 began.
  case transition = 9
  /// A filled square: where the run ended.
  case end = 5

  /// gnuplot's point size.
  var size: Double { self == .transition ? 0.95 : 0.8 }
  /// gnuplot's filled point type of the same shape.
  var shape: Int { self == .start ? 7 : rawValue }
}

/// Sizes and shades that all figures share.
package enum FigureStyle {
  /// The font's name for fontconfig, which gives Liberation Serif where it is installed and another serif font where it is not.
  static let font = "Times"
  /// Points.
  static let fontSize = 8.0
  /// Phase 1's background, sRGB.
  package static let phaseOneShade = "ebebeb"
  /// A return's background, sRGB.
  package static let returnShade = "d2d2d2"
}
