import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// Phase 1's factor, once s has decayed. [LY] Theorem 3.1; theory.md section 7, C1.
  public static let potentialDecrease = Lemma(
    id: "potential-decrease",
    title: "|f_A| shrinks by 1 - 0.5 etahat d at every step of Phase 1, once s has decayed",
    statement: """
      If |f_A| > 197 gamma^2 with gamma = max(||W||_2, ||W*||_2), and s has decayed so far that (pi/2) kappa ||s|| <= 0.25 sqrt(d) |f_A|, a \
      step with etahat <= 0.5/(d max(1, kappa)) on the population loss gives |f_A+| <= (1 - 0.5 etahat d) |f_A| (paper scale).
      """,
    latex: #"""
      |f_A| > 197\gamma^2,\ \tfrac{\pi}{2}\kappa\|s\| \le \tfrac14\sqrt d\,|f_A| \;\Rightarrow\; |f_A^+| \le (1 - 0.5\,\hat\eta d)\,|f_A|
      """#,
    source: "[LY] Theorem 3.1, Phase 1; [S], Phase 1 step 1.2", part: .phaseOne,
    domain: PhaseOneStep.domain(
      more: [Domain.Parameter("sLeft", 0...0.99)], arrange: PhaseOneStep.removeS),
    claim: PhaseOneStep.claim { point, at in
      norm(of: at.s) <= PhaseOneStep.sBound(point, potential: at.potential)
    },
    constant: FreeConstant(
      "c_1", claimed: LiYuan.decreaseFactor, source: "[LY] Theorem 3.1, Phase 1", best: .largest),
    search: .spsa,
    notes: [
      "With s = 0 the first-order factor is 1 - etahat (d - 1 + pi/2); what the premise leaves of s takes up to 0.25 d from it.",
      "The premise on s is this project's: without it the claim is false, see potential-decrease-without-premise.",
    ])

  /// Phase 1's factor without a premise on s: false.
  public static let potentialDecreaseWithoutPremise = Lemma(
    id: "potential-decrease-without-premise",
    title: "|f_A| shrinks by 1 - 0.5 etahat d at every step while |f_A| > 197 gamma^2, whatever s is",
    statement: """
      If |f_A| > 197 gamma^2 with gamma = max(||W||_2, ||W*||_2), a step with etahat <= 0.5/(d max(1, kappa)) on the population loss gives \
      |f_A+| <= (1 - 0.5 etahat d) |f_A| (paper scale).
      """,
    latex: #"|f_A| > 197\gamma^2 \;\Rightarrow\; |f_A^+| \le (1 - 0.5\,\hat\eta d)\,|f_A|"#,
    source: "theory.md section 7, C1, as it stands; [LY] first lets s decay", part: .phaseOne,
    expectation: .fails(
      because:
        "s drives f_A: f_A+ = f_A (1 - etahat (d - 1 + pi/2)) - etahat (pi/2) kappa <s, u> to first order, so that f_A can grow while s is large"
    ),
    domain: PhaseOneStep.domain(more: [], arrange: nil), claim: PhaseOneStep.claim { _, _ in true },
    constant: FreeConstant(
      "c_1", claimed: LiYuan.decreaseFactor, source: "[LY] Theorem 3.1, Phase 1", best: .largest),
    search: .spsa,
    notes: [
      "[LY]'s Phase 1 has two steps, and s decays in the first: the claim is meant for the second. A report on C1 that counts from "
        + "step 0 can therefore show violations that [LY] does not exclude."
    ])
}

/// One step of Phase 1.
private enum PhaseOneStep {
  static func domain(
    more: [Domain.Parameter], arrange: (@Sendable (inout LemmaCase) throws -> Void)?
  ) -> Domain {
    Domain(
      dimensions: [5, 20, 100], minimumDimension: 5, studentNorm: .between(1e-4, 0.05),
      teacherNorm: .between(1e-4, 0.05), slopes: -0.9...0.9,
      studentShapes: [
        .gaussian, .scaledIdentity, .diagonal, .symmetric, .orthogonal, .rankOne, .zero, .antipodal,
      ],
      teacherShapes: [.gaussian, .scaledIdentity, .diagonal, .zero, .orthogonal],
      parameters: [Domain.Parameter("rate", 0.01...0.5, isLogarithmic: true)] + more, arrange: arrange)
  }

  static func claim(_ premise: @escaping @Sendable (LemmaCase, PointEvaluator) -> Bool) -> Claim {
    .atMost { point in
      let gamma = try point.normBound()
      let evaluator = try point.evaluator()
      let before = abs(evaluator.potential)
      guard before > LiYuan.potentialFactor * gamma * gamma, premise(point, evaluator) else { return nil }
      let etahat = GradientDescent.rate(try point.parameter("rate"), point)
      var descent = try GradientDescent(point)
      try descent.step(etahat)
      let factor = (1 - abs(descent.potential) / before) / (etahat * Double(point.dimension))
      return Comparison(LiYuan.decreaseFactor, factor, constant: factor)
    }
  }

  /// Takes as much of s out of W, the same vector from every neuron, as the premise asks for; `sLeft` is what may be left,
  /// relative to the premise's bound.
  static let removeS: @Sendable (inout LemmaCase) throws -> Void = { point in
    let d = Double(point.dimension)
    let ones = [Double](repeating: 1, count: point.dimension)
    let left = try point.parameter("sLeft")
    // Twice: taking s out moves f_A, which the bound depends on.
    for _ in 0..<2 {
      let evaluator = try point.evaluator()
      let limit = left * PhaseOneStep.sBound(point, potential: evaluator.potential)
      let size = norm(of: evaluator.s)
      guard size > limit else { return }
      point.student.addOuterProduct(evaluator.s, ones, scaledBy: (1 - limit / size) / d)
    }
  }

  /// The largest ||s|| that the premise admits.
  static func sBound(_ point: LemmaCase, potential: Double) -> Double {
    0.25 * Double(point.dimension).squareRoot() * abs(potential) / (Double.pi / 2 * point.network.kappa)
  }
}
