import LinearAlgebra

extension PointEvaluator {
  /// s = (W* - W) u at the last evaluated point, one entry per coordinate. theory.md section 3.
  public var s: [Double] { column.rowSums }

  /// f_A(j) = f_A - (||v*_j|| - ||v_j||) at the last evaluated point, one per neuron. theory.md section 3.
  public var potentialLeaveOneOut: [Double] { leaveOneOut }

  /// A = V* \bar V*^T - V \bar V^T at the last evaluated point, d x d, symmetric. theory.md section 3.
  ///
  /// Formed as D \bar V*^T + V E^T with E = \bar V* - \bar V, so that nothing cancels near W*.
  /// - Complexity: 4 d^3 floating-point operations.
  public func auxiliaryMatrix() -> Matrix {
    let d = dimension
    var directions = teacher.neurons
    var displacements = column.displacement
    var directionDifferences = column.displacement
    for j in 0..<d {
      let (norm, difference) = (column.norms[j], column.normDifferences[j])
      if CosineDifferences.isFar(norm: norm, targetNorm: teacher.norms[j]) {
        // v is so long that v* - v has lost v*'s digits: v*_j \bar v*_j^T - v_j \bar v_j^T as it stands.
        for k in 0..<d {
          displacements[k, j] = teacher.neurons[k, j]
          directions[k, j] /= teacher.norms[j]
          directionDifferences[k, j] = -column.neurons[k, j] / norm
        }
        continue
      }
      for k in 0..<d {
        directions[k, j] /= teacher.norms[j]
        let moved = column.displacement[k, j] - difference * (column.neurons[k, j] / norm)
        directionDifferences[k, j] = moved / teacher.norms[j]
      }
    }
    var result = Matrix(rowCount: d, columnCount: d)
    result.setProduct(displacements, .plain, directions, .transposed)
    result.setProduct(column.neurons, .plain, directionDifferences, .transposed, beta: 1)
    for j in 0..<d {
      for i in 0..<j {
        let mean = (result[i, j] + result[j, i]) / 2
        result[i, j] = mean
        result[j, i] = mean
      }
    }
    return result
  }

  /// A(j) = A - (v*_j \bar v*_j^T - v_j \bar v_j^T), for the `auxiliaryMatrix` of the same point. theory.md section 3.
  ///
  /// - Complexity: O(d^2).
  public func auxiliaryMatrix(leavingOut j: Int, of full: Matrix) -> Matrix {
    var result = full
    let (norm, difference) = (column.norms[j], column.normDifferences[j])
    let moved = column.displacement.column(j)
    let neuron = column.neurons.column(j)
    if CosineDifferences.isFar(norm: norm, targetNorm: teacher.norms[j]) {
      let target = teacher.neurons.column(j)
      result.addOuterProduct(target, target, scaledBy: -1 / teacher.norms[j])
      result.addOuterProduct(neuron, neuron, scaledBy: 1 / norm)
      return result
    }
    // v* \bar v*^T - v \bar v^T = (D v*^T + v D^T - (difference/norm) v v^T) / ||v*||
    let target = zip(neuron, moved).map(+)
    let scale = -1 / teacher.norms[j]
    result.addOuterProduct(moved, target, scaledBy: scale)
    result.addOuterProduct(neuron, moved, scaledBy: scale)
    result.addOuterProduct(neuron, neuron, scaledBy: -scale * difference / norm)
    return result
  }

  /// ||A||_2 by dense LAPACK.
  package func denseAuxiliarySpectralNorm() throws -> Double {
    let eigenvalues = try auxiliaryMatrix().symmetricEigenvalues()
    return max(abs(eigenvalues.first ?? 0), abs(eigenvalues.last ?? 0))
  }

  /// ||A||_2 by Lanczos without forming A; allocates nothing. Static, so that the arrays it changes are named.
  static func auxiliarySpectralNorm(
    column: ColumnDisplacement, teacher: Teacher, lanczos: inout LanczosSpectralNorm,
    scratch: inout [[Double]]
  ) -> SpectralNormEstimate {
    let hasFar = CosineDifferences.needsDirect(norms: column.norms, targetNorms: teacher.norms)
    return lanczos.largestMagnitude { x, y in
      // A x = D alpha + V epsilon, alpha_i = \bar v*_i . x and epsilon_i = (\bar v*_i - \bar v_i) . x
      column.neurons.multiply(.transposed, x, into: &scratch[0])
      column.displacement.multiply(.transposed, x, into: &scratch[1])
      if hasFar { teacher.neurons.multiply(.transposed, x, into: &scratch[2]) }
      for i in 0..<teacher.norms.count {
        let (alongNeuron, alongDisplacement) = (scratch[0][i], scratch[1][i])
        let turned = alongDisplacement - column.normDifferences[i] * (alongNeuron / column.norms[i])
        scratch[0][i] = (alongNeuron + alongDisplacement) / teacher.norms[i]
        scratch[1][i] = turned / teacher.norms[i]
        if hasFar, CosineDifferences.isFar(norm: column.norms[i], targetNorm: teacher.norms[i]) {
          scratch[0][i] = scratch[2][i] / teacher.norms[i]
          scratch[1][i] = scratch[0][i] - alongNeuron / column.norms[i]
        }
      }
      column.displacement.multiply(.plain, scratch[0], into: &y)
      column.neurons.multiply(.plain, scratch[1], into: &y, beta: 1)
    }
  }
}
