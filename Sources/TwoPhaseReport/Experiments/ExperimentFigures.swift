import Foundation
import LinearAlgebra
import TwoPhaseExperiments

/// The figure of a result in the formats that its folder and page hold, drawn once.
public struct ExperimentFigures: Sendable {
  /// Why the figure was not drawn; nil where it was, or where there is nothing to draw. One line.
  public let omission: String?
  /// Vector pictures for pages: two panels beside each other, and below each other.
  let svg: (wide: Data, narrow: Data)?
  /// For papers, 6.75 inches wide.
  let pdf: Data?
  /// The wide picture's size in pixels of 1/96 inch.
  let pixels: (width: Int, height: Int)

  /// Draws the figure of a result; a program that is missing or fails leaves it out, for no result is lost for want of a figure.
  ///
  /// - Complexity: O(n) for n points, and about 0.3 s in gnuplot.
  public init(_ result: ExperimentResult) { self.init(result, program: "gnuplot") }

  /// The same by another program, for tests.
  package init(_ result: ExperimentResult, program: String) {
    var (wide, narrow) = (
      ExperimentFigure(result, width: .twoColumns), ExperimentFigure(result, width: .oneColumn)
    )
    wide.program = program
    narrow.program = program
    pixels = wide.pixels
    guard !wide.isEmpty else {
      (svg, pdf, omission) = (nil, nil, nil)
      return
    }
    do {
      let pictures = (wide: try wide.drawn(as: .svg), narrow: try narrow.drawn(as: .svg))
      let paper = try wide.drawn(as: .pdf)
      (svg, pdf, omission) = (pictures, paper, nil)
    } catch {
      let reason = (error as? any DescribedFailure)?.description ?? "\(error)"
      (svg, pdf, omission) = (nil, nil, "the figure is left out: \(reason)")
    }
  }
}
