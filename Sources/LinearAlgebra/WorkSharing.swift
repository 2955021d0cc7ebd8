import CVectorKernels

/// The threads that share the array kernels' and products' work.
///
/// They wait busily for some tens of microseconds between pieces of work, so that work of that length is worth sharing, and
/// then sleep. BLAS itself is best left at one thread beside them (`BLASBackend.setThreads`): its own threads need far
/// larger products before they pay.
public enum WorkSharing {
  /// The largest number of threads, for which room for partial sums is made.
  public static let mostThreads = 64

  /// How many threads share work that this thread begins, itself included: what `with(threads:)` says, or OPENBLAS_NUM_THREADS
  /// or OMP_NUM_THREADS when set, or the processors this process may use. At most `mostThreads`.
  public static var threads: Int { Int(tpk_threads()) }

  /// Does work that this thread begins on so many threads, whatever other threads of the process do meanwhile.
  ///
  /// - Throws: what `body` throws.
  public static func with<Value>(threads: Int, _ body: () throws -> Value) rethrows -> Value {
    let before = tpk_set_own_threads(Int32(clamping: max(1, threads)))
    defer { _ = tpk_set_own_threads(before) }
    return try body()
  }
}
