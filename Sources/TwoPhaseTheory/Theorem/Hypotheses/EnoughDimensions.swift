extension TheoremPart {
  /// H3: the dimension is large enough.
  public static let enoughDimensions = TheoremPart(
    .h3, title: "enough dimensions",
    statement: "The dimension d is at least 100.",
    latex: #"d \ge 100"#,
    source: "[LY] Theorem 3.1", constants: [.minimumDimension]
  ) { evidence in
    guard let least = evidence.constants[.minimumDimension]?.value else {
      return [.notTested("d", because: "the smallest dimension is not known")]
    }
    let d = Double(evidence.dimension)
    return [
      TheoremCheck(
        "d", d >= least ? .holds : .violated, .atLeast, required: least, observed: d,
        reason: "d = \(evidence.dimension), where the proof needs \(least.phrase)")
    ]
  }
}
