import LinearAlgebra
import TestSupport
import Testing

@Suite("twophase inspect")
struct InspectTests {
  static let points = GoldenPoint.load("Golden/points.json")
  static let defined = points.filter { $0.expected.marginTermsPaper != nil }

  @Test("the JSON holds the golden numbers under the contract's keys", arguments: defined)
  func golden(_ point: GoldenPoint) throws {
    let found = try inspect(point, "--json", "--matrices")
    #expect(found.keys == Contract.point.union(Contract.matrices))
    #expect(try found.member("schema").text == "twophase.point/1")
    #expect(try found.member("status").text != "converged")
    #expect(try found.member("dimension") == .number(Double(point.dimension)))
    #expect(try found.member("slope") == .number(point.slope))
    #expect(try found.member("readout") == .string(point.readout.rawValue))
    #expect(try found.member("identityMapping") == .bool(point.identityMapping ?? true))

    let expected = point.expected
    let numbers: [(String, GoldenPoint.Decimal50?)] = [
      ("populationLoss", expected.populationLoss), ("potential", expected.potential),
      ("auxiliaryTrace", expected.auxiliaryTrace),
      ("auxiliarySpectralNorm", expected.auxiliarySpectralNorm), ("sNorm", expected.sNorm),
      ("sSum", expected.sSum), ("distance", expected.distance),
      ("studentSpectralNorm", expected.studentSpectralNorm),
      ("teacherSpectralNorm", expected.teacherSpectralNorm), ("onePointMargin", expected.onePointMargin),
      ("onePointMarginPaper", expected.onePointMarginPaper),
    ]
    for (name, value) in numbers {
      let number = try #require(try found.member(name).double, "\(name)")
      #expect(relativeError(number, try #require(value).value) < 1e-12, "\(name)")
    }
    let arrays = [("potentialLeaveOneOut", expected.potentialLeaveOneOut), ("s", expected.s)]
    for (name, values) in arrays {
      #expect(relativeError(try found.member(name).numbers(), values.map(\.value)) < 1e-12, "\(name)")
    }

    let margin = try #require(expected.onePointMarginPaper).value
    let terms = try #require(expected.marginTermsPaper)
    let foundTerms = try found.member("marginTermsPaper")
    #expect(foundTerms.keys == Contract.terms)
    let pairs = [
      ("constant", terms.constant), ("first", terms.first), ("diagonal", terms.diagonal),
      ("higher", terms.higher),
    ]
    for (name, value) in pairs where abs(value.value) > 1e-12 * abs(margin) {
      let number = try #require(try foundTerms.member(name).double, "\(name)")
      #expect(relativeError(number, value.value) < 1e-12, "\(name)")
    }

    for (name, rows) in [
      ("auxiliaryMatrix", expected.auxiliaryMatrix), ("negativeGradient", expected.negativeGradient),
    ] {
      guard let rows else { continue }
      let matrix = Matrix(rows: try found.member(name).elements.map { try $0.numbers() })
      #expect(relativeError(matrix, Matrix(rows: rows.map { $0.map(\.value) })) < 1e-12, "\(name)")
    }
  }

  @Test("without --matrices the matrices are left out and everything else is the same")
  func withoutMatrices() throws {
    let point = try #require(Self.defined.first)
    let plain = try inspect(point, "--json")
    #expect(plain.keys == Contract.point)
    let full = try inspect(point, "--json", "--matrices")
    #expect(plain.members == full.members.filter { !Contract.matrices.contains($0.key) })
  }

  @Test("at W = W* the margin is null beside the status converged")
  func converged() throws {
    let point = try #require(Self.points.first { $0.expected.marginTermsPaper == nil })
    let found = try inspect(point, "--json", "--matrices")
    #expect(found.keys == Contract.point.union(Contract.matrices))
    #expect(try found.member("status").text == "converged")
    for name in ["onePointMargin", "onePointMarginPaper", "marginTermsPaper"] {
      #expect(try found.member(name).isNull, "\(name)")
    }
    for name in ["populationLoss", "potential", "sNorm", "sSum", "distance", "auxiliarySpectralNorm"] {
      #expect(try found.member(name).double == 0, "\(name)")
    }
    for name in ["auxiliaryMatrix", "negativeGradient"] {
      #expect(try found.member(name).elements.allSatisfy { $0.doubles.allSatisfy { $0 == 0 } }, "\(name)")
    }
    let text = try inspectText(point)
    #expect(text.contains("undefined: converged"))
  }

  @Test("--readout and --no-identity change the network", arguments: ["sum", "l1"], [true, false])
  func network(_ readout: String, _ identity: Bool) throws {
    var random = TestRandom(5)
    let (student, teacher) = (random.matrix(4, scale: 0.5), random.matrix(4, scale: 0.3))
    let folder = try Workspace()
    try student.writeNPY(to: folder.file("W.npy"))
    try teacher.writeNPY(to: folder.file("T.npy"))
    var arguments = ["inspect", "--student", "W.npy", "--teacher", "T.npy", "--slope", "-0.3"]
    arguments += ["--readout", readout, "--json", "--matrices"] + (identity ? [] : ["--no-identity"])
    let found = try JSONValue(try succeed(arguments, in: folder).stdout)
    #expect(try found.member("slope") == .number(-0.3))
    #expect(try found.member("readout") == .string(readout))
    #expect(try found.member("identityMapping") == .bool(identity))
    let plain = PlainTheory(
      student, teacher,
      try .init(slope: -0.3, readout: readout == "l1" ? .l1 : .sum, identityMapping: identity))
    let loss = try #require(try found.member("populationLoss").double)
    #expect(relativeError(loss, plain.loss) < 1e-10)
    #expect(relativeError(try found.member("s").numbers(), plain.s) < 1e-12)
  }

  @Test("the text shows the same point for people")
  func text() throws {
    let point = try #require(Self.defined.first)
    let text = try inspectText(point)
    for name in ["population loss", "potential f_A", "||W - W*||_F", "margin", "paper scale", "true scale"] {
      #expect(text.contains(name), "\(name)")
    }
    #expect(!text.contains("{"))
  }

  @Test("a student in any byte order and memory order is the same point")
  func formats() throws {
    let point = try #require(Self.defined.first { $0.dimension > 2 })
    let usual = try inspect(point, "--json")
    let folder = try Workspace()
    let format = NPYArray.Format(fortranOrder: true, littleEndian: false, version: 2)
    try folder.write(point.w.npy.data(format), "W.npy")
    try point.target.writeNPY(to: folder.file("T.npy"))
    let outcome = try succeed(Self.arguments(point) + ["--json"], in: folder)
    #expect(try JSONValue(outcome.stdout) == usual)
  }

  private static func arguments(_ point: GoldenPoint) -> [String] {
    ["inspect", "--student", "W.npy", "--teacher", "T.npy", "--slope", "\(point.slope)"]
      + ["--readout", point.readout.rawValue] + (point.identityMapping == false ? ["--no-identity"] : [])
  }

  private func inspect(_ point: GoldenPoint, _ options: String...) throws -> JSONValue {
    try JSONValue(try output(point, options))
  }

  private func inspectText(_ point: GoldenPoint) throws -> String { try output(point, []) }

  private func output(_ point: GoldenPoint, _ options: [String]) throws -> String {
    let folder = try Workspace()
    try point.w.writeNPY(to: folder.file("W.npy"))
    try point.target.writeNPY(to: folder.file("T.npy"))
    let outcome = try succeed(Self.arguments(point) + options, in: folder)
    #expect(outcome.stderr.isEmpty)
    return outcome.stdout
  }
}
