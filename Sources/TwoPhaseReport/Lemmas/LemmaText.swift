import TwoPhaseLemmas

/// A lemma's definition for people.
public enum LemmaText {
  /// One line a lemma, by part.
  public static func list(_ lemmas: [Lemma]) -> String {
    let width = lemmas.map(\.id.count).max() ?? 0
    var lines: [String] = []
    var part: Lemma.Part?
    for lemma in lemmas {
      if lemma.part != part {
        part = lemma.part
        lines += (lines.isEmpty ? [] : [""]) + [lemma.part.title]
      }
      let padding = String(repeating: " ", count: width - lemma.id.count)
      lines.append("  \(lemma.id)\(padding)  \(lemma.title)\(lemma.isExpectedToFail ? " (false)" : "")")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Everything about one lemma.
  public static func show(_ lemma: Lemma) -> String {
    var items: [(String, String)] = [
      ("lemma", lemma.id), ("title", lemma.title), ("part", lemma.part.title), ("statement", lemma.statement),
      ("LaTeX", lemma.latex), ("source", lemma.source),
    ]
    if case .fails(let because) = lemma.expectation { items.append(("expected", "false: \(because)")) }
    items += lemma.domain.summary.enumerated().map { ($0 == 0 ? "domain" : "", $1) }
    items.append(("claim", lemma.claim.words))
    if let constant = lemma.constant {
      let claimed = constant.claimed.map(NumberText.compact) ?? "none"
      items.append(
        (
          "constant",
          "\(constant.symbol), the \(constant.best.rawValue) that survives; claimed: \(claimed) (\(constant.source))"
        ))
    }
    items.append(("search", lemma.search.words))
    items += lemma.notes.enumerated().map { ($0 == 0 ? "notes" : "", $1) }
    return items.map { name, text in
      name + String(repeating: " ", count: 11 - name.count)
        + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n           ")
    }.joined(separator: "\n") + "\n"
  }
}

extension Lemma {
  /// Whether the test is expected to find a counterexample.
  var isExpectedToFail: Bool { expectation != .holds }
}

extension Claim {
  /// How it is judged.
  var words: String {
    switch form {
    case .inequality: "lhs <= rhs at every case"
    case .identity(let tolerance): "relative error at most \(tolerance) at every case"
    case .order(let claim):
      "order at least \(NumberText.compact(claim.order)) (short of it by at most \(claim.allowance)) in \(claim.size), over all cases"
    case .sampled(let limit): "within \(limit) standard errors at every case"
    }
  }
}

extension Lemma.Search {
  /// How the worst case is searched for.
  var words: String {
    switch self {
    case .none: "sampling only"
    case .spsa: "projected ascent, simultaneous perturbation (central differences up to d = 3)"
    case .gradient: "projected ascent along the gradient"
    }
  }
}
