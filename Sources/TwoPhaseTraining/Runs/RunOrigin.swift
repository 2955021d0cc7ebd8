import TwoPhaseTheory

/// Where the weights of a run came from: all that a report says of it, without the weights.
public enum RunOrigin: Sendable, Equatable, Codable {
  /// Our own instrumented SGD.
  case training(TrainingDescription)
  /// Weights that another program saved.
  case trajectory(TrajectoryDescription)

  /// What was measured of the steps.
  public var stepDetail: StepDetail {
    switch self {
    case .training(let description): description.request.stepDetail
    case .trajectory(let description): description.request.stepDetail
    }
  }
}

/// A run of our own.
public struct TrainingDescription: Sendable, Equatable, Codable {
  /// What was asked for.
  public let request: RunRequest
  /// The norm that the start was scaled to; nil where it has none.
  public let startNorm: Double?
  /// The batch size in use; nil for the population gradient.
  public let batch: Int?
  /// What the data set was; nil without one.
  public let data: DataDigest?
}

/// A data set in short, to know it again.
public struct DataDigest: Sendable, Equatable, Codable {
  /// N.
  public let rows: Int
  /// FNV-1a over the bits of all entries, column by column, in hexadecimal.
  public let digest: String
}

/// A trajectory that was read.
public struct TrajectoryDescription: Sendable, Equatable, Codable {
  /// What was asked for.
  public let request: TrajectoryRequest
  /// The kind of file, for people.
  public let format: String
  /// The number of snapshots.
  public let count: Int
  /// The first snapshot's step.
  public let firstStep: Int
  /// The last snapshot's step.
  public let lastStep: Int
  /// How many snapshots are followed by a gap.
  public let gapCount: Int
  /// The step after which the first gap is; nil without gaps.
  public let firstGap: Int?
  /// True for float32 files.
  public let isSinglePrecision: Bool
  /// eta of the first step, true scale; nil when it is not known.
  public let learningRate: Double?
  /// What the diagonals say against the way the files are read; nil when nothing is odd.
  public let readingHint: String?
}

extension PreparedTrajectory {
  /// The trajectory in short.
  var description: TrajectoryDescription {
    let steps = trajectory.steps
    let gaps = zip(steps, steps.dropFirst()).filter { $1 - $0 > 1 }
    return TrajectoryDescription(
      request: request, format: trajectory.format, count: trajectory.count, firstStep: steps.first ?? 0,
      lastStep: steps.last ?? 0, gapCount: gaps.count, firstGap: gaps.first?.0,
      isSinglePrecision: trajectory.sourceIsSinglePrecision, learningRate: learningRate(at: 0),
      readingHint: readingHint)
  }
}
