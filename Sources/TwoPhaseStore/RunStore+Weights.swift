import LinearAlgebra

extension RunStore {
  /// Weights of the run itself that were kept: the first of a kind, read.
  ///
  /// - Throws: `StoreFailure`, and what reading a .npy file throws; nil when none was kept.
  public func matrix(_ id: Int64, _ kind: StoredWeights.Kind) throws -> Matrix? {
    try weights(id).first { $0.pass == 0 && $0.kind == kind }.map { try Matrix(npy: $0.path) }
  }

  /// The weights that the user asked to keep of the run itself, in order.
  ///
  /// - Throws: as `matrix`.
  public func keptWeights(_ id: Int64) throws -> [(step: Int, weights: Matrix)] {
    try weights(id).filter { $0.pass == 0 && $0.kind == .kept }.map { ($0.step, try Matrix(npy: $0.path)) }
  }
}
