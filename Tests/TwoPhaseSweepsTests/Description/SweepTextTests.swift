import Foundation
import LinearAlgebra
import Testing
import TwoPhaseSweeps

@Suite("A sweep's canonical text")
struct SweepTextTests {
  static let file = """
    # comment
    keep: {weights: true, series: false}
    name: wrong-way
    title: "Where: Phase 1"
    stop: {atReturn: false, afterTransition: 20, distance: 0.010}
    base:
      start: 'wrong-way'   # the start
      teacherNorm: 1e-1
      slope: 0
      identityMapping: true
      teacher: "a b: c.npy"
    axes:
      gamma: {logspace: [0.10, 2, 12]}
      dimension: [20, 30.0]
      k: [1, 2.0]
      seed: {seeds: 3, from: 1}
    combine: [gamma, [k, dimension], seed]
    derived:
      startNorm: (gamma)
      learningRate: 0.05/(dimension*k)
    """

  @Test("is the same however the file was written")
  func canonical() throws {
    let sweep = try SweepDescription(text: Self.file, path: "a.yaml")
    #expect(
      sweep.text == """
        name: wrong-way
        title: "Where: Phase 1"
        base:
          start: wrong-way
          teacherNorm: 0.1
          slope: 0.0
          identityMapping: true
          teacher: "a b: c.npy"
        axes:
          gamma: {logspace: [0.1, 2.0, 12]}
          dimension: [20, 30]
          k: [1, 2.0]
          seed: {seeds: 3}
        combine: [gamma, [dimension, k], seed]
        derived:
          startNorm: gamma
          learningRate: 0.05 / (dimension * k)
        stop:
          distance: 0.01
          afterTransition: 20
        keep:
          weights: true

        """)
    #expect(sweep.title == "Where: Phase 1" && sweep.name == "wrong-way" && sweep.path == "a.yaml")
  }

  @Test("describes the same sweep again, with the same digest")
  func again() throws {
    let sweep = try SweepDescription(text: Self.file, path: "a.yaml")
    let again = try SweepDescription(text: sweep.text, path: "b.yaml")
    #expect(again.text == sweep.text && again.digest == sweep.digest && again.count == sweep.count)
    #expect(again.variables == sweep.variables && again.keep == sweep.keep)
    for number in 0..<sweep.count { #expect(try again.point(number) == sweep.point(number)) }
    let other = try SweepDescription(
      text: Self.file.replacing("{seeds: 3,", with: "{seeds: 4,"), path: "a.yaml")
    #expect(other.digest != sweep.digest)
    #expect(sweep.digest.count == 16 && sweep.digest.allSatisfy { $0.isHexDigit })
  }

  @Test("a file of a word's name stays a file's name")
  func words() throws {
    for file in ["null", "~", "1.5", "true"] {
      let text = "name: a\nbase: {data: \"\(file)\"}\naxes: {seed: {seeds: 1}}"
      let sweep = try SweepDescription(text: text, path: "a.yaml")
      #expect(try SweepDescription(text: sweep.text, path: "a.yaml").point(0).request.dataFile == file)
    }
  }

  @Test("the digest is FNV-1a of the text")
  func digest() throws {
    let sweep = try SweepDescription(text: "name: a\naxes: {seed: {seeds: 1}}", path: "a.yaml")
    #expect(sweep.text == "name: a\naxes:\n  seed: {seeds: 1}\n")
    #expect(sweep.digest == "3493c64c324a350e")
  }

  @Test("titles and file names of all kinds survive")
  func quoting() throws {
    for word in [
      "yes", "- a", "#1", "\"q\" \\ 'p'", "é 漢", "a: b", "1.5", ".5", "{x}", "a #b", " a", "~", "tab\tx",
    ] {
      let file = SweepTextTests.file.replacing("\"Where: Phase 1\"", with: "")
      let quoted =
        "\"" + word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\t", with: "\\t")
        + "\""
      let sweep = try SweepDescription(
        text: file.replacing("title: ", with: "title: \(quoted)"), path: "a.yaml")
      let again = try SweepDescription(text: sweep.text, path: "a.yaml")
      #expect(sweep.title == word.trimmingCharacters(in: .whitespaces) && again.title == sweep.title)
      #expect(again.text == sweep.text)
    }
  }

  @Test("files are read, and missing ones are said to be missing")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sweep-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.yaml"
    let error = #expect(throws: SweepFileError.self) { try SweepDescription(path: path) }
    #expect(error?.description == "\(path): no such file" && error?.kind == .missingInput)
    try Data(Self.file.utf8).write(to: URL(fileURLWithPath: path))
    #expect(try SweepDescription(path: path).count == 72)
    try Data([0x6e, 0xff, 0xfe]).write(to: URL(fileURLWithPath: path))
    let bytes = #expect(throws: SweepFileError.self) { try SweepDescription(path: path) }
    #expect(bytes?.description == "\(path): found bytes that are not UTF-8, expected YAML")
    #expect(bytes?.kind == .dataFormat)
  }

  @Test("the summary has every axis, the runs, formulas and rules")
  func summary() throws {
    let sweep = try SweepDescription(text: Self.file, path: "a.yaml")
    #expect(
      sweep.summary.map { "\($0.name): \($0.text)" } == [
        "gamma: 12 values from 0.1 to 2, equal factors", "dimension: 2 values: 20, 30", "k: 2 values: 1, 2",
        "seed: 3 seeds, 1 to 3", "runs: 72 = 12 x 2 x 3, gamma x (dimension with k) x seed, the last fastest",
        "startNorm: = gamma", "learningRate: = 0.05 / (dimension * k)",
        "stop: ||W - W*||_F <= 0.01; or 20 steps after the transition is confirmed",
        "kept: verdicts and scalars, weights",
      ])
  }
}
