import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// P approximates Ghat: the bound. theory.md section 4.
  public static let approximationError = Lemma(
    id: "approximation-error", title: "P is within C gamma^2 of the gradient",
    statement: """
      ||Ghat - P||_2 <= C gamma^2 with C = 3 (paper scale), gamma = max(||W||_2, ||W*||_2) <= 0.3, in every dimension and for every slope.
      """,
    latex: #"\|\hat G - P\|_2 \le C \gamma^2, \qquad \gamma = \max(\|W\|_2, \|W^*\|_2)"#,
    source: "[S], Main: Preliminaries (P approximates -grad L); theory.md section 4", part: .phaseOne,
    domain: Domain(studentNorm: .upTo(0.3), teacherNorm: .upTo(0.3), slopes: -0.9...0.9),
    claim: .atMost { point in
      let gamma = try point.normBound()
      guard gamma > 1e-3 else { return nil }
      let error = try ApproximationGap.matrix(point).spectralNorm() / (gamma * gamma)
      return Comparison(error, 3, constant: error)
    },
    constant: FreeConstant("C", claimed: 3, source: "this project's choice; [S] names none", best: .smallest),
    search: .spsa, share: 0.5)

  /// P approximates Ghat: the order. theory.md section 4.
  public static let approximationOrder = Lemma(
    id: "approximation-order", title: "the error of P is of second order in gamma",
    statement: """
      ||Ghat - P||_2 = O(gamma^2) as W and W* are scaled to zero together (paper scale): the exponent of gamma is at least 2.
      """,
    latex: #"\|\hat G - P\|_2 = O(\gamma^2)"#,
    source: "theory.md section 4; [S], Main: Preliminaries", part: .phaseOne,
    domain: Domain(
      dimensions: [3, 5, 20, 100], minimumDimension: 2, studentNorm: .between(0.01, 0.1),
      teacherNorm: .between(0.01, 0.1), slopes: -0.9...0.9,
      studentShapes: [.gaussian, .orthogonal, .rotation, .rankOne],
      teacherShapes: [.gaussian, .orthogonal, .zero]),
    claim: .order(
      2, in: "gamma", refined: { $0.scaled(by: 0.5) },
      error: { point in
        let error = try ApproximationGap.matrix(point).spectralNorm()
        return error > 1e-12 ? error : nil
      }, regressors: [.gamma, .dimension]),
    share: 0.25)
}

/// Ghat - P, what the linearised arcsines leave.
enum ApproximationGap {
  static func matrix(_ point: LemmaCase) throws -> Matrix {
    var evaluator = try point.evaluator()
    return evaluator.gradientPart(.higher, .paper)
  }
}
