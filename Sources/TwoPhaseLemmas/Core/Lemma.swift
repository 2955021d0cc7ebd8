/// A lemma as something that can be tested: what it says, where it is from, at which cases, and what it claims there.
///
/// It is declared once; the tester, the command line, the pages in docs/lemmas and the tests read that declaration.
///
/// ```swift
/// let bounded = Lemma(
///   id: "potential-bounded", title: "|f_A| is at most sqrt(d) ||W - W*||_F",
///   statement: "For every W and W*, |f_A| <= sqrt(d) ||W - W*||_F.",
///   latex: #"|f_A| \le \sqrt d\, \|W - W^*\|_F"#, source: "triangle and Cauchy-Schwarz inequalities",
///   domain: Domain(studentNorm: .upTo(1), teacherNorm: .upTo(1)),
///   claim: .atMost { point in
///     let at = try point.quantities()
///     guard at.distance > 0 else { return nil }
///     return Comparison(abs(at.potential) / at.distance, Double(point.dimension).squareRoot() * (1 + 1e-12))
///   })
/// let result = try LemmaTest(bounded).run()
/// ```
public struct Lemma: Sendable {
  /// Where a lemma belongs in the theory.
  public enum Part: String, Sendable, Codable, CaseIterable {
    /// Exact identities.
    case identities
    /// Phase 1: the potential falls.
    case phaseOne = "phase-1"
    /// Phase 2: one-point strong convexity.
    case phaseTwo = "phase-2"
    /// Which minima there are.
    case uniqueness
    /// A user's own.
    case own

    /// The heading for people.
    public var title: String {
      switch self {
      case .identities: "Identities"
      case .phaseOne: "Phase 1"
      case .phaseTwo: "Phase 2"
      case .uniqueness: "Uniqueness"
      case .own: "Own"
      }
    }
  }

  /// What the test is expected to find.
  public enum Expectation: Sendable, Equatable {
    /// No violation.
    case holds
    /// A counterexample: a claim that is made or suggested somewhere and is not true.
    case fails(because: String)
  }

  /// How the worst case is searched for after sampling.
  public enum Search: Sendable {
    /// Not at all: for identities and sampled claims, where the worst case is rounding or chance.
    case none
    /// Ascent along simultaneous-perturbation estimates of the gradient (central differences up to d = 3).
    case spsa
    /// Ascent along the gradient of lhs - rhs that the closure returns; nil where it has none.
    case gradient(@Sendable (LemmaCase) throws -> AscentDirection?)
  }

  /// Its identifier: lower case, words joined by hyphens.
  public let id: String
  /// A few words.
  public let title: String
  /// The statement in plain text, with its premises and scale.
  public let statement: String
  /// The statement in LaTeX, without delimiters.
  public let latex: String
  /// Where it is stated.
  public let source: String
  /// Where it belongs.
  public let part: Part
  /// What the test is expected to find.
  public let expectation: Expectation
  /// The cases.
  public private(set) var domain: Domain
  /// The claim.
  public let claim: Claim
  /// The worst case known in a dimension, which a test compares besides those that it draws; nil where none is known.
  public let knownCase: (@Sendable (Int) throws -> LemmaCase?)?
  /// The free constant, if there is one.
  public let constant: FreeConstant?
  /// How the worst case is searched for.
  public let search: Search
  /// The fraction of the trials that it gets: less than 1 for claims that cost much a case.
  public let share: Double
  /// Remarks for its page: what is measured, what contradicts a source.
  public let notes: [String]

  /// A lemma.
  public init(
    id: String, title: String, statement: String, latex: String, source: String, part: Part = .own,
    expectation: Expectation = .holds, domain: Domain, claim: Claim, constant: FreeConstant? = nil,
    search: Search = .none, share: Double = 1, notes: [String] = [],
    knownCase: (@Sendable (Int) throws -> LemmaCase?)? = nil
  ) {
    self.id = id
    self.title = title
    self.statement = statement
    self.latex = latex
    self.source = source
    self.part = part
    self.expectation = expectation
    self.domain = domain
    self.claim = claim
    self.knownCase = knownCase
    self.constant = constant
    self.search = search
    self.share = share
    self.notes = notes
  }

  /// The lemma with W and W* drawn from the given families alone, as far as it draws from them at all.
  ///
  /// For asking how much the structured families, or the search, contribute.
  public func drawing(from shapes: [Shape]) -> Lemma {
    var result = self
    func kept(_ own: [Shape]) -> [Shape] {
      let both = own.filter(shapes.contains)
      return both.isEmpty ? own : both
    }
    result.domain.studentShapes = kept(domain.studentShapes)
    result.domain.teacherShapes = kept(domain.teacherShapes)
    return result
  }
}
