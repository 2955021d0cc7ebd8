import LinearAlgebra
import TwoPhaseTheory

/// The margin budget at one case, with the sizes that bound its parts. theory.md sections 4 and 5.
struct TaylorPart {
  /// The four parts, paper scale.
  let terms: MarginTerms
  /// gamma = max(||W||_2, ||W*||_2).
  let gamma: Double
  /// ||W - W*||_F^2.
  let squaredDistance: Double

  /// nil at W = W*, and where gamma is so small that a part's rounding over gamma says nothing.
  init?(_ point: LemmaCase) throws {
    gamma = try point.normBound()
    guard gamma >= Self.smallestNorm, let terms = try point.evaluator().marginBudget else { return nil }
    self.terms = terms
    squaredDistance = point.displacement.innerProduct(point.displacement)
  }

  /// Rounding over this gamma is still below 1e-6 at d = 100.
  private static let smallestNorm = 1e-6
  /// The bounds are stated up to this gamma; at 1 a neuron can vanish.
  private static let largestNorm = 0.25

  /// Every pair of weights with norms of at most `largestNorm`.
  ///
  /// - Parameter slopes: only the constant part depends on the slope.
  static func domain(slopes: ClosedRange<Double> = 0...0, minimumDimension: Int = 1) -> Domain {
    Domain(
      minimumDimension: minimumDimension, studentNorm: .upTo(largestNorm), teacherNorm: .upTo(largestNorm),
      slopes: slopes)
  }

  /// ||D||_F^2 / (16 (1 - gamma)^2): what f_A costs the margin at most.
  ///
  /// sum_j <\bar v_j, D_j> is f_A minus at most ||D||_F^2 / (2 (1 - gamma)), and f_A (f_A - 2 b) >= -b^2.
  var potentialCost: Double { squaredDistance / (16 * (1 - gamma) * (1 - gamma)) }
}
