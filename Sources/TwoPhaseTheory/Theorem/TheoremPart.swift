/// A hypothesis or a conclusion of the theorem: what it says, where it is from and how a run is held to it.
///
/// Each is declared once, in a file of its own; reports, documentation and tests read that declaration.
public struct TheoremPart: Sendable {
  /// H1 to H5 and C1 to C5 of theory.md section 7.
  public enum ID: String, Sendable, Codable, CaseIterable {
    /// Gaussian inputs.
    case h1 = "H1"
    /// Bounded start and teacher.
    case h2 = "H2"
    /// Enough dimensions.
    case h3 = "H3"
    /// A small learning rate.
    case h4 = "H4"
    /// Little accumulated noise.
    case h5 = "H5"
    /// |f_A| shrinks in Phase 1.
    case c1 = "C1"
    /// Phase 1 is short.
    case c2 = "C2"
    /// No way back.
    case c3 = "C3"
    /// One-point strong convexity in Phase 2.
    case c4 = "C4"
    /// The log T / T bound.
    case c5 = "C5"

    /// True for H1 to H5.
    public var isHypothesis: Bool { rawValue.hasPrefix("H") }
  }

  /// Its identifier.
  public let id: ID
  /// A few words.
  public let title: String
  /// The statement in plain text.
  public let statement: String
  /// The statement in LaTeX, without delimiters.
  public let latex: String
  /// Where it is stated.
  public let source: String
  /// The constants that it uses.
  public let constants: [TheoremConstants.Name]
  /// The constants which, fitted to a run, make it true of that run by construction.
  let decidedBy: [TheoremConstants.Name]
  let check: @Sendable (TheoremEvidence) -> [TheoremCheck]

  /// A part and how it is tested; `check` returns at least one inequality.
  init(
    _ id: ID, title: String, statement: String, latex: String, source: String,
    constants: [TheoremConstants.Name], decidedBy: [TheoremConstants.Name] = [],
    check: @escaping @Sendable (TheoremEvidence) -> [TheoremCheck]
  ) {
    self.id = id
    self.title = title
    self.statement = statement
    self.latex = latex
    self.source = source
    self.constants = constants
    self.decidedBy = decidedBy
    self.check = check
  }

  /// Holds a run to it.
  ///
  /// - Complexity: O(n) for n recorded points.
  public func assess(_ evidence: TheoremEvidence) -> Finding {
    var checks = check(evidence)
    let fitted = decidedBy.filter { evidence.constants[$0]?.isFitted ?? false }
    if !decidedBy.isEmpty, fitted.count == decidedBy.count {
      let names = fitted.map(\.symbol).joined(separator: " and ")
      checks = checks.map { check in
        guard check.verdict == .holds else { return check }
        return check.replacing(
          verdict: .vacuous,
          reason:
            "true by construction: \(names) \(fitted.count == 1 ? "was" : "were") taken from this run; \(check.reason)"
        )
      }
    }
    guard let first = checks.first else {
      return Finding(self, first: .notTested(title, because: "nothing to test"))
    }
    return Finding(self, first: first, others: Array(checks.dropFirst()))
  }
}

extension TheoremPart: Equatable {
  /// Two parts are equal when their identifiers are.
  public static func == (a: TheoremPart, b: TheoremPart) -> Bool { a.id == b.id }
}
