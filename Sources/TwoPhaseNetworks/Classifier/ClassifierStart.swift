import LinearAlgebra

/// Where a classifier's training starts; b starts at 0.
public struct ClassifierStart: Sendable, Equatable {
  /// A start of W or of U.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// All entries 0.
    case zero
    /// Independent N(0, 1/d) entries.
    case standard
    /// All neurons equal: every column of W is the standard start's first, or every row of U is the standard start's first
    /// divided by sqrt(d), so that the logits have the standard start's size.
    case equal
  }

  /// The purpose of W's stream; its step is the trial.
  public static let weightsPurpose: UInt32 = 102
  /// The purpose of U's stream; its step is the trial.
  public static let headPurpose: UInt32 = 103

  /// Of W.
  public var weights: Kind
  /// ||W||_2 to which W is scaled; as drawn unless given.
  public var spectralNorm: Double?
  /// Of U.
  public var head: Kind

  /// A start.
  public init(weights: Kind = .standard, spectralNorm: Double? = nil, head: Kind = .standard) {
    self.weights = weights
    self.spectralNorm = spectralNorm
    self.head = head
  }

  /// A classifier at this start. W and U depend on the sizes, `seed` and `lane` alone: variants that differ in slope or
  /// identity mapping start alike.
  ///
  /// - Parameters:
  ///   - shape: sizes and activation.
  ///   - seed: the seed, with purposes 102 and 103.
  ///   - lane: which of the seed's trials.
  /// - Throws: `LAPACKFailure` when W is to be scaled.
  /// - Complexity: O(d^2), and O(d^3) with a spectral norm.
  public func classifier(shape: Classifier.Shape, seed: UInt64, lane: UInt32) throws -> Classifier {
    var result = Classifier(shape: shape)
    let d = shape.dimension
    let deviation = 1 / Double(d).squareRoot()
    if weights != .zero {
      NormalStream(seed: seed, purpose: Self.weightsPurpose).fill(&result.weights, step: UInt64(lane))
      result.weights.scale(by: deviation)
      if weights == .equal {
        for j in 1..<max(1, d) {
          for i in 0..<d { result.weights.elements[i + j * d] = result.weights.elements[i] }
        }
      }
      if let spectralNorm { result.weights = try result.weights.scaled(toSpectralNorm: spectralNorm) }
    }
    if head != .zero {
      NormalStream(seed: seed, purpose: Self.headPurpose).fill(&result.head, step: UInt64(lane))
      result.head.scale(by: head == .equal ? deviation * deviation : deviation)
      if head == .equal {
        for c in 0..<shape.classCount {
          for j in 0..<d { result.head.elements[j + c * d] = result.head.elements[c * d] }
        }
      }
    }
    return result
  }
}
