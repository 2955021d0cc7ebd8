import Foundation
import TestSupport
import Testing

/// The contract of the JSON documents, written out once more.
enum Contract {
  static let point: Set<String> = [
    "schema", "status", "dimension", "slope", "readout", "identityMapping", "populationLoss", "potential",
    "potentialLeaveOneOut", "auxiliaryTrace", "auxiliarySpectralNorm", "s", "sNorm", "sSum", "distance",
    "studentSpectralNorm", "teacherSpectralNorm", "onePointMargin", "onePointMarginPaper", "marginTermsPaper",
  ]
  static let matrices: Set<String> = ["auxiliaryMatrix", "negativeGradient"]
  static let terms: Set<String> = ["constant", "first", "diagonal", "higher"]
  static let report: Set<String> = [
    "schema", "configuration", "seed", "environment", "status", "series", "phases", "hypotheses",
    "conclusions", "theorem",
  ]
  static let finding: Set<String> = [
    "id", "verdict", "required", "observed", "margin", "step", "reason", "source",
  ]
  /// The arrays of numbers in a report's series, beside step and marginTermsPaper.
  static let columns: Set<String> = [
    "batchLoss", "populationLoss", "potential", "sNorm", "sSum", "distance", "studentSpectralNorm",
    "auxiliarySpectralNorm", "onePointMarginPaper", "predictedPotential", "predictedSNorm", "learningRate",
    "gradientSpectralNormPaper", "gradientFrobeniusNormPaper", "accumulatedNoise", "approximationErrorPaper",
  ]
  /// Columns about the step that starts at a record, which no step of the last record or of a coarse cadence has.
  static let stepColumns: Set<String> = [
    "learningRate", "gradientSpectralNormPaper", "gradientFrobeniusNormPaper", "accumulatedNoise",
    "approximationErrorPaper",
  ]
  static let phases: Set<String> = ["streaming", "retrospective", "knee", "noReturn", "worstExcursion"]
  static let statuses: Set<String> = ["completed", "converged", "diverged", "interrupted", "undefined"]
}

/// The columns of a series by name, margin terms as "marginTermsPaper.first"; nil where a value is undefined.
struct Series: Equatable, Sendable {
  let step: [Int]
  let columns: [String: [Double?]]

  /// From report.json.
  init(report: JSONValue) throws {
    let series = try report.member("series")
    step = try series.member("step").numbers().map(Int.init)
    var columns: [String: [Double?]] = [:]
    for name in Contract.columns { columns[name] = try series.member(name).doubles }
    for name in Contract.terms {
      columns["marginTermsPaper.\(name)"] = try series.at("marginTermsPaper", name).doubles
    }
    self.columns = columns
  }

  /// From series.csv.
  init(csv text: String) throws {
    let names = [
      "marginConstantPaper": "marginTermsPaper.constant", "marginFirstPaper": "marginTermsPaper.first",
      "marginDiagonalPaper": "marginTermsPaper.diagonal", "marginHigherPaper": "marginTermsPaper.higher",
    ]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    try #require(lines.last == "", "the table ends in a newline")
    let header = try #require(lines.first).split(separator: ",").map(String.init)
    var step: [Int] = []
    var columns: [String: [Double?]] = [:]
    for line in lines.dropFirst().dropLast() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      try #require(cells.count == header.count, "\(line)")
      for (name, cell) in zip(header, cells) {
        if name == "step" {
          step.append(try #require(Int(cell)))
        } else {
          let value = Double(cell)
          try #require(cell.isEmpty == (value == nil), "not a number: \(cell)")
          columns[names[name] ?? name, default: []].append(value)
        }
      }
    }
    self.step = step
    self.columns = columns
  }

  /// The position of each step.
  var index: [Int: Int] { Dictionary(uniqueKeysWithValues: step.enumerated().map { ($1, $0) }) }

  /// A column's values; throws when there is none.
  func column(_ name: String) throws -> [Double?] { try #require(columns[name], "no column \(name)") }

  /// The largest relative difference of any column at the steps that both have, with the name of its column.
  /// A column whose values may vanish is measured against its own largest value.
  func worstDifference(from other: Series, except ignored: Set<String> = []) -> (String, Double) {
    var worst = ("none", 0.0)
    let places = other.index
    for (name, mine) in columns where !ignored.contains(name) {
      let theirs = other.columns[name] ?? []
      let scale = theirs.compactMap { $0 }.reduce(0) { max($0, abs($1)) }
      for (k, step) in step.enumerated() {
        guard let place = places[step] else { continue }
        guard let a = mine[k], let b = theirs[place] else {
          if (mine[k] == nil) != (theirs[place] == nil) { return (name, .infinity) }
          continue
        }
        let error = a == b ? 0 : abs(a - b) / max(scale, .leastNonzeroMagnitude)
        if error > worst.1 { worst = ("\(name) at step \(step)", error) }
      }
    }
    return worst
  }
}

/// The report that a run left in a folder.
struct Report: Sendable {
  let json: JSONValue
  let series: Series
  let files: [String: String]

  /// Reads the three files.
  init(_ folder: Workspace, _ name: String = "report") throws {
    var files: [String: String] = [:]
    for file in ["report.json", "series.csv", "report.md"] {
      files[file] = try folder.text("\(name)/\(file)")
    }
    self.files = files
    json = try JSONValue(files["report.json"] ?? "")
    series = try Series(report: json)
  }

  var status: String { json.members["status"]?.text ?? "missing" }
  var statusStep: Int? { json.members["statusStep"]?.double.map { Int($0) } }

  /// Words for numbers that are none, in any of the files.
  var notNumbers: [String] {
    files.keys.sorted().flatMap { file in
      (files[file] ?? "").split { !$0.isLetter }
        .filter { ["nan", "inf", "infinity"].contains($0.lowercased()) }.map { "\(file): \($0)" }
    }
  }
}

/// The files beside the tests.
enum GoldenFile {
  static func path(_ name: String) -> String {
    TestFiles.root.appendingPathComponent("Golden").appendingPathComponent(name).path
  }
}
