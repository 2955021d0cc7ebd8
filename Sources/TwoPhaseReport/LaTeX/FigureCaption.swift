import TwoPhaseTheory
import TwoPhaseTraining

/// What each figure shows, in LaTeX.
struct FigureCaption {
  let run: RecordedRun

  func text(_ kind: Figure.Kind) -> String {
    let caption = RunCaption(run: run)
    let setting = "\(caption.subject.capitalizedFirst): \(caption.setting)."
    switch kind {
    case .phasePortrait:
      return
        "Phase portrait: $\\langle s, u \\rangle$ against $f_A$, the run over the reduced linear model from the same start"
        + (run.setting.network.identityMapping
          ? ", with the lines on which the model leaves one of the two unchanged"
          : " (none without the identity mapping)")
        + ". \(setting) \(caption.phases)"
    case .potentialAndMargin:
      return
        "$|f_A|$ (logarithmic) with the reduced model's, and the one-point convexity margin (paper scale) against the step. "
        + "\(Self.shades) \(caption.phases) \(thresholdNote)\(caption.rates.map { " \($0)" } ?? "") \(setting)"
    case .marginBudget:
      return
        "The margin (paper scale) and the four terms of which it is the exact sum. \(Self.shades) \(setting)"
    case .distance:
      return "$\\|W - W^*\\|_F$ (logarithmic) against the step\(distanceNote). \(Self.shades) \(setting)"
    }
  }

  private static let shades = "Phase~1 is shaded, returns to it darker."

  private var thresholdNote: String {
    run.analysis.phases.potentialThresholdWasBinding
      ? "" : "$\\tau$ says nothing here: $|f_A|$ never exceeded it."
  }

  private var distanceNote: String {
    DistanceRate.points(run, rate: run.setting.thresholds.margin).count >= 2
      ? "; from the transition on, the decay that the rates $\\delta$ (the theorem's) and $\\pi/2 - 1$ "
        + "(the slowest near the origin) would make" : ""
  }
}

extension String {
  /// With its first letter in upper case.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
