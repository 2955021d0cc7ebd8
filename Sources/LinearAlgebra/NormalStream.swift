import CVectorKernels

/// A stream of standard normal draws that any step can be drawn from without stored state.
///
/// Counter-based: Philox4x32-10 with a key from (seed, purpose) and the counter (column pair, row, step), then
/// Box-Muller. The same bits on every machine and however the rows are split over threads. Each draw is within 4e-15 of
/// the exact Box-Muller value of its random words. Philox: Salmon et al. 2011.
///
/// ```swift
/// let stream = NormalStream(seed: 1, purpose: 3)
/// stream.fill(&batch, step: 40)
/// ```
public struct NormalStream: Sendable, Equatable {
  private let key: (UInt32, UInt32)

  /// The stream of a seed and a purpose; streams of different purposes are independent.
  public init(seed: UInt64, purpose: UInt32) {
    let words = Self.philox(
      counter: (purpose, 0, 0, 0x5450_5341),
      key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
    key = (words.0, words.1)
  }

  /// Two streams are equal when they draw the same numbers.
  public static func == (a: NormalStream, b: NormalStream) -> Bool { a.key == b.key }

  /// Fills a matrix with the draws of a step; allocates nothing.
  ///
  /// - Complexity: about 3 ns an entry with AVX2, on one thread.
  public func fill(_ matrix: inout Matrix, step: UInt64) {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    matrix.elements.withUnsafeMutableBufferPointer { target in
      guard let target = target.baseAddress else { return }
      tpk_batch_normals(key.0, key.1, step, Int64(rows), Int64(columns), target)
    }
  }

  /// A new matrix with the draws of a step.
  public func matrix(rowCount: Int, columnCount: Int, step: UInt64 = 0) -> Matrix {
    var result = Matrix(rowCount: rowCount, columnCount: columnCount)
    fill(&result, step: step)
    return result
  }

  /// The four random words at a counter of this stream.
  public func words(counter: (UInt32, UInt32, UInt32, UInt32)) -> (UInt32, UInt32, UInt32, UInt32) {
    Self.philox(counter: counter, key: key)
  }

  /// One block of Philox4x32-10.
  public static func philox(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var out: [UInt32] = [0, 0, 0, 0]
    tpk_philox4x32_10([counter.0, counter.1, counter.2, counter.3], [key.0, key.1], &out)
    return (out[0], out[1], out[2], out[3])
  }
}
