import LinearAlgebra
import TwoPhaseSweeps

/// A map as text for a terminal, and as Markdown.
public struct SweepMapText: Sendable {
  let map: SweepMap
  let theorem: EmpiricalTheorem?
  let facts: SweepMapFacts
  /// Why there is no figure; nil where there is one, or none was asked for.
  let figureOmission: String?
  private static let width = 100
  /// The most places along either axis that a table of numbers has.
  private static let largest = (x: 12, y: 20)

  /// The text of a map.
  ///
  /// - Parameter figureOmission: why the figure was not drawn.
  public init(
    _ map: SweepMap, theorem: EmpiricalTheorem? = nil, facts: SweepMapFacts, figureOmission: String? = nil
  ) {
    self.map = map
    self.theorem = theorem
    self.facts = facts
    self.figureOmission = figureOmission
  }

  /// The report as plain text, lines of at most 100 columns but for tables.
  ///
  /// - Complexity: O(n) for n cells.
  public var text: String {
    var lines = Self.wrapped("\(map.sweep): \(MapHeadline.text(map))")
    lines += Self.wrapped(MapHeadline.story(map))
    if let table {
      let cells = ([table.header] + table.rows).map { $0.map { MessageText.line($0, limit: 40) } }
      lines += [""] + TextTable.lines(cells, leftColumns: [0]).map { "  " + $0 }
      lines += Self.wrapped(tableKey)
    } else {
      lines += [""] + Self.wrapped(tableOmission)
    }
    if !map.fits.isEmpty { lines.append("") }
    for fit in map.fits { lines += Self.wrapped("fit: \(fitText(fit))", indent: 5) }
    if !map.contours.isEmpty { lines.append("") }
    for line in contourTexts { lines += Self.wrapped("line: \(line)", indent: 6) }
    if let theorem {
      lines += ["", "Where each conclusion held in all runs:"]
      for region in theorem.regions {
        lines += regionLines(RegionWords(region: region, confidence: theorem.confidence))
      }
      lines += Self.wrapped(RegionWords.caption(theorem))
    }
    let notes = map.notes + (theorem?.notes ?? []) + [figureOmission].compactMap(\.self)
    if !notes.isEmpty { lines.append("") }
    for note in notes { lines += Self.wrapped("note: \(note)", indent: 6) }
    lines += [""] + Self.wrapped(madeBy)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func wrapped(_ text: String, indent: Int = 2) -> [String] {
    TextWrap.lines(text, width: width, indent: indent)
  }

  // MARK: Parts that both forms have

  /// The cells as rows, the highest y first; nil where there are none or too many.
  var table: (header: [String], rows: [[String]])? {
    guard !map.cells.isEmpty, map.x.places.count <= Self.largest.x, map.y.places.count <= Self.largest.y
    else { return nil }
    let picture = MapPicture(map)
    var texts: [[String]] = picture.y.centres.map { _ in picture.x.centres.map { _ in "" } }
    for cell in picture.cells {
      let own = map.cells[cell.index]
      texts[own.y][own.x] =
        cell.colour == nil
        ? "-" : MapWords.estimate(own) + (picture.marksUncertain && cell.isUncertain ? "~" : "")
    }
    let rows = texts.indices.reversed().map { [picture.y.labels[$0]] + texts[$0] }
    return (["\(map.y.name) \\ \(map.x.name)"] + picture.x.labels, rows)
  }

  /// What the table's numbers and signs are.
  var tableKey: String {
    let picture = MapPicture(map)
    let mark =
      picture.marksUncertain
      ? " ~: \(MapWords.percent(map.confidence)) interval wider than \(MapPicture.wide) of the range of colours, or none."
      : picture.uncertainty.map { " " + $0 } ?? ""
    return "\(map.quantity.name): \(MapWords.scale(map, picture.scale))"
      + (picture.hasMissing ? ", - without an estimate." : ".") + mark
  }

  var tableOmission: String {
    map.cells.isEmpty
      ? "The map has no cell."
      : "The map has \(map.x.places.count) x \(map.y.places.count) places: too many for a table; cells.csv has all."
  }

  func fitText(_ fit: SweepMap.Fit) -> String {
    "\(MapWords.law(fit, of: map)); exponents (\(MapWords.percent(map.confidence)) intervals) "
      + MapWords.exponents(fit).joined(separator: ", ") + "; \(MapWords.count(fit.count, "run")). \(fit.note)"
  }

  /// Each line's name, how it is drawn and its note.
  var contourTexts: [String] {
    MapPicture(map).lines.map { line in
      let manner = line.kind == .theorem ? "theorem, solid" : "prediction, dashed"
      return "\(line.label) (\(manner)\(line.pieces.isEmpty ? "; not on this map" : "")): \(line.note)"
    }
  }

  /// "1917 of 1920 runs made, 3 of them failed, TwoPhase 1.1.0."
  var madeBy: String {
    "Runs made: "
      + [facts.runsText, facts.version.map { "TwoPhase \($0)" }].compactMap(\.self)
      .joined(separator: "; ") + "."
  }

  func regionLines(_ words: RegionWords) -> [String] {
    func more(_ text: String) -> [String] {
      TextWrap.lines(text, width: Self.width - 4, indent: 2).map { "    " + $0 }
    }
    let region = words.region
    var lines = TextWrap.lines(words.name, width: Self.width - 2, indent: 2).map { "  " + $0 }
    lines += more("held in all runs: \(words.ranges)")
    if !region.ranges.isEmpty {
      lines += more(
        "cells \(words.cells), runs \(region.runs), chance of failing \(words.bound); held out: \(words.heldOut)"
      )
    }
    return lines + more("all runs: \(words.tally)") + more("[LY]: \(region.claimed)")
  }
}
