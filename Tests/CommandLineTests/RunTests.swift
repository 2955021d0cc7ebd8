import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite("twophase run")
struct RunTests {
  /// A small run of minibatches.
  static let small = ["run", "--dimension", "12", "--batch", "32", "--steps", "30", "--seed", "5"]

  private static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Report {
    let folder = try Workspace()
    try succeed(arguments + ["--output", "report"], in: folder, environment: environment)
    return try Report(folder)
  }

  @Test("report.json keeps the contract", arguments: ["sampled", "population"])
  func contract(_ gradient: String) throws {
    let arguments = ["run", "--dimension", "12", "--steps", "30", "--every", "4", "--gradient", gradient]
    let report = try Self.run(arguments)
    #expect(report.json.keys.isSuperset(of: Contract.report))
    #expect(try report.json.member("schema").text == "twophase.report/1")
    #expect(report.status == "completed")
    #expect(try report.json.member("seed") == .number(1))
    #expect(try report.json.at("configuration", "dimension") == .number(12))
    #expect(try report.json.at("configuration", "learningRate") == .number(5e-4))
    #expect(try report.json.at("configuration", "gradient") == .string(gradient))
    #expect(try report.json.at("environment", "backend").text?.isEmpty == false)
    #expect(try #require(report.json.at("environment", "threads").double) >= 1)

    let series = try report.json.member("series")
    #expect(series.keys == Contract.columns.union(["step", "marginTermsPaper"]))
    #expect(try series.member("marginTermsPaper").keys == Contract.terms)
    #expect(report.series.step == [0, 4, 8, 12, 16, 20, 24, 28, 30])
    for (name, values) in report.series.columns {
      #expect(values.count == report.series.step.count, "\(name)")
      if name == "batchLoss" {
        #expect(values.dropLast().allSatisfy { ($0 != nil) == (gradient == "sampled") }, "\(name)")
      } else if name == "accumulatedNoise" {
        // Steps between the records were not seen, so sampling noise is known at the first record alone.
        let known = values.compactMap { $0 }
        #expect(
          gradient == "sampled" ? known.count == 1 : known == [Double](repeating: 0, count: 8), "\(name)")
      } else if Contract.stepColumns.contains(name) {
        #expect(values.dropLast().allSatisfy { $0?.isFinite == true }, "\(name)")
      } else {
        #expect(values.allSatisfy { $0?.isFinite == true }, "\(name)")
      }
    }

    let phases = try report.json.member("phases")
    #expect(phases.keys.isSuperset(of: Contract.phases))
    #expect(try phases.member("streaming").keys.isSuperset(of: ["step", "dwell", "returns"]))
    #expect(try phases.member("retrospective").keys.isSuperset(of: ["step"]))
    #expect(
      try phases.member("knee").keys.isSuperset(of: ["step", "low", "high", "rate", "predictedRate"]))
    if case .array = try phases.at("streaming", "returns") {} else { Issue.record("returns is an array") }
  }

  @Test("series.csv and report.json hold exactly the same numbers")
  func sameNumbers() throws {
    let report = try Self.run(Self.small)
    let table = try Series(csv: try #require(report.files["series.csv"]))
    #expect(table == report.series)
    #expect(report.notNumbers == [])
  }

  @Test("report.md is a readable report, and the folder holds nothing else")
  func markdown() throws {
    let folder = try Workspace()
    try succeed(Self.small + ["--output", "some/new/report"], in: folder)
    let text = try folder.text("some/new/report/report.md")
    #expect(text.hasPrefix("# "))
    for word in ["Transition", "returns", "worst excursion", "Margin budget", "Distance", "BLAS", "GF/s"] {
      #expect(text.contains(word), "\(word)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("some/new/report"))
    #expect(Set(names) == ["report.html", "report.json", "report.md", "series.csv"])
  }

  @Test("a second run replaces the report of the first")
  func replaces() throws {
    let folder = try Workspace()
    try succeed(Self.small + ["--output", "report"], in: folder)
    try succeed(Self.small + ["--steps", "3", "--output", "report"], in: folder)
    #expect(try Report(folder).series.step == [0, 1, 2, 3])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("report"))
    #expect(Set(names) == ["report.html", "report.json", "report.md", "series.csv"])
  }

  @Test("the wrong-way run at d = 100 is the golden one, row by row")
  func golden() throws {
    let reference = try JSONValue(
      try Data(contentsOf: URL(fileURLWithPath: GoldenFile.path("wrongway_gd_d100.json"))))
    let report = try Self.run([
      "run", "--gradient", "population", "--learning-rate", "5e-4", "--steps", "400",
      "--init", GoldenFile.path("wrongway_gd_d100_student.npy"),
      "--teacher", GoldenFile.path("wrongway_gd_d100_teacher.npy"),
    ])
    let places = report.series.index
    let rows = try reference.member("rows").elements
    #expect(rows.count == 21)
    for row in rows {
      let step = Int(try #require(try row.member("step").double))
      let place = try #require(places[step])
      func compare(_ name: String, _ expected: JSONValue) throws {
        let found = try #require(try report.series.column(name)[place])
        #expect(relativeError(found, try #require(expected.double)) < 1e-9, "\(name) at step \(step)")
      }
      for (name, value) in row.members where !["step", "marginTermsPaper"].contains(name) {
        try compare(name, value)
      }
      for (name, value) in try row.member("marginTermsPaper").members {
        try compare("marginTermsPaper.\(name)", value)
      }
    }
    let margins = try report.series.column("onePointMarginPaper")
    let first = try #require(margins.firstIndex { ($0 ?? -1) >= 0.03 })
    let step = Double(report.series.step[first])
    #expect(try reference.member("firstStepMarginAtLeast003") == .number(step))
    #expect(try report.json.at("phases", "streaming", "heldSince") == .number(step))
    #expect(try report.json.at("phases", "retrospective", "step") == .number(step))
    #expect(try report.json.at("phases", "noReturn") == .bool(true))
  }

  @Test("the same seed is the same series, another seed another one")
  func seeds() throws {
    let first = try Self.run(Self.small)
    #expect(try Self.run(Self.small).files["series.csv"] == first.files["series.csv"])
    #expect(try Self.run(Self.small + ["--seed", "6"]).series != first.series)
  }

  @Test("records made every 7 steps are those of the full series", arguments: ["sampled", "population"])
  func cadence(_ gradient: String) throws {
    let arguments = ["run", "--dimension", "12", "--steps", "40", "--gradient", gradient]
    let every = try Self.run(arguments).series
    let seventh = try Self.run(arguments + ["--every", "7"]).series
    #expect(every.step == Array(0...40))
    #expect(seventh.step == [0, 7, 14, 21, 28, 35, 40])
    let loose: Set<String> = ["gradientSpectralNormPaper", "accumulatedNoise", "approximationErrorPaper"]
    let (place, worst) = seventh.worstDifference(from: every, except: loose)
    #expect(worst <= 1e-12, "\(place)")
    // A spectral norm by iteration depends on where it started, within its residual.
    let norms = (
      try seventh.column("gradientSpectralNormPaper"), try every.column("gradientSpectralNormPaper")
    )
    for (k, step) in seventh.step.enumerated().dropLast() {
      #expect(relativeError(try #require(norms.0[k]), try #require(norms.1[step])) <= 1e-4)
    }
  }

  @Test(
    "--measure leaves the scalars as they are, what it left out empty, and its verdicts not tested",
    arguments: ["norms", "scalars"])
  func measure(_ detail: String) throws {
    let all = try Self.run(Self.small)
    let less = try Self.run(Self.small + ["--measure", detail])
    let columns: Set<String> =
      detail == "norms"
      ? ["accumulatedNoise"]
      : [
        "accumulatedNoise", "gradientSpectralNormPaper", "gradientFrobeniusNormPaper",
        "approximationErrorPaper",
      ]
    let (place, worst) = less.series.worstDifference(from: all.series, except: columns)
    #expect(worst <= 1e-8, "\(place)")  // ||g||_2 is iterated to 1e-8
    let table = try Series(csv: try #require(less.files["series.csv"]))
    for name in columns {
      #expect(try less.series.column(name).allSatisfy { $0 == nil }, "\(name)")
      #expect(try table.column(name).allSatisfy { $0 == nil }, "\(name)")
    }
    #expect(try all.json.at("configuration", "measure") == .string("all"))
    #expect(try less.json.at("configuration", "measure") == .string(detail))
    #expect(try all.json.at("performance", "directPoints") == .number(31))
    #expect(try less.json.at("performance", "gramPoints") == .number(31))
    #expect(try less.json.at("performance", "directPoints") == .number(0))
    for id in detail == "norms" ? ["H5"] : ["H4", "H5"] {
      #expect(try less.finding(id).member("verdict") == .string("notTested"), "\(id)")
      #expect(try less.finding(id).member("reason").text?.contains("--measure \(detail)") == true, "\(id)")
    }
    #expect(try #require(less.files["report.md"]).contains("--measure \(detail)"))
  }

  @Test("one and two BLAS threads agree to rounding")
  func threads() throws {
    let reports = try ["1", "2"].map {
      try Self.run(["run", "--steps", "50"], environment: ["OPENBLAS_NUM_THREADS": $0])
    }
    let (place, worst) = reports[0].series.worstDifference(from: reports[1].series)
    #expect(worst <= 1e-9, "\(place)")
    let backend = try #require(reports[0].json.at("environment", "backend").text)
    if backend.hasPrefix("OpenBLAS"), ProcessInfo.processInfo.activeProcessorCount > 1 {
      #expect(try reports.map { try $0.json.at("environment", "threads") } == [.number(1), .number(2)])
    }
  }

  @Test("--json prints the document that report.json holds")
  func json() throws {
    let folder = try Workspace()
    let outcome = try succeed(Self.small + ["--json", "--output", "report"], in: folder)
    #expect(outcome.stdout == (try folder.text("report/report.json")))
  }

  @Test(
    "without --output and with --no-store nothing is written, and without a terminal no progress is shown")
  func quiet() throws {
    let folder = try Workspace()
    let outcome = try succeed(Self.small + ["--no-store"], in: folder)
    #expect(outcome.stderr.isEmpty, "\(outcome.stderr)")
    #expect(folder.contents().isEmpty)
    for word in ["Transition", "returns", "Margin budget", "Distance", "BLAS", "GF/s"] {
      #expect(outcome.stdout.contains(word), "\(word)")
    }
    #expect(!outcome.stdout.contains("\u{1B}") && !outcome.stdout.contains("\r"))
  }

  @Test("standard error only says where report and run are")
  func quietWithOutput() throws {
    let folder = try Workspace()
    let outcome = try succeed(Self.small + ["--output", "report"], in: folder)
    #expect(
      outcome.stderr
        == "report written to report\nrun 1 is kept in twophase.sqlite: twophase report 1 draws it\n")
  }

  @Test("a data set from a file drives a run")
  func dataSet() throws {
    let folder = try Workspace()
    var random = TestRandom(8)
    let inputs = (0..<200).map { _ in random.normal() }
    try Matrix(rowCount: 50, columnCount: 4, columnMajor: inputs).writeNPY(to: folder.file("X.npy"))
    let arguments = ["run", "--dimension", "4", "--data", "X.npy", "--batch", "10", "--steps", "12"]
    try succeed(arguments + ["--output", "report"], in: folder)
    let report = try Report(folder)
    #expect(report.series.step == Array(0...12))
    #expect(try report.json.at("configuration", "data") == .string("X.npy"))
    #expect(try report.json.at("configuration", "batch") == .number(10))
    #expect(try #require(report.files["report.md"]).contains("data set"))
  }

  @Test(
    "every start makes a run", arguments: ["wrong-way", "gaussian", "standard", "zero", "orthogonal"])
  func starts(_ start: String) throws {
    let report = try Self.run(["run", "--dimension", "6", "--init", start, "--steps", "3"])
    #expect(report.status == "completed")
    #expect(try report.json.at("configuration", "initialisation") == .string(start))
    let norm = try #require(try report.series.column("studentSpectralNorm")[0])
    #expect((norm == 0) == (start == "zero"))
  }

  @Test("a run of no steps is the starting point alone")
  func noSteps() throws {
    let report = try Self.run(["run", "--dimension", "6", "--steps", "0"])
    #expect(report.status == "completed")
    #expect(report.series.step == [0])
  }
}
