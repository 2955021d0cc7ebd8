import Foundation
import Synchronization

/// The machine's matrix-product rate, measured: the yardstick beside an achieved rate.
public enum GEMMPeak {
  /// The best of several 512 x 512 products, in GF/s, with the threads of `WorkSharing`.
  ///
  /// - Complexity: about a tenth of a second with an optimised BLAS.
  public static func measure() -> Double {
    let n = 512
    let a = Matrix(rowCount: n, columnCount: n, repeating: 0.5)
    var c = Matrix(rowCount: n, columnCount: n)
    var best = Double.infinity
    let start = DispatchTime.now().uptimeNanoseconds
    repeat {
      let before = DispatchTime.now().uptimeNanoseconds
      c.setSharedProduct(a, .plain, a, .plain)
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - before))
    } while DispatchTime.now().uptimeNanoseconds - start < 80_000_000
    return 2 * Double(n * n * n) / best
  }

  /// As `measure()` gave it the first time that this process asked with so many threads: runs of milliseconds, of which there
  /// are thousands, would otherwise take most of their time to measure it.
  public static func measuredOnce() -> Double {
    let threads = WorkSharing.threads
    return known.withLock { known in
      if let rate = known[threads] { return rate }
      let rate = measure()
      known[threads] = rate
      return rate
    }
  }

  private static let known = Mutex<[Int: Double]>([:])
}
