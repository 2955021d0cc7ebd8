/// What is measured of a run's steps beside the theory's scalars at every record.
///
/// ||g|| costs a Lanczos iteration; the noise g - Ghat costs the population gradient, a product of d x d matrices, at every
/// step.
public enum StepDetail: String, Sendable, Codable, CaseIterable {
  /// ||g||_2, ||g||_F and the accumulated noise of every step, and ||Ghat - P||_2 at some records.
  case all
  /// The same without the noise.
  case norms
  /// Nothing.
  case scalars

  /// Whether ||g|| is measured.
  public var includesNorms: Bool { self != .scalars }
  /// Whether the noise is accumulated.
  public var includesNoise: Bool { self == .all }
  /// How a user chooses it.
  public var option: String { "--measure \(rawValue)" }

  /// Why a constant that the user did not give is not known, when a run's steps could have told it.
  func reason(_ symbol: String, isMeasured: Bool, else why: String? = nil) -> String {
    let reason = "\(symbol) was neither given nor measured"
    return isMeasured ? reason + (why.map { ": \($0)" } ?? "") : "\(reason): \(option) leaves it out"
  }
}
