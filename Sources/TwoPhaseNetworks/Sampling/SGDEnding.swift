/// How a run of SGD ended.
public enum SGDEnding: Sendable, Equatable, Codable {
  /// All its steps were made.
  case finished
  /// The weights or the loss reached the teacher's to rounding; the rest would be noise.
  case converged(step: Int)
  /// The loss or a weight left all bounds.
  case diverged(step: Int)

  /// A few words: "diverged at step 12".
  public var phrase: String {
    switch self {
    case .finished: return "finished"
    case .converged(let step): return "converged at step \(step)"
    case .diverged(let step): return "diverged at step \(step)"
    }
  }

  /// True when it diverged.
  public var isDivergence: Bool {
    if case .diverged = self { return true }
    return false
  }
}
