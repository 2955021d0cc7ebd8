/// One inequality of a hypothesis or conclusion, measured on a run.
public struct TheoremCheck: Sendable, Equatable {
  /// Which side of `required` is the good one.
  public enum Relation: String, Sendable {
    /// observed < required.
    case below = "<"
    /// observed <= required.
    case atMost = "<="
    /// observed >= required.
    case atLeast = ">="
    /// observed > required.
    case above = ">"

    /// How far `observed` is on the good side of `required`.
    public func margin(required: Double, observed: Double) -> Double {
      self == .atMost || self == .below ? required - observed : observed - required
    }

    /// Whether the inequality is true.
    public func isSatisfied(required: Double, observed: Double) -> Bool {
      switch self {
      case .below: observed < required
      case .atMost: observed <= required
      case .atLeast: observed >= required
      case .above: observed > required
      }
    }
  }

  /// Where an inequality failed first.
  public struct Violation: Sendable, Equatable {
    /// The step.
    public let step: Int
    /// What was required there.
    public let required: Double
    /// What was observed there; nil when it had stopped being a number.
    public let observed: Double?

    /// A violation at a step.
    public init(step: Int, required: Double, observed: Double?) {
      self.step = step
      self.required = required
      self.observed = observed.flatMap { $0.isFinite ? $0 : nil }
    }
  }

  /// What is compared, with its scale where it has one: "|f_A|", "etahat (paper scale)".
  public let name: String
  /// The verdict on this inequality.
  public let verdict: Verdict
  /// The side that `observed` must be on.
  public let relation: Relation
  /// The bound; nil where there is none.
  public let required: Double?
  /// What was observed where it was tightest, or broken worst; nil where nothing was observed, or it was no number.
  public let observed: Double?
  /// The step where it was tightest, or broken worst; nil where it belongs to no step.
  public let step: Int?
  /// Where it failed first; nil when it did not.
  public let firstViolation: Violation?
  /// One sentence in plain words.
  public let reason: String

  /// How far `observed` is on the good side of `required`, in the quantity's own units; negative when violated.
  public var margin: Double? {
    guard let required, let observed else { return nil }
    return relation.margin(required: required, observed: observed)
  }

  /// The margin as a fraction of the bound, which compares inequalities of different quantities. A bound of zero, on a
  /// count, is broken or not: it is never the tightest.
  var relativeMargin: Double {
    guard let margin, let required, required != 0 else {
      return verdict == .violated ? -.infinity : .infinity
    }
    return margin / abs(required)
  }

  /// An inequality that was compared with a number, or could not be.
  public init(
    _ name: String, _ verdict: Verdict, _ relation: Relation = .atMost, required: Double? = nil,
    observed: Double? = nil, step: Int? = nil, firstViolation: Violation? = nil, reason: String
  ) {
    self.name = name
    self.verdict = verdict
    self.relation = relation
    self.required = required.flatMap { $0.isFinite ? $0 : nil }
    self.observed = observed.flatMap { $0.isFinite ? $0 : nil }
    self.step = step
    self.firstViolation = firstViolation
    self.reason = reason
  }

  /// Nothing was tested.
  public static func notTested(_ name: String, because reason: String) -> TheoremCheck {
    TheoremCheck(name, .notTested, reason: reason)
  }

  /// The same inequality under another verdict.
  func replacing(verdict: Verdict, reason: String) -> TheoremCheck {
    TheoremCheck(
      name, verdict, relation, required: required, observed: observed, step: step,
      firstViolation: firstViolation, reason: reason)
  }
}
