/// A LAPACK routine did not succeed.
public struct LAPACKFailure: DescribedFailure, Equatable {
  /// The routine, for example "dgesdd".
  public let routine: String
  /// LAPACK's info code.
  public let info: Int32

  /// A failure of `routine` with LAPACK's `info`.
  public init(routine: String, info: Int32) {
    self.routine = routine
    self.info = info
  }

  /// An internal failure.
  public var kind: FailureKind { .software }
  /// One line that names the routine and its code.
  public var description: String {
    info > 0
      ? "LAPACK \(routine) did not converge (info \(info))"
      : "LAPACK \(routine) refused argument \(-info)"
  }
}
