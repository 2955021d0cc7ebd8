import Foundation
import Testing
import TwoPhaseExperiments

@Suite("Files that describe experiments")
struct ExperimentFileTests {
  static let settings = """
    dimensions: [8]
    paperRateTimesDimension: 0.2
    batch: 32
    stepsPerDimension: 20
    cadence: 10
    seeds: 2
    teacherNorm: 0.5
    startNorm: 2
    normBound: 1
    vanillaNorm: 2
    recovered: 0.01
    """

  static func text(
    _ settings: String = settings, kind: String = "recovery", name: String = "mine", more: String = ""
  )
    -> String
  {
    let indented = settings.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    return """
      name: \(name)
      kind: \(kind)
      title: A title
      source: here
      claim: >-
        Something
        is so.
      settings:
      \(indented)
      \(more)
      """
  }

  @Test("every described experiment is read, in both forms, and says what it is about")
  func described() throws {
    #expect(ExperimentCatalogue.names.count == Set(ExperimentCatalogue.names).count)
    for name in ExperimentCatalogue.names {
      let file = try ExperimentCatalogue.file(name)
      #expect(file.name == name)
      #expect(!file.title.isEmpty && !file.claim.contains("\n") && !file.source.isEmpty)
      for isQuick in [false, true] { _ = try PreparedExperiment(file, isQuick: isQuick) }
    }
    #expect(try ExperimentCatalogue.files(["all"]).map(\.name) == ExperimentCatalogue.names)
  }

  @Test("the folder Experiments holds just the described experiments")
  func folder() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Experiments").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names == ExperimentCatalogue.names.map { $0 + ".yaml" }.sorted())
    for name in ExperimentCatalogue.names {
      _ = try PreparedExperiment(try ExperimentFile(path: "\(folder)/\(name).yaml"), isQuick: true)
    }
  }

  @Test("the short form's settings stand over the others, in what is run and in what is reported")
  func quick() throws {
    let file = try ExperimentFile(
      text: Self.text(more: "quick: {seeds: 3, stepsPerDimension: 1}"), path: "x.yaml")
    let result = try PreparedExperiment(file, isQuick: true).perform(ExperimentContext())
    #expect(result.isQuick && result.settings.contains("seeds: 3") && result.settings.contains("batch: 32"))
    #expect(result.panels[0].curves[0].seeds == 3)
    #expect(result.claim == "Something is so.")
  }

  @Test(
    "whatever is wrong is one line with the file, the line and the key",
    arguments: [
      (text(kind: "alchemy"), "x.yaml: kind: found 'alchemy', expected one of: "),
      (text(more: "quik: {}"), "x.yaml, line 20: found the key 'quik', expected one of: name, kind"),
      (text(settings + "\nseed: 3"), "x.yaml, line 20: found the key 'seed', expected one of: dimensions"),
      (text(settings + "\nseeds: 3"), "seeds"),
      (
        text(settings.replacingOccurrences(of: "batch: 32\n", with: "")),
        "settings: found no 'batch', expected one"
      ),
      (
        text(settings.replacingOccurrences(of: "batch: 32", with: "batch: many")),
        "x.yaml, line 11: batch: found another value, expected a whole number"
      ),
      (
        text(settings.replacingOccurrences(of: "batch: 32", with: "batch: 0")),
        "batch: found 0, expected at least 1"
      ),
      (text(settings.replacingOccurrences(of: "[8]", with: "[]")), "dimensions: found 0 values"),
      (text(settings.replacingOccurrences(of: "[8]", with: "[8, 8]")), "dimensions: found a dimension twice"),
      (text(settings.replacingOccurrences(of: "[8]", with: "[8, x]")), "x.yaml, line 9: dimensions.2"),
      (
        text(settings.replacingOccurrences(of: "normBound: 1", with: "normBound: 0.1")),
        "normBound: found 0.1, expected at least teacherNorm (0.5)"
      ),
      (text(name: "../evil"), "x.yaml, line 1: name: found '../evil', expected letters, digits and '-'"),
      ("name: [1", "x.yaml: found YAML that cannot be read"),
      ("- a", "x.yaml, line 1: found no mapping"), ("", "x.yaml: found no mapping"),
      ("name: a", "x.yaml: found no 'kind', expected one"),
      (text(more: "quick: 3"), "quick: found no mapping"),
    ])
  func wrong(_ text: String, _ expected: String) throws {
    do {
      _ = try PreparedExperiment(try ExperimentFile(text: text, path: "x.yaml"), isQuick: false)
      Issue.record("it was accepted")
    } catch {
      let line = "\(error)"
      #expect(line.contains(expected), "\(line)")
      #expect(!line.contains("\n") && line.hasPrefix("x.yaml"))
    }
  }

  @Test("names that no experiment has, no name, and one twice are refused")
  func names() {
    for (names, found) in [
      (["fig9"], "'fig9'"), ([], "'no name'"), (["fig8", "fig8"], "'fig8 twice'"), (["<b>\n"], "'<b>"),
    ] {
      let error = #expect(throws: ExperimentNameError.self) { try ExperimentCatalogue.files(names) }
      #expect(error?.description.contains("found \(found)") == true)
      #expect(error?.description.contains("\n") == false)
    }
    #expect(throws: (any Error).self) { try ExperimentCatalogue.file("nowhere.yaml") }
  }
}
