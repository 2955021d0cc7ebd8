import TwoPhaseTheory

/// Colours of verdicts on a terminal.
enum VerdictColour {
  private static let reset = "\u{1B}[0m"

  /// A verdict's word in its colour: green holds, red violated, yellow vacuous, dim not tested; other words as they are.
  static func painted(_ word: String) -> String {
    guard let verdict = Verdict.allCases.first(where: { $0.word == word }) else { return word }
    let code =
      switch verdict {
      case .holds: "\u{1B}[32m"
      case .violated: "\u{1B}[1;31m"
      case .vacuous: "\u{1B}[33m"
      case .notTested: "\u{1B}[2m"
      }
    return code + word + reset
  }
}
