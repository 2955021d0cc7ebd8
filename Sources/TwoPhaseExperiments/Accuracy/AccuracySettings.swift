import TwoPhaseNetworks

/// The settings of an accuracy experiment.
public struct AccuracySettings: ExperimentSettings {
  /// `digits` or `mnist`.
  public var data: ClassificationDataSet.Name
  /// The networks.
  public var variants: [AccuracyVariant]
  /// What is claimed of them.
  public var compare: [AccuracyComparison]
  /// eta of every variant that has none of its own.
  public var learningRate: Double
  /// B.
  public var batch: Int
  /// Passes over the training set.
  public var epochs: Int
  /// Trials of each variant, each with its own split, start and order of epochs.
  public var seeds: Int
  /// The part of the data to test on, 0.2 unless given; refused for data with a test set of their own.
  public var testFraction: Double?
  /// The most inputs to learn from; all unless given.
  public var trainLimit: Int?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case data, variants, compare, learningRate, batch, epochs, seeds, testFraction, trainLimit
  }

  /// The names of all keys.
  public static var keys: [String] { CodingKeys.allCases.map(\.rawValue) }

  /// Settings.
  public init(
    data: ClassificationDataSet.Name = .digits, variants: [AccuracyVariant],
    compare: [AccuracyComparison] = [],
    learningRate: Double, batch: Int, epochs: Int, seeds: Int, testFraction: Double? = nil,
    trainLimit: Int? = nil
  ) {
    self.data = data
    self.variants = variants
    self.compare = compare
    self.learningRate = learningRate
    self.batch = batch
    self.epochs = epochs
    self.seeds = seeds
    self.testFraction = testFraction
    self.trainLimit = trainLimit
  }

  /// Decodes settings; `compare` may be left out.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    data = try values.decodeWord(forKey: .data)
    variants = try values.decode([AccuracyVariant].self, forKey: .variants)
    compare = try values.decodeIfPresent([AccuracyComparison].self, forKey: .compare) ?? []
    learningRate = try values.decode(Double.self, forKey: .learningRate)
    batch = try values.decode(Int.self, forKey: .batch)
    epochs = try values.decode(Int.self, forKey: .epochs)
    seeds = try values.decode(Int.self, forKey: .seeds)
    testFraction = try values.decodeIfPresent(Double.self, forKey: .testFraction)
    trainLimit = try values.decodeIfPresent(Int.self, forKey: .trainLimit)
  }

  /// - Throws: `ExperimentSettingError` for the first setting that no experiment could have.
  func check() throws(ExperimentSettingError) {
    try require(learningRate > 0 && learningRate.isFinite, "learningRate", learningRate, "a positive number")
    for (key, value) in [
      ("batch", batch), ("epochs", epochs), ("seeds", seeds), ("trainLimit", trainLimit ?? 1),
    ] {
      try require((1...1_000_000).contains(value), key, value, "a whole number from 1 to 1000000")
    }
    if let testFraction {
      try require(data != .mnist, "testFraction", testFraction, "none: mnist has a test set of its own")
      try require(
        testFraction > 0 && testFraction < 1, "testFraction", testFraction, "a number between 0 and 1")
    }
    try require(!variants.isEmpty, "variants", "none", "at least one")
    for (k, variant) in variants.enumerated() {
      try variant.check("variants[\(k)]")
      let isNew = !variants[..<k].contains { $0.label == variant.label }
      try require(isNew, "variants[\(k)].label", "'\(variant.label)' again", "a label for each variant")
    }
    for (k, comparison) in compare.enumerated() {
      try comparison.check("compare[\(k)]", labels: variants.map(\.label), epochs: epochs)
    }
  }
}

func require(
  _ condition: Bool, _ key: String, _ found: Any, _ expected: String
) throws(ExperimentSettingError) {
  guard condition else { throw ExperimentSettingError(key, found: "\(found)", expected: expected) }
}
