import Foundation
import LinearAlgebra
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("Constants as a user asks for them")
struct ConstantsRequestTests {
  static func file(_ text: String) throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yaml").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  static func setting(_ change: (inout ConstantsRequest) throws -> Void) throws -> RunSetting {
    var request = RunRequest()
    request.dimension = 8
    try change(&request.constants)
    return try request.prepare().setting
  }

  @Test("a file sets constants, single ones override it, and named options override both")
  func precedence() throws {
    let path = try Self.file("# mine\npotentialFactor: 50\nconvexity: 0.1\ngamma: 2\n")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let setting = try Self.setting {
      $0.theorem.file = path
      $0.theorem.overrides = [try .init("convexity=0.2"), try .init("weightBound=3")]
      $0.gamma = 0.1
    }
    let constants = setting.constants
    #expect(constants[.potentialFactor]?.value == 50)
    #expect(constants[.potentialFactor]?.source == "given by \(path)")
    #expect(constants[.convexity]?.value == 0.2 && constants[.convexity]?.source == "given by --constant")
    #expect(constants[.weightBound]?.value == 3)
    #expect(constants[.gamma]?.value == 0.1 && constants[.gamma]?.source == "given by --gamma")
    #expect(setting.thresholds.potential == 50 * 0.1 * 0.1 && setting.thresholds.margin == 0.2)
  }

  @Test(
    "an unusable file is refused in one line that names file, line and key",
    arguments: [
      ("gamma: 0.02\nconvextiy: 1\n", "line 2"), ("gamma: small\n", "gamma"), ("gamma: -1\n", "gamma"),
      ("- 1\n- 2\n", "mapping"), ("", "empty"), ("gamma: [1, 2\n", "YAML"), ("profile: mine\n", "profile"),
      ("gamma: 1\ngamma: 2\n", "gamma"), ("gamma: .nan\n", "gamma"),
    ])
  func unusable(_ text: String, _ named: String) throws {
    let path = try Self.file(text)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = try #require(throws: (any Error).self) { try Self.setting { $0.theorem.file = path } }
    let failure = try #require(error as? any DescribedFailure)
    #expect(failure.kind == .dataFormat)
    #expect(failure.description.hasPrefix(path) && failure.description.contains(named))
    #expect(!failure.description.contains("\n"))
  }

  @Test("a missing file is missing")
  func missing() throws {
    let error = try #require(throws: FileFailure.self) {
      try Self.setting { $0.theorem.file = "/nowhere/constants.yaml" }
    }
    #expect(error.kind == .missingInput)
  }

  @Test(
    "an unusable single constant is refused by name",
    arguments: ["convexity", "delta=0.1", "convexity=", "convexity=x", "=1"])
  func unusableOverride(_ text: String) throws {
    let error = try #require(throws: OptionError.self) { try TheoremRequest.Override(text) }
    #expect(error.option == "--constant" && error.kind == .usage)
  }

  @Test("a value that no theorem could have is refused with the option's name")
  func impossibleValue() throws {
    let error = try #require(throws: OptionError.self) {
      try Self.setting { $0.theorem.overrides = [.init(.convexity, -1)] }
    }
    #expect(error.option == "--constant convexity" && error.found == "-1.0")
  }

  @Test("the observed profile fits its constants to the run, and what is given by hand stays")
  func observed() throws {
    var request = RunRequest()
    request.dimension = 30
    request.gradient = .population
    request.steps = 400
    request.constants.theorem.profile = .observed
    let fitted = try request.prepare().run().theorem
    #expect(fitted.constants.profile == "observed" && fitted.constants[.convexity]?.isFitted == true)
    #expect(fitted.verdicts[.c4]?.verdict == .vacuous)
    request.constants.delta = 0.03
    let given = try request.prepare().run().theorem
    #expect(given.constants[.convexity]?.value == 0.03 && given.verdicts[.c4]?.verdict == .holds)
  }
}
