import Foundation
import TwoPhaseExperiments

/// An experiment's result as one HTML file that needs nothing else: claim, figure, verdicts, tables, settings and the command. It
/// holds no script and makes no network request.
public struct ExperimentPage: Sendable {
  private let body: ExperimentPageBody
  private let title: String

  /// The page of a result.
  ///
  /// - Parameters:
  ///   - figures: the figure, drawn, or why it is not.
  ///   - files: names of files beside the page, which it links.
  public init(
    _ result: ExperimentResult, facts: ExperimentFacts, figures: ExperimentFigures, files: [String] = []
  ) {
    body = ExperimentPageBody(result, facts, figures, files)
    title = "\(result.name): \(result.title)"
  }

  /// The page.
  ///
  /// - Throws: `DescribedFailure` when a template is wrong, which is an error in this program.
  /// - Complexity: O(n) for n points.
  public func html() throws -> String {
    try PageFrame(title: title, body: try PageTemplates.render("experiment", body)).html()
  }
}
