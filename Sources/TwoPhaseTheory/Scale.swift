/// The two scales of theory.md section 2, never mixed: every number shown to a person names its own.
public enum Scale: String, Sendable, Codable {
  /// L as defined: L(W) = E (y(x, W) - y(x, W*))^2.
  case `true`
  /// [LY]'s, which drops a constant: true scale times pi / (4 c2^2).
  case paper

  /// What a gradient or margin in paper scale is multiplied by to be in this scale.
  func factor(of network: Network) -> Double { self == .paper ? 1 : network.trueOverPaper }
}
