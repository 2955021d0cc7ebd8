import Foundation
import TwoPhaseExperiments
import TwoPhaseTheory

/// What the experiment's template shows: texts, made here, escaped there.
struct ExperimentPageBody: Sendable {
  /// The figure as pictures in the page.
  struct Picture: Sendable {
    let wide: String
    let width: Int
    let height: Int
    /// For narrow screens: panels below each other.
    let narrow: String
    let alternative: String
  }

  struct Finding: Sendable {
    let claim: String
    let source: String
    let evidence: String
    let word: String
    let kind: String
    let sign: String
  }

  struct Table: Sendable {
    struct Cell: Sendable {
      let text: String
      let isNumber: Bool
      let isFirst: Bool
    }
    let id: String
    let title: String
    let columns: [Cell]
    let rows: [Row]

    struct Row: Sendable {
      let cells: [Cell]
    }

    init(_ table: ExperimentTable, number: Int) {
      let cells = ExperimentCells(table)
      func row(_ texts: [String]) -> [Cell] {
        texts.enumerated().map { column, text in
          Cell(text: text, isNumber: !cells.leftColumns.contains(column), isFirst: column == 0)
        }
      }
      id = "table-\(number)"
      title = table.title
      columns = row(cells.header)
      rows = cells.rows.map { Row(cells: row($0)) }
    }
  }

  struct Value: Sendable {
    let panel: String
    let curve: String
    let numbers: [String]
  }

  let name: String
  let title: String
  let claim: String
  let source: String?
  let headline: String
  let picture: Picture?
  let omission: String?
  let legend: String?
  let findings: [Finding]
  let hasFindings: Bool
  let values: [Value]
  let hasValues: Bool
  let tables: [Table]
  let notes: [String]
  let settings: String
  let command: String?
  let facts: [PageFact]
  let files: [PageLink]
  let hasFiles: Bool

  /// Points of all curves up to which the page lists them.
  static let listedPoints = 40

  init(
    _ result: ExperimentResult, _ facts: ExperimentFacts, _ figures: ExperimentFigures, _ files: [String]
  ) {
    name = result.name
    title = result.title
    claim = result.claim
    source = result.source.isEmpty ? nil : result.source
    headline = ExperimentHeadline.text(result.findings)
    picture = figures.svg.map { svg in
      Picture(
        wide: Self.address(svg.wide), width: figures.pixels.width, height: figures.pixels.height,
        narrow: Self.address(svg.narrow), alternative: Self.alternative(result.panels))
    }
    omission = figures.omission
    legend = Self.legend(result.panels)
    findings = result.findings.map {
      Finding(
        claim: $0.claim, source: $0.source, evidence: $0.evidence, word: $0.verdict.word,
        kind: $0.verdict.rawValue, sign: $0.verdict.sign)
    }
    hasFindings = !findings.isEmpty
    values = Self.values(result.panels)
    hasValues = !values.isEmpty
    tables = result.tables.enumerated().map { Table($1, number: $0 + 1) }
    notes = result.notes
    settings = result.settings
    command = facts.command
    self.facts = [
      ("experiment", result.name), ("seed", "\(result.seed)"),
      ("form", result.isQuick ? "short" : "full"), ("time", facts.secondsText ?? "not recorded"),
      ("version", facts.version.map { "TwoPhase \($0)" } ?? "not recorded"),
      ("runs", facts.runsText ?? "none kept"),
    ].map { PageFact(name: $0, value: $1) }
    self.files = PageLink.list(files)
    hasFiles = !files.isEmpty
  }

  private static func address(_ svg: Data) -> String {
    "data:image/svg+xml;base64," + svg.base64EncodedString()
  }

  /// The figure in words.
  private static func alternative(_ panels: [ExperimentPanel]) -> String {
    panels.map { panel in
      let curves = panel.curves.map { $0.label + ($0.role == .measured ? "" : " (\($0.role.rawValue))") }
      let axes = "\(panel.y.title) against \(panel.x.title)"
      return
        "(\(panel.id)) \(panel.title): \(axes); \(curves.isEmpty ? "no curve" : curves.joined(separator: ", "))."
    }.joined(separator: " ")
  }

  /// What the figure's lines and shades mean, as far as it has them.
  private static func legend(_ panels: [ExperimentPanel]) -> String? {
    let curves = panels.flatMap(\.curves)
    let banded = curves.filter { $0.points.contains { $0.low != nil && $0.high != nil } }
    let sentences = [
      curves.contains { $0.role == .predicted } ? "Dashed lines without marks are predictions." : nil,
      curves.contains { $0.role == .reference } ? "Thin grey lines are levels to compare with." : nil,
      banded.contains { $0.seeds > 1 } ? "Bands and bars are intervals over seeds." : nil,
      banded.contains { $0.seeds == 1 }
        ? "Those of a single run are sampling intervals of what was estimated in it." : nil,
    ]
    let said = sentences.compactMap(\.self)
    return said.isEmpty ? nil : said.joined(separator: " ")
  }

  /// All points, when they are few.
  private static func values(_ panels: [ExperimentPanel]) -> [Value] {
    let count = panels.reduce(0) { $0 + $1.curves.reduce(0) { $0 + $1.points.count } }
    guard count <= listedPoints else { return [] }
    return panels.flatMap { panel in
      panel.curves.flatMap { curve in
        curve.points.map { point in
          Value(
            panel: panel.id, curve: curve.label,
            numbers: [
              NumberText.short(point.x.ifFinite), NumberText.short(point.y?.ifFinite),
              point.low?.ifFinite.map(NumberText.short) ?? "",
              point.high?.ifFinite.map(NumberText.short) ?? "",
            ])
        }
      }
    }
  }
}
