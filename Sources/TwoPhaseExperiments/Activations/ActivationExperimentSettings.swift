import LinearAlgebra
import TwoPhaseNetworks

/// What a file sets of an experiment on other activations; every key has a default.
public struct ActivationExperimentSettings: ExperimentSettings, Equatable {
  /// The keys of a file.
  public enum CodingKeys: String, CodingKey, CaseIterable {
    case activations, dimension, norms, wrongWayNorm, teacherNorm, nearNorm, nearDistance, residualBatches
    case residualBatch, runDimension, learningRate, steps, batch, records, measurementBatches
    case measurementBatch, seeds
  }

  /// Names of `HiddenActivation`.
  public var activations = HiddenActivation.allCases.map(\.rawValue)
  /// d of the points at which P is compared with the gradient.
  public var dimension = 16
  /// Spectral norms of W and W* of the random points.
  public var norms = [0.1, 0.2, 0.3, 0.5]
  /// ||R||_2 of the wrong-way start.
  public var wrongWayNorm = 1.0
  /// ||W*||_2 beside it.
  public var teacherNorm = 0.1
  /// ||W*||_2 of the point near the teacher.
  public var nearNorm = 0.3
  /// ||W - W*||_2 there.
  public var nearDistance = 0.01
  /// Independent batches of a point.
  public var residualBatches = 16
  /// The inputs in each.
  public var residualBatch = 49152
  /// d of the runs of SGD: Phase 1 needs about 100 to be seen.
  public var runDimension = 100
  /// c of eta = c / d.
  public var learningRate = 0.05
  /// T.
  public var steps = 2000
  /// B.
  public var batch = 128
  /// The records of a run.
  public var records = 40
  /// K, the independent batches of a record.
  public var measurementBatches = 8
  /// The inputs in each.
  public var measurementBatch = 256
  /// Runs of each activation.
  public var seeds = 3

  /// The defaults.
  public init() {}

  /// The settings that are given, and defaults.
  public init(from decoder: any Decoder) throws {
    let file = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, _ value: inout Value) throws {
      if let given = try file.decodeIfPresent(Value.self, forKey: key) { value = given }
    }
    try read(.activations, &activations)
    try read(.dimension, &dimension)
    try read(.norms, &norms)
    try read(.wrongWayNorm, &wrongWayNorm)
    try read(.teacherNorm, &teacherNorm)
    try read(.nearNorm, &nearNorm)
    try read(.nearDistance, &nearDistance)
    try read(.residualBatches, &residualBatches)
    try read(.residualBatch, &residualBatch)
    try read(.runDimension, &runDimension)
    try read(.learningRate, &learningRate)
    try read(.steps, &steps)
    try read(.batch, &batch)
    try read(.records, &records)
    try read(.measurementBatches, &measurementBatches)
    try read(.measurementBatch, &measurementBatch)
    try read(.seeds, &seeds)
  }

  /// All keys.
  public static var keys: [String] { CodingKeys.allCases.map(\.rawValue) }

  /// Refuses what no experiment could have.
  ///
  /// - Throws: `ExperimentSettingError`.
  func check() throws {
    let known = HiddenActivation.allCases.map(\.rawValue).joined(separator: ", ")
    if activations.isEmpty {
      throw ExperimentSettingError("activations", found: "[]", expected: "at least one of \(known)")
    }
    for name in activations where HiddenActivation(rawValue: name) == nil {
      throw ExperimentSettingError(
        "activations", found: "\"\(MessageText.line(name))\"", expected: "one of \(known)")
    }
    if norms.isEmpty { throw ExperimentSettingError("norms", found: "[]", expected: "at least one norm") }
    for norm in norms { try SettingRange("norms", norm, above: 0, to: 10) }
    try SettingRange("dimension", dimension, 3...512)
    try SettingRange("wrongWayNorm", wrongWayNorm, above: 0, to: 10)
    try SettingRange("teacherNorm", teacherNorm, above: 0, to: 10)
    try SettingRange("nearNorm", nearNorm, above: 0, to: 10)
    try SettingRange("nearDistance", nearDistance, above: 1e-6, to: 10)
    try SettingRange("residualBatches", residualBatches, 4...1000)
    try SettingRange("residualBatch", residualBatch, 1...10_000_000)
    try SettingRange("runDimension", runDimension, 3...512)
    try SettingRange("learningRate", learningRate, above: 0, to: 100)
    try SettingRange("steps", steps, 8...10_000_000)
    try SettingRange("batch", batch, 1...100_000)
    try SettingRange("records", records, 8...10_000)
    try SettingRange("measurementBatches", measurementBatches, 2...1000)
    try SettingRange("measurementBatch", measurementBatch, 1...1_000_000)
    try SettingRange("seeds", seeds, 2...1000)
  }

  /// The activations, each once, in the file's order.
  var kinds: [HiddenActivation] {
    var kinds: [HiddenActivation] = []
    for name in activations {
      if let kind = HiddenActivation(rawValue: name), !kinds.contains(kind) { kinds.append(kind) }
    }
    return kinds
  }

  /// The points at which P is compared, with their names.
  var points: [(name: String, norm: Double?, start: ActivationStart)] {
    norms.map { ("random, norm \($0.shortPhrase)", $0, .random(norm: $0)) } + [
      ("wrong-way, norm \(wrongWayNorm.shortPhrase)", nil, runStart),
      (
        "\(nearDistance.shortPhrase) from a teacher of norm \(nearNorm.shortPhrase)", nil,
        .nearTeacher(norm: nearNorm, distance: nearDistance)
      ),
    ]
  }

  /// Where the runs start.
  var runStart: ActivationStart { .wrongWay(norm: wrongWayNorm, teacherNorm: teacherNorm) }

  /// A run.
  func run(_ activation: HiddenActivation, seed: UInt64) -> ActivationRun {
    ActivationRun(
      activation: activation, start: runStart, dimension: runDimension,
      learningRate: learningRate / Double(runDimension), steps: steps, batch: batch, records: records,
      measurementBatches: measurementBatches, measurementBatch: measurementBatch, seed: seed)
  }
}
