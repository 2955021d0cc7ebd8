import LinearAlgebra
import TwoPhaseTheory

enum PhaseOneRuns {
  static let domain = Domain(
    dimensions: [2, 5, 20], minimumDimension: 2, studentNorm: .between(1e-3, 0.1),
    teacherNorm: .between(1e-3, 0.1), slopes: -0.9...0.5, parameters: [.runRate])
}
