import CVectorKernels

/// The displacement of one matrix from another, column by column, with the sums that would cancel carried exactly.
///
/// For a target T and a current matrix S (both n x n) holds D = T - S, V = S (or I + S), and per column j
/// |V_j|, |V_j of the target|, their difference without cancellation, and |D_j|; and the row sums D u.
/// The arrays are allocated once and refilled by `update`.
public struct ColumnDisplacement: Sendable {
  /// D = target - current, n x n.
  public private(set) var displacement: Matrix
  /// V: the current matrix, plus the identity if asked for, n x n.
  public private(set) var neurons: Matrix
  /// |V_j|, one per column.
  public private(set) var norms: [Double]
  /// |V_j|^2, one per column, in double-double arithmetic.
  public private(set) var squares: [DoubleDouble]
  /// |target V_j| - |V_j|, exact to rounding however close the two are.
  public private(set) var normDifferences: [Double]
  /// `normDifferences` in double-double arithmetic, for sums over all columns but one.
  public private(set) var exactNormDifferences: [DoubleDouble]
  /// The sum of `exactNormDifferences`.
  public private(set) var normDifferenceTotal = DoubleDouble(0)
  /// |D_j|^2, one per column.
  public private(set) var displacementSquares: [Double]
  /// D u, the sum of D's columns, exact to rounding.
  public private(set) var rowSums: [Double]
  /// The sum of all entries of D, exact to rounding.
  public private(set) var total = 0.0
  private var sumLow: [Double]
  // High and low parts of the squares, and low parts of the differences, as the vector kernel wants them.
  private var squareHigh: [Double]
  private var squareLow: [Double]
  private var targetHigh: [Double]
  private var targetLow: [Double]
  private var differenceLow: [Double]
  private var columns: [tpk_column_scalars]
  private var partial: [Double]
  private let addsIdentity: Bool

  /// Room for n x n matrices.
  public init(dimension n: Int, addsIdentity: Bool) {
    self.addsIdentity = addsIdentity
    displacement = Matrix(rowCount: n, columnCount: n)
    neurons = Matrix(rowCount: n, columnCount: n)
    norms = [Double](repeating: 0, count: n)
    normDifferences = norms
    squares = [DoubleDouble](repeating: DoubleDouble(0), count: n)
    exactNormDifferences = squares
    displacementSquares = norms
    rowSums = norms
    sumLow = norms
    squareHigh = norms
    squareLow = norms
    targetHigh = norms
    targetLow = norms
    differenceLow = norms
    columns = [tpk_column_scalars](
      repeating: tpk_column_scalars(squareHigh: 0, squareLow: 0, displacementSquare: 0), count: n)
    partial = [Double](repeating: 0, count: 2 * n * Int(tpk_displacement_parts(Int64(n))))
  }

  /// Refills D and V alone, shared among threads; the norms and sums stay those of the last `update`. Allocates nothing.
  public mutating func displace(target: Matrix, current: Matrix) {
    let n = norms.count
    precondition(target.rowCount == n && current.rowCount == n, "shapes differ")
    precondition(target.isSquare && current.isSquare, "shapes differ")
    displacement.elements.withUnsafeMutableBufferPointer { d in
      neurons.elements.withUnsafeMutableBufferPointer { v in
        tpk_displace(
          Int64(n), addsIdentity ? 1 : 0, target.elements, current.elements, d.baseAddress, v.baseAddress)
      }
    }
  }

  /// Refills everything for a target and a current matrix; allocates nothing.
  ///
  /// - Parameter targetSquares: |target V_j|^2, one per column.
  /// - Complexity: about 40 n^2 floating-point operations, vectorised.
  public mutating func update(target: Matrix, targetSquares: [DoubleDouble], current: Matrix) {
    let n = norms.count
    precondition(target.rowCount == n && current.rowCount == n, "shapes differ")
    precondition(target.isSquare && current.isSquare && targetSquares.count == n, "shapes differ")
    displacement.elements.withUnsafeMutableBufferPointer { d in
      neurons.elements.withUnsafeMutableBufferPointer { v in
        target.elements.withUnsafeBufferPointer { t in
          current.elements.withUnsafeBufferPointer { s in
            tpk_displacement(
              Int64(n), addsIdentity ? 1 : 0, t.baseAddress, s.baseAddress, d.baseAddress, v.baseAddress,
              &columns,
              &rowSums, &sumLow, &partial)
          }
        }
      }
    }
    for j in 0..<n {
      squareHigh[j] = columns[j].squareHigh
      squareLow[j] = columns[j].squareLow
      targetHigh[j] = targetSquares[j].high
      targetLow[j] = targetSquares[j].low
      squares[j] = DoubleDouble(columns[j].squareHigh, columns[j].squareLow)
      displacementSquares[j] = columns[j].displacementSquare
    }
    formNormDifferences()
    var (high, low) = (0.0, 0.0)
    tpk_round_sums(Int64(n), &rowSums, sumLow, &high, &low)
    total = DoubleDouble(high, low).value
  }

  private mutating func formNormDifferences() {
    let n = norms.count
    squareHigh.withUnsafeBufferPointer { square in
      squareLow.withUnsafeBufferPointer { squareLow in
        targetHigh.withUnsafeBufferPointer { target in
          targetLow.withUnsafeBufferPointer { targetLow in
            norms.withUnsafeMutableBufferPointer { norm in
              normDifferences.withUnsafeMutableBufferPointer { difference in
                differenceLow.withUnsafeMutableBufferPointer { differenceLow in
                  var arrays = tpk_norms(
                    square: square.baseAddress, squareLow: squareLow.baseAddress,
                    targetSquare: target.baseAddress, targetSquareLow: targetLow.baseAddress,
                    norm: norm.baseAddress, difference: difference.baseAddress,
                    differenceLow: differenceLow.baseAddress)
                  tpk_norm_differences(Int64(n), &arrays)
                }
              }
            }
          }
        }
      }
    }
    for j in 0..<n { exactNormDifferences[j] = DoubleDouble(normDifferences[j], differenceLow[j]) }
    var (high, low) = (0.0, 0.0)
    tpk_round_sums(Int64(n), &normDifferences, differenceLow, &high, &low)
    normDifferenceTotal = DoubleDouble(high, low)
  }
}
