/// Which of the four terms of the exact decomposition of the gradient to include. theory.md section 4.
public struct GradientTerms: OptionSet, Sendable {
  /// The set's bits.
  public let rawValue: Int

  /// A set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// (pi/2) kappa s, the same for every neuron.
  public static let constant = GradientTerms(rawValue: 1)
  /// (A(j) + f_A(j) I) \bar v_j.
  public static let first = GradientTerms(rawValue: 2)
  /// Neuron j against its own teacher neuron.
  public static let diagonal = GradientTerms(rawValue: 4)
  /// What is left, O(gamma^2).
  public static let higher = GradientTerms(rawValue: 8)
  /// P, [S]'s approximation matrix: all but the higher term.
  public static let approximation: GradientTerms = [.constant, .first, .diagonal]
  /// Ghat, the whole gradient.
  public static let all: GradientTerms = [.constant, .first, .diagonal, .higher]
}
