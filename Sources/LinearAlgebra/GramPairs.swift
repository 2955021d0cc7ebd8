import CVectorKernels

/// Sums over all pairs of neurons from Gram matrices of teacher and displacement, in one pass (theory.md sections 2, 4, 10).
///
/// With v*_i = v_i + D_i the target's and v_i the current vectors, M = V*^T V*, P = V*^T D and E = D^T D give every inner
/// product; for each pair i != j the cosines c_ij = \bar v_i . \bar v_j and c*_ij = \bar v*_i . \bar v_j follow, their difference
/// without cancellation. R3(c) = arcsin c - c, R2(c) = 1 - sqrt(1 - c^2), G(c) = sqrt(1 - c^2) + c arcsin c - 1.
public struct GramPairs: Sendable {
  /// sum of c*_ij <D_i, D_j> + (c*_ij - c_ij) <v_i, D_j>.
  public var first: Double { sums.first }
  /// sum of R3(c*_ij) <D_i, D_j> + (R3(c*_ij) - R3(c_ij)) <v_i, D_j>
  /// - [ R2(c*_ij) (|v*_i| - |v_i|) + (R2(c*_ij) - R2(c_ij)) |v_i| ] \bar v_j . D_j.
  public var higher: Double { sums.higher }
  /// sum of ( c*_ij <D_i, v_j> + (c*_ij - c_ij) <v_i, v_j> ) / |v_j|.
  public var rate: Double { sums.rate }
  /// sum of |v_i| |v_j| G(c_ij).
  public var studentKernel: Double { sums.studentKernel }
  /// sum of |v*_i| |v_j| G(c*_ij).
  public var crossKernel: Double { sums.crossKernel }
  /// The largest magnitude of a c_ij or c*_ij.
  public var largestCosine: Double { sums.largestCosine }
  /// For each i the sum over j of c*_ij.
  public private(set) var cosineSums: [Double]
  /// For each i the sum over j of c*_ij - c_ij.
  public private(set) var differenceSums: [Double]
  private var sums = tpk_gram_sums()
  private var parts: [tpk_gram_sums]
  private var partial: [Double]

  /// How many zeros follow an array of one number for each neuron.
  public static let padding = Int(TPK_GRAM_PADDING)

  /// Room for n neurons.
  public init(dimension n: Int) {
    let count = Int(tpk_gram_parts(Int64(n)))
    cosineSums = [Double](repeating: 0, count: n)
    differenceSums = cosineSums
    parts = [tpk_gram_sums](repeating: tpk_gram_sums(), count: count)
    partial = [Double](repeating: 0, count: 2 * (n + Self.padding) * count)
  }

  /// One number for each neuron, as the pass wants it: n entries and `padding` zeros.
  public struct Neurons: Sendable {
    /// |v_i|.
    public var norms: [Double]
    /// 1 / |v_i|.
    public var inverseNorms: [Double]
    /// |v*_i|.
    public var targetNorms: [Double]
    /// 1 / |v*_i|.
    public var inverseTargetNorms: [Double]
    /// |v*_i| - |v_i|.
    public var normDifferences: [Double]
    /// \bar v_i . D_i.
    public var along: [Double]

    /// All zero.
    public init(dimension n: Int) {
      norms = [Double](repeating: 0, count: n + GramPairs.padding)
      inverseNorms = norms
      targetNorms = norms
      inverseTargetNorms = norms
      normDifferences = norms
      along = norms
    }

    fileprivate func hasRoom(for n: Int) -> Bool {
      let count = n + GramPairs.padding
      return norms.count == count && inverseNorms.count == count && targetNorms.count == count
        && inverseTargetNorms.count == count && normDifferences.count == count && along.count == count
    }
  }

  /// Refills everything, shared among threads; the sums do not depend on their number. Allocates nothing.
  ///
  /// - Parameters:
  ///   - targetGram: M, n x n; its lower triangle is read.
  ///   - targetCross: P, n x n.
  ///   - displacementGram: E, n x n; its lower triangle is read.
  ///   - work: what else is to be done in the same go.
  /// - Complexity: about 2 ns of a thread for each unordered pair with AVX-512 and 4 ns with AVX2 (Zen 5) where cosines are below
  ///   1/4; half as much again below 1/2, three times as much beyond.
  public mutating func update(
    targetGram: Matrix, targetCross: Matrix, displacementGram: Matrix, neurons: Neurons,
    beside work: LongWork = .none
  ) {
    let n = cosineSums.count
    precondition(
      targetGram.rowCount == n && targetCross.rowCount == n && displacementGram.rowCount == n, "shapes differ"
    )
    precondition(targetGram.isSquare && targetCross.isSquare && displacementGram.isSquare, "shapes differ")
    precondition(neurons.hasRoom(for: n), "shapes differ")
    targetGram.elements.withUnsafeBufferPointer { m in
      targetCross.elements.withUnsafeBufferPointer { p in
        displacementGram.elements.withUnsafeBufferPointer { e in
          Self.withPointers(to: neurons) { norm, inverse, target, inverseTarget, difference, along in
            var gram = tpk_gram(
              n: Int64(n), teacherGram: m.baseAddress, teacherCross: p.baseAddress,
              displacementGram: e.baseAddress,
              norm: norm, inverseNorm: inverse, teacherNorm: target, inverseTeacherNorm: inverseTarget,
              normDifference: difference, along: along)
            tpk_gram_pairs_all(&gram, &parts, &partial, &sums, &cosineSums, &differenceSums, work.parts)
          }
        }
      }
    }
  }

  private static func withPointers(
    to neurons: Neurons,
    _ body: (
      UnsafePointer<Double>?, UnsafePointer<Double>?, UnsafePointer<Double>?, UnsafePointer<Double>?,
      UnsafePointer<Double>?, UnsafePointer<Double>?
    ) -> Void
  ) {
    neurons.norms.withUnsafeBufferPointer { a in
      neurons.inverseNorms.withUnsafeBufferPointer { b in
        neurons.targetNorms.withUnsafeBufferPointer { c in
          neurons.inverseTargetNorms.withUnsafeBufferPointer { d in
            neurons.normDifferences.withUnsafeBufferPointer { e in
              neurons.along.withUnsafeBufferPointer { f in
                body(
                  a.baseAddress, b.baseAddress, c.baseAddress, d.baseAddress, e.baseAddress, f.baseAddress)
              }
            }
          }
        }
      }
    }
  }

  /// `result` = D a + V b and `along[j]` = v_j . s, each column read once, shared among threads; allocates nothing.
  ///
  /// - Parameter partial: room for n entries for each thread of `WorkSharing`.
  public static func combine(
    neurons v: Matrix, displacement d: Matrix, _ a: [Double], _ b: [Double], s: [Double],
    into result: inout [Double], along: inout [Double], partial: inout [Double]
  ) {
    let n = v.rowCount
    precondition(v.isSquare && d.isSquare && d.rowCount == n && a.count >= n && b.count >= n, "shapes differ")
    precondition(s.count >= n && result.count >= n && along.count >= n, "shapes differ")
    precondition(partial.count >= n * WorkSharing.threads, "too little room for the threads")
    tpk_combine(Int64(n), v.elements, d.elements, a, b, s, &result, &along, &partial)
  }
}
