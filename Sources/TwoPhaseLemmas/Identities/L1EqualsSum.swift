import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// The l1 readout with slope a is the sum readout with slope -|a|. theory.md section 1.
  public static let l1EqualsSum = Lemma(
    id: "l1-equals-sum", title: "the l1 readout is the sum readout with slope -|a|",
    statement: """
      ||sigma_a(V^T x)||_1 = sum_j sigma_b(v_j . x) with b = -|a|, for every input x: relative error at most 1e-13 over 64 inputs.
      """,
    latex: #"\|\sigma_a(V^\top x)\|_1 = \sum_j \sigma_{-|a|}(v_j^\top x)"#,
    source: "theory.md section 1 [D]; [S] writes the l1 norm", part: .identities,
    domain: Readouts.domain, claim: Readouts.claim { -abs($0) })

  /// The l1 readout with slope a as the sum readout with the same slope: false for a > 0.
  public static let l1EqualsSumSameSlope = Lemma(
    id: "l1-equals-sum-same-slope", title: "the l1 readout is the sum readout with the same slope",
    statement: "||sigma_a(V^T x)||_1 = sum_j sigma_a(v_j . x) for every slope a and input x.",
    latex: #"\|\sigma_a(V^\top x)\|_1 = \sum_j \sigma_a(v_j^\top x)"#,
    source: "[S] writes y = ||sigma_a((I + W)^T x)||_1 where [LY] sums; they agree for ReLU",
    part: .identities,
    expectation: .fails(
      because: "sigma_a is negative for z < 0 when a > 0: the two agree only for a <= 0, see l1-equals-sum"),
    domain: Readouts.domain, claim: Readouts.claim { $0 },
    notes: [
      "For a in (0, 1) the l1 network is the sum network of slope -a, with kappa = ((1-a)/(1+a))^2 < 1 and not "
        + "((1+a)/(1-a))^2 > 1: results for one do not carry over to the other."
    ])
}

/// The two readouts on the same inputs.
private enum Readouts {
  static let domain = Domain(studentNorm: .upTo(2), teacherNorm: .zero, slopes: -0.9...0.9)

  static func claim(_ slope: @escaping @Sendable (Double) -> Double) -> Claim {
    .identity(tolerance: 1e-13) { point in
      let a = point.network.slope
      let b = slope(a)
      let sampled = SampledInputs(point, count: 64)
      var worst = 0.0
      for row in 0..<64 {
        var (l1, sum, size) = (0.0, 0.0, 0.0)
        for j in 0..<point.dimension {
          let z = sampled.preactivations[row, j]
          l1 += abs(z > 0 ? z : a * z)
          sum += z > 0 ? z : b * z
          size += abs(z)
        }
        if size > 0 { worst = max(worst, abs(l1 - sum) / size) }
      }
      return worst
    }
  }
}
