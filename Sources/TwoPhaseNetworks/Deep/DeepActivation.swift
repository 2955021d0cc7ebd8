/// The activation sigma of every layer of a deep network.
public enum DeepActivation: Sendable, Equatable, Hashable {
  /// sigma(z) = z: the network is linear up to its l1 norm.
  case linear
  /// sigma(z) = max(z, 0) + slope min(z, 0), slope in [0, 1); ReLU is 0.
  case prelu(slope: Double)

  /// The slope for z < 0: 1 for the linear one.
  public var slope: Double {
    switch self {
    case .linear: return 1
    case .prelu(let slope): return slope
    }
  }

  /// The slope of |sigma(z)| for z < 0. The l1 norm of PReLU's outputs is the sum of PReLU with slope -|a|, and that of a
  /// linear network's is the sum of |z|. theory.md section 1.
  public var outputSlope: Double { -abs(slope) }

  /// "linear", or "PReLU 0.25".
  public var label: String {
    switch self {
    case .linear: return "linear"
    case .prelu(let slope): return slope == 0 ? "ReLU" : "PReLU \(slope)"
    }
  }
}
