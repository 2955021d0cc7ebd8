import CVectorKernels

/// For every pair of columns (i, j), i != j, of a target and a current set of vectors: the cosines of their angles, and
/// the remainders of arcsin and sqrt(1 - x^2), with the differences between target and current formed without
/// cancellation (theory.md sections 2 and 4).
///
/// Writing c_ij for the cosine between current columns i and j, and c*_ij for the one between target column i and
/// current column j, entry (i, j) of each matrix is as documented there; the diagonals are zero.
public struct CosineDifferences: Sendable {
  /// c*_ij.
  public var cosine: Matrix
  /// c*_ij - c_ij.
  public var cosineDifference: Matrix
  /// R3(c*_ij), with R3(x) = arcsin x - x.
  public var arcsine: Matrix
  /// R3(c*_ij) - R3(c_ij).
  public var arcsineDifference: Matrix
  /// R2(c*_ij), with R2(x) = 1 - sqrt(1 - x^2).
  public var sine: Matrix
  /// R2(c*_ij) - R2(c_ij).
  public var sineDifference: Matrix
  /// Per column j: the sum over i != j of |current i| G(c_ij), with G(c) = sqrt(1-c^2) + c arcsin c - 1.
  public private(set) var currentKernelSums: [Double]
  /// Per column j: the sum over i != j of |target i| G(c*_ij).
  public private(set) var crossKernelSums: [Double]
  /// Columns j that have some i != j with |c_ij| or |c*_ij| above the limit given to `update`.
  public private(set) var collinearColumns: [Int] = []

  /// Room for n x n matrices.
  public init(dimension n: Int) {
    let zero = Matrix(rowCount: n, columnCount: n)
    cosine = zero
    cosineDifference = zero
    arcsine = zero
    arcsineDifference = zero
    sine = zero
    sineDifference = zero
    currentKernelSums = [Double](repeating: 0, count: n)
    crossKernelSums = currentKernelSums
    collinearColumns.reserveCapacity(n)
  }

  /// Refills everything; allocates nothing.
  ///
  /// - Parameters:
  ///   - gram: V^T V of the current vectors V.
  ///   - cross: D^T V with D = target - V.
  ///   - direct: target^T V, needed only when `needsDirect` says so.
  ///   - norms: |V_j|, none of them zero.
  ///   - targetNorms: the target's norms, none of them zero.
  ///   - normDifferences: target norm minus norm, without cancellation.
  ///   - collinearLimit: pairs with a cosine beyond this magnitude are listed in `collinearColumns`.
  /// - Complexity: three arcsines and two square roots for each pair, vectorised.
  public mutating func update(
    gram: Matrix, cross: Matrix, direct: Matrix? = nil, norms: [Double], targetNorms: [Double],
    normDifferences: [Double],
    collinearLimit: Double
  ) {
    let n = norms.count
    precondition(cosine.rowCount == n && gram.elements.count == n * n, "shapes differ")
    precondition(cross.elements.count == n * n && targetNorms.count == n, "shapes differ")
    precondition(normDifferences.count == n, "shapes differ")
    collinearColumns.removeAll(keepingCapacity: true)
    cosine.elements.withUnsafeMutableBufferPointer { a in
      cosineDifference.elements.withUnsafeMutableBufferPointer { b in
        arcsine.elements.withUnsafeMutableBufferPointer { c in
          arcsineDifference.elements.withUnsafeMutableBufferPointer { d in
            sine.elements.withUnsafeMutableBufferPointer { e in
              sineDifference.elements.withUnsafeMutableBufferPointer { f in
                gram.elements.withUnsafeBufferPointer { gram in
                  cross.elements.withUnsafeBufferPointer { cross in
                    Self.withColumns(of: direct) { direct in
                      let columns = tpk_pair_columns(
                        cosine: a.baseAddress, cosineDifference: b.baseAddress, arcsine: c.baseAddress,
                        arcsineDifference: d.baseAddress, sine: e.baseAddress, sineDifference: f.baseAddress)
                      guard let gram = gram.baseAddress, let cross = cross.baseAddress else { return }
                      for j in 0..<n {
                        let sums = tpk_pair_column(
                          Int64(n), Int64(j), gram + j * n, cross + j * n, direct.map { $0 + j * n }, norms,
                          targetNorms, normDifferences,
                          collinearLimit, columns.advanced(by: j * n))
                        currentKernelSums[j] = sums.studentKernel
                        crossKernelSums[j] = sums.crossKernel
                        if sums.collinear > 0 { collinearColumns.append(j) }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// True when some current vector is so much longer than its target that target - current loses the target's digits;
  /// `update` then wants `direct`.
  public static func needsDirect(norms: [Double], targetNorms: [Double]) -> Bool {
    zip(norms, targetNorms).contains { isFar(norm: $0, targetNorm: $1) }
  }

  /// True for a vector so much longer than its target that target - vector loses the target's digits.
  public static func isFar(norm: Double, targetNorm: Double) -> Bool { norm > TPK_DIRECT_RATIO * targetNorm }

  private static func withColumns(of matrix: Matrix?, _ body: (UnsafePointer<Double>?) -> Void) {
    guard let matrix else { return body(nil) }
    matrix.elements.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}

extension tpk_pair_columns {
  fileprivate func advanced(by offset: Int) -> tpk_pair_columns {
    tpk_pair_columns(
      cosine: cosine + offset, cosineDifference: cosineDifference + offset, arcsine: arcsine + offset,
      arcsineDifference: arcsineDifference + offset, sine: sine + offset,
      sineDifference: sineDifference + offset)
  }
}
