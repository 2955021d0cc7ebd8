import Foundation
import LinearAlgebra
import TestSupport

/// R3, R2 and G at a cosine, to a few units of their own last place.
struct CosineFunctions {
  let remainder: Double
  let sine: Double
  var kernel: Double { cosine * remainder + (cosine * cosine - sine) }
  private let cosine: Double

  init(_ c: Double) {
    cosine = c
    sine = c * c / (1 + ((1 - c) * (1 + c)).squareRoot())
    guard abs(c) <= 0.75 else {
      remainder = asin(c) - c
      return
    }
    // arcsin's series: each coefficient of c^(2k+1) is a_k / (2k + 1) with a_k = a_(k-1) (2k - 1) / (2k).
    var (terms, a) = ([Double](), 1.0)
    for k in 1...90 {
      a *= Double(2 * k - 1) / Double(2 * k)
      terms.append(a / Double(2 * k + 1))
    }
    remainder = terms.reversed().reduce(0) { $0 * c * c + $1 } * c * c * c
  }
}

/// A sum and the sum of its terms' sizes.
struct SizedSum {
  var value = 0.0
  var size = 0.0

  mutating func add(_ term: Double, size: Double? = nil) {
    value += term
    self.size += size ?? abs(term)
  }
}

/// Random neurons and targets, the sums of their pairs as the library forms them and by the formulas as they stand.
struct PairsPoint {
  let v: Matrix
  let move: Matrix

  init(count n: Int, scale: Double, seed: UInt64) {
    var random = TestRandom(seed)
    // One row more than neurons, so that a single neuron has room to turn.
    func neurons() -> Matrix {
      var matrix = Matrix(rowCount: n + 1, columnCount: n)
      for j in 0..<n {
        for i in 0...n { matrix[i, j] = scale * random.normal() + (i == j ? 1 : 0) }
      }
      return matrix
    }
    v = neurons()
    let target = neurons()
    var move = target
    for j in 0..<n { for i in 0...n { move[i, j] -= v[i, j] } }
    self.move = move
  }

  var count: Int { v.columnCount }

  private func dot(_ a: Matrix, _ i: Int, _ b: Matrix, _ j: Int) -> Double {
    (0..<a.rowCount).reduce(0) { $0 + a[$1, i] * b[$1, j] }
  }

  private var target: Matrix {
    var result = v
    result.scaleAndAdd(1, move)
    return result
  }

  /// What no sum may read is not a number.
  func sums() -> GramPairs {
    let n = count
    let target = self.target
    var gram = Matrix(rowCount: n, columnCount: n)
    gram.fill(.nan)
    var (cross, square) = (gram, gram)
    var neurons = GramPairs.Neurons(dimension: n)
    for j in 0..<n {
      for i in 0..<n where i != j {
        cross[i, j] = dot(target, i, move, j)
        guard i > j else { continue }
        gram[i, j] = dot(target, i, target, j)
        square[i, j] = dot(move, i, move, j)
      }
      neurons.norms[j] = dot(v, j, v, j).squareRoot()
      neurons.inverseNorms[j] = 1 / neurons.norms[j]
      neurons.targetNorms[j] = dot(target, j, target, j).squareRoot()
      neurons.inverseTargetNorms[j] = 1 / neurons.targetNorms[j]
      neurons.normDifferences[j] = neurons.targetNorms[j] - neurons.norms[j]
      neurons.along[j] = dot(v, j, move, j) / neurons.norms[j]
    }
    var pairs = GramPairs(dimension: n)
    pairs.update(targetGram: gram, targetCross: cross, displacementGram: square, neurons: neurons)
    return pairs
  }

  struct Sums {
    var first = SizedSum()
    var higher = SizedSum()
    var rate = SizedSum()
    var student = SizedSum()
    var cross = SizedSum()
    var largest = 0.0
    var cosines: [SizedSum]
    var differences: [SizedSum]
  }

  func plainSums() -> Sums {
    let n = count
    let target = self.target
    let none = [SizedSum](repeating: SizedSum(), count: n)
    var sums = Sums(cosines: none, differences: none)
    for j in 0..<n {
      let norm = dot(v, j, v, j).squareRoot()
      let along = dot(v, j, move, j) / norm
      for i in 0..<n where i != j {
        let (vi, ti) = (dot(v, i, v, i).squareRoot(), dot(target, i, target, i).squareRoot())
        let (vv, tv) = (dot(v, i, v, j), dot(target, i, v, j))
        let (c, cStar) = (vv / vi / norm, tv / ti / norm)
        let (here, there) = (CosineFunctions(c), CosineFunctions(cStar))
        let (dd, vd, dv) = (dot(move, i, move, j), dot(v, i, move, j), dot(move, i, v, j))
        let length = vi * dot(move, j, move, j).squareRoot() + abs(dd)
        let step = cStar - c
        let cosineSize = abs(cStar) + abs(c) + 1
        sums.first.add(cStar * dd + step * vd, size: cosineSize * length)
        let sines = there.sine * (ti - vi) + (there.sine - here.sine) * vi
        let turned = there.remainder * dd + (there.remainder - here.remainder) * vd
        let functionSize = abs(there.remainder) + abs(here.remainder) + there.sine + here.sine
        sums.higher.add(turned - sines * along, size: functionSize * (length + ti + vi))
        sums.rate.add((cStar * dv + step * vv) / norm, size: cosineSize * (abs(dv) + abs(vv)) / norm)
        sums.student.add(vi * norm * here.kernel)
        sums.cross.add(ti * norm * there.kernel)
        sums.largest = max(sums.largest, max(abs(c), abs(cStar)))
        sums.cosines[i].add(cStar, size: 1)
        sums.differences[i].add(cStar - c, size: 1)
      }
    }
    return sums
  }
}
