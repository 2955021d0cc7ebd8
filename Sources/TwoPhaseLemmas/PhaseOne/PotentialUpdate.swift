import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// One step's f_A to first order in etahat. theory.md section 6.
  public static let potentialUpdateInRate = Lemma(
    id: "potential-update-rate",
    title: "a step moves f_A by the gradient along the neurons, to second order in etahat",
    statement: """
      | f_A+ - (f_A - etahat sum_j <v_j, Ghat_j> / ||v_j||) | = O(etahat^2) as etahat goes to zero (paper scale).
      """,
    latex: #"f_A^+ = f_A - \hat\eta \sum_j \langle \bar v_j, \hat G_j\rangle + O(\hat\eta^2)"#,
    source: "theory.md section 6; [S], Phase 1 step 1.2", part: .phaseOne,
    domain: Domain(
      dimensions: [2, 5, 20, 100], studentNorm: .between(0.05, 0.5), teacherNorm: .between(0.05, 0.5),
      slopes: -0.9...0.9, studentShapes: [.gaussian, .orthogonal, .rotation, .symmetric],
      teacherShapes: [.gaussian, .orthogonal, .diagonal],
      parameters: [Domain.Parameter("rate", 0.01...0.1, isLogarithmic: true)]),
    claim: .order(
      2, in: "etahat",
      refined: { point in
        var halved = point
        halved.parameters["rate"] = halved.parameters["rate"].map { $0 / 2 }
        return halved
      },
      error: { point in
        let etahat = GradientDescent.rate(try point.parameter("rate"), point)
        let gradient = try PotentialRate(point, .all)
        var descent = try GradientDescent(point)
        try descent.step(etahat)
        let error = abs(descent.potential - (gradient.potential - etahat * gradient.rate))
        return error > 1e-11 * (abs(gradient.potential) + etahat * abs(gradient.rate)) ? error : nil
      }),
    share: 0.25)

  /// One step's f_A from P: the order of the error in gamma. theory.md section 6.
  public static let potentialUpdateInGamma = Lemma(
    id: "potential-update-order", title: "predicting f_A from P errs by second order in gamma",
    statement: """
      | sum_j <v_j, Ghat_j - P_j> / ||v_j|| | = O(gamma^2) as W and W* are scaled to zero together (paper scale): what the prediction f_A - \
      etahat sum_j <v_j, P_j> / ||v_j|| errs by, for each etahat, to first order in it.
      """,
    latex: #"\sum_j \langle \bar v_j, \hat G_j - P_j\rangle = O(\gamma^2)"#,
    source: "theory.md section 6; [S], Phase 1 step 1.2", part: .phaseOne,
    domain: Domain(
      dimensions: [3, 5, 20, 100], minimumDimension: 2, studentNorm: .between(0.01, 0.05),
      teacherNorm: .between(0.01, 0.05), slopes: -0.9...0.9,
      studentShapes: [.gaussian, .orthogonal, .rotation, .rankOne],
      teacherShapes: [.gaussian, .orthogonal, .zero]),
    claim: .order(
      2, in: "gamma", refined: { $0.scaled(by: 0.5) },
      error: { point in
        let error = abs(try PotentialRate(point, .higher).rate)
        return error > 1e-12 ? error : nil
      }, regressors: [.gamma, .dimension]),
    share: 0.5)
}

/// f_A and sum_j <\bar v_j, G_j> for some terms of the gradient, paper scale.
struct PotentialRate {
  let potential: Double
  let rate: Double

  init(_ point: LemmaCase, _ terms: GradientTerms) throws {
    var evaluator = try point.evaluator()
    let gradient = evaluator.gradientPart(terms, .paper)
    var sum = 0.0
    for j in 0..<point.dimension {
      var neuron = point.student.column(j)
      if point.network.identityMapping { neuron[j] += 1 }
      sum += dotProduct(neuron, gradient.column(j)) / norm(of: neuron)
    }
    potential = evaluator.potential
    rate = sum
  }
}
