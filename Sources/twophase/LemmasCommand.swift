import ArgumentParser
import LinearAlgebra
import TwoPhaseLemmas
import TwoPhaseReport

struct LemmasCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lemmas",
    abstract:
      "Tests the theory's lemmas numerically: samples, searches for the worst case, shrinks what fails.",
    discussion: """
      Without a subcommand the lemmas are listed. --replay holds a saved counterexample to its lemma again.

      Examples:
        twophase lemmas test
        twophase lemmas test one-point-convexity --dimensions 20,100 --search-seconds 30
        twophase lemmas show potential-decrease
        twophase lemmas --replay counterexamples/potential-as-printed.json
      """,
    subcommands: [
      LemmasListCommand.self, LemmasShowCommand.self, LemmasTestCommand.self, LemmasFrontierCommand.self,
      LemmasPagesCommand.self,
    ])

  @Option(
    help: ArgumentHelp("A case saved by `lemmas test`, held to its lemma again.", valueName: "FILE.json"))
  var replay: String?

  func run() throws {
    guard let replay else {
      Terminal.show(LemmaText.list(Lemma.all))
      return
    }
    let outcome = try LemmaReplay(LemmaCaseFile(path: replay), path: replay)
    Terminal.show(outcome.text)
    if outcome.isUnexpected { throw ExitCode(1) }
  }
}

struct LemmasListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the lemmas.")

  func run() throws { Terminal.show(LemmaText.list(Lemma.all)) }
}

struct LemmasShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Shows a lemma's statement, source, domain and claim.",
    discussion: """
      Examples:
        twophase lemmas show one-point-convexity
      """)

  @Argument(help: ArgumentHelp("The lemma's identifier.", valueName: "ID")) var id: String

  func run() throws { Terminal.show(LemmaText.show(try Lemma.named(id))) }
}
