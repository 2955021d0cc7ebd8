import LinearAlgebra

/// A claim on the variants of an accuracy experiment.
public struct AccuracyComparison: Sendable, Decodable, Equatable {
  /// What is claimed.
  public enum Kind: Sendable, Equatable {
    /// One variant is better than another by a measure after an epoch; after the last one unless given.
    case better(String, than: String, epoch: Int? = nil, by: Measure = .testAccuracy)
    /// The gradient by W and by U is exactly 0 throughout.
    case stationary(String)
    /// All columns of V stay equal.
    case symmetric(String)
  }

  /// By what one variant is better than another.
  public enum Measure: String, Sendable, CaseIterable {
    /// Higher test accuracy.
    case testAccuracy
    /// Lower training loss.
    case trainingLoss
  }

  /// What is claimed.
  public var kind: Kind
  /// In words.
  public var claim: String
  /// Whose claim: "[S], figure 5".
  public var source: String

  /// Whose claim it is when none is given.
  public static let ownSource = "the experiment's file"

  enum CodingKeys: String, CodingKey, CaseIterable {
    case better, than, epoch, measure, stationary, symmetric, claim, source
  }

  /// A claim.
  public init(_ kind: Kind, claim: String, source: String = Self.ownSource) {
    self.kind = kind
    self.claim = claim
    self.source = source
  }

  /// Decodes {better, than, claim}, with an epoch and a measure or without, {stationary, claim} or {symmetric, claim}; each may name its
  /// source.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue))
    let values = try decoder.container(keyedBy: CodingKeys.self)
    claim = try values.decode(String.self, forKey: .claim)
    source = try values.decodeIfPresent(String.self, forKey: .source) ?? Self.ownSource
    let given = Set(values.allKeys.map(\.rawValue)).subtracting(["claim", "source"])
    switch given.subtracting(["epoch", "measure"]) {
    case ["better", "than"]:
      kind = .better(
        try values.decode(String.self, forKey: .better), than: try values.decode(String.self, forKey: .than),
        epoch: try values.decodeIfPresent(Int.self, forKey: .epoch),
        by: try values.contains(.measure) ? values.decodeWord(forKey: .measure) : .testAccuracy)
      return
    case ["stationary"] where given.count == 1:
      kind = .stationary(try values.decode(String.self, forKey: .stationary))
    case ["symmetric"] where given.count == 1:
      kind = .symmetric(try values.decode(String.self, forKey: .symmetric))
    default:
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription:
            "found the keys \(values.allKeys.map(\.rawValue).sorted().joined(separator: ", ")), "
            + "expected claim with better and than (and epoch, measure), with stationary, or with symmetric"))
    }
  }

  /// The variants that it is about.
  var labels: [String] {
    switch kind {
    case .better(let one, let other, _, _): [one, other]
    case .stationary(let label), .symmetric(let label): [label]
    }
  }

  func check(_ key: String, labels known: [String], epochs: Int) throws(ExperimentSettingError) {
    for label in labels {
      try require(
        known.contains(label), key, "'\(MessageText.line(label))'",
        "a variant's label: \(known.joined(separator: ", "))")
    }
    if case .better(let one, let other, let epoch, _) = kind {
      try require(one != other, "\(key).than", "'\(other)' again", "another variant than better")
      if let epoch {
        try require(
          (0...epochs).contains(epoch), "\(key).epoch", epoch, "a number from 0 to epochs (\(epochs))")
      }
    }
  }
}
