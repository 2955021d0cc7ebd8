import LinearAlgebra
import TwoPhaseTheory

/// The scalars from the sums over pairs and the neurons' own terms.
extension GramEngine {
  /// L(W), true scale; nil when the sum over pairs cancels too much (theory.md section 2).
  mutating func populationLoss() -> Double? {
    let (c1, c2) = (network.c1, network.c2)
    let kernelScale = 2 / Double.pi * c2 * c2
    var linear = 0.0
    for value in column.rowSums { linear += value * value }
    linear *= c1 * c1
    var own = 0.0
    for neuron in self.own { own += neuron.kernel }
    var differenceSquares = 0.0
    for difference in column.normDifferences { differenceSquares += difference * difference }
    let potential = column.normDifferenceTotal.value
    let kernels = pairs.studentKernel - 2 * pairs.crossKernel + teacher.kernelSum
    let loss = linear + kernelScale * (own + ((potential * potential - differenceSquares) + kernels))
    // Each kernel is off by some units of its own last place; d (d - 1) of them, independent, add up like a random walk.
    let sum = pairs.studentKernel + 2 * pairs.crossKernel + teacher.kernelSum
    let rounding = 8 * Double.ulpOfOne * sum * kernelScale / Double(dimension).squareRoot()
    if rounding > Self.lossTolerance * loss {
      cancellingSquare = max(cancellingSquare, displacementSquare)
      return nil
    }
    return loss
  }

  mutating func marginTerms(sSquare: Double) -> MarginTerms {
    var first = pairs.first
    var diagonal = 0.0
    let total = column.normDifferenceTotal
    for j in 0..<dimension {
      first += (total - column.exactNormDifferences[j]).value * own[j].along
      let along = own[j].diagonalAlong
      diagonalAlong[j] = along
      diagonal += own[j].diagonalProduct(along: along)  // none is nearly opposite here
    }
    let square = displacementSquare
    return MarginTerms(
      constant: network.kappa * (Double.pi / 2) * sSquare / square, first: first / square,
      diagonal: diagonal / square, higher: pairs.higher / square)
  }

  /// theory.md section 6, as `PointEvaluator.oneStepRates`.
  mutating func oneStepRates(sSquare: Double) -> OneStepRates {
    let halfPiKappa = Double.pi / 2 * network.kappa
    let total = column.normDifferenceTotal
    var rate = pairs.rate
    for j in 0..<dimension {
      let leaveOneOut = (total - column.exactNormDifferences[j]).value
      let along = leaveOneOut + diagonalAlong[j]
      displacementWeights[j] = pairs.cosineSums[j] + (Double.pi / 2 - own[j].angle)
      neuronWeights[j] = pairs.differenceSums[j] + along * neurons.inverseNorms[j]
      rate += along + (Double.pi / 2 - own[j].angle) * own[j].along
    }
    GramPairs.combine(
      neurons: column.neurons, displacement: column.displacement, displacementWeights, neuronWeights,
      s: column.rowSums,
      into: &rateSum, along: &alongS, partial: &partial)
    var (sAlongRate, rateSquare) = (0.0, 0.0)
    for j in 0..<dimension {
      let sum = rateSum[j] + halfPiKappa * Double(dimension) * column.rowSums[j]
      sAlongRate += column.rowSums[j] * sum
      rateSquare += sum * sum
      rate += halfPiKappa * alongS[j] * neurons.inverseNorms[j]
    }
    return OneStepRates(
      potential: total.value, potentialRate: rate, sSquare: sSquare, sAlongRate: sAlongRate,
      rateSquare: rateSquare)
  }
}
