import ArgumentParser
import LinearAlgebra
import Synchronization
import TwoPhaseLemmas
import TwoPhaseReport

struct LemmasTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Tests lemmas: all of them, or those that are named.",
    discussion: """
      Each lemma is compared at random and structured cases; then its worst case is searched for by projected ascent. "holds" \
      means that no violation was found in so many samples and ascents; the tightest case is shown. A violation is minimised and \
      saved for --replay. The cases depend on the seed alone; how many ascents fit into the time depends on the machine, unless \
      --ascents gives their number. Exit status 1 when a lemma that is expected to hold fails, or one that is expected to fail holds.

      Examples:
        twophase lemmas test
        twophase lemmas test one-point-convexity --trials 5000 --search-seconds 60 --dimensions 20,100
        twophase lemmas test --ascents 10 --seed 7 --json
      """)

  @Argument(help: ArgumentHelp("Lemmas to test (default: all).", valueName: "ID")) var ids: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Cases drawn for each lemma; costly ones get a fraction (default: \(TestOptions().trials)).",
      valueName: "n"),
    transform: NumberArgument.integer)
  var trials = TestOptions().trials
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Time for ascents for each lemma that is searched (default: \(TestOptions().searchSeconds)).",
      valueName: "s"),
    transform: NumberArgument.real)
  var searchSeconds = TestOptions().searchSeconds
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Ascents for each lemma instead of a time, for the same result everywhere.", valueName: "n"),
    transform: NumberArgument.integer)
  var ascents: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The seed of every case (default: \(TestOptions().seed)).", valueName: "n"),
    transform: NumberArgument.seed)
  var seed = TestOptions().seed
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Dimensions to try, where a lemma speaks of them (default: each lemma's own).", valueName: "2,5,20,100"),
    transform: { try NumberArgument.integers($0) })
  var dimensions: [Int]?
  @Option(
    help: ArgumentHelp(
      "Draw W and W* from these families alone: \(Shape.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "name,..."),
    transform: { try Shape.list($0) })
  var families: [Shape]?
  @Option(
    help: ArgumentHelp("Where minimised violations are saved (default: counterexamples).", valueName: "DIR"))
  var counterexamples = "counterexamples"
  @Flag(help: "Print JSON, schema twophase.lemmas/1, instead of the table.") var json = false

  func run() throws {
    var lemmas = ids.isEmpty ? Lemma.all : try ids.map { try Lemma.named($0) }
    if let families { lemmas = lemmas.map { $0.drawing(from: families) } }
    var options = TestOptions()
    options.trials = trials
    options.searchSeconds = searchSeconds
    options.ascents = ascents
    options.seed = seed
    options.dimensions = dimensions
    let campaign = LemmaCampaign(lemmas, options: options)
    if let advice = BLASBackend.current.advice { Terminal.note("twophase: note: \(advice)\n") }
    try options.check()
    let folder = try LemmaCounterexamples(folder: counterexamples)
    let interrupt = Interrupt()
    let progress = Mutex(ProgressLine(total: campaign.plannedSamples, unit: "samples"))
    let results: [LemmaResult]
    do {
      defer { progress.withLock { $0.clear() } }
      results = try campaign.run(
        isCancelled: { interrupt.isRequested },
        progress: { _, count in progress.withLock { $0.update(count) } })
    } catch {
      folder.discard()
      throw error
    }
    let files = try folder.save(results)
    Terminal.show(
      json
        ? try LemmasDocument(results, options: options, files: files).json()
        : LemmaTable(results, files: files).text(coloured: Terminal.showsColour))
    if interrupt.isRequested {
      Terminal.note("twophase: interrupted after \(results.count) of \(lemmas.count) lemmas\n")
      throw ExitCode(130)
    }
    if !results.allSatisfy(\.isAsExpected) { throw ExitCode(1) }
  }
}
