import LinearAlgebra
import TwoPhaseNetworks

/// A network of an accuracy experiment: activation, identity mapping, start.
public struct AccuracyVariant: Sendable, Decodable, Equatable {
  /// Its name in figures and comparisons.
  public var label: String
  /// a; ReLU is 0.
  public var slope: Double
  /// True for V = I + W, false for V = W.
  public var identity: Bool
  /// Of W.
  public var start: ClassifierStart.Kind
  /// ||W||_2 to which the start is scaled; as drawn unless given.
  public var spectralNorm: Double?
  /// Of U.
  public var headStart: ClassifierStart.Kind
  /// Its own eta; the experiment's unless given.
  public var learningRate: Double?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case label, slope, identity, start, spectralNorm, headStart, learningRate
  }

  /// A variant.
  public init(
    label: String, slope: Double = 0, identity: Bool = true, start: ClassifierStart.Kind = .standard,
    spectralNorm: Double? = nil, headStart: ClassifierStart.Kind = .standard, learningRate: Double? = nil
  ) {
    self.label = label
    self.slope = slope
    self.identity = identity
    self.start = start
    self.spectralNorm = spectralNorm
    self.headStart = headStart
    self.learningRate = learningRate
  }

  /// Decodes a variant; only the label must be given: ReLU with identity mapping from standard starts otherwise.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue))
    let values = try decoder.container(keyedBy: CodingKeys.self)
    label = try values.decode(String.self, forKey: .label)
    slope = try values.decodeIfPresent(Double.self, forKey: .slope) ?? 0
    identity = try values.decodeIfPresent(Bool.self, forKey: .identity) ?? true
    start = try values.contains(.start) ? values.decodeWord(forKey: .start) : .standard
    spectralNorm = try values.decodeIfPresent(Double.self, forKey: .spectralNorm)
    headStart = try values.contains(.headStart) ? values.decodeWord(forKey: .headStart) : .standard
    learningRate = try values.decodeIfPresent(Double.self, forKey: .learningRate)
  }

  func check(_ key: String) throws(ExperimentSettingError) {
    try require(!label.isEmpty, "\(key).label", "nothing", "a name")
    try require(MessageText.line(label) == label, "\(key).label", MessageText.line(label), "one short line")
    try require((-1...1).contains(slope), "\(key).slope", slope, "a number from -1 to 1")
    if let learningRate {
      try require(
        learningRate > 0 && learningRate.isFinite, "\(key).learningRate", learningRate, "a positive number")
    }
    if let spectralNorm {
      try require(
        spectralNorm > 0 && spectralNorm.isFinite && start != .zero, "\(key).spectralNorm", spectralNorm,
        "a positive number, and a start other than zero")
    }
  }
}
