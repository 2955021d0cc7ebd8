import Foundation
import TwoPhaseSweeps

/// A map as one HTML file that needs nothing else: headline, the map with the runs behind every cell, lines, fits, the empirical
/// theorem and the command. It makes no network request; without JavaScript it still shows the map and a table of all cells.
public struct SweepMapPage: Sendable {
  private let body: MapPageBody
  private let data: MapPageData
  private let title: String

  /// The page of a map.
  ///
  /// - Parameters:
  ///   - links: reports of runs, and the command that shows one.
  ///   - figureOmission: why the figure beside the page was not drawn.
  ///   - files: names of files beside the page, which it links.
  /// - Complexity: O(n) for n runs.
  public init(
    _ map: SweepMap, theorem: EmpiricalTheorem? = nil, facts: SweepMapFacts, links: MapRunLinks,
    figureOmission: String? = nil, files: [String] = []
  ) {
    let picture = MapPicture(map)
    body = MapPageBody(
      map, picture, theorem: theorem, facts: facts, omission: figureOmission, files: files)
    data = MapPageData(map, picture, links)
    title = "\(map.sweep): \(map.quantity.name) over \(map.x.name) and \(map.y.name)"
  }

  /// The page. Above 20,000 runs it lists at most 20 of each cell's and 50,000 in all, else 50 of each, and says so; docs/maps.md.
  ///
  /// - Throws: `DescribedFailure` when a template is wrong, which is an error in this program.
  /// - Complexity: O(n) for n runs; about 30 bytes a listed run and 350 a cell.
  public func html() throws -> String {
    try PageFrame(
      title: title, style: PageTemplates.mapStyle, code: PageTemplates.mapScript,
      data: try ScriptData.json(data), body: try PageTemplates.render("map", body)
    ).html()
  }
}
