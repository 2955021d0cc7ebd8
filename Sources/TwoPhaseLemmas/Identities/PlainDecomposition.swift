import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// theory.md sections 2 and 4 as they stand there, column by column, with no care for cancellation near W*: a second
/// writing that the library's own is held against.
struct PlainDecomposition {
  /// Ghat from the angles, paper scale.
  private(set) var gradient: Matrix
  /// constant + first + diagonal + higher, each from its own formula.
  private(set) var sumOfTerms: Matrix
  /// The Frobenius norm of what Ghat adds up, for relative errors.
  let summandSize: Double

  /// Both at a case, for neurons that are not nearly collinear.
  ///
  /// - Complexity: O(d^3).
  init(_ point: LemmaCase) throws {
    let d = point.dimension
    let halfPi = Double.pi / 2
    let evaluator = try point.evaluator()
    let (student, teacher) = (Neurons(point.student, point.network), Neurons(point.teacher, point.network))
    let cosines = student.directions.transposed.multiplied(by: student.directions)
    let targetCosines = teacher.directions.transposed.multiplied(by: student.directions)
    let full = evaluator.auxiliaryMatrix()
    let ownAngles = (0..<d).map { Self.ownAngle(teacher, student, $0) }
    let constant = evaluator.s.map { halfPi * point.network.kappa * $0 }
    // Weights of v*_i, v_i in column j, for the angle form and for the higher term.
    var (targets, owns) = (targetCosines, cosines)
    var (higherTargets, higherOwns) = (targetCosines, cosines)
    var along = [Double](repeating: 0, count: d)
    var higherAlong = along
    for j in 0..<d {
      for i in 0..<d {
        let isOther = i != j
        let (c, k) = isOther ? (cosines[i, j], targetCosines[i, j]) : (1, cos(ownAngles[j]))
        targets[i, j] = halfPi - (isOther ? acos(k) : ownAngles[j])
        owns[i, j] = -(halfPi - acos(c))
        along[j] += teacher.norms[i] * (isOther ? (1 - k * k).squareRoot() : sin(ownAngles[j]))
        along[j] -= student.norms[i] * (1 - c * c).squareRoot()
        higherTargets[i, j] = isOther ? asin(k) - k : 0
        higherOwns[i, j] = isOther ? -(asin(c) - c) : 0
        guard isOther else { continue }
        higherAlong[j] -= teacher.norms[i] * (1 - (1 - k * k).squareRoot())
        higherAlong[j] += student.norms[i] * (1 - (1 - c * c).squareRoot())
      }
    }
    gradient = teacher.neurons.multiplied(by: targets)
    gradient.add(student.neurons.multiplied(by: owns))
    sumOfTerms = teacher.neurons.multiplied(by: higherTargets)
    sumOfTerms.add(student.neurons.multiplied(by: higherOwns))
    for j in 0..<d {
      let direction = student.directions.column(j)
      let angle = ownAngles[j]
      let first = evaluator.auxiliaryMatrix(leavingOut: j, of: full).multiply(.plain, direction)
      let leaveOneOut = evaluator.potentialLeaveOneOut[j]
      for i in 0..<d {
        gradient[i, j] += constant[i] + along[j] * direction[i]
        sumOfTerms[i, j] += constant[i] + first[i] + (leaveOneOut + higherAlong[j]) * direction[i]
        sumOfTerms[i, j] += (halfPi - angle) * teacher.neurons[i, j] - halfPi * student.neurons[i, j]
        sumOfTerms[i, j] += teacher.norms[j] * sin(angle) * direction[i]
      }
    }
    let size = norm(of: student.norms) + norm(of: teacher.norms)
    summandSize = Double(d).squareRoot() * size + norm(of: constant) * Double(d).squareRoot()
  }

  /// The angle between v*_j and v_j, from the distance of their directions: arccos would lose its digits.
  private static func ownAngle(_ teacher: Neurons, _ student: Neurons, _ j: Int) -> Double {
    let difference = zip(teacher.directions.column(j), student.directions.column(j)).map(-)
    return 2 * asin(min(1, norm(of: difference) / 2))
  }

  /// The neurons v_j with lengths and directions.
  private struct Neurons {
    let neurons: Matrix
    let directions: Matrix
    let norms: [Double]

    init(_ weights: Matrix, _ network: Network) {
      var neurons = weights
      if network.identityMapping {
        neurons.addToDiagonal([Double](repeating: 1, count: weights.rowCount))
      }
      var directions = neurons
      var norms: [Double] = []
      for j in 0..<weights.columnCount {
        let length = norm(of: neurons.column(j))
        norms.append(length)
        for i in 0..<weights.rowCount { directions[i, j] /= length }
      }
      self.neurons = neurons
      self.directions = directions
      self.norms = norms
    }
  }
}
