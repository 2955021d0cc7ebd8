import TwoPhaseTheory
import TwoPhaseTraining

/// A run's settings by name, each with every digit, so that two runs differ in a setting just when its texts differ.
struct RunSettingsList: Sendable {
  /// A setting.
  struct Entry: Sendable, Equatable {
    let name: String
    let value: String
  }

  let entries: [Entry]

  init(_ run: RecordedRun) {
    let configuration = ConfigurationDocument(run)
    var entries: [Entry] = []
    func add(_ name: String, _ value: String?) {
      if let value { entries.append(Entry(name: name, value: value)) }
    }
    func number(_ value: Double?) -> String? { value.map { "\($0)" } }
    func count(_ value: Int?) -> String? { value.map { "\($0)" } }
    add("source", configuration.source == "run" ? "SGD made by twophase run" : "trajectory from a file")
    add("dimension d", count(configuration.dimension))
    add("PReLU slope a", number(configuration.slope))
    add("readout", configuration.readout.rawValue)
    add(
      "identity mapping", configuration.identityMapping ? "yes, V = I + W" : "no, V = W")
    add("start of W", configuration.initialisation.value)
    add("norm of the start", number(configuration.initialisationNorm.value))
    add("||W_0||_2", number(configuration.studentSpectralNorm))
    add("teacher", configuration.teacher)
    add("||W*||_2", number(configuration.teacherSpectralNorm))
    add("gradient", configuration.gradient)
    add(
      "inputs", configuration.data.value ?? (configuration.gradient == "sampled" ? "fresh from N(0, I)" : nil)
    )
    add("batch B", count(configuration.batch.value))
    add(
      "learning rate eta (true scale)", number(configuration.learningRate.value) ?? "not known")
    add("learning rate etahat (paper scale)", number(configuration.paperLearningRate.value))
    add("schedule", configuration.schedule.value)
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
    add("gamma", "\(configuration.gamma) (\(configuration.gammaSource))")
    add("delta (paper scale)", number(configuration.delta))
    add("tau", "\(configuration.potentialThreshold) (\(configuration.potentialThresholdSource))")
    add("dwell", "\(configuration.dwell) records")
    add("hysteresis", number(configuration.hysteresis))
    self.entries = entries
  }

  /// The value of a setting; nil where the run has no such setting.
  subscript(_ name: String) -> String? { entries.first { $0.name == name }?.value }

  /// The names of the settings in which the runs are not all alike, in the order of the first that has them.
  static func differing(_ lists: [RunSettingsList]) -> [String] {
    var names: [String] = []
    for entry in lists.flatMap(\.entries) where !names.contains(entry.name) { names.append(entry.name) }
    return names.filter { name in Set(lists.map { $0[name] }).count > 1 }
  }
}
