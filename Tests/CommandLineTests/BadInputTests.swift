import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// A command that cannot be done.
struct BadInput: Sendable, CustomTestStringConvertible {
  let name: String
  let arguments: [String]
  let status: Int32
  /// What the one line must contain: the file or option, what was found, what was expected.
  let mentions: [String]

  init(_ name: String, _ status: Int32, _ arguments: String, _ mentions: String...) {
    self.name = name
    self.status = status
    self.arguments = arguments.split(separator: " ").map(String.init)
    self.mentions = mentions
  }

  var testDescription: String { "\(name): \(arguments.joined(separator: " "))" }
}

extension BadInput {
  /// A file that cannot be used, in each of the four places where a matrix is read.
  static func file(_ name: String, _ status: Int32, _ file: String, _ mentions: String...) -> [BadInput] {
    [
      "inspect --student \(file) --teacher good.npy", "inspect --student good.npy --teacher \(file)",
      "run --init \(file) --steps 2 --output report", "run --teacher \(file) --steps 2 --output report",
    ].map { BadInput(name, status, $0, mentions: [file] + mentions) }
  }

  /// A slope that neither command takes.
  static func slope(_ value: String, _ mentions: String...) -> [BadInput] {
    [
      BadInput(
        "slope \(value)", 64, "inspect --student good.npy --teacher good.npy --slope \(value)",
        mentions: mentions),
      BadInput("slope \(value)", 64, "\(small) --slope \(value)", mentions: mentions),
    ]
  }

  /// An option of `run`.
  static func option(_ name: String, _ options: String, _ mentions: String...) -> BadInput {
    BadInput(name, 64, "\(small) \(options)", mentions: mentions)
  }

  private static let small = "run --steps 2 --output report"

  private init(_ name: String, _ status: Int32, _ arguments: String, mentions: [String]) {
    self.name = name
    self.status = status
    self.arguments = arguments.split(separator: " ").map(String.init)
    self.mentions = mentions
  }

  static let files: [BadInput] = [
    file("a matrix that is not square", 65, "wide.npy", "3 x 4", "square"),
    file("NaN inside", 65, "nan.npy", "NaN", "[1, 2]", "finite"),
    file("infinity inside", 65, "infinite.npy", "infinity", "[2, 0]", "finite"),
    file("integers", 65, "integer.npy", "int64", "float64"),
    file("half the data missing", 65, "truncated.npy", "truncated", "36", "72"),
    file("half the header missing", 65, "stub.npy", "truncated", "40", "expected"),
    file("a missing file", 66, "missing.npy", "no such file"),
    file("a folder", 66, "folder.npy", "folder", "file"),
    file("not NumPy's format", 65, "text.npy", "signature", "expected"),
    file("an empty file", 65, "empty.npy", "signature", "expected"),
    file("a vector", 65, "vector.npy", "(3)", "matrix"),
    file("a matrix without entries", 65, "nothing.npy", "(0, 0)", "at least one"),
  ].flatMap { $0 }

  static let shapes: [BadInput] = [
    BadInput(
      "mismatched shapes", 65, "inspect --student good.npy --teacher four.npy", "student", "3 x 3", "teacher",
      "4 x 4", "same"),
    BadInput(
      "mismatched shapes", 65, "run --init good.npy --teacher four.npy --steps 2 --output report", "student",
      "3 x 3", "teacher", "4 x 4", "same"),
    BadInput(
      "a data set of another width", 65, "run --dimension 3 --data data.npy --steps 2 --output report",
      "data.npy", "4 columns", "expected 3"),
    BadInput(
      "a zero neuron", 65, "inspect --student hole.npy --teacher good.npy --no-identity", "student", "v_1",
      "zero vector"),
    BadInput(
      "a zero neuron", 65, "inspect --student good.npy --teacher hole.npy --no-identity", "teacher", "v_1",
      "zero vector"),
    BadInput(
      "a zero neuron", 65, "run --init hole.npy --teacher good.npy --no-identity --steps 2 --output report",
      "student", "v_1", "zero vector"),
    BadInput("a missing data set", 66, "run --dimension 3 --data gone.npy --output report", "gone.npy"),
  ]

  static let options: [BadInput] =
    [
      slope("1", "slope", "found 1", "[-1, 1)"),
      slope("1.5", "slope", "found 1.5", "[-1, 1)"),
      slope("-1.25", "slope", "found -1.25", "[-1, 1)"),
      slope("nan", "slope", "nan", "[-1, 1)"),
      slope("inf", "slope", "inf", "[-1, 1)"),
      slope("steep", "--slope", "steep"),
    ].flatMap { $0 } + [
      option("batch 0", "--dimension 3 --batch 0", "--batch", "found 0", "at least 1"),
      option("a negative batch", "--dimension 3 --batch -4", "--batch", "found -4", "at least 1"),
      option("half a batch", "--dimension 3 --batch 2.5", "--batch", "2.5"),
      option("eta negative", "--dimension 3 --learning-rate -0.5", "--learning-rate", "-0.5", "positive"),
      option("eta 0", "--dimension 3 --learning-rate 0", "--learning-rate", "found 0", "positive"),
      option("eta NaN", "--dimension 3 --learning-rate nan", "--learning-rate", "nan", "positive"),
      option("eta infinite", "--dimension 3 --learning-rate inf", "--learning-rate", "inf", "positive"),
      option("d = 0", "--dimension 0", "--dimension", "found 0", "at least 1"),
      option("d negative", "--dimension -2", "--dimension", "found -2", "at least 1"),
      option("steps negative", "--dimension 3 --steps -1", "--steps", "found -1", "0 or more"),
      option("every 0", "--dimension 3 --every 0", "--every", "found 0", "at least 1"),
      option("dwell 0", "--dimension 3 --dwell 0", "--dwell", "found 0", "at least 1"),
      option("gamma 0", "--dimension 3 --gamma 0", "--gamma", "found 0", "positive"),
      option("delta NaN", "--dimension 3 --delta nan", "--delta", "nan", "positive"),
      option(
        "tau negative", "--dimension 3 --potential-threshold -1", "--potential-threshold", "-1", "at least 0"),
      option("init norm negative", "--dimension 3 --init-norm -1", "--init-norm", "-1", "at least 0"),
      option(
        "teacher norm infinite", "--dimension 3 --teacher-norm inf", "--teacher-norm", "inf", "at least 0"),
      option("seed negative", "--dimension 3 --seed -1", "--seed", "-1"),
      option("an unknown option", "--dimension 3 --speed 4", "--speed"),
      option("an unknown start", "--dimension 3 --init sideways", "--init", "sideways", "wrong-way", ".npy"),
      option("an unknown gradient", "--dimension 3 --gradient steepest", "--gradient", "steepest", "sampled"),
      option(
        "an unknown measurement", "--dimension 3 --measure noise", "--measure", "noise", "norms", "scalars"),
      option("a measurement without a word", "--dimension 3 --measure", "--measure"),
      BadInput(
        "an unknown measurement of a trajectory", 64,
        "verify good.npy --teacher good.npy --measure 5 --output report", "--measure", "5", "norms", "scalars"
      ),
      option("an unknown readout", "--dimension 3 --readout l2", "--readout", "l2", "l1"),
      option("a norm for the zero start", "--dimension 3 --init zero --init-norm 1", "--init-norm", "zero"),
      option("a norm for a file", "--init good.npy --init-norm 1", "--init-norm", "good.npy"),
      option(
        "a teacher's norm beside its file", "--teacher good.npy --teacher-norm 1", "--teacher-norm",
        "--teacher", "one of the two"),
      option(
        "a batch of the population", "--dimension 3 --gradient population --batch 8", "--batch", "population",
        "sampled"),
      option(
        "a data set for the population", "--dimension 4 --gradient population --data data.npy", "--data",
        "population", "sampled"),
      option(
        "a dimension other than a file's", "--dimension 5 --teacher good.npy", "--dimension", "found 5",
        "expected 3"),
      BadInput("no student", 64, "inspect --teacher good.npy", "--student"),
      BadInput("an unknown option", 64, "inspect --student good.npy --teacher good.npy --fast", "--fast"),
      BadInput("an unknown command", 64, "dream", "dream"),
    ]

  static let outputs: [BadInput] = [
    BadInput(
      "an output that is a file", 73, "run --dimension 3 --output good.npy", "good.npy", "file", "folder"),
    BadInput(
      "an output below a file", 73, "run --dimension 3 --output good.npy/report", "good.npy/report",
      "cannot create", "expected"),
    BadInput(
      "an output in /proc", 73, "run --dimension 3 --output /proc/xyz", "/proc/xyz", "cannot", "expected"),
  ]
}

@Suite("Bad input")
struct BadInputTests {
  @Test("an unusable file is one clear line and an exit status", arguments: BadInput.files)
  func file(_ bad: BadInput) throws { try check(bad) }

  @Test("files that do not fit are one clear line and an exit status", arguments: BadInput.shapes)
  func shapes(_ bad: BadInput) throws { try check(bad) }

  @Test("an impossible option is one clear line and an exit status", arguments: BadInput.options)
  func option(_ bad: BadInput) throws { try check(bad) }

  @Test("an output that cannot be written is known before the run", arguments: BadInput.outputs)
  func output(_ bad: BadInput) throws { try check(bad) }

  @Test("a zero start without identity names its first zero neuron")
  func vanillaZeroStart() throws {
    let folder = try Workspace()
    let outcome = try runTwoPhase(
      ["run", "--dimension", "3", "--init", "zero", "--no-identity", "--output", "report"], in: folder)
    #expect(
      [64, 65].contains(outcome.status), "an option that no run can have, or contents that no run can use")
    #expect(outcome.stdout.isEmpty)
    #expect(outcome.complaints.count == 1 && outcome.stderr.hasPrefix("twophase: "))
    #expect(outcome.stderr.contains("v_0"))
    #expect(folder.contents().isEmpty)
  }

  private func check(_ bad: BadInput) throws {
    let folder = try Self.folder()
    let before = folder.contents()
    let outcome = try runTwoPhase(bad.arguments, in: folder)
    #expect(outcome.status == bad.status, "\(outcome.stderr)")
    #expect(outcome.stdout.isEmpty)
    #expect(outcome.stderr.hasPrefix("twophase: "), "\(outcome.stderr)")
    #expect(outcome.complaints.count == 1 && outcome.stderr.hasSuffix("\n"), "\(outcome.stderr)")
    for word in bad.mentions { #expect(outcome.stderr.contains(word), "\(outcome.stderr)") }
    #expect(folder.contents() == before, "nothing may be left behind")
  }

  /// A folder with one good 3 x 3 matrix and every kind of bad one.
  private static func folder() throws -> Workspace {
    let folder = try Workspace()
    var random = TestRandom(11)
    let good = random.matrix(3, scale: 0.2)
    try good.writeNPY(to: folder.file("good.npy"))
    try random.matrix(4, scale: 0.2).writeNPY(to: folder.file("four.npy"))
    try Matrix(rowCount: 3, columnCount: 4, repeating: 0.1).writeNPY(to: folder.file("wide.npy"))
    try Matrix(rowCount: 10, columnCount: 4, repeating: 0.1).writeNPY(to: folder.file("data.npy"))
    for (name, row, column, value) in [("nan.npy", 1, 2, Double.nan), ("infinite.npy", 2, 0, -.infinity)] {
      var bad = good
      bad[row, column] = value
      try bad.writeNPY(to: folder.file(name))
    }
    var hole = good
    for k in 0..<3 { hole[k, 1] = 0 }
    try hole.writeNPY(to: folder.file("hole.npy"))
    let bytes = good.npy.data()
    try folder.write(bytes.dropLast(36), "truncated.npy")
    try folder.write(bytes.prefix(40), "stub.npy")
    try folder.write(replacing("<f8", by: "<i8", in: bytes), "integer.npy")
    try folder.write(Data("1 2 3\n4 5 6\n7 8 9\n".utf8), "text.npy")
    try folder.write(Data(), "empty.npy")
    try folder.write(NPYArray(shape: [3], values: [1, 2, 3]).data(), "vector.npy")
    try folder.write(NPYArray(shape: [0, 0], values: []).data(), "nothing.npy")
    try FileManager.default.createDirectory(
      atPath: folder.file("folder.npy"), withIntermediateDirectories: false)
    return folder
  }

  private static func replacing(_ old: String, by new: String, in bytes: Data) -> Data {
    var bytes = bytes
    if let place = bytes.range(of: Data(old.utf8)) { bytes.replaceSubrange(place, with: Data(new.utf8)) }
    return bytes
  }
}
