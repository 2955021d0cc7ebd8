import ArgumentParser
import TwoPhaseTheory
import TwoPhaseTraining

/// The options that set the theorem's constants and what a script asks of the verdicts, the same in every command.
struct ConstantsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where the constants start from; observed is fitted to the run (default: li-yuan-2017).",
      valueName: "profile"))
  var profile: TheoremRequest.Profile?
  @Option(help: ArgumentHelp("A YAML file of constants, one 'name: value' a line.", valueName: "FILE.yaml"))
  var constants: String?
  @Option(
    name: .customLong("constant"),
    help: ArgumentHelp(
      "One constant; may be repeated. Names: \(TheoremConstants.Name.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "name=value"),
    transform: { try TheoremRequest.Override($0) })
  var overrides: [TheoremRequest.Override] = []
  @Option(
    parsing: .unconditional, help: ArgumentHelp("gamma (default: max(||W_0||_2, ||W*||_2)).", valueName: "g"),
    transform: NumberArgument.real)
  var gamma: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("delta of C4 and the Phase-2 predicate, paper scale (default: 0.03).", valueName: "x"),
    transform: NumberArgument.real)
  var delta: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("tau, the |f_A| at which Phase 1 ends (default: 197 gamma^2).", valueName: "t"),
    transform: NumberArgument.real)
  var potentialThreshold: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Records in a row that confirm the transition (default: 10).", valueName: "n"),
    transform: NumberArgument.integer)
  var dwell: Int?
  @Option(
    help: ArgumentHelp(
      "Exit with status 1 unless each of these holds, for example C3,C4.", valueName: "H1..C5"),
    transform: RequiredParts.init)
  var require: RequiredParts?

  var request: ConstantsRequest {
    var request = ConstantsRequest()
    request.theorem.profile = profile
    request.theorem.file = constants
    request.theorem.overrides = overrides
    request.gamma = gamma
    request.delta = delta
    request.potentialThreshold = potentialThreshold
    request.dwell = dwell
    return request
  }

  /// Ends with status 1, naming them, when required parts do not hold.
  func enforce(_ verdicts: TheoremVerdicts) throws {
    let failing = verdicts.failing(require?.parts ?? [])
    guard !failing.isEmpty else { return }
    for finding in failing {
      Terminal.note(
        "twophase: --require \(finding.part.id.rawValue): \(finding.verdict.word): \(finding.deciding.reason)\n"
      )
    }
    throw ExitCode(1)
  }
}

/// The hypotheses and conclusions of --require.
struct RequiredParts: Sendable {
  let parts: [TheoremPart.ID]

  init(_ text: String) throws(OptionError) {
    var parts: [TheoremPart.ID] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = word.filter { $0 != " " }.uppercased()
      guard let part = TheoremPart.ID(rawValue: name) else {
        let names = TheoremPart.ID.allCases.map(\.rawValue).joined(separator: ", ")
        throw OptionError("--require", found: "'\(word)'", expected: "a list of \(names), such as C3,C4")
      }
      parts.append(part)
    }
    self.parts = parts
  }
}

extension TheoremRequest.Profile: ExpressibleByArgument {}
