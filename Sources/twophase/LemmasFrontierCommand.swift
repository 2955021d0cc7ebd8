import ArgumentParser
import TwoPhaseLemmas
import TwoPhaseReport

struct LemmasFrontierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frontier",
    abstract:
      "Finds how far one-point strong convexity reaches: the largest gamma at each d, the smallest margins.",
    discussion: """
      For each dimension the largest gamma >= ||W||_2, ||W*||_2 is bisected for which no case with a margin below delta is \
      found, with |f_A| <= 197 gamma^2 and without; and for each gamma of --gammas the smallest margin is searched for. A \
      refuted gamma has a counterexample; a surviving one is what the search did not refute in the time given.

      Examples:
        twophase lemmas frontier --dimensions 2,5,20,100 --search-seconds 10
        twophase lemmas frontier --dimensions 50 --gammas 0.05,0.1,0.2 --json
      """)

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Dimensions (default: 2,5,20).", valueName: "2,5,20"),
    transform: { try NumberArgument.integers($0) })
  var dimensions = [2, 5, 20]
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Norm bounds for the smallest margins (default: 0.03125,0.1,0.3).", valueName: "g,g,..."),
    transform: { try NumberArgument.reals($0) })
  var gammas = [LiYuan.weightBound, 0.1, 0.3]
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The claimed margin, paper scale (default: 0.03).", valueName: "x"),
    transform: NumberArgument.real)
  var delta = LiYuan.convexity
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Cases drawn for each gamma (default: 200).", valueName: "n"),
    transform: NumberArgument.integer)
  var trials = 200
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Time for ascents for each gamma (default: 2).", valueName: "s"),
    transform: NumberArgument.real)
  var searchSeconds = 2.0
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Ascents for each gamma instead of a time, for the same result everywhere.", valueName: "n"),
    transform: NumberArgument.integer)
  var ascents: Int?
  @Option(
    parsing: .unconditional, help: ArgumentHelp("The seed of every case (default: 1).", valueName: "n"),
    transform: NumberArgument.seed)
  var seed: UInt64 = 1
  @Flag(help: "Print JSON, schema twophase.frontier/1.") var json = false

  func run() throws {
    var options = TestOptions()
    options.trials = trials
    options.searchSeconds = searchSeconds
    options.ascents = ascents
    options.seed = seed
    options.dimensions = dimensions
    let study = try MarginFrontier.study(delta: delta, gammas: gammas, options: options)
    let interrupt = Interrupt()
    var progress = ProgressLine(total: study.tasks, unit: "searches")
    let outcome = try study.run(isCancelled: { interrupt.isRequested }, progress: { progress.update($0) })
    progress.clear()
    let document = try FrontierDocument(study.frontier, points: outcome.points, smallest: outcome.smallest)
    Terminal.show(json ? try document.json() : document.text)
    if interrupt.isRequested { throw ExitCode(130) }
  }
}
