import Foundation
import LinearAlgebra
import TwoPhaseExperiments

/// The panels of an experiment's result as one figure, drawn by gnuplot.
///
/// ```swift
/// let pdf = try ExperimentFigure(result, width: .twoColumns).drawn(as: .pdf)
/// ```
///
/// Panels stand below each other at 3.25 inches, two beside each other at 6.75. Text is serif, 8 points. Curves are told apart in
/// grey: what was measured is mostly ink and has marks, predictions are dashed, references are thin. Between the ends of their
/// intervals lines have a light band, marked points bars. Points that are undefined, or not positive on a logarithmic axis, are
/// gaps.
public struct ExperimentFigure: Sendable {
  private let plots: [ExperimentPlot]
  private let width: FigureWidth
  /// The program that draws.
  package var program = "gnuplot"

  /// The figure of a result, not drawn yet.
  ///
  /// - Complexity: O(n) for n points.
  public init(_ result: ExperimentResult, width: FigureWidth) {
    let looks = SeriesStyle.looks(result.panels)
    let isWide = width == .twoColumns && result.panels.count == 1
    plots = zip(result.panels, looks).map { ExperimentPlot($0, looks: $1, isWide: isWide) }
    self.width = width
  }

  /// Whether there is no panel and so no figure.
  public var isEmpty: Bool { plots.isEmpty }

  /// The gnuplot script, for tests.
  package func script(_ format: FigureFormat) -> String {
    ExperimentScript(plots: plots, format: format, width: width).text
  }

  /// The size in pixels of 1/96 inch.
  var pixels: (width: Int, height: Int) {
    let layout = ExperimentLayout(plots, width: width)
    return (Int((layout.width * 96 / 72).rounded()), Int((layout.height * 96 / 72).rounded()))
  }

  /// The figure's file.
  ///
  /// - Throws: `GnuplotFailure` when gnuplot is missing or fails.
  /// - Complexity: O(n) for n points, and about 0.1 s in gnuplot.
  public func drawn(as format: FigureFormat) throws -> Data {
    let data = try Gnuplot(program: program).output(of: script(format))
    return format == .png ? PNGResolution.stamped(data) : data
  }
}
