extension TheoremPart {
  /// H1: the inputs are standard Gaussian. True by construction for our own runs; tested when inputs are given.
  public static let gaussianInputs = TheoremPart(
    .h1, title: "Gaussian inputs",
    statement: "The inputs are x ~ N(0, I).",
    latex: #"x \sim \mathcal{N}(0, I)"#,
    source: "[LY] Theorem 3.1", constants: []
  ) { evidence in
    switch evidence.inputs {
    case .gaussian(let how):
      return [TheoremCheck("x ~ N(0, I)", .holds, reason: "by construction: \(how)")]
    case .unknown(let why):
      return [.notTested("x ~ N(0, I)", because: why)]
    case .tested(let name, let tests, let significance, let skipped):
      guard !tests.isEmpty else {
        let why = skipped.first.map { ": \($0.name): \($0.reason)" } ?? ""
        return [.notTested("x ~ N(0, I)", because: "no test of \(name) could be made\(why)")]
      }
      // A test that could not be made does not undo those that were; it is named beside them.
      let missing = skipped.map { "; not made: \($0.name) (\($0.reason))" }.joined()
      return tests.map { test in
        let rejected = test.pValue < significance
        return TheoremCheck(
          "\(test.name), p-value", rejected ? .violated : .holds, .atLeast, required: significance,
          observed: test.pValue,
          reason:
            "\(name): \(test.statisticName) = \(test.statistic.phrase), p = \(test.pValue.phrase) corrected for "
            + "\(tests.count.counted("test")): "
            + (rejected ? "N(0, I) is rejected at level \(significance.phrase)" : "N(0, I) is not rejected")
            + missing)
      }
    }
  }
}
