import CVectorKernels
import Foundation

/// Which BLAS library the program runs on, found by asking the dynamic linker.
public struct BLASBackend: Sendable, Equatable, Codable {
  /// A name for reports, for example "OpenBLAS 0.3.21 (Zen)" or "reference BLAS".
  public let name: String
  /// The library file that provides `cblas_dgemm`, symbolic links resolved.
  public let path: String
  /// Threads that share the work (`WorkSharing`), each with a BLAS call of its own.
  public let threads: Int
  /// True for the reference BLAS, 9 to 30 times slower than an optimised one.
  public let isReference: Bool

  /// What to tell a user whose BLAS is the slow reference one; nil otherwise.
  public var advice: String? {
    isReference
      ? "running on the reference BLAS (\(path)), 9 to 30 times slower than OpenBLAS: "
        + "apt-get install libopenblas-dev"
      : nil
  }

  /// The backend of this process.
  public static var current: BLASBackend {
    var path = "unknown"
    if let file = tpk_library_of("cblas_dgemm") {
      path = String(cString: file)
      if let resolved = realpath(path, nil) {
        path = String(cString: resolved)
        free(resolved)
      }
    }
    let lower = path.lowercased()
    if lower.contains("openblas") {
      return BLASBackend(name: openBLASName(), path: path, threads: WorkSharing.threads, isReference: false)
    }
    if lower.contains("blis") {
      return BLASBackend(name: "BLIS", path: path, threads: WorkSharing.threads, isReference: false)
    }
    if lower.contains("mkl") {
      return BLASBackend(name: "MKL", path: path, threads: WorkSharing.threads, isReference: false)
    }
    if lower.contains("atlas") {
      return BLASBackend(name: "ATLAS", path: path, threads: WorkSharing.threads, isReference: false)
    }
    let reference = lower.contains("/blas/") || lower.contains("libcblas") || lower.contains("libblas")
    return BLASBackend(
      name: reference ? "reference BLAS" : "unknown BLAS", path: path, threads: WorkSharing.threads,
      isReference: reference)
  }

  /// Sets the number of threads that OpenBLAS uses; false when the backend offers no such setting.
  @discardableResult
  public static func setThreads(_ count: Int) -> Bool {
    guard let symbol = dlsym(nil, "openblas_set_num_threads") else { return false }
    typealias Setter = @convention(c) (Int32) -> Void
    unsafeBitCast(symbol, to: Setter.self)(Int32(max(1, count)))
    return true
  }

  private static func openBLASName() -> String {
    func text(_ function: String) -> String? {
      guard let symbol = dlsym(nil, function) else { return nil }
      typealias Getter = @convention(c) () -> UnsafePointer<CChar>?
      return unsafeBitCast(symbol, to: Getter.self)().map { String(cString: $0) }
    }
    let version = text("openblas_get_config")?.split(separator: " ").dropFirst().first.map(String.init)
    let core = text("openblas_get_corename")
    return "OpenBLAS" + (version.map { " \($0)" } ?? "") + (core.map { " (\($0))" } ?? "")
  }
}
