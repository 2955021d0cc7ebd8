import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// theory.md's formulas as they stand there, without any care for cancellation: an independent second writing of the
/// theory for tests at points far from W*.
package struct PlainTheory {
  package let v: [[Double]]
  package let target: [[Double]]
  package let w: Matrix
  package let teacher: Matrix
  package let network: Network

  package init(_ w: Matrix, _ teacher: Matrix, _ network: Network) {
    func neurons(_ m: Matrix) -> [[Double]] {
      (0..<m.columnCount).map { j in
        var column = m.column(j)
        if network.identityMapping { column[j] += 1 }
        return column
      }
    }
    self.w = w
    self.teacher = teacher
    self.network = network
    v = neurons(w)
    target = neurons(teacher)
  }

  package var d: Int { v.count }
  func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
  func length(_ a: [Double]) -> Double { dot(a, a).squareRoot() }

  func angle(_ a: [Double], _ b: [Double]) -> Double {
    let (p, q) = (length(a), length(b))
    let minus = zip(a, b).map { $0 / p - $1 / q }
    let plus = zip(a, b).map { $0 / p + $1 / q }
    return 2 * atan2(length(minus), length(plus))
  }

  package var s: [Double] {
    (0..<d).map { k in (0..<d).reduce(0) { $0 + teacher[k, $1] - w[k, $1] } }
  }

  /// L, true scale.
  package var loss: Double {
    func kernel(_ a: [Double], _ b: [Double]) -> Double {
      let t = angle(a, b)
      return length(a) * length(b) * (sin(t) + (Double.pi / 2 - t) * cos(t))
    }
    var sum = 0.0
    for i in 0..<d {
      for j in 0..<d {
        sum += kernel(v[i], v[j]) - 2 * kernel(target[i], v[j]) + kernel(target[i], target[j])
      }
    }
    return network.c1 * network.c1 * dot(s, s) + 2 / Double.pi * network.c2 * network.c2 * sum
  }

  /// Ghat, paper scale, column by column.
  package var gradient: Matrix {
    var result = Matrix(rowCount: d, columnCount: d)
    let constant = s.map { Double.pi / 2 * network.kappa * $0 }
    for j in 0..<d {
      let norm = length(v[j])
      for k in 0..<d { result[k, j] += constant[k] }
      for i in 0..<d {
        let (mine, theirs) = (angle(v[i], v[j]), angle(target[i], v[j]))
        let along = length(target[i]) * sin(theirs) - length(v[i]) * sin(mine)
        for k in 0..<d {
          result[k, j] += (Double.pi / 2 - theirs) * target[i][k] - (Double.pi / 2 - mine) * v[i][k]
          result[k, j] += along * v[j][k] / norm
        }
      }
    }
    return result
  }
}
