import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

/// Trajectories for tests, made with the library's own steps and written byte by byte.
enum MadeTrajectory {
  static let learningRate = 2e-3

  /// The weights at each step of gradient descent from a Gaussian start at d = 12, and the teacher.
  static func weights(steps: Int = 30, learningRate: Double = learningRate) throws -> (
    weights: [Matrix], teacher: Matrix
  ) {
    var random = TestRandom(5)
    let teacher = random.matrix(12, scale: 0.02)
    let start = random.matrix(12, scale: 0.1)
    var sgd = try InstrumentedSGD(
      network: Network(), student: start, teacher: teacher, source: PopulationGradient(dimension: 12),
      learningRate: learningRate)
    var weights = [start]
    for _ in 0..<steps {
      guard try sgd.run(steps: 1, observe: { _ in }) == .completed else { break }
      weights.append(sgd.student)
    }
    return (weights, teacher)
  }

  /// C-order numbers of all snapshots.
  static func values(_ weights: [Matrix]) -> [Double] { weights.flatMap { $0.rows.flatMap { $0 } } }

  static func npz(_ weights: [Matrix], learningRate: Double? = learningRate) -> Data {
    let d = weights[0].rowCount
    var entries = [
      (name: "weights.npy", data: FileBuilder.npy(shape: [weights.count, d, d], values: values(weights)))
    ]
    if let learningRate {
      entries.append((name: "learning_rate.npy", data: FileBuilder.npy(shape: [], values: [learningRate])))
    }
    return FileBuilder.zip(entries)
  }

  /// A folder with run.npz, T.npy and W0.npy.
  static func workspace() throws -> Workspace {
    let folder = try Workspace()
    let (weights, teacher) = try Self.weights()
    try folder.write(npz(weights), "run.npz")
    try teacher.writeNPY(to: folder.file("T.npy"))
    try weights[0].writeNPY(to: folder.file("W0.npy"))
    return folder
  }
}

@Suite("twophase verify")
struct VerifyTests {
  static func verify(
    _ folder: Workspace, _ arguments: String, output: String = "report"
  ) throws -> Report {
    try succeed(
      ["verify"] + arguments.split(separator: " ").map(String.init) + [
        "--teacher", "T.npy", "--output", output,
      ],
      in: folder)
    return try Report(folder, output)
  }

  @Test("the numbers are those of `run` from the same weights")
  func sameAsRun() throws {
    let folder = try MadeTrajectory.workspace()
    let verified = try Self.verify(folder, "run.npz")
    try succeed(
      [
        "run", "--init", "W0.npy", "--teacher", "T.npy", "--gradient", "population", "--learning-rate",
        "0.002",
        "--steps", "30", "--output", "own",
      ], in: folder)
    let own = try Report(folder, "own")
    #expect(verified.series.step == own.series.step)
    let (place, worst) = verified.series.worstDifference(from: own.series, except: ["accumulatedNoise"])
    #expect(worst <= 1e-10, "\(place)")
    #expect(verified.status == "completed" && verified.notNumbers == [])
    for id in ["H2", "H3", "H4", "H5", "C1", "C2", "C3", "C4"] {
      #expect(try verified.finding(id).member("verdict") == own.finding(id).member("verdict"), "\(id)")
    }
    #expect(
      try verified.json.at("theorem", "phaseTwo", "distance", "verdict").text == "holds",
      "recognised as exact")
  }

  @Test("NumPy's own training, saved by NumPy, gives the numbers of `run` from the same weights")
  func numPyExample() throws {
    let folder = try Workspace()
    let script = TestFiles.root.deletingLastPathComponent().appendingPathComponent("Examples/train_numpy.py")
      .path
    let python = Process()
    python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    python.arguments = [script, "--output", folder.path, "--dimension", "20", "--steps", "100"]
    python.standardOutput = FileHandle.nullDevice
    try python.run()
    python.waitUntilExit()
    try #require(python.terminationStatus == 0, "python3-numpy is installed by `make test`")
    try succeed(["verify", "run.npz", "--teacher", "teacher.npy", "--output", "report"], in: folder)
    try succeed(
      [
        "run", "--init", "W0.npy", "--teacher", "teacher.npy", "--gradient", "population", "--learning-rate",
        "0.002", "--steps", "100", "--output", "own",
      ], in: folder)
    let series = (try Report(folder).series, try Report(folder, "own").series)
    #expect(series.0.step == Array(0...100))
    let (place, worst) = series.0.worstDifference(from: series.1, except: ["accumulatedNoise"])
    #expect(worst <= 1e-10, "\(place)")
  }

  @Test("rows with the identity included are the same run, teacher included; mixed files can say so")
  func rows() throws {
    let folder = try MadeTrajectory.workspace()
    let (weights, teacher) = try MadeTrajectory.weights()
    let identity = Matrix.identity(12)
    func stored(_ w: Matrix) -> Matrix {
      var sum = w
      sum.add(identity)
      return sum.transposed
    }
    try folder.write(MadeTrajectory.npz(weights.map(stored)), "rows.npz")
    let plain = try Self.verify(folder, "run.npz").series
    let mixed = try Self.verify(
      folder,
      "rows.npz --layout rows --includes-identity --teacher-layout columns --teacher-includes-identity no",
      output: "mixed"
    ).series
    #expect(mixed.worstDifference(from: plain, except: ["accumulatedNoise"]).1 < 1e-9)
    try stored(teacher).writeNPY(to: folder.file("T.npy"))
    let both = try Self.verify(folder, "rows.npz --layout rows --includes-identity", output: "both").series
    #expect(both.worstDifference(from: plain, except: ["accumulatedNoise"]).1 < 1e-9)
    let wrong = try succeed(["verify", "rows.npz", "--teacher", "T.npy", "--layout", "rows"], in: folder)
    #expect(wrong.stdout.contains("--includes-identity"), "the diagonals give it away")
  }

  @Test("float32 snapshots agree with float64 ones to single precision")
  func singlePrecision() throws {
    let folder = try MadeTrajectory.workspace()
    let (weights, _) = try MadeTrajectory.weights()
    let body = MadeTrajectory.values(weights).reduce(into: Data()) { data, value in
      withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    try folder.write(FileBuilder.npy(shape: [31, 12, 12], descr: "<f4", body: body), "single.npy")
    let exact = try Self.verify(folder, "run.npz").series
    let single = try Self.verify(folder, "single.npy --learning-rate 0.002", output: "single")
    let loose: Set<String> = ["accumulatedNoise", "gradientSpectralNormPaper", "gradientFrobeniusNormPaper"]
    #expect(single.series.worstDifference(from: exact, except: loose).1 < 1e-5)
    #expect(try single.json.at("configuration", "trajectory", "singlePrecision") == .bool(true))
  }

  @Test("every part of the theorem is in report.json with the keys of the contract, for run and verify")
  func contract() throws {
    let folder = try MadeTrajectory.workspace()
    try succeed(["run", "--dimension", "8", "--steps", "20", "--output", "own"], in: folder)
    for report in [try Self.verify(folder, "run.npz"), try Report(folder, "own")] {
      let hypotheses = try report.json.member("hypotheses").elements
      let conclusions = try report.json.member("conclusions").elements
      #expect(try hypotheses.map { try $0.member("id").text } == ["H1", "H2", "H3", "H4", "H5"])
      #expect(try conclusions.map { try $0.member("id").text } == ["C1", "C2", "C3", "C4", "C5"])
      for finding in hypotheses + conclusions {
        #expect(finding.keys.isSuperset(of: Contract.finding))
        #expect(["holds", "violated", "vacuous", "notTested"].contains(try finding.member("verdict").text))
        #expect(try finding.member("reason").text?.isEmpty == false)
        #expect(try finding.member("checks").elements.isEmpty == false)
      }
      #expect(report.notNumbers == [])
    }
  }

  @Test("a run of one snapshot, one that diverges and one that converges are told in plain words")
  func ends() throws {
    let folder = try MadeTrajectory.workspace()
    let (weights, teacher) = try MadeTrajectory.weights()
    try folder.write(MadeTrajectory.npz([weights[0]]), "one.npz")
    let one = try Self.verify(folder, "one.npz", output: "one")
    #expect(try one.json.at("theorem", "story", "kind").text == "oneSnapshot")
    for id in ["C2", "C3", "C4", "C5"] {
      #expect(try one.finding(id).member("verdict").text != "holds", "\(id)")
    }

    try folder.write(MadeTrajectory.npz([Matrix](repeating: weights[0], count: 15)), "still.npz")
    let still = try Self.verify(folder, "still.npz", output: "still")
    #expect(try still.json.at("theorem", "story", "text").text?.contains("never moved") == true)
    #expect(try still.finding("H4").member("verdict").text == "vacuous")

    let nan = Matrix(rowCount: 12, columnCount: 12, repeating: .nan)
    try folder.write(MadeTrajectory.npz(weights.prefix(20) + [nan, nan]), "diverged.npz")
    let diverged = try Self.verify(folder, "diverged.npz", output: "diverged")
    #expect(diverged.status == "diverged" && diverged.statusStep == 20 && diverged.series.step.count == 20)
    #expect(try diverged.finding("C1").member("verdict").text == "violated")

    try folder.write(MadeTrajectory.npz(weights.prefix(20) + [teacher, teacher]), "converged.npz")
    let converged = try Self.verify(folder, "converged.npz", output: "converged")
    #expect(converged.status == "converged" && converged.statusStep == 20)
    #expect(try converged.json.at("theorem", "story", "converged") == .bool(true))
    #expect(converged.notNumbers == [])
  }

  @Test("--require decides the exit status, and nothing else does")
  func require() throws {
    let folder = try MadeTrajectory.workspace()
    let base = ["verify", "run.npz", "--teacher", "T.npy"]
    #expect(try runTwoPhase(base, in: folder).status == 0, "H3 is violated, and that is a result")
    #expect(try runTwoPhase(base + ["--require", "C4"], in: folder).status == 0)
    let failed = try runTwoPhase(base + ["--require", "C4,H3,c1", "--output", "report"], in: folder)
    #expect(failed.status == 1)
    #expect(
      failed.stderr.contains("--require H3: violated") && failed.stderr.contains("--require C1: vacuous"))
    #expect(folder.exists("report/report.json"), "the report is written all the same")
    let unknown = try runTwoPhase(base + ["--require", "C9"], in: folder)
    #expect(unknown.status == 64 && unknown.complaints.count == 1 && unknown.stderr.contains("C9"))
    let own = ["run", "--dimension", "8", "--steps", "5", "--require", "H3"]
    #expect(try runTwoPhase(own, in: folder).status == 1)
  }

  @Test(
    "--measure leaves the scalars as they are, what it left out empty, and its verdicts not tested",
    arguments: ["norms", "scalars"])
  func measure(_ detail: String) throws {
    let folder = try Workspace()
    let (weights, teacher) = try MadeTrajectory.weights(steps: 120)
    try folder.write(MadeTrajectory.npz(weights), "run.npz")
    try teacher.writeNPY(to: folder.file("T.npy"))
    let all = try Self.verify(folder, "run.npz", output: "all")
    let less = try Self.verify(folder, "run.npz --measure \(detail)", output: "less")
    let columns: Set<String> =
      detail == "norms"
      ? ["accumulatedNoise"]
      : [
        "accumulatedNoise", "gradientSpectralNormPaper", "gradientFrobeniusNormPaper",
        "approximationErrorPaper",
      ]
    let (place, worst) = less.series.worstDifference(from: all.series, except: columns)
    #expect(worst <= 1e-8, "\(place)")
    for name in columns {
      #expect(try less.series.column(name).allSatisfy { $0 == nil }, "\(name)")
    }
    #expect(try less.json.at("configuration", "measure") == .string(detail))
    #expect(try #require(less.json.at("performance", "gramPoints").double) > 50)
    for id in detail == "norms" ? ["H5"] : ["H4", "H5"] {
      #expect(try less.finding(id).member("verdict") == .string("notTested"), "\(id)")
      #expect(try less.finding(id).member("reason").text?.contains("--measure \(detail)") == true, "\(id)")
    }
    let implied = try less.json.at("theorem", "impliedLearningRate").double
    if detail == "norms" {
      let expected = try #require(try all.json.at("theorem", "impliedLearningRate").double)
      #expect(
        relativeError(try #require(implied), expected) < 1e-9, "from the records that are looked at closely")
    } else {
      #expect(implied == nil)
      #expect(try #require(less.files["report.md"]).contains("eta that fits the steps  not measured"))
    }
  }

  @Test("inputs are tested for N(0, I), and what closed forms cannot say is estimated on them")
  func inputs() throws {
    let folder = try MadeTrajectory.workspace()
    var random = TestRandom(9)
    let gaussian = Matrix(
      rowCount: 2000, columnCount: 12, columnMajor: (0..<24000).map { _ in random.normal() })
    let uniform = Matrix(
      rowCount: 2000, columnCount: 12,
      columnMajor: (0..<24000).map { _ in random.uniform(-3.0.squareRoot()...3.0.squareRoot()) })
    try gaussian.writeNPY(to: folder.file("G.npy"))
    try uniform.writeNPY(to: folder.file("U.npy"))
    let good = try Self.verify(folder, "run.npz --inputs G.npy", output: "good")
    #expect(try good.finding("H1").member("verdict").text == "holds")
    #expect(try good.finding("H1").member("checks").elements.count == 4)
    #expect(try good.json.at("theorem", "dataEstimates").elements.isEmpty)
    let bad = try Self.verify(folder, "run.npz --inputs U.npy", output: "bad")
    #expect(try bad.finding("H1").member("verdict").text == "violated")
    #expect(try bad.finding("C4").member("quantity").text?.contains("given inputs") == true)
    let estimate = try #require(try bad.json.at("theorem", "dataEstimates").elements.first)
    let margin = try #require(try estimate.member("marginPaper").double)
    let low = try #require(try estimate.member("marginPaperLow").double)
    let high = try #require(try estimate.member("marginPaperHigh").double)
    #expect(low < margin && margin < high)
    #expect(bad.files["report.md"]?.contains("say nothing of other inputs") == true)
    // The same holds for a run on the same inputs.
    try succeed(
      ["run", "--data", "U.npy", "--dimension", "12", "--steps", "30", "--output", "own"], in: folder)
    let own = try Report(folder, "own")
    #expect(try own.finding("H1").member("verdict").text == "violated")
    #expect(try own.json.at("theorem", "dataEstimates").elements.isEmpty == false)
  }

  @Test("colours are for terminals alone")
  func colours() throws {
    let folder = try MadeTrajectory.workspace()
    let outcome = try succeed(["verify", "run.npz", "--teacher", "T.npy", "--output", "report"], in: folder)
    #expect(!outcome.stdout.contains("\u{1B}"))
    #expect(try !Report(folder).files.values.contains { $0.contains("\u{1B}") })
  }

  @Test(
    "a trajectory that cannot be used leaves one line, status 65 and nothing else",
    arguments: BadTrajectory.all)
  func bad(_ input: BadTrajectory) throws {
    let folder = try MadeTrajectory.workspace()
    try folder.write(input.data(try MadeTrajectory.weights().weights), "bad.npz")
    let before = folder.contents()
    let outcome = try runTwoPhase(
      ["verify", "bad.npz", "--teacher", "T.npy", "--output", "report"], in: folder)
    #expect(outcome.status == 65 && outcome.complaints.count == 1 && outcome.stdout.isEmpty)
    for word in ["bad.npz"] + input.says { #expect(outcome.stderr.contains(word), "\(outcome.stderr)") }
    #expect(folder.contents() == before, "nothing is left, not even a folder")
  }

  @Test("options that no verification can have are refused by name")
  func options() throws {
    let folder = try MadeTrajectory.workspace()
    let cases: [(String, Int32, String)] = [
      ("run.npz --teacher T.npy --learning-rate 0", 64, "--learning-rate"),
      ("run.npz --teacher T.npy --layout diagonal", 64, "--layout"),
      ("run.npz --teacher T.npy --constant convexity=-1", 64, "convexity"),
      ("run.npz --teacher T.npy --constants none.yaml", 66, "none.yaml"),
      ("run.npz --teacher none.npy", 66, "none.npy"), ("none.npz --teacher T.npy", 66, "none.npz"),
      ("run.npz", 64, "--teacher"), ("T.txt --teacher T.npy", 66, "T.txt"),
      ("run.npz --teacher T.npy --inputs T.npy --dwell 0", 64, "--dwell"),
      ("run.npz --teacher T.npy --inputs run.npz", 65, "run.npz"),
    ]
    for (arguments, status, word) in cases {
      let outcome = try runTwoPhase(["verify"] + arguments.split(separator: " ").map(String.init), in: folder)
      #expect(outcome.status == status, "\(arguments): \(outcome.stderr)")
      #expect(outcome.complaints.count == 1 && outcome.stderr.contains(word), "\(outcome.stderr)")
    }
  }
}

/// A damaged trajectory.
struct BadTrajectory: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let says: [String]
  let data: @Sendable ([Matrix]) -> Data

  static let all: [BadTrajectory] = [
    BadTrajectory(testDescription: "NaN in the middle", says: ["step 7", "NaN", "[2, 1]"]) { weights in
      var weights = weights
      weights[7][2, 1] = .nan
      return MadeTrajectory.npz(weights)
    },
    BadTrajectory(testDescription: "an infinity at the start", says: ["step 0", "infinity", "[0, 0]"]) {
      weights in
      var weights = weights
      weights[0][0, 0] = .infinity
      return MadeTrajectory.npz(weights)
    },
    BadTrajectory(testDescription: "a damaged byte", says: ["crc"]) { weights in
      var data = MadeTrajectory.npz(weights)
      data[data.count / 2] ^= 0x10
      return data
    },
    BadTrajectory(testDescription: "an end cut off", says: ["zip archive"]) { weights in
      MadeTrajectory.npz(weights).prefix(5000)
    },
    BadTrajectory(testDescription: "ragged shapes", says: ["(1.npy)", "11 x 11", "12 x 12"]) { weights in
      FileBuilder.zip([
        (name: "0.npy", data: FileBuilder.npy(shape: [12, 12], values: MadeTrajectory.values([weights[0]]))),
        (name: "1.npy", data: FileBuilder.npy(shape: [11, 11], values: [Double](repeating: 0, count: 121))),
      ])
    },
    BadTrajectory(testDescription: "a zero neuron at the start", says: ["step 0", "v_4", "zero vector"]) {
      weights in
      var weights = weights
      for i in 0..<12 { weights[0][i, 4] = i == 4 ? -1 : 0 }
      return MadeTrajectory.npz(weights)
    },
    BadTrajectory(
      testDescription: "another dimension than the teacher's", says: ["3 x 3", "12 x 12", "T.npy"]
    ) { _ in
      MadeTrajectory.npz([Matrix(rowCount: 3, columnCount: 3)])
    },
  ]
}

extension Report {
  /// The finding on a hypothesis or conclusion.
  func finding(_ id: String) throws -> JSONValue {
    let all = try json.member("hypotheses").elements + json.member("conclusions").elements
    return try #require(all.first { $0.members["id"]?.text == id }, "no finding \(id)")
  }
}
