import LinearAlgebra
import TwoPhaseTheory

/// The verification of weights that another program saved, as a user asks for it. `prepare()` checks it.
public struct TrajectoryRequest: Sendable, Equatable, Codable {
  /// How the trajectory's steps were made.
  public enum GradientKind: String, Sendable, Codable, CaseIterable {
    /// Decided from the steps: population when they are the population gradient's to rounding.
    case auto
    /// By the population gradient.
    case population
    /// By batches of samples.
    case sampled
  }

  /// The trajectory: .npz, .npy, .safetensors or a folder of step_*.npy.
  public var path: String
  /// The teacher's file.
  public var teacherFile: String
  /// How the trajectory's matrices are stored.
  public var options = TrajectoryOptions()
  /// How the teacher's matrix is stored; nil is as the trajectory's.
  public var teacherOptions: TrajectoryOptions?
  /// PReLU's slope a.
  public var slope = 0.0
  /// The readout.
  public var readout = Readout.sum
  /// Whether V = I + W.
  public var identityMapping = true
  /// eta of every step, true scale; nil takes the file's.
  public var learningRate: Double?
  /// How the steps were made.
  public var gradient = GradientKind.auto
  /// The inputs that the run was trained on, N x d; nil when they are not known.
  public var inputsFile: String?
  /// What is measured of the steps, for the verdicts that need it.
  public var stepDetail = StepDetail.all
  /// The theorem's constants and the Phase-2 predicate.
  public var constants = ConstantsRequest()

  /// A trajectory and its teacher.
  public init(path: String, teacherFile: String) {
    self.path = path
    self.teacherFile = teacherFile
  }

  /// Checks everything, reads the teacher and the inputs, and opens the trajectory.
  ///
  /// - Throws: `OptionError`, `TheoryError`, `TrajectoryError`, or what reading a file throws; each is one clear line.
  /// - Complexity: O(d^3).
  public func prepare() throws -> PreparedTrajectory {
    let network = try Network(slope: slope, readout: readout, identityMapping: identityMapping)
    if let learningRate, !(learningRate > 0 && learningRate.isFinite) {
      throw OptionError("--learning-rate", found: "\(learningRate)", expected: "a positive number")
    }
    if let dwell = constants.dwell, dwell < 1 {
      throw OptionError("--dwell", found: "\(dwell)", expected: "at least 1")
    }
    let resolved = try constants.resolved()
    let teacher = try Trajectory.readMatrix(path: teacherFile, options: teacherOptions ?? options)
    let trajectory = try Trajectory(path: path, options: options)
    guard trajectory.dimension == teacher.rowCount else {
      throw TrajectoryError(
        path, found: "\(trajectory.dimension) x \(trajectory.dimension) matrices",
        expected: "\(teacher.rowCount) x \(teacher.rowCount), the shape of \(teacherFile)")
    }
    let d = teacher.rowCount
    let inputs = try inputsFile.map { try Matrix(inputs: $0, dimension: d) }
    var first = Matrix(rowCount: d, columnCount: d)
    try trajectory.read(0, into: &first)
    if let bad = first.firstNonFinite {
      throw SnapshotError(
        path: path, snapshot: trajectory.nameOfSnapshot(0), step: trajectory.steps[0], row: bad.row,
        column: bad.column)
    }
    // Refuses zero neurons before anything is written.
    var evaluator: PointEvaluator
    do {
      evaluator = try PointEvaluator(network: network, teacher: teacher)
    } catch let error as TheoryError {
      throw LocatedFailure(teacherFile, error)
    }
    do {
      try evaluator.move(to: first)
    } catch {
      throw LocatedFailure("\(path), step \(trajectory.steps[0])", error)
    }
    let setting = try RunSetting(
      network: network, dimension: d, studentSpectralNorm: try first.spectralNorm(),
      teacherSpectralNorm: try teacher.spectralNorm(), resolved: resolved, dwell: constants.dwell)
    return PreparedTrajectory(
      request: self, setting: setting, trajectory: trajectory, first: first, teacher: teacher, inputs: inputs)
  }
}

/// A trajectory whose request has been checked and whose files have been opened.
public struct PreparedTrajectory: Sendable {
  /// What was asked for.
  public let request: TrajectoryRequest
  /// Network, norms, constants and predicate.
  public let setting: RunSetting
  /// The snapshots.
  public let trajectory: Trajectory
  /// W at the first snapshot, d x d.
  public let first: Matrix
  /// W*, d x d.
  public let teacher: Matrix
  /// The inputs, N x d; nil when they are not known.
  public let inputs: Matrix?

  /// eta of the step that starts at a snapshot, true scale: as given, else the file's; nil when unknown.
  public func learningRate(at index: Int) -> Double? {
    request.learningRate ?? trajectory.learningRates?[index]
  }

  /// What the diagonals say against the way the files are read; nil when nothing is odd.
  ///
  /// A matrix that holds I + W has a diagonal near 1. Both files must agree before anything is said.
  public var readingHint: String? {
    guard setting.network.identityMapping else { return nil }
    let diagonals = [first, teacher].map { matrix in
      (0..<matrix.rowCount).reduce(0) { $0 + matrix[$1, $1] } / Double(matrix.rowCount)
    }
    if diagonals.allSatisfy({ abs($0 - 1) < 0.25 }) {
      return "the diagonals of W and W* average near 1: if the files hold I + W, add --includes-identity"
    }
    if diagonals.allSatisfy({ abs($0 + 1) < 0.25 }) {
      return
        "the diagonals of W and W* average near -1: if the files hold W alone, leave out --includes-identity"
    }
    return nil
  }
}

/// A snapshot with an entry that is no number, while others after it are fine.
public struct SnapshotError: DescribedFailure, Equatable {
  /// The file or folder.
  public let path: String
  /// The snapshot's name in it.
  public let snapshot: String
  /// Its step.
  public let step: Int
  /// The entry's row.
  public let row: Int
  /// The entry's column.
  public let column: Int

  /// The file's contents are wrong.
  public var kind: FailureKind { .dataFormat }
  /// One line.
  public var description: String {
    "\(path): step \(step) (\(snapshot)): found NaN or infinity at [\(row), \(column)], expected finite numbers"
  }
}
