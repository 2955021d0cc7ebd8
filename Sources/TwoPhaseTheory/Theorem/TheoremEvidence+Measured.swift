extension TheoremEvidence {
  /// The evidence with gamma, G_2, G_F and epsilon measured from the run where they were not given. theory.md section 7.
  ///
  /// gamma is max(||W_0||_2, ||W*||_2). G_2 is the largest ||g||_2 and epsilon the largest accumulated noise of Phase 1 (of the
  /// whole run when it starts below tau); G_F is the largest ||g||_F of Phase 2, over all seeds.
  public var measured: TheoremEvidence {
    var result = self
    result.constants.measure(
      .gamma, max(startNorm, teacherNorm), source: "max(||W_0||_2, ||W*||_2), measured")
    let early = result.phaseOne.isEmpty ? points[...] : result.phaseOne
    let whereMeasured = result.phaseOne.isEmpty ? "the run" : "Phase 1"
    let gradients = early.compactMap(\.gradient)
    if let largest = gradients.map(\.spectralNorm).max() {
      result.constants.measure(
        .gradientSpectralBound, largest, source: "largest ||g||_2 in \(whereMeasured), measured")
    }
    // No step starts at the run's last record; every other one must have been seen.
    let stepping = early.endIndex == points.endIndex ? early.dropLast() : early
    let noises = stepping.compactMap { $0.gradient?.accumulatedNoise }
    if noises.count == stepping.count, let largest = noises.max() {
      result.constants.measure(
        .noise, largest, source: "largest accumulated noise in \(whereMeasured), measured")
    }
    if let largest = seeds.compactMap(\.gradientFrobeniusBound).max() {
      result.constants.measure(
        .gradientFrobeniusBound, largest, source: "largest ||g||_F in Phase 2, measured")
    }
    return result
  }
}
