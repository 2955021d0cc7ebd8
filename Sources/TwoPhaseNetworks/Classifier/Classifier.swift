import LinearAlgebra

/// A classification network on the theory's building block: h = sigma_a(V^T x) with V = I + W (or V = W without the identity
/// mapping), logits U^T h + b, class probabilities by softmax. [S], figures 5 to 7.
///
/// sigma_a is PReLU with slope a; its derivative at exactly 0 is taken as 1, the right-hand one.
///
/// ```swift
/// let classifier = Classifier(shape: .init(dimension: 64, classCount: 10, slope: 0.25))
/// ```
public struct Classifier: Sendable, Equatable {
  /// Sizes, activation and whether there is the identity mapping.
  public struct Shape: Sendable, Equatable {
    /// d, of the inputs and of the hidden layer.
    public let dimension: Int
    /// C.
    public let classCount: Int
    /// a, PReLU's slope on the left of 0; ReLU is 0.
    public let slope: Double
    /// True when V = I + W, false when V = W.
    public let identityMapping: Bool

    /// A shape.
    ///
    /// - Precondition: d >= 1, C >= 2, and a finite slope.
    public init(dimension: Int, classCount: Int, slope: Double = 0, identityMapping: Bool = true) {
      precondition(dimension >= 1 && classCount >= 2 && slope.isFinite, "no such network")
      self.dimension = dimension
      self.classCount = classCount
      self.slope = slope
      self.identityMapping = identityMapping
    }

    /// sigma_a(z).
    func activation(_ z: Double) -> Double { z >= 0 ? z : slope * z }
    /// sigma_a'(z); 1 at 0.
    func derivative(_ z: Double) -> Double { z >= 0 ? 1 : slope }
  }

  /// Sizes and activation.
  public let shape: Shape
  /// W, d x d; column j is neuron j.
  public var weights: Matrix
  /// U, d x C; row j is what neuron j gives to each class.
  public var head: Matrix
  /// b, one entry a class.
  public var bias: [Double]

  /// A classifier with W = 0, U = 0 and b = 0.
  public init(shape: Shape) {
    self.shape = shape
    weights = Matrix(rowCount: shape.dimension, columnCount: shape.dimension)
    head = Matrix(rowCount: shape.dimension, columnCount: shape.classCount)
    bias = [Double](repeating: 0, count: shape.classCount)
  }

  /// V = I + W or W, d x d.
  public var hiddenMatrix: Matrix {
    var v = weights
    if shape.identityMapping { v.addToDiagonal([Double](repeating: 1, count: shape.dimension)) }
    return v
  }

  /// The largest |V_ij - V_ik| over all i, j and k: 0 when all neurons are equal.
  ///
  /// - Complexity: O(d^2).
  public var largestColumnDifference: Double {
    let v = hiddenMatrix
    let d = shape.dimension
    var largest = 0.0
    for i in 0..<d {
      var (low, high) = (v.elements[i], v.elements[i])
      for j in 1..<max(1, d) {
        let entry = v.elements[i + j * d]
        (low, high) = (min(low, entry), max(high, entry))
      }
      largest = max(largest, high - low)
    }
    return largest
  }

  /// True when every parameter is a number of magnitude at most `limit`.
  public func isBounded(by limit: Double) -> Bool {
    weights.isBounded(by: limit) && head.isBounded(by: limit) && bias.allSatisfy { abs($0) <= limit }
  }

  /// `self -= rate gradient`; allocates nothing.
  public mutating func descend(_ gradient: ClassifierGradient, rate: Double) {
    weights.add(gradient.weights, scaledBy: -rate)
    head.add(gradient.head, scaledBy: -rate)
    for c in bias.indices { bias[c] -= rate * gradient.bias[c] }
  }
}

/// The gradient of a classifier's mean cross-entropy.
public struct ClassifierGradient: Sendable, Equatable {
  /// By W, d x d.
  public var weights: Matrix
  /// By U, d x C.
  public var head: Matrix
  /// By b.
  public var bias: [Double]

  /// Zeros.
  public init(shape: Classifier.Shape) {
    weights = Matrix(rowCount: shape.dimension, columnCount: shape.dimension)
    head = Matrix(rowCount: shape.dimension, columnCount: shape.classCount)
    bias = [Double](repeating: 0, count: shape.classCount)
  }
}
