import LinearAlgebra

extension Matrix {
  /// The trace.
  var trace: Double { (0..<rowCount).reduce(0) { $0 + self[$1, $1] } }
}
