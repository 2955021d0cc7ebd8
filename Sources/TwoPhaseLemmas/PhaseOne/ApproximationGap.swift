import LinearAlgebra
import TwoPhaseTheory

enum ApproximationGap {
  static let factor = 2.2

  /// ||Ghat - P||_2, paper scale.
  static func norm(_ point: LemmaCase) throws -> Double {
    var evaluator = try point.evaluator()
    return try evaluator.gradientPart(.higher, .paper).spectralNorm()
  }
}
