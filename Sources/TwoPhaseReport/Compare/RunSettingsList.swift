import Foundation
import TwoPhaseTheory
import TwoPhaseTraining

/// A run's settings by name, each with every digit in its value (twelve where it was measured), so that two runs differ in a
/// setting just when its texts differ.
struct RunSettingsList: Sendable {
  /// A setting.
  struct Entry: Sendable, Equatable {
    let name: String
    let value: String
    /// For people: numbers with six digits.
    let shown: String
  }

  let entries: [Entry]

  init(_ run: RecordedRun) {
    let configuration = ConfigurationDocument(run)
    var entries: [Entry] = []
    func add(_ name: String, _ value: String?, shown: String? = nil) {
      if let value { entries.append(Entry(name: name, value: value, shown: shown ?? value)) }
    }
    func add(_ name: String, _ value: Double?, of source: String? = nil, otherwise: String? = nil) {
      let end = source.map { " (\($0))" } ?? ""
      add(
        name, value.map { "\($0)" + end } ?? otherwise, shown: value.map { NumberText.short($0) + end })
    }
    // What was measured is no other setting for the rounding of its last digits.
    func measured(_ value: Double) -> Double { Double(String(format: "%.12g", value)) ?? value }
    func count(_ value: Int?) -> String? { value.map { "\($0)" } }
    add("source", configuration.source == "run" ? "SGD made by twophase run" : "trajectory from a file")
    add("dimension d", count(configuration.dimension))
    add("PReLU slope a", configuration.slope)
    add("readout", configuration.readout.rawValue)
    add(
      "identity mapping", configuration.identityMapping ? "yes, V = I + W" : "no, V = W")
    add("start of W", configuration.initialisation.value)
    add("norm of the start", configuration.initialisationNorm.value)
    add("||W_0||_2", measured(configuration.studentSpectralNorm))
    add("teacher", configuration.teacher)
    add("||W*||_2", measured(configuration.teacherSpectralNorm))
    add("gradient", configuration.gradient)
    add(
      "inputs", configuration.data.value ?? (configuration.gradient == "sampled" ? "fresh from N(0, I)" : nil)
    )
    add("batch B", count(configuration.batch.value))
    add("learning rate eta (true scale)", configuration.learningRate.value, otherwise: "not known")
    add("learning rate etahat (paper scale)", configuration.paperLearningRate.value)
    add("schedule", configuration.schedule.value)
    add("bound on ||W||_2, by projection", configuration.normBound.value)
    add("stops at ||W - W*||_F", configuration.stopDistance.value)
    add("stops at L (true scale)", configuration.stopLoss.value)
    add("stops, steps after the transition", count(configuration.stopAfterTransition.value))
    add("stops at a return to Phase 1", configuration.stopAtReturn ? "yes" : nil)
    add("steps", count(configuration.steps))
    add("a record every", configuration.every.value.map { $0 == 1 ? "step" : "\($0) steps" })
    add("measured of the steps", "\(configuration.measure)")
    if case .training(let training) = run.origin { add("seed", "\(training.request.seed)") }
    add("seeds in all", configuration.repeats > 1 ? count(configuration.repeats) : nil)
    if let trajectory = configuration.trajectory.value {
      add("trajectory", trajectory.path)
      add("its format", trajectory.format + (trajectory.singlePrecision ? ", float32" : ""))
      add("snapshots", count(trajectory.snapshots))
    }
    add("constants", run.theorem.constants.profile)
    add("gamma", measured(configuration.gamma), of: configuration.gammaSource)
    add("delta (paper scale)", configuration.delta)
    add("tau", measured(configuration.potentialThreshold), of: configuration.potentialThresholdSource)
    add("dwell", "\(configuration.dwell) records")
    add("hysteresis", configuration.hysteresis)
    self.entries = entries
  }

  /// The value of a setting; nil where the run has no such setting.
  subscript(_ name: String) -> String? { entries.first { $0.name == name }?.value }

  /// What is shown of a setting among several runs: six digits where those tell the runs apart, else all.
  static func shown(_ name: String, _ lists: [RunSettingsList]) -> [String?] {
    let entries = lists.map { list in list.entries.first { $0.name == name } }
    let isEnough = Set(entries.map { $0?.shown }).count == Set(entries.map { $0?.value }).count
    return entries.map { isEnough ? $0?.shown : $0?.value }
  }

  /// The names of the settings in which the runs are not all alike, in the order of the first that has them.
  static func differing(_ lists: [RunSettingsList]) -> [String] {
    var names: [String] = []
    for entry in lists.flatMap(\.entries) where !names.contains(entry.name) { names.append(entry.name) }
    return names.filter { name in Set(lists.map { $0[name] }).count > 1 }
  }
}
