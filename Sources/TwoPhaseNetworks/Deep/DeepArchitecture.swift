import LinearAlgebra

/// A deep network y = || sigma(V_N^T ... sigma(V_1^T x)) ||_1 with V_l = W_l + i_l I, all d x d, column = neuron.
///
/// [S] writes its layers (W_l + i_l I) x, which is the transpose of the convention here. Teacher and student have the same
/// architecture.
///
/// ```swift
/// let deep = DeepArchitecture(dimension: 16, identities: [true, true, false], activation: .linear)
/// deep.pattern   // "110": the third layer has no identity mapping
/// ```
public struct DeepArchitecture: Sendable, Equatable {
  /// d.
  public let dimension: Int
  /// i_1 to i_N: which layers have the identity mapping.
  public let identities: [Bool]
  /// sigma.
  public let activation: DeepActivation

  /// N.
  public var depth: Int { identities.count }
  /// The identity mappings as digits from the first layer to the last: "110".
  public var pattern: String { String(identities.map { $0 ? "1" : "0" }) }

  /// An architecture.
  ///
  /// - Precondition: d >= 1, at least one layer, and PReLU's slope in [0, 1).
  public init(dimension: Int, identities: [Bool], activation: DeepActivation) {
    precondition(dimension >= 1 && !identities.isEmpty, "a network has a dimension and a layer")
    if case .prelu(let slope) = activation {
      precondition(slope >= 0 && slope < 1, "PReLU's slope lies in [0, 1)")
    }
    self.dimension = dimension
    self.identities = identities
    self.activation = activation
  }

  /// The identity mappings that a pattern's digits say; nil unless it is made of 0 and 1.
  public static func identities(pattern: String) -> [Bool]? {
    guard !pattern.isEmpty, pattern.allSatisfy({ $0 == "0" || $0 == "1" }) else { return nil }
    return pattern.map { $0 == "1" }
  }

  /// All 2^N patterns of a depth, from "11...1" down to "00...0".
  public static func patterns(depth: Int) -> [String] {
    (0..<(1 << depth)).reversed().map { bits in
      String((0..<depth).map { (bits >> (depth - 1 - $0)) & 1 == 1 ? "1" : "0" })
    }
  }

  /// V_l = W_l + i_l I of every layer.
  public func neurons(of weights: [Matrix]) -> [Matrix] {
    precondition(weights.count == depth, "one matrix a layer")
    let ones = [Double](repeating: 1, count: dimension)
    return weights.indices.map { l in
      var v = weights[l]
      if identities[l] { v.addToDiagonal(ones) }
      return v
    }
  }

  /// Random weights: a layer with the identity mapping is Gaussian with spectral norm `norm`, one without it has
  /// independent N(0, 1/d) entries. Layer l is drawn at the stream's step l.
  ///
  /// - Throws: `LAPACKFailure`.
  /// - Complexity: O(N d^3).
  public func randomWeights(norm: Double, stream: NormalStream) throws -> [Matrix] {
    try identities.indices.map { l in
      let gaussian = stream.matrix(rowCount: dimension, columnCount: dimension, step: UInt64(l))
      return identities[l]
        ? try gaussian.scaled(toSpectralNorm: norm)
        : gaussian.scaled(by: 1 / Double(dimension).squareRoot())
    }
  }

  /// f_A of each layer: sum_i (||v*_i|| - ||v_i||) over the columns of V*_l and V_l. theory.md section 3.
  public func potentials(student: [Matrix], teacher: [Matrix]) -> [Double] {
    let (v, target) = (neurons(of: student), neurons(of: teacher))
    return v.indices.map { l in
      (0..<dimension).reduce(0) { $0 + norm(of: target[l].column($1)) - norm(of: v[l].column($1)) }
    }
  }
}

/// The distance sqrt(sum_l ||a_l - b_l||_F^2) of two networks' weights.
public func layerDistance(_ a: [Matrix], _ b: [Matrix]) -> Double {
  precondition(a.count == b.count, "networks of different depths")
  return norm(of: zip(a, b).map { Matrix.distance($0, $1) })
}
