import Foundation
import TwoPhaseTheory
import TwoPhaseTraining

/// The numbers of a run in sentences of LaTeX.
struct RunCaption {
  let run: RecordedRun

  /// "run 12 (\emph{name})", or "one run".
  var subject: String {
    let provenance = run.provenance
    let id = provenance.id.map { "run~\($0)" }
    let name = provenance.name.map { "\\emph{\(LaTeXText.escaped($0))}" }
    switch (id, name) {
    case (let id?, let name?): return "\(id) (\(name))"
    case (let only?, nil), (nil, let only?): return only
    case (nil, nil): return "one run"
    }
  }

  /// What was run: d, a, eta, batch, constants.
  var setting: String {
    let setting = run.setting
    let network = setting.network
    var parts = ["$d = \(setting.dimension)$", "PReLU slope $a = \(LaTeXText.bare(network.slope))$"]
    if network.readout == .l1 { parts.append(#"readout $\ell_1$"#) }
    if !network.identityMapping { parts.append("no identity mapping") }
    if let eta = learningRate {
      parts.append(
        "learning rate $\\eta = \(LaTeXText.bare(eta))$ (true scale), $\\hat\\eta = "
          + "\(LaTeXText.bare(network.paperLearningRate(eta)))$ (paper scale)")
    }
    switch run.origin {
    case .training(let training):
      parts.append(training.batch.map { "batches of \($0)" } ?? "population gradient")
    case .trajectory: parts.append("weights read from files")
    }
    let thresholds = setting.thresholds
    parts.append(
      "$\\gamma = \(LaTeXText.bare(setting.gamma))$, $\\tau = \(LaTeXText.bare(thresholds.potential))$, "
        + "$\\delta = \(LaTeXText.bare(thresholds.margin))$ (paper scale)")
    return parts.joined(separator: ", ")
  }

  /// Transition, returns, and how the run ended.
  var phases: String {
    let phases = run.analysis.phases
    var sentences: [String] = []
    if let transition = phases.transition {
      let potential = run.series.records.first { $0.step == transition.heldSince }?.point.potential
      let value = potential.map { ", where $f_A = \(LaTeXText.bare($0))$" } ?? ""
      sentences.append("Phase~2 began at step \(transition.heldSince)\(value)")
      switch phases.noReturn {
      case .none: sentences.append("no record follows, so a return could not be seen")
      case .some(true): sentences.append("no return to Phase~1")
      case .some(false):
        let count = phases.returns.count
        sentences.append("\(count) return\(count == 1 ? "" : "s") to Phase~1")
      }
    } else {
      sentences.append("No transition to Phase~2")
    }
    if run.status != .completed { sentences.append(LaTeXText.escaped(run.status.phrase)) }
    return sentences.joined(separator: "; ") + "."
  }

  /// Observed and predicted decay of |f_A|; nil when neither is known.
  var rates: String? {
    var parts: [String] = []
    if case .found(let knee) = run.analysis.knee {
      parts.append("\(LaTeXText.number(knee.rate)) a step up to the knee at step \(knee.step)")
    }
    if let predicted = run.analysis.predictedRate {
      parts.append("\(LaTeXText.number(predicted)) in the reduced model")
    }
    return parts.isEmpty ? nil : "$|f_A|$ decays at the rate " + parts.joined(separator: ", ") + "."
  }

  /// Where the numbers come from, as lines of comment.
  var provenance: [String] {
    let made = run.provenance
    func comment(_ text: String) -> String { "% " + LaTeXText.comment(text) }
    return [
      made.version.map { comment("made by TwoPhase \($0)") },
      made.command.map { comment("from: \($0)") },
    ].compactMap(\.self)
  }

  /// For labels: letters, digits and hyphens.
  var label: String { run.provenance.id.map { "run-\($0)" } ?? "run" }

  /// eta of the first step, true scale; nil when it is not known.
  private var learningRate: Double? {
    switch run.origin {
    case .training(let training): training.request.learningRate
    case .trajectory(let read): read.learningRate
    }
  }
}
