import LinearAlgebra

extension PointEvaluator {
  /// -grad L at the last evaluated point, d x d, column j for neuron j: true scale, or Ghat in paper scale.
  /// theory.md section 2. Exactly zero at W = W*.
  ///
  /// - Complexity: 4 d^3 floating-point operations.
  public mutating func negativeGradient(_ scale: Scale) -> Matrix {
    gradientPart(.all, scale)
  }

  /// P of [S] at the last evaluated point, paper scale, d x d. theory.md section 4.
  ///
  /// - Complexity: 4 d^3 floating-point operations.
  public mutating func approximation() -> Matrix { gradientPart(.approximation, .paper) }

  /// The sum of the chosen terms of the decomposition at the last evaluated point, d x d. theory.md section 4.
  ///
  /// - Complexity: 4 d^3 floating-point operations.
  public mutating func gradientPart(_ terms: GradientTerms, _ scale: Scale) -> Matrix {
    var result = Matrix(rowCount: dimension, columnCount: dimension)
    setGradientPart(terms, scale, into: &result)
    return result
  }

  /// As `gradientPart`, into a matrix that the caller keeps; allocates nothing.
  ///
  /// Every term is D times one matrix of weights plus V times another, plus s in each column: differences between
  /// teacher and student enter only as D and as differences of angles that were formed without cancellation.
  public mutating func setGradientPart(_ terms: GradientTerms, _ scale: Scale, into result: inout Matrix) {
    let d = dimension
    displacementWeights.fill(0)
    neuronWeights.fill(0)
    for j in 0..<d {
      scratch[0][j] = 0
      scratch[1][j] = 0
    }
    if terms.contains(.first) {
      displacementWeights.add(pairs.cosine)
      neuronWeights.add(pairs.cosineDifference)
      for j in 0..<d { scratch[1][j] += leaveOneOut[j] / column.norms[j] }
    }
    if terms.contains(.higher) {
      displacementWeights.add(pairs.arcsine)
      neuronWeights.add(pairs.arcsineDifference)
      for j in 0..<d { scratch[1][j] += higherAlong[j] / column.norms[j] }
    }
    if terms.contains(.diagonal) {
      for j in 0..<d {
        scratch[0][j] = Double.pi / 2 - own[j].angle
        scratch[1][j] += own[j].diagonalAlong / column.norms[j]
      }
    }
    displacementWeights.addToDiagonal(scratch[0])
    neuronWeights.addToDiagonal(scratch[1])
    result.setSharedProduct(column.displacement, .plain, displacementWeights)
    result.setSharedProduct(column.neurons, .plain, neuronWeights, beta: 1)
    if terms.contains(.constant) {
      for j in 0..<d { scratch[0][j] = 1 }
      result.addOuterProduct(column.rowSums, scratch[0], scaledBy: Double.pi / 2 * network.kappa)
    }
    if scale == .true { result.scale(by: network.trueOverPaper) }
  }

  /// The rates of s and f_A under P at the last evaluated point. theory.md section 6.
  ///
  /// - Complexity: O(d^2), no matrix product; allocates nothing.
  mutating func oneStepRates() -> OneStepRates {
    let d = dimension
    let halfPiKappa = Double.pi / 2 * network.kappa
    // sum_j P_j = (pi/2) kappa d s + D a + V b
    for j in 0..<d { scratch[0][j] = 1 }
    pairs.cosine.multiply(.plain, scratch[0], into: &scratch[1])
    pairs.cosineDifference.multiply(.plain, scratch[0], into: &scratch[2])
    for j in 0..<d {
      scratch[1][j] += Double.pi / 2 - own[j].angle
      scratch[2][j] += (leaveOneOut[j] + own[j].diagonalAlong) / column.norms[j]
      scratch[3][j] = halfPiKappa * Double(d) * column.rowSums[j]
    }
    column.displacement.multiply(.plain, scratch[1], into: &scratch[3], beta: 1)
    column.neurons.multiply(.plain, scratch[2], into: &scratch[3], beta: 1)
    let sSquare = dotProduct(column.rowSums, column.rowSums)
    let sAlongRate = dotProduct(column.rowSums, scratch[3])
    let rateSquare = dotProduct(scratch[3], scratch[3])

    // sum_j <\bar v_j, P_j>
    column.neurons.multiply(.transposed, column.rowSums, into: &scratch[1])
    pairs.cosine.columnInnerProducts(cross, into: &scratch[2])
    pairs.cosineDifference.columnInnerProducts(gram, into: &scratch[3])
    var rate = 0.0
    for j in 0..<d {
      rate += (halfPiKappa * scratch[1][j] + scratch[2][j] + scratch[3][j]) / column.norms[j]
      rate += leaveOneOut[j] + own[j].diagonalAlong + (Double.pi / 2 - own[j].angle) * own[j].along
    }
    return OneStepRates(
      potential: potential, potentialRate: rate, sSquare: sSquare, sAlongRate: sAlongRate,
      rateSquare: rateSquare)
  }
}
