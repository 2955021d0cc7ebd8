extension Lemma {
  /// The exact identities, in the order of theory.md.
  public static let identities: [Lemma] = [
    l1EqualsSum, l1EqualsSumSameSlope, closedFormLoss, closedFormGradient, traceOfA, leaveOneOut,
    potentialAsPrinted,
    exactDecomposition, originHessianAction, originHessianSpectrum,
  ]
}
