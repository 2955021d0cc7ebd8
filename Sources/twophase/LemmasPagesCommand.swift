import ArgumentParser
import TwoPhaseLemmas
import TwoPhaseReport

struct LemmasPagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pages",
    abstract:
      "Tests all lemmas and writes a page for each: README.md, ID.md, counterexamples and data for figures.",
    discussion: """
      Examples:
        twophase lemmas pages docs/lemmas --ascents 8
      """)

  @Argument(help: ArgumentHelp("The folder of the pages.", valueName: "DIR")) var folder: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Cases drawn for each lemma (default: \(TestOptions().trials)).", valueName: "n"),
    transform: NumberArgument.integer)
  var trials = TestOptions().trials
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Ascents for each lemma that is searched (default: 8).", valueName: "n"),
    transform: NumberArgument.integer)
  var ascents = 8
  @Option(
    parsing: .unconditional, help: ArgumentHelp("The seed of every case (default: 1).", valueName: "n"),
    transform: NumberArgument.seed)
  var seed: UInt64 = 1

  func run() throws {
    var options = TestOptions()
    options.trials = trials
    options.ascents = ascents
    options.seed = seed
    try options.check()
    let pages = try LemmaPages(folder: folder)
    let results = try LemmaCampaign(options: options).run()
    try pages.write(results, options: options)
    Terminal.show(LemmaTable(results).text(coloured: Terminal.showsColour))
  }
}
