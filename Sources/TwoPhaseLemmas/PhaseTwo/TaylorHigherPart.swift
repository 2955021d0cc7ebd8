extension Lemma {
  /// The higher-order part of the margin budget is small, of first order in gamma. theory.md section 4.
  public static let taylorHigherPart = taylorHigherPart(
    id: "taylor-higher-part", title: "the higher-order part is O(gamma)", order: 1, constant: 2,
    expectation: .holds,
    notes: [
      "First order, not second: ||Ghat - P||_2 is O(gamma^2) (theory.md section 4), but a margin "
        + "divides by ||D|| once more. The largest term is cubic, sum_ij D_jj c_ij D_ji, and at W* = 0 it "
        + "is of order ||D||.",
      "C = 1 is needed as gamma goes to 0, by two neurons; up to 1.32 was found near gamma = 1/4 and "
        + "somewhat above.",
      "The same C for every dimension: each sum over i is an inner product of a column of off-diagonal "
        + "cosines, whose norm is O(gamma), with a column of D.",
    ])
}
