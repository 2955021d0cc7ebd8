import Foundation
import LinearAlgebra
import Testing
import TwoPhaseLemmas

@Suite("twophase lemmas")
struct LemmasTests {
  private static let falseLemma = "potential-as-printed"

  @Test("without a subcommand and with list every lemma is listed with its title")
  func list() throws {
    for arguments in [["lemmas"], ["lemmas", "list"]] {
      let text = try succeed(arguments, in: try Workspace()).stdout
      for lemma in Lemma.all { #expect(text.contains("  \(lemma.id) "), "\(lemma.id)") }
    }
  }

  @Test("show says everything about a lemma", arguments: Lemma.all.map(\.id))
  func show(_ id: String) throws {
    let lemma = try Lemma.named(id)
    let text = try succeed(["lemmas", "show", id], in: try Workspace()).stdout
    for part in [lemma.title, lemma.source, "domain", "claim", "search", "d = "] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("help of every subcommand shows an example", arguments: ["", "show", "test", "frontier", "pages"])
  func help(_ subcommand: String) throws {
    let arguments = ["lemmas"] + (subcommand.isEmpty ? [] : [subcommand]) + ["--help"]
    let outcome = try runTwoPhase(arguments)
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("twophase lemmas \(subcommand)"))
  }

  @Test("test prints a table and saves the counterexample, which replays and opens in inspect")
  func falseLemma() throws {
    let folder = try Workspace()
    let outcome = try succeed(
      ["lemmas", "test", "trace-of-a", Self.falseLemma, "--trials", "40"], in: folder)
    #expect(outcome.stderr.isEmpty)
    #expect(outcome.stdout.contains("trace-of-a            holds"))
    #expect(outcome.stdout.contains("violated, as expected"))
    #expect(outcome.stdout.contains("saved as counterexamples/\(Self.falseLemma).json"))
    let file = "counterexamples/\(Self.falseLemma).json"
    let student = try Matrix(npy: folder.file("counterexamples/\(Self.falseLemma)-student.npy"))
    #expect(student.rowCount == 1, "a minimal counterexample has one neuron")

    let replay = try succeed(["lemmas", "--replay", file], in: folder).stdout
    #expect(replay.contains("lhs <= rhs is violated here"))
    let saved = try JSONValue(try folder.data(file))
    for side in ["lhs", "rhs"] {
      let value = try #require(try saved.member(side).double)
      #expect(replay.contains("\(side)        \(value)\n"), "\(side)")
    }

    let inspected = try JSONValue(try succeed(["inspect", "--case", file, "--json"], in: folder).stdout)
    let pair = try succeed(
      [
        "inspect", "--student", "counterexamples/\(Self.falseLemma)-student.npy", "--teacher",
        "counterexamples/\(Self.falseLemma)-teacher.npy", "--json",
      ], in: folder)
    #expect(try inspected == JSONValue(pair.stdout))
  }

  @Test("without a violation no folder is left")
  func noFolder() throws {
    let folder = try Workspace()
    try succeed(["lemmas", "test", "trace-of-a", "--trials", "8"], in: folder)
    #expect(folder.contents().isEmpty)
  }

  @Test("with --ascents the same seed gives the same document, another seed another")
  func reproducible() throws {
    func document(_ seed: String) throws -> [String: JSONValue] {
      let outcome = try succeed(
        [
          "lemmas", "test", "one-point-convexity", "--trials", "20", "--ascents", "3", "--dimensions", "2,5",
          "--seed", seed, "--json",
        ], in: try Workspace())
      let lemma = try #require(try JSONValue(outcome.stdout).member("lemmas").elements.first)
      return lemma.members.filter { $0.key != "seconds" }
    }
    let first = try document("4")
    #expect(try document("4") == first)
    #expect(try document("5") != first)
    #expect(first["ascents"] == .number(3))
    #expect(first["verdict"] == .string("holds"))
  }

  @Test("the JSON has the documented keys and no number is missing without being null")
  func schema() throws {
    let outcome = try succeed(
      ["lemmas", "test", Self.falseLemma, "origin-hessian-action", "--trials", "40", "--json"],
      in: try Workspace())
    let document = try JSONValue(outcome.stdout)
    #expect(try document.member("schema") == .string("twophase.lemmas/1"))
    #expect(
      document.keys == [
        "schema", "seed", "trials", "searchSeconds", "ascentsAskedFor", "dimensions", "samples", "seconds",
        "isAsExpected", "wasInterrupted", "lemmas",
      ])
    let lemmas = try document.member("lemmas").elements
    #expect(lemmas.count == 2)
    for lemma in lemmas {
      #expect(
        lemma.keys == [
          "id", "title", "part", "expectation", "verdict", "isAsExpected", "reason", "samples", "outside",
          "ascents", "ascentEvaluations", "tightest", "tightestSampled", "constant", "order",
          "counterexample", "counterexampleFile", "seconds",
        ])
    }
    #expect(try lemmas[0].member("verdict") == .string("violated"))
    let counterexample = try lemmas[0].member("counterexample")
    #expect(try counterexample.member("dimension") == .number(1))
    let lhs = try #require(try counterexample.member("lhs").double)
    let rhs = try #require(try counterexample.member("rhs").double)
    #expect(lhs > rhs)
    let low = try #require(try lemmas[1].at("order", "exponent", "low").double)
    #expect(low > 0.9)
  }

  @Test("a false lemma that is not refuted ends with status 1")
  func notRefuted() throws {
    // One case with slope 0, where the two readouts agree.
    let folder = try Workspace()
    let outcome = try runTwoPhase(
      [
        "lemmas", "test", "l1-equals-sum-same-slope", "--trials", "1", "--dimensions", "2", "--seed",
        "\(Self.seedOfReLU)",
      ],
      in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.stdout.contains("holds, unexpectedly"))
    #expect(outcome.stdout.contains("1 not as expected"))
  }

  /// A seed whose first case of l1-equals-sum-same-slope is ReLU.
  private static let seedOfReLU = 2

  @Test("the frontier brackets the largest gamma, with a counterexample above it")
  func frontier() throws {
    let outcome = try succeed(
      [
        "lemmas", "frontier", "--dimensions", "2", "--gammas", "0.1", "--trials", "100", "--ascents",
        "20", "--json",
      ], in: try Workspace())
    let document = try JSONValue(outcome.stdout)
    #expect(try document.member("schema") == .string("twophase.frontier/1"))
    for point in try document.member("frontier").elements {
      let surviving = try #require(try point.member("survivingGamma").double)
      let refuted = try #require(try point.member("refutedGamma").double)
      #expect(surviving > 0.2 && surviving < refuted && refuted < 0.6)
      #expect(try #require(try point.member("marginAtRefuted").double) < 0.03)
    }
    let margins = try document.member("smallestMargins").elements.map {
      try #require($0.member("margin").double)
    }
    #expect(margins.count == 2)
    #expect(margins.allSatisfy { $0 > 0.03 && $0 < 0.5708 })
  }

  @Test("the example package's lemma is tested")
  func example() throws {
    let outcome = try runProgram("example-my-lemmas")
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("potential-bounded  holds"))
    #expect(outcome.stdout.contains("all as expected"))
  }
}

@Suite("twophase lemmas with bad input")
struct LemmasBadInputTests {
  @Test(
    "an impossible option is one line with status 64, and leaves nothing behind",
    arguments: [
      ("test nope", "nope"), ("show nope", "one-point-convexity"), ("test --trials 0", "--trials"),
      ("test --trials x", "whole number"), ("test --search-seconds -1", "--search-seconds"),
      ("test --search-seconds nan", "--search-seconds"), ("test --dimensions 0", "--dimensions"),
      ("test --dimensions 2,,5", "commas"), ("test --dimensions 2.5", "commas"),
      ("test --dimensions 100000", "--dimensions"), ("test --ascents -1", "--ascents"),
      ("test --seed -1", "whole number"), ("test --families round", "--families"),
      ("frontier --delta 0.7", "--delta"),
      ("frontier --gammas 0", "--gammas"), ("frontier --gammas 1.5", "--gammas"),
    ])
  func option(_ arguments: String, _ mention: String) throws {
    let folder = try Workspace()
    let outcome = try runTwoPhase(["lemmas"] + arguments.split(separator: " ").map(String.init), in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.complaints.count == 1)
    #expect(outcome.stderr.contains(mention), "\(outcome.stderr)")
    #expect(outcome.stdout.isEmpty)
    #expect(folder.contents().isEmpty)
  }

  @Test("a file in the place of the folder is told before any test")
  func notAFolder() throws {
    let folder = try Workspace()
    try folder.write(Data("x".utf8), "taken")
    let outcome = try runTwoPhase(
      ["lemmas", "test", "potential-as-printed", "--counterexamples", "taken"], in: folder)
    #expect(outcome.status == 73)
    #expect(outcome.stderr.contains("--counterexamples taken"))
    #expect(folder.contents() == ["taken 1"])
  }

  /// A folder with a case that is good but for one change of its text.
  private func replay(
    _ old: String, _ new: String, named name: String = "case.json"
  ) throws -> (Outcome, inspected: Outcome) {
    let folder = try Workspace()
    try Matrix(rows: [[0.5, 0], [0, 0.25]]).writeNPY(to: folder.file("w.npy"))
    try Matrix(rowCount: 2, columnCount: 2).writeNPY(to: folder.file("t.npy"))
    try Matrix(rowCount: 3, columnCount: 3).writeNPY(to: folder.file("t3.npy"))
    try Matrix(rows: [[5, 0], [0, 0]]).writeNPY(to: folder.file("large.npy"))
    let good = """
      {"schema": "twophase.lemma-case/1", "lemma": "trace-of-a", "slope": 0.5, "readout": "sum",
       "identityMapping": true, "student": "w.npy", "teacher": "t.npy"}
      """
    try #require(old.isEmpty || good.contains(old))
    let text = old.isEmpty ? good : good.replacingOccurrences(of: old, with: new)
    try folder.write(Data(text.utf8), "case.json")
    return (
      try runTwoPhase(["lemmas", "--replay", name], in: folder),
      try runTwoPhase(["inspect", "--case", name], in: folder)
    )
  }

  @Test("a good case replays and opens")
  func goodCase() throws {
    let (outcome, inspected) = try replay("", "")
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("lhs <= rhs is true here"))
    #expect(inspected.status == 0)
  }

  @Test(
    "an unusable case is one line that names the file",
    arguments: [
      ("\"lemma\": ", "\"lemmo\": ", 65, "'lemma' is missing", true),
      ("lemma-case/1", "lemma-case/9", 65, "schema", true),
      ("{\"schema\"", "[\"schema\"", 65, "no JSON", true),
      ("0.5", "\"steep\"", 65, "expected a number", true), ("0.5", "1", 65, "slope", true),
      ("0.5", "0.95", 65, "slope", false),
      ("\"sum\"", "\"max\"", 65, "readout", true), ("w.npy", "none.npy", 66, "none.npy", true),
      ("w.npy", "", 65, "student", true), ("t.npy", "t3.npy", 65, "dimension", true),
      ("w.npy", "large.npy", 65, "student", false), ("trace-of-a", "no-such", 65, "no-such", false),
      ("true", "false", 65, "identity", true),
    ])
  func badCase(_ old: String, _ new: String, _ status: Int32, _ mention: String, _ spoilsInspect: Bool) throws
  {
    let (outcome, inspected) = try replay(old, new)
    #expect(outcome.status == status)
    #expect(outcome.complaints.count == 1)
    #expect(outcome.stderr.contains(mention), "\(outcome.stderr)")
    #expect(inspected.status == (spoilsInspect ? status : 0), "\(inspected.stderr)")
  }

  @Test("a missing case, and a case beside other options of the point")
  func otherUses() throws {
    let (missing, inspected) = try replay("", "", named: "absent.json")
    #expect(missing.status == 66)
    #expect(inspected.status == 66)
    let both = try runTwoPhase(["inspect", "--case", "x.json", "--student", "w.npy"])
    #expect(both.status == 64)
    #expect(both.stderr.contains("--case"))
    let neither = try runTwoPhase(["inspect", "--teacher", "w.npy"])
    #expect(neither.status == 64)
    #expect(neither.stderr.contains("--student"))
  }
}
