import Foundation
import LinearAlgebra
import TwoPhaseSweeps

/// The output folder of a map: report.html, report.md, map.json, cells.csv, runs.csv, map.pdf and map.svg, each appearing whole or
/// not at all.
public struct SweepMapFolder: Sendable {
  /// Runs up to which runs.csv is among the files.
  public static let mostListedRuns = 100_000

  private let folder: ReportFolder

  /// The folder.
  public var path: String { folder.path }

  /// The folder at `path`, created if it does not exist.
  ///
  /// - Parameter option: the command's option that names it, for errors.
  /// - Throws: `ReportFolderError` when it cannot be created or written.
  public init(_ path: String, option: String = "--output") throws {
    folder = try ReportFolder(path, option: option)
  }

  /// Removes the folder again when it was made here and nothing is in it.
  public func discard() { folder.discard() }

  /// Writes the files. Without gnuplot the figure's are left out and the reports say so.
  ///
  /// - Parameters:
  ///   - table: the runs of the sweep, with all columns, for runs.csv; nil leaves it out.
  ///   - figures: the figure, when it is drawn already.
  /// - Returns: the paths written.
  /// - Throws: `FileFailure` when a file cannot be written; those written before stay.
  /// - Complexity: O(n) for n runs, and about 0.2 s in gnuplot.
  @discardableResult
  public func write(
    _ map: SweepMap, table: SweepTable?, theorem: EmpiricalTheorem? = nil, facts: SweepMapFacts,
    links: MapRunLinks, figures: SweepMapFigures? = nil
  ) throws -> [String] {
    let figures = figures ?? SweepMapFigures(map)
    // Everything is made before anything is written.
    let drawn = [("map.pdf", figures.pdf), ("map.svg", figures.svg)].compactMap { name, data in
      data.map { (name: name, data: $0) }
    }
    let page = SweepMapPage(
      map, theorem: theorem, facts: facts, links: links, figureOmission: figures.omission,
      files: drawn.map(\.name) + ["map.json", "cells.csv"] + (table == nil ? [] : ["runs.csv"]))
    let text = SweepMapText(map, theorem: theorem, facts: facts, figureOmission: figures.omission)
    let files =
      [
        (name: "report.html", data: Data(try page.html().utf8)),
        (name: "report.md", data: Data(text.markdown(figureFile: figures.svg.map { _ in "map.svg" }).utf8)),
        (name: "map.json", data: try SweepMapDocument(map, theorem: theorem, facts: facts).json()),
        (name: "cells.csv", data: Data(SweepMapCSV.csv(map).utf8)),
      ] + (table.map { [(name: "runs.csv", data: Data(SweepRunsCSV.csv($0).utf8))] } ?? []) + drawn
    return try files.map { name, data in
      let file = (path as NSString).appendingPathComponent(name)
      try AtomicFile.write(data, to: file)
      return file
    }
  }
}
