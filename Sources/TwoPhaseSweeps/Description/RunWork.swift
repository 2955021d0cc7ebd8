import TwoPhaseTraining

/// How much work a run is, in operations, roughly: to start costly runs first, to tell how far a sweep is, and to carry measured
/// times over to runs that were not measured.
public enum RunWork {
  /// The work before the first step, about 100 d^3 operations.
  public static func preparation(_ request: RunRequest) -> Double { 100 * cube(request) + 1e6 }

  /// The work of a step with its share of records.
  public static func step(_ request: RunRequest) -> Double {
    let d = Double(request.dimension ?? 100)
    let batch = Double(request.batch ?? 256)
    let records = 1 / Double(max(1, request.cadence))
    let update = request.gradient == .population ? 4 * cube(request) : 10 * batch * d * d
    let record =
      switch request.stepDetail {
      case .all: 12 * cube(request)
      case .norms: 4 * cube(request)
      case .scalars: 150 * d * d
      }
    return update + records * record + 5e4
  }

  /// The work of a run of all its steps.
  public static func estimate(_ request: RunRequest) -> Double {
    preparation(request) + Double(request.steps) * step(request)
  }

  private static func cube(_ request: RunRequest) -> Double {
    let d = Double(request.dimension ?? 100)
    return d * d * d
  }
}
