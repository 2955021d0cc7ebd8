import TwoPhaseTheory
import TwoPhaseTraining

extension PhaseReport {
  /// H1 to C5: a row each, then why.
  static func verdicts(_ run: RecordedRun) -> Section {
    let verdicts = run.theorem.verdicts
    let findings = verdicts.hypotheses + verdicts.conclusions
    var section = Section(
      title: "The theorem ([LY] Theorem 3.1, constants \(run.theorem.constants.profile), paper scale)")
    section.table = (
      ["", "verdict", "required", "observed", "margin", "step", "of"], findings.map(row)
    )
    section.verdictColumn = 1
    section.leftColumns = [1, 6]
    section.footer = findings.map { ($0.part.id.rawValue + "  " + $0.part.title, $0.deciding.reason) }
    section.footer.append(("in all", promise(verdicts)))
    return section
  }

  private static func row(_ finding: Finding) -> [String] {
    let check = finding.deciding
    let required = check.required.map { "\(check.relation.rawValue) \(NumberText.compact($0))" } ?? "-"
    return [
      finding.part.id.rawValue, finding.verdict.word, required,
      check.observed.map { NumberText.compact($0) } ?? "-",
      check.margin.map { NumberText.compact($0) } ?? "-",
      check.step.map { "\($0)" } ?? "-", check.name,
    ]
  }

  /// What the hypotheses make of the conclusions.
  static func promise(_ verdicts: TheoremVerdicts) -> String {
    let open = verdicts.hypotheses.filter { $0.verdict != .holds }
    if open.isEmpty { return "every hypothesis holds: the theorem applies to this run" }
    let violated = open.filter { $0.verdict == .violated }
    func list(_ findings: [Finding]) -> String { findings.map(\.part.id.rawValue).joined(separator: ", ") }
    if !violated.isEmpty {
      return
        "\(list(violated)) violated: the theorem promises nothing here; what the run did is shown all the same"
    }
    return
      "\(list(open)) \(open.count == 1 ? "is" : "are") open (vacuous or not tested): whether the theorem applies is not known"
  }

  /// Phase 1's and Phase 2's other claims.
  static func claims(_ run: RecordedRun) -> Section {
    let theorem = run.theorem
    let claims = theorem.phaseOne
    var section = Section(title: "Steps against theory (paper scale)")
    if let decrease = claims.decrease {
      section.lines.append(
        (
          "|f_A| factor a step",
          "mean \(NumberText.short(decrease.mean)), reduced model \(NumberText.short(decrease.reducedModel)), proved "
            + "\(NumberText.short(decrease.proved)); largest \(NumberText.short(decrease.largest.factor)) at step \(decrease.largest.step)"
            + (claims.recordCount == 0 ? " (before the transition: no step has |f_A| > tau)" : "")
        ))
    } else {
      section.lines.append(("|f_A| factor a step", "no step with |f_A| > tau"))
    }
    if let largest = claims.largestWeightNorm {
      section.lines.append(
        ("||W||_2 in Phase 1", "at most \(NumberText.short(largest.value)), at step \(largest.step)"))
    }
    section.lines.append(("f_A predicted by P", prediction(claims.potentialPrediction)))
    section.lines.append(("||s|| predicted by P", prediction(claims.sPrediction)))
    if let orders = claims.orders {
      section.lines.append(
        (
          "error orders at step \(orders.step)",
          "f_A: eta^\(order(orders.potentialInEta)) gamma^\(order(orders.potentialInGamma)); "
            + "||s||: eta^\(order(orders.sInEta)) gamma^\(order(orders.sInGamma)); "
            + "||Ghat - P||_2: gamma^\(order(orders.approximationInGamma))"
        ))
    }
    if let first = claims.approximationErrors.first,
      let largest = claims.approximationErrors.max(by: { $0.norm < $1.norm }),
      let last = claims.approximationErrors.last
    {
      section.lines.append(
        (
          "||Ghat - P||_2",
          "\(NumberText.short(first.norm)) at step \(first.step), largest \(NumberText.short(largest.norm)) at step "
            + "\(largest.step), \(NumberText.short(last.norm)) at step \(last.step)"
        ))
    } else if !run.stepDetail.includesNorms {
      section.lines.append(("||Ghat - P||_2", "not measured (--measure scalars)"))
    }
    section.lines.append(
      ("distance in Phase 2", "\(theorem.distance.verdict.word): \(theorem.distance.reason)"))
    if theorem.seeds.count > 1 {
      let starts = theorem.seeds.map { $0.phaseTwoStart.map { "\($0)" } ?? "none" }
      section.lines.append(
        ("seeds", "\(theorem.seeds.count), Phase 2 from step \(starts.joined(separator: ", "))"))
    }
    if let implied = theorem.impliedRate {
      let rate = implied.learningRate.map {
        "\(NumberText.short($0)) (true scale, least squares along -grad L)"
      }
      let factor = implied.factor.map { "\(NumberText.short($0)) times the given one" }
      section.lines.append(
        ("eta that fits the steps", [rate, factor].compactMap { $0 }.joined(separator: ", ")))
    } else if case .trajectory = run.origin, !run.stepDetail.includesNorms {
      section.lines.append(("eta that fits the steps", "not measured (--measure scalars)"))
    }
    let estimates = theorem.dataEstimates
    for index in Set([0, estimates.count / 2, estimates.count - 1]).sorted()
    where estimates.indices.contains(index) {
      let estimate = estimates[index]
      section.lines.append(("on the inputs, step \(estimate.step)", estimate.text))
    }
    return section
  }

  private static func prediction(_ error: PhaseOneClaims.PredictionError?) -> String {
    guard let error else { return "not tested: it needs consecutive steps with a known learning rate" }
    return
      "off by \(NumberText.brief(error.rms)) rms, at most \(NumberText.brief(error.largest.error)) at step "
      + "\(error.largest.step), relative to its largest value, over \(error.count) steps"
  }

  private static func order(_ value: Double?) -> String {
    value.map { NumberText.signed($0, decimals: 2).replacingPrefix("+", with: "") } ?? "?"
  }
}

extension String {
  /// With a prefix replaced, when it is there.
  fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}
