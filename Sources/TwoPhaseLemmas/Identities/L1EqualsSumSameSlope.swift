extension Lemma {
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
