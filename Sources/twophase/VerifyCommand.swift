import ArgumentParser
import LinearAlgebra
import TwoPhaseReport
import TwoPhaseStore
import TwoPhaseTraining

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Holds weights that another program saved to the theorem, step by step.",
    discussion: """
      TRAJECTORY is a .npz with `weights` [T, d, d] (and optional `steps` and `learning_rate`) or one matrix per step named \
      by its step; a .npy [T, d, d]; a folder of step_*.npy; or a .safetensors file with the same names. It is read \
      snapshot by snapshot, so it may be larger than memory. Column j is neuron j and the identity is not included, unless \
      --layout rows (PyTorch's nn.Linear) and --includes-identity say otherwise; the teacher is read the same way. The \
      learning rate is that of L = E (y - y*)^2, without a factor 1/2.

      Examples:
        twophase verify run.npz --teacher T.npy --learning-rate 5e-4
        twophase verify run.safetensors --teacher T.npy --layout rows --includes-identity --output report
        twophase verify run.npz --teacher T.npy --measure norms
        twophase verify steps/ --teacher T.npy --inputs X.npy --require C3,C4
      """)

  @Argument(help: ArgumentHelp("The weights at each step.", valueName: "trajectory")) var trajectory: String
  @Option(help: ArgumentHelp("The teacher W*.", valueName: "T.npy")) var teacher: String
  @Option(help: "Where the neurons are in each saved matrix.")
  var layout = TrajectoryOptions().layout
  @Flag(help: "The saved matrices are I + W.") var includesIdentity = false
  @Option(help: "Where the neurons are in the teacher's matrix (default: as --layout).")
  var teacherLayout: TrajectoryOptions.Layout?
  @Option(
    help: ArgumentHelp(
      "Whether the teacher's matrix is I + W*: yes or no (default: as --includes-identity).",
      valueName: "yes|no"))
  var teacherIncludesIdentity: YesOrNo?
  @OptionGroup var network: NetworkOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "eta of every step, true scale (default: the file's learning_rate).", valueName: "eta"),
    transform: NumberArgument.real)
  var learningRate: Double?
  @Option(
    help: "How the steps were made; auto decides from the steps.")
  var gradient = TrajectoryRequest.GradientKind.auto
  @Option(help: ArgumentHelp("The inputs of the run, N x d, to be tested for N(0, I).", valueName: "X.npy"))
  var inputs: String?
  @OptionGroup var detail: MeasureOptions
  @OptionGroup var constants: ConstantsOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let prepared = try request.prepare()
    let place = try store.resolved()
    // Known before any time is spent.
    if let place { try RunStore.check(recordingInto: place) }
    let interrupt = Interrupt()
    var progress = ProgressLine(total: prepared.trajectory.count, unit: "snapshots")
    let run = try report.around {
      defer { progress.clear() }
      let run = try prepared.verify(
        provenance: store.provenance, isCancelled: { interrupt.isRequested },
        progress: { progress.update($0) })
      return try place.map { try RunStore(recordingInto: $0).keeping(run) } ?? run
    } note: {
      store.note($0)
    }
    try constants.enforce(run.theorem.verdicts)
  }

  private var request: TrajectoryRequest {
    var request = TrajectoryRequest(path: trajectory, teacherFile: teacher)
    request.options.layout = layout
    request.options.includesIdentity = includesIdentity
    var teacherOptions = request.options
    if let teacherLayout { teacherOptions.layout = teacherLayout }
    if let teacherIncludesIdentity { teacherOptions.includesIdentity = teacherIncludesIdentity == .yes }
    request.teacherOptions = teacherOptions
    request.slope = network.slope
    request.readout = network.readout
    request.identityMapping = !network.noIdentity
    request.learningRate = learningRate
    request.gradient = gradient
    request.inputsFile = inputs
    request.stepDetail = detail.measure
    request.constants = constants.request
    return request
  }
}

/// A yes or a no, where leaving it out means something else.
enum YesOrNo: String, ExpressibleByArgument, CaseIterable {
  case yes
  case no
}

extension TrajectoryOptions.Layout: ExpressibleByArgument {}
extension TrajectoryRequest.GradientKind: ExpressibleByArgument {}
