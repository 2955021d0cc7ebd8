import Foundation
import LinearAlgebra
import TwoPhaseSweeps

/// A map as a figure for a paper, drawn by gnuplot: cells with a colour bar, the lines over them, and a key below.
///
/// ```swift
/// let pdf = try SweepMapFigure(map, width: .oneColumn).drawn(as: .pdf)
/// ```
///
/// Text is serif, 8 points. Borders of cells are the middles between places (docs/maps.md). Colours are viridis, whose lightness
/// rises evenly: a grey print shows the same map. The theorem's region is a solid line, predictions are dashed, both black on a
/// white rim. Cells without an estimate are pale with a stroke across, those with a wide interval have a ring.
public struct SweepMapFigure: Sendable {
  private let map: SweepMap
  private let width: FigureWidth
  /// The program that draws.
  package var program = "gnuplot"

  /// The figure of a map, not drawn yet. Cost: O(1).
  public init(_ map: SweepMap, width: FigureWidth) {
    self.map = map
    self.width = width
  }

  /// The gnuplot script, for tests.
  package func script(_ format: FigureFormat) -> String {
    SweepMapScript(map: map, format: format, width: width).text
  }

  /// The figure's file.
  ///
  /// - Throws: `GnuplotFailure` when gnuplot is missing or fails.
  /// - Complexity: O(n) for n cells, and about 0.1 s in gnuplot.
  public func drawn(as format: FigureFormat) throws -> Data {
    let data = try Gnuplot(program: program).output(of: script(format))
    return format == .png ? PNGResolution.stamped(data) : data
  }
}

/// The figure of a map in the formats that its folder holds, drawn once.
public struct SweepMapFigures: Sendable {
  /// Why the figure was not drawn; nil where it was. One line.
  public let omission: String?
  /// 6.75 inches wide.
  let svg: Data?
  let pdf: Data?

  /// Draws the figure; a program that is missing or fails leaves it out, for no map is lost for want of a figure.
  ///
  /// - Complexity: O(n) for n cells, and about 0.2 s in gnuplot.
  public init(_ map: SweepMap) { self.init(map, program: "gnuplot") }

  /// The same by another program, for tests.
  package init(_ map: SweepMap, program: String) {
    var figure = SweepMapFigure(map, width: .twoColumns)
    figure.program = program
    do {
      let (picture, paper) = (try figure.drawn(as: .svg), try figure.drawn(as: .pdf))
      (svg, pdf, omission) = (picture, paper, nil)
    } catch {
      let reason = (error as? any DescribedFailure)?.description ?? "\(error)"
      (svg, pdf, omission) = (nil, nil, "the figure is left out: \(reason)")
    }
  }
}
