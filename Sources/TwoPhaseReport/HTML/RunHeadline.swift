import TwoPhaseTheory
import TwoPhaseTraining

/// A run's finding in one sentence.
enum RunHeadline {
  /// "Phase 2 from step 97, no return; 3 of 10 parts of the theorem hold."
  static func text(_ run: RecordedRun) -> String { "\(phases(run)); \(parts(run.theorem.verdicts))." }

  /// What became of the phases.
  private static func phases(_ run: RecordedRun) -> String {
    let phases = run.analysis.phases
    guard !run.series.records.isEmpty else { return "No record yet" }
    if case .diverged(let step) = run.status {
      return "Diverged at step \(step)"
        + (phases.transition.map { ", in Phase 2 since step \($0.heldSince)" } ?? ", still in Phase 1")
    }
    let soFar = run.status.hasEnded ? "" : " so far"
    let converged = run.theorem.story.hasConverged ? ", converged to W*" : ""
    guard let transition = phases.transition else {
      if run.series.count == 1 {
        return "One record \(phases.retrospectiveStep == nil ? "outside" : "inside") Phase 2's region"
          + converged
      }
      return "No transition to Phase 2\(soFar)" + converged
    }
    let returns =
      switch phases.noReturn {
      case .some(true): "no return\(soFar)"
      case .some(false):
        "\(phases.returns.count) return\(phases.returns.count == 1 ? "" : "s") to Phase 1\(soFar)"
      case .none: "returns not tested"
      }
    return "Phase 2 from step \(transition.heldSince), \(returns)" + converged
  }

  /// How many parts hold, and how many are violated.
  private static func parts(_ verdicts: TheoremVerdicts) -> String {
    let findings = verdicts.hypotheses + verdicts.conclusions
    let count = { (verdict: Verdict) in findings.filter { $0.verdict == verdict }.count }
    let (held, violated) = (count(.holds), count(.violated))
    return "\(held) of \(findings.count) parts of the theorem hold"
      + (violated == 0 ? "" : ", \(violated) \(violated == 1 ? "is" : "are") violated")
  }
}
