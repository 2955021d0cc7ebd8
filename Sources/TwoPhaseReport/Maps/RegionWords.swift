import TwoPhaseSweeps

/// A region of an empirical theorem in words, the same in every form of report.
struct RegionWords {
  let region: EmpiricalTheorem.Region
  let confidence: Double

  /// "C4 one-point convexity in Phase 2".
  var name: String { region.title.isEmpty ? region.part : "\(region.part) \(region.title)" }

  /// "gamma 0.05 to 0.304, dimension 10 to 200 (all of it)"; what is said where it held nowhere.
  var ranges: String {
    guard !region.ranges.isEmpty else { return "in no cell did it hold in all runs" }
    return region.ranges.map { range in
      "\(range.name) " + (range.low == range.high ? range.low : "\(range.low) to \(range.high)")
        + (range.isWhole ? " (all)" : "")
    }.joined(separator: ", ")
  }

  /// "56 of 96".
  var cells: String { "\(region.cells) of \(region.allCells)" }

  /// "< 0.00267".
  var bound: String { region.failureBound.map(Self.below) ?? "not tested" }

  /// "2 of 560 failed; < 0.0112".
  var heldOut: String {
    guard let test = region.heldOut else { return "not tested" }
    return "\(test.failures) of \(test.runs) failed; \(Self.below(test.bound))"
  }

  /// "1490 hold, 300 violated, 0 vacuous, 130 not tested".
  var tally: String {
    let tally = region.tally
    return
      "\(tally.holds) hold, \(tally.violated) violated, \(tally.vacuous) vacuous, \(tally.notTested) not tested"
  }

  private static func below(_ bound: Double) -> String {
    bound.isFinite ? "< \(NumberText.brief(bound))" : "undefined"
  }

  /// What the columns mean: for captions.
  static func caption(_ theorem: EmpiricalTheorem) -> String {
    let percent = MapWords.percent(theorem.confidence)
    return
      "For each conclusion the largest box of the sweep's grid in which it held in all runs. A run of the box fails with a chance "
      + "below the bound (\(percent), one-sided), were the box not chosen by these runs; the held-out test chooses by half of the "
      + "seeds and tests on the others."
  }
}
