import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite("Sums over pairs from Gram matrices")
struct GramPairsTests {
  /// Each length of polynomial, and beyond them; the scale of the off-diagonal entries of V* and V against 1 on the diagonal.
  static let scales = [0.01, 0.1, 0.3, 1.0]

  @Test("every count of neurons agrees with the plain formulas", arguments: scales)
  func counts(scale: Double) {
    for n in (1...40).map({ $0 }) + [63, 64, 65, 97, 130] {
      let point = PairsPoint(count: n, scale: scale, seed: UInt64(n))
      let (found, plain) = (point.sums(), point.plainSums())
      #expect(abs(found.first - plain.first.value) <= 1e-13 * plain.first.size, "first, \(n)")
      #expect(abs(found.higher - plain.higher.value) <= 1e-13 * plain.higher.size, "higher, \(n)")
      #expect(abs(found.rate - plain.rate.value) <= 1e-13 * plain.rate.size, "rate, \(n)")
      #expect(abs(found.studentKernel - plain.student.value) <= 1e-13 * plain.student.size, "student, \(n)")
      #expect(abs(found.crossKernel - plain.cross.value) <= 1e-13 * plain.cross.size, "cross, \(n)")
      #expect(abs(found.largestCosine - plain.largest) <= 1e-13)
      #expect(found.cosineSums.count == n && found.differenceSums.count == n)
      for j in 0..<n {
        #expect(abs(found.cosineSums[j] - plain.cosines[j].value) <= 1e-13 * plain.cosines[j].size)
        #expect(abs(found.differenceSums[j] - plain.differences[j].value) <= 1e-13 * plain.cosines[j].size)
      }
    }
  }

  @Test("both sides of the borders between polynomials, and all up to 3/4, are accurate to their own size")
  func borders() {
    let step = 0x1p-52
    var cosines = (1...767).map { Double($0) / 1024 }
    for border in [0.125, 0.25, 0.5] { cosines += [border - step, border, border + step] }
    for cosine in cosines.flatMap({ [$0, -$0] }) {
      // D_1 . D_2 = 1 and v_i . D_j = 0: the current cosine and both the target's are the same number.
      var (gram, ones) = (Matrix(rowCount: 2, columnCount: 2), Matrix(rowCount: 2, columnCount: 2))
      gram[1, 0] = cosine + 1
      ones[1, 0] = 1
      ones[0, 1] = 1
      var neurons = GramPairs.Neurons(dimension: 2)
      for j in 0...1 {
        neurons.norms[j] = 1
        neurons.inverseNorms[j] = 1
        neurons.targetNorms[j] = 1
        neurons.inverseTargetNorms[j] = 1
      }
      var pairs = GramPairs(dimension: 2)
      pairs.update(targetGram: gram, targetCross: ones, displacementGram: ones, neurons: neurons)
      let functions = CosineFunctions((cosine + 1) - 1)
      #expect(pairs.largestCosine == abs(cosine))
      let tolerance = abs(cosine) <= 0.5 ? 4e-16 : 4e-15
      #expect(relativeError(pairs.higher, 2 * functions.remainder) < tolerance, "R3(\(cosine))")
      #expect(relativeError(pairs.studentKernel, 2 * functions.kernel) < 6e-16, "G(\(cosine))")
      #expect(relativeError(pairs.crossKernel, 2 * functions.kernel) < 6e-16, "G(\(cosine))")
    }
  }
}
