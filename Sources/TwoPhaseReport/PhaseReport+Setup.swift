import TwoPhaseTheory
import TwoPhaseTraining

extension PhaseReport {
  /// What was run or read.
  static func setup(_ run: RecordedRun) -> Section {
    let network = run.setting.network
    var section = Section(title: "Run")
    let mapping = network.identityMapping ? "V = I + W" : "V = W (no identity mapping)"
    section.lines.append(
      (
        "network",
        "PReLU slope \(NumberText.short(network.slope)), readout \(network.readout.rawValue), \(mapping)"
      ))
    switch run.origin {
    case .training(let description): section.lines += training(description, run)
    case .trajectory(let description): section.lines += trajectory(description, run)
    }
    switch run.stepDetail {
    case .all: break
    case .norms: section.lines.append(("measured", "||g|| of the steps, not their noise (--measure norms)"))
    case .scalars: section.lines.append(("measured", "nothing of the steps' gradients (--measure scalars)"))
    }
    return section
  }

  private static func norms(_ run: RecordedRun) -> String {
    "||W_0||_2 = \(NumberText.short(run.setting.studentSpectralNorm)), "
      + "||W*||_2 = \(NumberText.short(run.setting.teacherSpectralNorm))"
  }

  private static func rates(_ eta: Double, _ network: Network) -> String {
    "eta = \(NumberText.short(eta)) (true scale), etahat = \(NumberText.short(network.paperLearningRate(eta))) (paper scale)"
  }

  private static func training(_ training: TrainingDescription, _ run: RecordedRun) -> [(String, String)] {
    let request = training.request
    let norm = training.startNorm.map { " of norm \(NumberText.short($0))" } ?? ""
    let batch = training.batch.map { ", B = \($0)" } ?? ""
    let inputs =
      request.dataFile.map { ", inputs \($0)" } ?? (training.batch == nil ? "" : ", fresh Gaussian inputs")
    var lines = [
      ("start", "\(request.start.word)\(norm): \(norms(run))"),
      ("gradient", request.gradient.rawValue + batch + inputs),
      ("learning rate", rates(request.learningRate, run.setting.network)),
    ]
    if let bound = request.normBound {
      lines.append(("norm bound", "||W||_2 <= \(NumberText.short(bound)), by projection after every step"))
    }
    if let distance = request.stopDistance {
      lines.append(("stops at", "||W - W*||_F <= \(NumberText.short(distance))"))
    }
    if let loss = request.stopLoss {
      lines.append(("stops at", "L <= \(NumberText.short(loss)) (true scale)"))
    }
    if let steps = request.stopAfterTransition {
      lines.append(("stops", "\(steps) steps after the transition is confirmed"))
    }
    if request.stopAtReturn { lines.append(("stops at", "a return to Phase 1")) }
    if request.schedule == .theorem {
      let prescribed = run.theorem.seeds.first?.prescribedRate
      lines.append(
        (
          "in Phase 2",
          prescribed.map {
            "etahat = (1 + alpha) log T/(delta T) = \(NumberText.short($0.paperLearningRate)) (paper scale), T = \($0.steps), "
              + "from step \($0.start)"
          } ?? "the theorem's rate was never used: no transition with steps left"
        ))
    }
    lines.append(
      ("records", "\(run.series.count), every \(request.cadence) of \(run.performance.steps) steps"))
    lines.append(
      (
        "seed",
        request.repeats > 1
          ? "\(request.seed), and \(run.theorem.seeds.count - 1) more for expectations" : "\(request.seed)"
      ))
    return lines
  }

  private static func trajectory(_ read: TrajectoryDescription, _ run: RecordedRun) -> [(String, String)] {
    let request = read.request
    func reading(_ options: TrajectoryOptions) -> String {
      "neurons in \(options.layout.rawValue)\(options.includesIdentity ? ", identity included" : "")"
    }
    let precision = read.isSinglePrecision ? ", float32" : ""
    let gapText =
      read.firstGap.map {
        "; \(read.gapCount) gap\(read.gapCount == 1 ? "" : "s"), the first after step \($0)"
      } ?? ""
    return [
      ("trajectory", "\(request.path) (\(read.format)\(precision)), \(reading(request.options))"),
      ("teacher", "\(request.teacherFile), \(reading(request.teacherOptions ?? request.options))"),
      ("norms", norms(run)),
      (
        "learning rate",
        read.learningRate.map { rates($0, run.setting.network) } ?? "not known (--learning-rate)"
      ),
      (
        "snapshots",
        "\(run.series.count) of \(read.count), steps \(read.firstStep) to \(read.lastStep)" + gapText
      ),
    ]
  }
}
