import LinearAlgebra

/// The two readouts on the same inputs.
enum Readouts {
  static let domain = Domain(studentNorm: .upTo(2), teacherNorm: .zero, slopes: -0.9...0.9)

  static func claim(_ slope: @escaping @Sendable (Double) -> Double) -> Claim {
    .identity(tolerance: 1e-13) { point in
      let a = point.network.slope
      let b = slope(a)
      let sampled = SampledInputs(point, count: 64)
      var worst = 0.0
      for row in 0..<64 {
        var (l1, sum, size) = (0.0, 0.0, 0.0)
        for j in 0..<point.dimension {
          let z = sampled.preactivations[row, j]
          l1 += abs(z > 0 ? z : a * z)
          sum += z > 0 ? z : b * z
          size += abs(z)
        }
        if size > 0 { worst = max(worst, abs(l1 - sum) / size) }
      }
      return worst
    }
  }
}
