/// A run as a list shows it.
public struct RunSummary: Sendable, Equatable {
  /// The run's number.
  public let id: Int64
  /// The name that the user gave it; any text.
  public let name: String?
  /// "run" or "trajectory".
  public let kind: String
  /// The status's word, see `RunStatus.word`.
  public let status: String
  /// When it was started, ISO 8601, UTC.
  public let startedAt: String
  /// d.
  public let dimension: Int
  /// PReLU's slope a.
  public let slope: Double
  /// Whether V = I + W.
  public let identityMapping: Bool
  /// eta, true scale; nil when it is not known.
  public let learningRate: Double?
  /// The records of the run itself, without its repeats.
  public let records: Int
  /// The last of them's step; nil without records.
  public let lastStep: Int?
  /// The step at which Phase 2 began; nil without a transition or as long as the run has not ended.
  public let phaseTwoStart: Int?
  /// The verdicts' words by part; empty as long as the run has not ended.
  public let verdicts: [String: String]

  /// A run in short.
  package init(
    id: Int64, name: String?, kind: String, status: String, startedAt: String, dimension: Int, slope: Double,
    identityMapping: Bool, learningRate: Double?, records: Int, lastStep: Int?, phaseTwoStart: Int?,
    verdicts: [String: String]
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.status = status
    self.startedAt = startedAt
    self.dimension = dimension
    self.slope = slope
    self.identityMapping = identityMapping
    self.learningRate = learningRate
    self.records = records
    self.lastStep = lastStep
    self.phaseTwoStart = phaseTwoStart
    self.verdicts = verdicts
  }
}
