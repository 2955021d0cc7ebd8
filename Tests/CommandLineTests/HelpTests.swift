import Testing

@Suite("Help and version")
struct HelpTests {
  @Test(
    "help of every command shows an example",
    arguments: [
      [], ["inspect"], ["run"], ["verify"], ["report"], ["runs"], ["bench"], ["lemmas"], ["reproduce"],
      ["sweep"],
      ["map"],
    ])
  func help(_ command: [String]) throws {
    let outcome = try runTwoPhase(command + ["--help"])
    #expect(outcome.status == 0)
    #expect(outcome.stderr.isEmpty)
    #expect(outcome.stdout.contains("Example"))
    let examples = outcome.stdout.split(separator: "Example", maxSplits: 1).last ?? ""
    #expect(examples.contains("\n  twophase \(command.first ?? "run")"))
  }

  @Test(
    "help of every part of runs shows an example", arguments: ["list", "show", "compare", "export", "delete"])
  func helpOfRuns(_ command: String) throws {
    let outcome = try runTwoPhase(["runs", command, "--help"])
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    #expect(outcome.stdout.contains("twophase runs \(command) "))
  }

  @Test(
    "help of every part of sweep shows an example",
    arguments: ["run", "status", "cancel", "merge", "show", "export", "task"])
  func helpOfSweep(_ command: String) throws {
    let outcome = try runTwoPhase(["sweep", command, "--help"])
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    #expect(outcome.stdout.contains("twophase sweep \(command == "run" ? "wrong-way.yaml" : command) "))
  }

  @Test("help states the exit statuses")
  func exitStatuses() throws {
    let words = try runTwoPhase(["--help"]).stdout.split(whereSeparator: \.isWhitespace)
    for status in ["0", "64", "65", "66", "69", "70", "73", "74", "130"] {
      #expect(words.contains(Substring(status)), "\(status)")
    }
  }

  @Test("help of run names every option and its default")
  func options() throws {
    let help = try runTwoPhase(["run", "--help"]).stdout
    for option in [
      "--dimension", "--init", "--init-norm", "--teacher", "--teacher-norm", "--slope", "--readout",
      "--no-identity", "--gradient", "--data", "--batch", "--learning-rate", "--steps", "--every",
      "--measure", "--seed",
      "--gamma", "--delta", "--potential-threshold", "--dwell", "--output", "--json", "--store", "--no-store",
      "--norm-bound", "--stop-distance", "--stop-loss", "--stop-after-transition", "--stop-at-return",
      "--name", "--resume", "--keep-weights", "--serve", "--serve-address",
      "--tensorboard",
    ] { #expect(help.contains("  \(option) "), "\(option)") }
    #expect(help.contains("twophase run --dimension 500 --steps 5000 --measure scalars"))
    for value in ["wrong-way", "256", "0.0005", "600", "0.3"] { #expect(help.contains(value), "\(value)") }
  }

  @Test("--version prints a version and nothing else")
  func version() throws {
    let outcome = try runTwoPhase(["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.stderr.isEmpty)
    #expect(outcome.stdout.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil, "\(outcome.stdout)")
  }
}
