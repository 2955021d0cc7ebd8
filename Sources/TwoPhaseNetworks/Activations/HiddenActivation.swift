import Foundation

/// phi of a one-hidden-layer network y = sum_j phi(v_j . x).
///
/// The first three are PReLU's sigma_a, for which the theory is made; the others are not positively homogeneous.
public enum HiddenActivation: String, Sendable, CaseIterable, Codable {
  /// max(z, 0).
  case relu
  /// PReLU of slope 0.1.
  case leaky
  /// |z|: PReLU of slope -1, the family's edge, with kappa = 0.
  case absolute
  /// log(1 + e^z).
  case softplus
  /// z Phi(z) with the normal distribution's Phi, exactly (not the tanh approximation).
  case gelu
  /// tanh z.
  case tanh

  /// PReLU's slope, nil outside the family.
  public var familySlope: Double? {
    switch self {
    case .relu: return 0
    case .leaky: return 0.1
    case .absolute: return -1
    case .softplus, .gelu, .tanh: return nil
    }
  }

  /// kappa of theory.md section 1; nil outside the family.
  public var kappa: Double? { familySlope.map { ((1 + $0) / (1 - $0)) * ((1 + $0) / (1 - $0)) } }

  /// For people.
  public var label: String {
    switch self {
    case .relu: return "ReLU"
    case .leaky: return "leaky ReLU 0.1"
    case .absolute: return "|z|"
    case .softplus: return "softplus"
    case .gelu: return "GELU"
    case .tanh: return "tanh"
    }
  }

  /// phi(z).
  public func value(_ z: Double) -> Double {
    switch self {
    case .relu: return max(z, 0)
    case .leaky: return z > 0 ? z : 0.1 * z
    case .absolute: return abs(z)
    case .softplus: return max(z, 0) + log1p(exp(-abs(z)))
    case .gelu: return z * Self.normal(z)
    case .tanh: return Foundation.tanh(z)
    }
  }

  /// phi'(z); at a kink the derivative from the left.
  public func derivative(_ z: Double) -> Double {
    switch self {
    case .relu: return z > 0 ? 1 : 0
    case .leaky: return z > 0 ? 1 : 0.1
    case .absolute: return z > 0 ? 1 : -1
    case .softplus: return z > 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))
    case .gelu: return Self.normal(z) + z * exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    case .tanh:
      let t = Foundation.tanh(z)
      return 1 - t * t
    }
  }

  private static func normal(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }
}
