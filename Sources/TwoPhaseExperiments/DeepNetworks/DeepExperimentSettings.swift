import Foundation
import LinearAlgebra
import TwoPhaseNetworks

/// What a file sets of an experiment on deep networks; every key has a default.
public struct DeepExperimentSettings: ExperimentSettings, Equatable {
  /// The keys of a file.
  public enum CodingKeys: String, CodingKey, CaseIterable {
    case dimension, depths, patterns, activations, slope, norm, learningRate, halvings, steps, batch, records
    case shallowSteps, measurementBatches, measurementBatch, seeds, shown
  }

  /// d.
  public var dimension = 16
  /// N of the networks; each depth is run with all its 2^N patterns of identity mappings.
  public var depths = [1, 2, 3]
  /// Patterns to run in place of all patterns of `depths`: "110" has the identity mapping in layers 1 and 2.
  public var patterns: [String]?
  /// "linear" or "prelu".
  public var activations = ["linear", "prelu"]
  /// PReLU's slope a, in [0, 1).
  public var slope = 0.25
  /// ||W_l||_2 and ||W*_l||_2 of layers with the identity mapping.
  public var norm = 0.3
  /// c of eta = c / (d N): the curvature of L grows like d (theory.md section 6), and with the number of layers.
  public var learningRate = 0.25
  /// How often a run that diverged is repeated at half its rate.
  public var halvings = 3
  /// T.
  public var steps = 6000
  /// T of networks of one or two layers, which are few and fast; `steps` unless given.
  public var shallowSteps: Int?
  /// B.
  public var batch = 64
  /// About how many records a run has.
  public var records = 40
  /// K, the independent batches of a record.
  public var measurementBatches = 8
  /// The inputs in each.
  public var measurementBatch = 256
  /// Runs of each pattern.
  public var seeds = 3
  /// The patterns whose curves are drawn, as far as they are run.
  public var shown = ["1", "0", "11", "10", "111", "110", "000"]

  /// The defaults.
  public init() {}

  /// The settings that are given, and defaults.
  public init(from decoder: any Decoder) throws {
    let file = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, _ value: inout Value) throws {
      if let given = try file.decodeIfPresent(Value.self, forKey: key) { value = given }
    }
    try read(.dimension, &dimension)
    try read(.depths, &depths)
    patterns = try file.decodeIfPresent([String].self, forKey: .patterns)
    try read(.activations, &activations)
    try read(.slope, &slope)
    try read(.norm, &norm)
    try read(.learningRate, &learningRate)
    try read(.halvings, &halvings)
    try read(.steps, &steps)
    shallowSteps = try file.decodeIfPresent(Int.self, forKey: .shallowSteps)
    try read(.batch, &batch)
    try read(.records, &records)
    try read(.measurementBatches, &measurementBatches)
    try read(.measurementBatch, &measurementBatch)
    try read(.seeds, &seeds)
    try read(.shown, &shown)
  }

  /// All keys.
  public static var keys: [String] { CodingKeys.allCases.map(\.rawValue) }

  /// The largest N.
  public static let greatestDepth = 6

  /// Refuses what no experiment could have.
  ///
  /// - Throws: `ExperimentSettingError`.
  func check() throws {
    try SettingRange("dimension", dimension, 2...512)
    if depths.isEmpty { throw ExperimentSettingError("depths", found: "[]", expected: "at least one depth") }
    for depth in depths { try SettingRange("depths", depth, 1...Self.greatestDepth) }
    for pattern in (patterns ?? []) + shown {
      guard DeepArchitecture.identities(pattern: pattern) != nil, pattern.count <= Self.greatestDepth else {
        throw ExperimentSettingError(
          "patterns", found: "\"\(MessageText.line(pattern))\"",
          expected: "1 to \(Self.greatestDepth) digits 0 or 1 in quotation marks, such as \"110\"")
      }
    }
    if patterns?.isEmpty == true {
      throw ExperimentSettingError("patterns", found: "[]", expected: "at least one pattern, or no such key")
    }
    if activations.isEmpty {
      throw ExperimentSettingError("activations", found: "[]", expected: "\"linear\", \"prelu\" or both")
    }
    for name in activations where name != "linear" && name != "prelu" {
      throw ExperimentSettingError(
        "activations", found: "\"\(MessageText.line(name))\"", expected: "\"linear\" or \"prelu\"")
    }
    if !(slope >= 0 && slope < 1) {
      throw ExperimentSettingError("slope", found: "\(slope)", expected: "a number in [0, 1)")
    }
    try SettingRange("norm", norm, above: 0, to: 10)
    try SettingRange("learningRate", learningRate, above: 0, to: 100)
    try SettingRange("halvings", halvings, 0...20)
    try SettingRange("steps", steps, 8...10_000_000)
    if let shallowSteps { try SettingRange("shallowSteps", shallowSteps, 8...10_000_000) }
    try SettingRange("batch", batch, 1...100_000)
    try SettingRange("records", records, 8...10_000)
    try SettingRange("measurementBatches", measurementBatches, 2...1000)
    try SettingRange("measurementBatch", measurementBatch, 1...1_000_000)
    try SettingRange("seeds", seeds, 2...1000)
  }

  /// Each network that is run, in the table's order.
  var architectures: [DeepArchitecture] {
    var wanted = patterns ?? depths.flatMap { DeepArchitecture.patterns(depth: $0) }
    var seen = Set<String>()
    wanted.removeAll { !seen.insert($0).inserted }
    var kinds: [DeepActivation] = []
    for name in activations {
      let kind = name == "linear" ? DeepActivation.linear : .prelu(slope: slope)
      if !kinds.contains(kind) { kinds.append(kind) }
    }
    return kinds.flatMap { kind in
      wanted.compactMap { pattern in
        DeepArchitecture.identities(pattern: pattern).map {
          DeepArchitecture(dimension: dimension, identities: $0, activation: kind)
        }
      }
    }
  }

  /// T of a depth.
  func steps(depth: Int) -> Int { depth <= 2 ? shallowSteps ?? steps : steps }

  /// A run of one of them at its first rate.
  func run(_ architecture: DeepArchitecture, seed: UInt64) -> DeepRun {
    DeepRun(
      architecture: architecture, learningRate: learningRate / Double(dimension * architecture.depth),
      steps: steps(depth: architecture.depth), batch: batch, records: records,
      measurementBatches: measurementBatches,
      measurementBatch: measurementBatch, norm: norm, seed: seed)
  }
}
