import ArgumentParser
import TwoPhaseReport
import TwoPhaseTraining

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures what an SGD step costs here, bare and with every scalar of the theory.",
    discussion: """
      Bare and instrumented steps run in turn; the medians are printed, beside the machine's matrix-product rate. Threads: \
      OPENBLAS_NUM_THREADS or OMP_NUM_THREADS, or the processors this process may use.

      Examples:
        twophase bench
        twophase bench --dimension 1000 --batch 64 --json
      """)

  @Option(help: ArgumentHelp("d.", valueName: "d"), transform: NumberArgument.integer) var dimension = 100
  @Option(help: ArgumentHelp("B.", valueName: "B"), transform: NumberArgument.integer) var batch = 256
  @Option(help: ArgumentHelp("Seconds to spend.", valueName: "s"), transform: NumberArgument.real)
  var seconds = 2.0
  @Flag(help: "Print JSON, schema twophase.bench/1.") var json = false

  func run() throws {
    let benchmark = try StepBenchmark(dimension: dimension, batch: batch, seconds: seconds)
    var line = ProgressLine(total: 100, unit: "%")
    let document = BenchmarkDocument(try benchmark.run { line.update(Int(100 * $0)) })
    line.clear()
    Terminal.show(json ? try document.json() : document.text)
  }
}
