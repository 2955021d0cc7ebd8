import Foundation
import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// Phase 1 ends with |f_A| of second order in gamma.
  public static let potentialEndsSmall = Lemma(
    id: "potential-ends-small", title: "|f_A| ends within 197 gamma^2",
    statement: """
      Gradient descent on the population loss from any W_0 with ||W_0||_2, ||W*||_2 <= gamma, 0.01 <= gamma <= 0.25, run with etahat = 0.25/(d max(1, \
      kappa)) for 48 max(1, kappa) steps, ends with |f_A| <= 197 gamma^2.
      """,
    latex: #"|f_A(T)| \le 197\,\gamma^2, \qquad \hat\eta d T = 12"#,
    source: "[LY] Theorem 3.1 (197 gamma^2); [S] says O(gamma)", part: .phaseOne,
    domain: PhaseOneRun.domain(gamma: 0.01...0.25),
    claim: .atMost { point in
      let gamma = try point.normBound()
      guard gamma >= 0.005 else { return nil }
      var descent = try GradientDescent(point)
      try PhaseOneRun.run(&descent, point) { _ in }
      let ratio = abs(descent.potential) / (gamma * gamma)
      return Comparison(ratio, LiYuan.potentialFactor, constant: ratio)
    },
    constant: FreeConstant(
      "tau / gamma^2", claimed: LiYuan.potentialFactor, source: "[LY] Theorem 3.1", best: .smallest),
    search: .spsa, share: 0.2,
    notes: [
      "So |f_A| ends of order gamma^2, not only gamma, and with a much smaller constant than 197, in every dimension tried. (For slopes with kappa "
        + "near 0, s decays slowly, and the run is not long enough to say: slopes from -0.5 are tried.)"
    ])

  /// No way back: the norm of W stays small while f_A decreases.
  public static let normStaysSmall = Lemma(
    id: "norm-stays-small", title: "||W||_2 stays within 2 gamma in Phase 1",
    statement: """
      Along gradient descent on the population loss from any W_0 with ||W_0||_2, ||W*||_2 <= gamma <= 0.25, with etahat = 0.25/(d max(1, kappa)) for \
      48 max(1, kappa) steps, ||W_t||_2 <= 2 gamma at every step.
      """,
    latex: #"\max_t \|W_t\|_2 \le 2\gamma"#,
    source: "[LY] Theorem 3.1 (||W||_2 <= 1/32 for gamma_0 small enough); [S], Phase 2: no way back",
    part: .phaseOne,
    domain: PhaseOneRun.domain(gamma: 0.01...0.25),
    claim: .atMost { point in
      let gamma = try point.normBound()
      guard gamma > 0 else { return nil }
      var descent = try GradientDescent(point)
      var largest = 0.0
      try PhaseOneRun.run(&descent, point) { largest = max(largest, try $0.student.spectralNorm()) }
      return Comparison(largest / gamma, 2, constant: largest / gamma)
    },
    constant: FreeConstant("C", claimed: 2, source: "this project's choice", best: .smallest), search: .spsa,
    share: 0.15)

  /// Phase 1 lasts at most 1/(16 etahat) steps at d >= 100.
  public static let phaseOneLength = phaseOneLength(
    id: "phase-one-length", gamma: 0.01...LiYuan.weightBound, expectation: .holds,
    title: "Phase 1 lasts at most 1/(16 etahat) steps for gamma >= 0.01 and d >= 100", notes: [])

  /// The same for any gamma: false.
  public static let phaseOneLengthAnyGamma = phaseOneLength(
    id: "phase-one-length-any-gamma", gamma: 1e-4...1e-3,
    expectation: .fails(
      because:
        "1/(16 etahat) steps shrink f_A by about exp(-(d - 1.9)/16), 0.0022 at d = 100, which is not enough when 197 gamma^2 is far below it"
    ), title: "Phase 1 lasts at most 1/(16 etahat) steps however small gamma is",
    notes: [
      "[LY]'s gamma is an absolute constant, not the measured norm. With gamma measured, as theory.md section 8 sets tau, a small start makes tau "
        + "small, and C2 can fail where the theorem itself says nothing."
    ])

  private static func phaseOneLength(
    id: String, gamma: ClosedRange<Double>, expectation: Expectation, title: String, notes: [String]
  ) -> Lemma {
    Lemma(
      id: id, title: title,
      statement: """
        Gradient descent on the population loss (ReLU) from any W_0 with gamma = max(||W_0||_2, ||W*||_2) between \(gamma.lowerBound.short) and \
        \(gamma.upperBound.short), etahat = 0.25/d, reaches |f_A| <= 197 gamma^2 within 1/(16 etahat) steps (lhs: the steps needed, relative to that; 1 plus the logarithm of |f_A| / tau when they \
        are not enough).
        """,
      latex: #"\min\{t : |f_A(t)| \le 197\gamma^2\} \le \frac{1}{16\hat\eta}"#,
      source: "[LY] Theorem 3.1; theory.md section 7, C2", part: .phaseOne, expectation: expectation,
      domain: Domain(
        dimensions: [100], minimumDimension: 100, maximumDimension: 400,
        studentNorm: .between(gamma.lowerBound, gamma.upperBound),
        teacherNorm: .between(gamma.lowerBound, gamma.upperBound),
        studentShapes: [.gaussian, .scaledIdentity, .antipodal, .zero, .diagonal, .ones, .orthogonal],
        teacherShapes: [.gaussian, .scaledIdentity, .diagonal, .zero]),
      claim: .atMost { point in
        let measured = try point.normBound()
        guard measured >= gamma.lowerBound * (1 - 1e-9) else { return nil }
        let tau = LiYuan.potentialFactor * measured * measured
        let etahat = 0.25 / Double(point.dimension)
        var descent = try GradientDescent(point)
        let allowed = Int(1 / (LiYuan.durationFactor * etahat))
        for t in 0...allowed {
          if abs(descent.potential) <= tau { return Comparison(Double(t) / Double(allowed), 1) }
          if t < allowed { try descent.step(etahat) }
        }
        return Comparison(1 + log(abs(descent.potential) / tau), 1)
      },
      share: 0.1, notes: notes)
  }
}

/// A run of Phase 1.
private enum PhaseOneRun {
  static func domain(gamma: ClosedRange<Double>) -> Domain {
    Domain(
      dimensions: [5, 20, 50], minimumDimension: 5, maximumDimension: 200,
      studentNorm: .between(gamma.lowerBound, gamma.upperBound),
      teacherNorm: .between(gamma.lowerBound, gamma.upperBound), slopes: -0.5...0.3)
  }

  /// etahat d = 0.25 / max(1, kappa), until etahat d t = 12.
  static func run(
    _ descent: inout GradientDescent, _ point: LemmaCase, observe: (GradientDescent) throws -> Void
  ) throws {
    let etahat = GradientDescent.rate(0.25, point)
    for _ in 0..<Int((48 * max(1, point.network.kappa)).rounded(.up)) {
      try descent.step(etahat)
      try observe(descent)
    }
  }
}
