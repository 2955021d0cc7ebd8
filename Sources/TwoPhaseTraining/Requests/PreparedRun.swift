import LinearAlgebra
import TwoPhaseTheory

/// A run whose request has been checked, whose files have been read and whose weights have been drawn.
public struct PreparedRun: Sendable {
  /// What was asked for.
  public let request: RunRequest
  /// Network, norms, constants and predicate.
  public let setting: RunSetting
  /// W_0, d x d.
  public let student: Matrix
  /// W*, d x d.
  public let teacher: Matrix
  /// The data set, N x d; nil for Gaussian inputs or the population gradient.
  public let data: Matrix?

  /// The network.
  public var network: Network { setting.network }
  /// d.
  public var dimension: Int { teacher.rowCount }
  /// The norm that the start was scaled to; nil where it has none.
  public var startNorm: Double? { request.startNorm ?? request.start.defaultNorm }
  /// The batch size in use; nil for the population gradient.
  public var batch: Int? {
    guard request.gradient == .sampled else { return nil }
    let asked = request.batch ?? RunRequest.defaultBatch
    return data.map { min(asked, $0.rowCount) } ?? asked
  }
}

extension PreparedRun {
  /// A run as it was prepared before, from what a store kept of it; the data set is read again.
  ///
  /// - Parameters:
  ///   - student: W_0.
  ///   - teacher: W*.
  /// - Throws: `OptionError` when the data set is another one now, or what reading it throws.
  public init(
    restoring description: TrainingDescription, setting: RunSetting, student: Matrix, teacher: Matrix
  )
    throws
  {
    let request = description.request
    let data = try request.dataFile.map { try Matrix(inputs: $0, dimension: teacher.rowCount) }
    guard data.map(DataDigest.init) == description.data else {
      throw OptionError(
        "--resume",
        found: "other numbers in \(MessageText.line(request.dataFile ?? "")) than the run began with",
        expected: "the same data set")
    }
    self.init(request: request, setting: setting, student: student, teacher: teacher, data: data)
  }
}

extension RunRequest {
  /// Checks everything, reads the files and draws the weights.
  ///
  /// - Throws: `OptionError`, `TheoryError`, or what reading a .npy file throws; each is one clear line.
  /// - Complexity: O(d^3).
  public func prepare() throws -> PreparedRun {
    let network = try Network(slope: slope, readout: readout, identityMapping: identityMapping)
    try check()
    let resolved = try constants.resolved()
    let teacherFromFile = try teacherFile.map { try Matrix(npy: $0, requireSquare: true) }
    var studentFromFile: Matrix?
    if case .file(let path) = start { studentFromFile = try Matrix(npy: path, requireSquare: true) }
    let d = try agreedDimension(student: studentFromFile, teacher: teacherFromFile)
    // A data set caps the batch at its own rows.
    let drawn = gradient == .sampled && dataFile == nil ? batch ?? Self.defaultBatch : nil
    try checkMemory(dimension: d, batch: drawn)

    let teacher = try teacherFromFile ?? drawTeacher(dimension: d)
    let student = try studentFromFile ?? drawStudent(dimension: d)
    let data = try dataFile.map { try Matrix(inputs: $0, dimension: d) }
    let studentNorm = try student.spectralNorm()
    let teacherNorm = try teacher.spectralNorm()
    // Refuses zero neurons before anything is written.
    var evaluator = try PointEvaluator(network: network, teacher: teacher)
    _ = try evaluator.evaluate(student: student)

    let setting = try RunSetting(
      network: network, dimension: d, studentSpectralNorm: studentNorm, teacherSpectralNorm: teacherNorm,
      resolved: resolved, dwell: constants.dwell)
    return PreparedRun(request: self, setting: setting, student: student, teacher: teacher, data: data)
  }

  private func agreedDimension(student: Matrix?, teacher: Matrix?) throws -> Int {
    if let student, let teacher, student.rowCount != teacher.rowCount {
      throw TheoryError.dimensionMismatch(student: student.rowCount, teacher: teacher.rowCount)
    }
    let fromFiles = (student ?? teacher)?.rowCount
    if let dimension, let fromFiles, dimension != fromFiles {
      throw OptionError(
        "--dimension", found: "\(dimension)", expected: "\(fromFiles), the dimension of the given files")
    }
    return dimension ?? fromFiles ?? Self.defaultDimension
  }

  private func drawTeacher(dimension d: Int) throws -> Matrix {
    let norm = teacherNorm ?? Self.defaultTeacherNorm
    let stream = NormalStream(seed: seed, purpose: RandomPurpose.teacherInitialisation.rawValue)
    return try Initializer.gaussian(spectralNorm: norm).weights(dimension: d, stream: stream)
  }

  private func drawStudent(dimension d: Int) throws -> Matrix {
    let stream = NormalStream(seed: seed, purpose: RandomPurpose.studentInitialisation.rawValue)
    let norm = startNorm ?? start.defaultNorm ?? 1
    let initializer: Initializer
    switch start {
    case .zero, .file: initializer = .zero
    case .gaussian: initializer = .gaussian(spectralNorm: norm)
    case .standard: initializer = .standard
    case .orthogonal: initializer = .orthogonal(norm: norm)
    case .wrongWay: initializer = .wrongWay(norm: norm)
    }
    return try initializer.weights(dimension: d, stream: stream)
  }
}

/// A data set of inputs that does not fit the network.
public enum DataError: DescribedFailure, Equatable {
  /// It has the wrong number of columns.
  case columns(path: String, found: Int, expected: Int)
  /// It has no rows.
  case noRows(path: String)

  /// The file's contents are wrong.
  public var kind: FailureKind { .dataFormat }
  /// One line.
  public var description: String {
    switch self {
    case .columns(let path, let found, let expected):
      "\(path): found \(found) columns, expected \(expected), one for each of the network's inputs"
    case .noRows(let path): "\(path): found no rows, expected at least one input"
    }
  }
}
