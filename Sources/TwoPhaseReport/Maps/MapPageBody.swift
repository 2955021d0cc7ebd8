import Foundation
import TwoPhaseSweeps

/// What a map's template shows: texts, made here, escaped there.
struct MapPageBody: Sendable {
  /// A label beside the map.
  struct Label: Sendable {
    let text: String
    /// Classes: a word or not, and on which screens it has no room or stands upright.
    let kind: String
  }

  struct Tick: Sendable {
    let text: String
    /// Per cent from the left.
    let place: String
  }

  struct Line: Sendable {
    let label: String
    let style: String
    let note: String
  }

  struct Row: Sendable {
    let x: String
    let y: String
    let estimate: String
    let interval: String
    let count: String
    let note: String
  }

  struct Fit: Sendable {
    let law: String
    let exponents: String
    let count: String
    let note: String
  }

  struct Region: Sendable {
    let part: String
    let title: String
    let ranges: String
    let cells: String
    let runs: String
    let bound: String
    let heldOut: String
    let tally: String
    let claimed: String
  }

  let sweep: String
  let headline: String
  let story: String
  let hasCells: Bool
  let svg: String
  let xTitle: String
  let yTitle: String
  let xLabels: [Label]
  let yLabels: [Label]
  /// Widths of columns and heights of rows in CSS, the rows from above.
  let xTracks: String
  let yTracks: String
  let scaleTitle: String
  let gradient: String
  let ticks: [Tick]
  let lines: [Line]
  let hasMissing: Bool
  let marksUncertain: Bool
  let hasKey: Bool
  let uncertainty: String?
  let listing: String
  let rows: [Row]
  let confidence: String
  let fits: [Fit]
  let hasFits: Bool
  let hasTheorem: Bool
  let theoremCaption: String
  let regions: [Region]
  let notes: [String]
  let omission: String?
  let command: String?
  let facts: [PageFact]
  let files: [PageLink]
  let hasFiles: Bool

  /// - Complexity: O(n) for n cells.
  init(
    _ map: SweepMap, _ picture: MapPicture, theorem: EmpiricalTheorem?, facts: SweepMapFacts,
    omission: String?, files: [String]
  ) {
    sweep = map.sweep
    headline = MapHeadline.text(map)
    story = MapHeadline.story(map)
    hasCells = !picture.cells.isEmpty
    svg = hasCells ? MapSVG.text(map, picture) : ""
    xTitle = MapWords.titled(map.x.name, map.x.title)
    yTitle = MapWords.titled(map.y.name, map.y.title)
    xLabels = Self.labels(picture.x, isAcross: true)
    yLabels = Self.labels(picture.y, isAcross: false).reversed()
    xTracks = Self.tracks(picture.x.edges)
    yTracks = Self.tracks(picture.y.edges.reversed())
    let scale = picture.scale
    scaleTitle =
      MapWords.titled(map.quantity.name, map.quantity.title) + " (\(MapWords.scale(map, scale)))"
      + MapWords.plain(scale.factor)
    gradient = MapPalette.stops.map { "#" + $0 }.joined(separator: ",")
    ticks = scale.ticks.map {
      Tick(text: MapWords.plain($0.label), place: GnuplotText.number(100 * $0.place))
    }
    lines = picture.lines.map {
      Line(label: MapWords.line($0), style: MapSVG.style($0), note: $0.note)
    }
    hasMissing = picture.hasMissing
    marksUncertain = picture.marksUncertain
    hasKey = !lines.isEmpty || hasMissing || marksUncertain
    uncertainty = picture.uncertainty
    let limit = MapPageData.limit(map)
    let isCut = map.cells.contains { $0.runs.count > limit }
    listing =
      "Of each cell at most \(limit) runs are listed\(isCut ? ", the first; runs.csv has all" : "")."
    rows = MapSVG.order(map, picture).map { cell in
      let own = map.cells[cell.index]
      return Row(
        x: picture.x.labels[own.x], y: picture.y.labels[own.y], estimate: MapWords.estimate(own),
        interval: MapWords.interval(own) ?? "–", count: "\(own.count) of \(own.runs.count)",
        note: own.note ?? "")
    }
    confidence = MapWords.percent(map.confidence)
    fits = map.fits.map { fit in
      Fit(
        law: MapWords.law(fit, of: map), exponents: MapWords.exponents(fit).joined(separator: "; "),
        count: "\(fit.count)", note: fit.note)
    }
    hasFits = !fits.isEmpty
    hasTheorem = !(theorem?.regions.isEmpty ?? true)
    theoremCaption = theorem.map(RegionWords.caption) ?? ""
    regions = theorem.map(Self.regions) ?? []
    notes = map.notes + (theorem?.notes ?? [])
    self.omission = omission
    command = facts.command
    self.facts = [
      ("sweep", map.sweep), ("runs made", facts.runsText), ("within a cell", map.within ?? "nothing varies"),
      ("version", facts.version.map { "TwoPhase \($0)" } ?? "not recorded"),
    ].map { PageFact(name: $0, value: $1) }
    self.files = PageLink.list(files)
    hasFiles = !files.isEmpty
  }

  /// Labels with room on a plot of 900 or 280 pixels across, 480 or 320 upwards. Words along the bottom are broken between words,
  /// or stand upright where one of them is wider than its cell.
  private static func labels(_ places: MapPlaces, isAcross: Bool) -> [Label] {
    let isWords = isAcross && places.isCategorical
    func kind(_ room: Double, _ name: String) -> (Int) -> String {
      if isWords {
        let widest = places.labels.flatMap { $0.split(separator: " ") }.map(\.count).max() ?? 0
        let least = zip(places.edges, places.edges.dropFirst()).map { $1 - $0 }.min() ?? 1
        return { _ in 7.2 * Double(widest) + 4 > least * room ? " turn-\(name)" : "" }
      }
      let shown = places.shown(
        { isAcross ? 7.2 * Double(places.labels[$0].count) + 12 : 16 }, room: room)
      return { shown.contains($0) ? "" : " no-\(name)" }
    }
    let (wide, narrow) = (kind(isAcross ? 900 : 480, "wide"), kind(isAcross ? 280 : 320, "narrow"))
    return places.labels.enumerated().map { index, text in
      Label(text: text, kind: (isWords ? "word" : "plain") + wide(index) + narrow(index))
    }
  }

  private static func tracks(_ edges: [Double]) -> String {
    zip(edges, edges.dropFirst()).map { "minmax(0,\(GnuplotText.number(1000 * abs($1 - $0)))fr)" }
      .joined(separator: " ")
  }

  private static func regions(_ theorem: EmpiricalTheorem) -> [Region] {
    theorem.regions.map { region in
      let words = RegionWords(region: region, confidence: theorem.confidence)
      return Region(
        part: region.part, title: region.title, ranges: words.ranges, cells: words.cells,
        runs: "\(region.runs)", bound: unbroken(words.bound), heldOut: unbroken(words.heldOut),
        tally: words.tally,
        claimed: region.claimed)
    }
  }

  /// A sign stays with its number.
  private static func unbroken(_ text: String) -> String {
    text.replacingOccurrences(of: "< ", with: "<\u{a0}")
  }
}
