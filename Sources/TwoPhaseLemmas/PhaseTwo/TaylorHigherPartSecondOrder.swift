extension Lemma {
  /// The same with gamma^2: false, since a margin divides by ||W - W*||_F once more than ||Ghat - P||_2 does.
  public static let taylorHigherPartSecondOrder = taylorHigherPart(
    id: "taylor-higher-part-second-order", title: "the higher-order part is O(gamma^2)", order: 2,
    constant: 100,
    expectation: .fails(because: "it is O(gamma): C gamma with C near 1 is reached, see taylor-higher-part"),
    notes: ["||Ghat - P||_2 = O(gamma^2) suggests it; the counterexample has a small gamma, whatever C is."])
}
