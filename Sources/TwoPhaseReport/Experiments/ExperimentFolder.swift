import Foundation
import LinearAlgebra
import TwoPhaseExperiments

/// The output folder of an experiment: report.html, report.md, result.json, series.csv, and NAME.pdf and NAME.svg of its figure,
/// each appearing whole or not at all.
public struct ExperimentFolder: Sendable {
  private let folder: ReportFolder

  /// The folder.
  public var path: String { folder.path }

  /// The folder at `path`, created if it does not exist; made before an experiment, so that an unwritable one is known before any
  /// time is spent.
  ///
  /// - Parameter option: the command's option that names it, for errors.
  /// - Throws: `ReportFolderError` when it cannot be created or written.
  public init(_ path: String, option: String = "--output") throws {
    folder = try ReportFolder(path, option: option)
  }

  /// Removes the folder again when it was made here and nothing is in it: for an experiment that failed.
  public func discard() { folder.discard() }

  /// Writes the files. Without gnuplot the figure's are left out and the reports say so.
  ///
  /// - Parameter figures: the figure, when it is drawn already.
  /// - Returns: the paths written.
  /// - Throws: `FileFailure` when a file cannot be written; those written before stay.
  /// - Complexity: O(n) for n points, and about 0.3 s in gnuplot.
  @discardableResult
  public func write(
    _ result: ExperimentResult, facts: ExperimentFacts, figures: ExperimentFigures? = nil
  ) throws -> [String] {
    let figures = figures ?? ExperimentFigures(result)
    // Everything is made before anything is written.
    let stem = Self.stem(result.name)
    let drawn = [("pdf", figures.pdf), ("svg", figures.svg?.wide)].compactMap { kind, data in
      data.map { (name: "\(stem).\(kind)", data: $0) }
    }
    let beside = drawn.map(\.name) + ["series.csv", "result.json"]
    let page = ExperimentPage(result, facts: facts, figures: figures, files: beside)
    let text = ExperimentTextReport(result, facts: facts, figureOmission: figures.omission)
    let svg = drawn.last.map(\.name)
    let files =
      [
        (name: "report.html", data: Data(try page.html().utf8)),
        (name: "report.md", data: Data(text.markdown(figureFile: svg).utf8)),
        (name: "result.json", data: try ExperimentDocument(result, facts: facts).json()),
        (name: "series.csv", data: Data(ExperimentPoints.csv(result.panels).utf8)),
      ] + drawn
    return try files.map { name, data in
      let file = (path as NSString).appendingPathComponent(name)
      try AtomicFile.write(data, to: file)
      return file
    }
  }

  /// A name for files of a figure: letters, digits, dots, hyphens and underscores of the experiment's name, at most 60 of them.
  package static func stem(_ name: String) -> String {
    let kept = name.unicodeScalars.map { scalar -> Character in
      let isPlain = scalar.isASCII && (Character(scalar).isLetter || Character(scalar).isNumber)
      return isPlain || "-_.".unicodeScalars.contains(scalar) ? Character(scalar) : "-"
    }
    let trimmed = kept.prefix(60).drop { "-.".contains($0) }
    return trimmed.isEmpty ? "figure" : String(trimmed)
  }
}
