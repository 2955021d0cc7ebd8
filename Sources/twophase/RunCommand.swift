import ArgumentParser
import LinearAlgebra
import TwoPhaseReport
import TwoPhaseStore
import TwoPhaseTraining

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs instrumented SGD, finds the transition from Phase 1 to Phase 2 and reports it.",
    discussion: """
      Without options it is the demonstration: d = 100, the wrong-way start, SGD with batches of 256. The report is \
      printed; --output keeps it with all records: report.json, series.csv, report.md. Ctrl-C ends a run early and \
      keeps what was recorded. Every hypothesis and conclusion of the theorem gets its verdict; the exit \
      status is 0 whatever they are, unless --require names some.

      Examples:
        twophase run --output report
        twophase run --gradient population --init W.npy --teacher T.npy
        twophase run --dimension 50 --slope -0.25 --init gaussian --every 10
        twophase run --dimension 500 --steps 5000 --measure scalars
        twophase run --gamma 0.02 --repeats 5 --schedule theorem --require C3,C4
        twophase run --data X.npy --batch 64 --learning-rate 1e-3 --seed 7
        twophase run --dimension 300 --steps 20000 --serve --name "d = 300"
        twophase run --resume last
      """)

  @Option(
    parsing: .unconditional, help: ArgumentHelp("d (default: 100, or the files' dimension).", valueName: "d"),
    transform: NumberArgument.integer)
  var dimension: Int?
  @Option(
    name: .customLong("init"),
    help: ArgumentHelp(
      "The student's start: \(StudentStart.words.joined(separator: ", ")), or a .npy file.",
      valueName: "start"),
    transform: { try StudentStart($0) })
  var start = RunRequest().start
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The start's norm (default: 1 for wrong-way and orthogonal, 0.3 for gaussian).", valueName: "r"),
    transform: NumberArgument.real)
  var initNorm: Double?
  @Option(help: ArgumentHelp("The teacher W* (default: Gaussian).", valueName: "T.npy")) var teacher: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The Gaussian teacher's spectral norm (default: 0.3).", valueName: "r"),
    transform: NumberArgument.real)
  var teacherNorm: Double?
  @OptionGroup var network: NetworkOptions
  @Option(help: "Which gradient drives the run: population or sampled.")
  var gradient = RunRequest().gradient
  @Option(
    help: ArgumentHelp("A data set of inputs, N x d (default: fresh Gaussian inputs).", valueName: "X.npy"))
  var data: String?
  @Option(
    parsing: .unconditional, help: ArgumentHelp("The batch size (default: 256).", valueName: "B"),
    transform: NumberArgument.integer)
  var batch: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "eta, true scale: W+ = W - eta grad L (default: \(RunRequest().learningRate)).", valueName: "eta"),
    transform: NumberArgument.real)
  var learningRate = RunRequest().learningRate
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The number of updates (default: \(RunRequest().steps)).", valueName: "T"),
    transform: NumberArgument.integer)
  var steps = RunRequest().steps
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Record every k steps (default: \(RunRequest().cadence)).", valueName: "k"),
    transform: NumberArgument.integer)
  var every = RunRequest().cadence
  @OptionGroup var detail: MeasureOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The seed of every random number (default: \(RunRequest().seed)).", valueName: "n"),
    transform: NumberArgument.seed)
  var seed = RunRequest().seed
  @Option(
    help:
      "How the learning rate goes: constant, or theorem: in Phase 2 etahat = (1 + alpha) log T/(delta T) for the T steps left."
  )
  var schedule = RunRequest().schedule
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Project W onto {||W||_2 <= r} after every step.", valueName: "r"),
    transform: NumberArgument.real)
  var normBound: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Stop at the first record with ||W - W*||_F at most r.", valueName: "r"),
    transform: NumberArgument.real)
  var stopDistance: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Stop at the first record with L (true scale) at most x.", valueName: "x"),
    transform: NumberArgument.real)
  var stopLoss: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Stop k steps after the transition's confirmation.", valueName: "k"),
    transform: NumberArgument.integer)
  var stopAfterTransition: Int?
  @Flag(help: "Stop at the record that begins a return to Phase 1.")
  var stopAtReturn = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Run n seeds, from --seed on, with the same W_0 and W*: expectations get intervals (default: 1).",
      valueName: "n"),
    transform: NumberArgument.integer)
  var repeats = RunRequest().repeats
  @OptionGroup var constants: ConstantsOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var watch: WatchOptions
  @Option(
    help: ArgumentHelp(
      "Go on with an interrupted run of the store; no other option may change it.", valueName: "ID"))
  var resume: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Keep W of every k-th step beside the store, as .npy.", valueName: "k"),
    transform: NumberArgument.integer)
  var keepWeights: Int?

  func run() throws {
    let request = request
    let session = try RunSession(
      request: request, provenance: store.provenance, resume: resume,
      store: try store.resolved(), weightsCadence: keepWeights)
    if let advice = BLASBackend.current.advice { Terminal.note("twophase: note: \(advice)\n") }
    let interrupt = Interrupt()
    var progress = ProgressLine(total: session.totalSteps)
    let run = try report.around {
      defer { progress.clear() }
      return try watch.around { observers in
        try session.run(
          observers: observers, isCancelled: { interrupt.isRequested }, progress: { progress.update($0) })
      }
    } note: {
      session.closingNote($0)
    }
    try constants.enforce(run.theorem.verdicts)
  }

  private var request: RunRequest {
    var request = RunRequest()
    request.dimension = dimension
    request.start = start
    request.startNorm = initNorm
    request.teacherFile = teacher
    request.teacherNorm = teacherNorm
    request.slope = network.slope
    request.readout = network.readout
    request.identityMapping = !network.noIdentity
    request.gradient = gradient
    request.dataFile = data
    request.batch = batch
    request.learningRate = learningRate
    request.steps = steps
    request.cadence = every
    request.stepDetail = detail.measure
    request.seed = seed
    request.schedule = schedule
    request.normBound = normBound
    request.stopDistance = stopDistance
    request.stopLoss = stopLoss
    request.stopAfterTransition = stopAfterTransition
    request.stopAtReturn = stopAtReturn
    request.repeats = repeats
    request.constants = constants.request
    return request
  }
}

extension RunRequest.GradientKind: ExpressibleByArgument {}
extension LearningRateSchedule: ExpressibleByArgument {}
