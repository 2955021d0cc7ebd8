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
}
