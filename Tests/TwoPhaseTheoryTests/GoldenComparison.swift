import LinearAlgebra
import TestSupport
import TwoPhaseTheory

/// The relative error of every quantity of a golden point.
enum GoldenComparison {
  static func errors(
    of point: GoldenPoint, spectralMethod: PointEvaluator.SpectralMethod
  ) throws -> [(quantity: String, error: Double)] {
    let expected = point.expected
    var evaluator = try PointEvaluator(
      network: try point.network, teacher: point.target, spectralMethod: spectralMethod)
    let found = try evaluator.evaluate(student: point.w)
    var errors: [(String, Double)] = [
      ("populationLoss", relativeError(found.populationLoss, expected.populationLoss.value)),
      ("potential", relativeError(found.potential, expected.potential.value)),
      (
        "potentialLeaveOneOut",
        relativeError(evaluator.potentialLeaveOneOut, expected.potentialLeaveOneOut.map(\.value))
      ),
      ("s", relativeError(evaluator.s, expected.s.map(\.value))),
      ("sNorm", relativeError(found.sNorm, expected.sNorm.value)),
      ("sSum", relativeError(found.sSum, expected.sSum.value)),
      ("distance", relativeError(found.distance, expected.distance.value)),
      ("studentSpectralNorm", relativeError(found.studentSpectralNorm, expected.studentSpectralNorm.value)),
      (
        "teacherSpectralNorm",
        relativeError(try evaluator.teacher.weights.spectralNorm(), expected.teacherSpectralNorm.value)
      ),
      (
        "auxiliarySpectralNorm",
        relativeError(found.auxiliarySpectralNorm, expected.auxiliarySpectralNorm.value)
      ),
    ]
    if let matrix = expected.auxiliaryMatrix {
      let a = Matrix(rows: matrix.map { $0.map(\.value) })
      errors.append(("auxiliaryMatrix", relativeError(evaluator.auxiliaryMatrix(), a)))
    }
    if let matrix = expected.negativeGradient {
      let gradient = Matrix(rows: matrix.map { $0.map(\.value) })
      errors.append(("negativeGradient", relativeError(evaluator.negativeGradient(.true), gradient)))
    }
    if let margin = expected.onePointMarginPaper, let terms = expected.marginTermsPaper {
      let found1 = found.margin(.paper).value ?? .infinity
      let found2 = found.margin(.true).value ?? .infinity
      errors.append(("onePointMarginPaper", relativeError(found1, margin.value)))
      errors.append(("onePointMargin", relativeError(found2, expected.onePointMargin?.value ?? .infinity)))
      let pairs = [
        ("constant", found.marginTerms?.constant, terms.constant),
        ("first", found.marginTerms?.first, terms.first),
        ("diagonal", found.marginTerms?.diagonal, terms.diagonal),
        ("higher", found.marginTerms?.higher, terms.higher),
      ]
      for (name, value, reference) in pairs where abs(reference.value) > 1e-12 * abs(margin.value) {
        errors.append((name, relativeError(value ?? .infinity, reference.value)))
      }
    } else {
      errors.append(("converged", found.margin(.paper) == .converged && found.marginTerms == nil ? 0 : 1))
    }
    return errors
  }
}
