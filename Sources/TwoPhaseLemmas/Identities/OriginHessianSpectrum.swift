import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// The spectrum of the Hessian at the origin. theory.md section 6.
  public static let originHessianSpectrum = Lemma(
    id: "origin-hessian-spectrum", title: "the spectrum of the Hessian at the origin",
    statement: """
      The d^2 eigenvalues of T (paper scale), computed from its matrix, are those of theory.md section 6 with their multiplicities, to 1e-12 \
      of the largest; the smallest is pi/2 - 1 for every slope.
      """,
    latex: #"""
      \operatorname{spec} T = \left\{\lambda_\pm(M),\ \tfrac{\pi}{2}+1,\ \tfrac{\pi}{2}-1,\ x_\pm^{(d-1)}\right\}, \quad \#
      \min \operatorname{spec} T = \tfrac{\pi}{2} - 1
      """#,
    source: "theory.md section 6 [D]", part: .identities,
    domain: Domain(
      dimensions: [3, 4, 7, 12], minimumDimension: 3, maximumDimension: 20, studentNorm: .zero,
      teacherNorm: .zero, slopes: -0.9...0.9, studentShapes: [.zero], teacherShapes: [.zero]),
    claim: .identity(tolerance: 1e-12) { point in
      let d = point.dimension
      let hessian = OriginHessian(dimension: d, network: point.network)
      var matrix = Matrix(rowCount: d * d, columnCount: d * d)
      var unit = Matrix(rowCount: d, columnCount: d)
      for k in 0..<(d * d) {
        unit.elements[k] = 1
        for (row, value) in hessian.apply(unit).elements.enumerated() { matrix[row, k] = value }
        unit.elements[k] = 0
      }
      let computed = try matrix.symmetricEigenvalues().reversed()
      let claimed = hessian.spectrum.flatMap { [Double](repeating: $0.value, count: $0.multiplicity) }
      guard claimed.count == d * d, let largest = claimed.first else { return .infinity }
      let smallest = abs((claimed.last ?? 0) - OriginHessian.smallestEigenvalue)
      return zip(computed, claimed).reduce(smallest) { max($0, abs($1.0 - $1.1)) } / largest
    },
    share: 0.1)
}
