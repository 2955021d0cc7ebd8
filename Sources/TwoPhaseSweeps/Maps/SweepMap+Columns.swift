import TwoPhaseTheory

extension SweepMap {
  /// The columns that a map and the empirical theorem read: of a sweep of very many runs the others need not be in memory.
  public static func layout(x: String, y: String, value: String) -> SweepLayout {
    let settings = SweepColumns.all.filter { $0.part == .setting }.map(\.name)
    let outcomes = [
      "status", "ending", "hasPhaseOne", "hasTransition", "potentialIsBinding", "noReturn",
      "studentSpectralNorm",
      "teacherSpectralNorm",
    ]
    return SweepLayout(settings + outcomes + TheoremPart.ID.allCases.map(\.rawValue) + [x, y, value])
  }
}
