import Foundation
import LinearAlgebra

extension PointEvaluator {
  /// Relative error in the loss that is accepted of the direct sum before the path integral takes over.
  private static let directTolerance = 2e-14

  /// L(W) in true scale at the last evaluated point, D != 0. theory.md section 2.
  ///
  /// The sum over pairs of [CS]'s kernel is a second difference: the part that is linear in the norms gives f_A^2
  /// exactly and a neuron against its own teacher has a closed form, so only the pairs i != j with their small kernel
  /// G(c) ~ c^2/2 can cancel. When they do (near W*), each pair is integrated along the segment from W* to W, or, if it
  /// passes a kink there, summed in a form that does not cancel.
  mutating func populationLoss() -> Double {
    let d = dimension
    let c1 = network.c1
    let c2 = network.c2
    let kernelScale = 2 / Double.pi * c2 * c2
    var linear = 0.0
    for value in column.rowSums { linear += value * value }
    linear *= c1 * c1
    var own = 0.0
    for j in 0..<d { own += self.own[j].kernel }
    var differenceSquares = 0.0
    for difference in column.normDifferences { differenceSquares += difference * difference }
    let studentKernel = dotProduct(column.norms, pairs.currentKernelSums)
    let crossKernel = dotProduct(column.norms, pairs.crossKernelSums)
    let direct =
      (potential * potential - differenceSquares) + (studentKernel - 2 * crossKernel + teacher.kernelSum)
    let loss = linear + kernelScale * (own + direct)
    let rounding = 4 * Double.ulpOfOne * (studentKernel + 2 * crossKernel + teacher.kernelSum) * kernelScale
    guard rounding > Self.directTolerance * loss else { return loss }
    return max(0, linear + kernelScale * (own + pairsNearTeacher()))
  }

  /// The kernel's second differences over all ordered pairs i != j, without cancellation.
  private mutating func pairsNearTeacher() -> Double {
    let steepest = classifyPairs()
    let rule = GaussLegendre.rule(Self.nodeCount(steepest: steepest.ratio))
    var sum = 0.0
    for (t, weight) in zip(rule.nodes, rule.weights) {
      moveNorms(t)
      let integrand = PairPath.integrand(
        t: t, gram: gram, cross: cross, crossTransposed: crossTransposed, displacementGram: displacementGram,
        norms: scratch[0], targetNorms: teacher.norms, normDifferences: scratch[1], use: usedPairs)
      sum += weight * 2 * integrand
    }
    for pair in steepest.nearCollinear {
      sum += 2 * nearCollinearPath(pair, rule)
    }
    for pair in steepest.kinked {
      sum += 2 * kinkedPair(pair)
    }
    return sum
  }

  /// How the pairs i < j are treated.
  private struct Classification {
    /// The largest (|D_i|/|v_i| + |D_j|/|v_j|) / sin theta among the integrated pairs.
    var ratio = 0.0
    /// Integrated in double-double arithmetic.
    var nearCollinear: [PairIndex] = []
    /// The segment passes near a point where two neurons are collinear: not integrated.
    var kinked: [PairIndex] = []
  }

  /// Marks in `usedPairs` the pairs that the array kernel integrates.
  private mutating func classifyPairs() -> Classification {
    let d = dimension
    for j in 0..<d {
      scratch[2][j] = column.displacementSquares[j].squareRoot() / min(column.norms[j], teacher.norms[j])
    }
    usedPairs.fill(1)
    for j in 0..<d { usedPairs[j, j] = 0 }
    var result = Classification()
    let special = Set(nearCollinear)
    for j in 0..<d {
      for i in 0..<j {
        let reach = scratch[2][i] + scratch[2][j]
        let sine = 1 - max(pairs.sine[i, j], pairs.sine[j, i])
        let isSpecial = special.contains(PairIndex(i: i, j: j))
        if sine < 4 * reach {
          result.kinked.append(PairIndex(i: i, j: j))
        } else {
          if sine > 0 { result.ratio = max(result.ratio, reach / sine) }
          if isSpecial { result.nearCollinear.append(PairIndex(i: i, j: j)) }
        }
        if sine < 4 * reach || isSpecial {
          usedPairs[i, j] = 0
          usedPairs[j, i] = 0
        }
      }
    }
    return result
  }

  /// Nodes that bring Gauss-Legendre's error below rounding when the integrand's nearest singularity is 1/ratio away
  /// from the segment's end at W*.
  private static func nodeCount(steepest ratio: Double) -> Int {
    let z = 2 / max(ratio, 1e-6) - 1
    let ellipse = z + (z * z - 1).squareRoot()
    return min(16, max(3, Int((39 / (2 * log(ellipse))).rounded(.up)) + 1))
  }

  /// Norms of V + (1 - t) D into scratch[0], their differences from the teacher's into scratch[1].
  private mutating func moveNorms(_ t: Double) {
    let tau = 1 - t
    for j in 0..<dimension {
      let along = cross[j, j]
      let square = column.displacementSquares[j]
      let moved = (gram[j, j] + tau * (2 * along + tau * square)).squareRoot()
      scratch[0][j] = moved
      scratch[1][j] = t * (2 * (along + tau * square) + t * square) / (teacher.norms[j] + moved)
    }
  }

  /// The integral of one nearly collinear pair's part, both orders, in double-double arithmetic.
  private func nearCollinearPath(_ pair: PairIndex, _ rule: GaussLegendre) -> Double {
    let exact = pairGram(pair)
    let (i, j) = (pair.i, pair.j)
    var sum = 0.0
    for (t, weight) in zip(rule.nodes, rule.weights) {
      sum += weight * (pathTerm(i, j, exact, t) + pathTerm(j, i, exact, t))
    }
    return sum
  }

  /// The inner product of pair (i, j)'s part of the gradient with D_j at the point V + (1 - t) D.
  private func pathTerm(_ i: Int, _ j: Int, _ exact: PairGram, _ t: Double) -> Double {
    let tau = DoubleDouble(1 - t)
    let inOrder = i < j
    let crossIJ = (inOrder ? exact.crossIJ : exact.crossJI) - exact.student  // D_i . v_j
    let crossJI = (inOrder ? exact.crossJI : exact.crossIJ) - exact.student  // D_j . v_i
    let squares = (i: DoubleDouble(displacementGram[i, i]), j: DoubleDouble(displacementGram[j, j]))
    let product = DoubleDouble(displacementGram[i, j])
    let starts = inOrder ? (exact.studentI, exact.studentJ) : (exact.studentJ, exact.studentI)
    let ends = inOrder ? (exact.teacherI, exact.teacherJ) : (exact.teacherJ, exact.teacherI)
    // 2 v . D = |v*|^2 - |v|^2 - |D|^2
    let twiceAlongI = ends.0 - starts.0 - squares.i
    let twiceAlongJ = ends.1 - starts.1 - squares.j
    let squareI = starts.0 + tau * (twiceAlongI + tau * squares.i)
    let squareJ = starts.1 + tau * (twiceAlongJ + tau * squares.j)
    let moved = exact.student + tau * (crossIJ + crossJI + tau * product)
    let productDifference = DoubleDouble(t) * (crossIJ + tau * product)
    let terms = NearCollinearPair(
      square: squareI, movedSquare: ends.0, otherSquare: squareJ, product: moved,
      movedProduct: moved + productDifference, productDifference: productDifference)
    let normI = squareI.squareRoot
    let normDifference = ((ends.0 - squareI) / (normI + ends.0.squareRoot)).value
    let alongJ = (DoubleDouble(0.5) * twiceAlongJ + tau * squares.j).value / squareJ.squareRoot.value
    let arcsine = terms.cosine + terms.arcsine
    let arcsineDifference = terms.cosineDifference + terms.arcsineDifference
    return arcsine * t * product.value + arcsineDifference * (crossJI + tau * product).value
      + (normDifference * (1 - terms.sine) - normI.value * terms.sineDifference) * alongJ
  }

  /// The kernel's second difference of a pair whose segment passes near a kink, where |D| is at least a fraction of the
  /// angle: near a pole k = +-(pi/2) p . q + |p| |q| (sin t - t cos t), t the angle to the pole, and the bilinear part
  /// gives +-(pi/2) D_i . D_j exactly; away from the poles the second difference does not cancel.
  private func kinkedPair(_ pair: PairIndex) -> Double {
    let exact = pairGram(pair)
    let corners: [(weight: Double, p: DoubleDouble, q: DoubleDouble, product: DoubleDouble)] = [
      (1, exact.studentI, exact.studentJ, exact.student), (-1, exact.teacherI, exact.studentJ, exact.crossIJ),
      (-1, exact.studentI, exact.teacherJ, exact.crossJI), (1, exact.teacherI, exact.teacherJ, exact.teacher),
    ]
    let poles = corners.map {
      NearCollinearPair.angleToPole(square: $0.p, otherSquare: $0.q, product: $0.product)
    }
    let samePole = poles.allSatisfy { $0.sign == poles[0].sign }
    var sum = samePole ? poles[0].sign * Double.pi / 2 * displacementGram[pair.i, pair.j] : 0
    for (corner, pole) in zip(corners, poles) {
      let norms = (corner.p * corner.q).squareRoot.value
      sum += corner.weight * norms * AngleFunctions.arcDefect(pole.angle)
      if !samePole { sum += corner.weight * pole.sign * Double.pi / 2 * corner.product.value }
    }
    return sum
  }
}
