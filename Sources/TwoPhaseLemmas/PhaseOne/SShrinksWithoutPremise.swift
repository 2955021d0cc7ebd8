import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// Step 1.1 without it.
  public static let sShrinksWithoutPremise = Lemma(
    id: "s-shrinks-without-premise", title: "||s|| never grows",
    statement: """
      With gamma at most 0.1, one step W+ = W - eta grad L, etahat = rate / (d (1 + kappa)), rate at most \
      0.5, never makes ||s|| grow.
      """,
    latex: #"\|s^+\| \le \|s\|"#,
    source: "suggested by [S], Phase 1, step 1.1", part: .phaseOne,
    expectation: .fails(
      because: "f_A drives s: where s is small, s+ is about -etahat f_A u, see s-shrinks"),
    domain: Domain(
      dimensions: [3, 5, 20, 100], minimumDimension: 3, studentNorm: .upTo(0.1), teacherNorm: .upTo(0.1),
      slopes: -0.9...0.9, parameters: [.rate]),
    claim: .atMost { point in
      let at = try point.evaluator()
      guard norm(of: at.s) > 1e-9 * point.displacement.frobeniusNorm else { return nil }
      return Comparison(0, try SRate.rate(point, from: at))
    },
    notes: [
      "Clean counterexample: W* = 0 and W = g (I - u u^T / d): s = 0 and f_A is about -g (d - 1), so that "
        + "one step makes ||s|| about etahat sqrt(d) g (d - 1). s then follows f_A at about -f_A u / "
        + "((pi/2) kappa d)."
    ])
}
