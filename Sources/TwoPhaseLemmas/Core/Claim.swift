/// What a lemma claims of a case, in one of four forms.
public struct Claim: Sendable {
  /// How the claim is judged.
  public enum Form: Sendable {
    /// lhs <= rhs at every case.
    case inequality
    /// Two ways to compute one thing agree to a relative tolerance.
    case identity(tolerance: Double)
    /// An error is of at least this order in some size; judged over all cases together, by regression.
    case order(OrderClaim)
    /// A sampled estimate agrees with the exact value within so many standard errors.
    case sampled(standardErrors: Double)
  }

  /// The form.
  public let form: Form
  /// The two sides at a case; nil when the case is outside the lemma's premise.
  public let compare: @Sendable (LemmaCase) throws -> Comparison?

  init(_ form: Form, _ compare: @escaping @Sendable (LemmaCase) throws -> Comparison?) {
    self.form = form
    self.compare = compare
  }

  /// lhs <= rhs at every case of the domain.
  ///
  /// ```swift
  /// .atMost { point in Comparison(0.03, try point.quantities().margin(.paper).value ?? 1) }
  /// ```
  ///
  /// - Parameter sides: both sides; nil where the lemma's premise does not hold.
  public static func atMost(_ sides: @escaping @Sendable (LemmaCase) throws -> Comparison?) -> Claim {
    Claim(.inequality, sides)
  }

  /// An identity: the relative error is at most the tolerance.
  ///
  /// - Parameter error: |one way - the other way|, relative to the size of what was added up.
  public static func identity(
    tolerance: Double, _ error: @escaping @Sendable (LemmaCase) throws -> Double?
  ) -> Claim {
    Claim(.identity(tolerance: tolerance)) { point in try error(point).map { Comparison($0, tolerance) } }
  }

  /// An error is of at least the given order in a size that `refined` halves.
  ///
  /// Each case gives the slope of log error against log size over a ladder of halvings; the cases together give the
  /// exponent with its interval. One case alone proves nothing: leading terms can cancel at one size.
  ///
  /// - Parameters:
  ///   - order: the claimed order.
  ///   - size: the name of what is halved.
  ///   - allowance: what the exponent may fall short by, since finite sizes show higher orders too.
  ///   - refined: the case with the size halved.
  ///   - error: the error; nil where it cannot be told from rounding.
  ///   - regressors: what log error is regressed on besides, over all cases: gamma, d.
  public static func order(
    _ order: Double, in size: String, allowance: Double = 0.1,
    refined: @escaping @Sendable (LemmaCase) -> LemmaCase,
    error: @escaping @Sendable (LemmaCase) throws -> Double?, regressors: [Regressor] = []
  ) -> Claim {
    let claim = OrderClaim(
      order: order, size: size, allowance: allowance, refined: refined, error: error, regressors: regressors)
    return Claim(.order(claim)) { point in
      try claim.ladder(point).map { Comparison(order - allowance, $0.slope, constant: $0.slope) }
    }
  }

  /// A sampled estimate agrees with the exact value.
  ///
  /// The limit is the two-sided quantile of the normal distribution at one in 10^9: what a true claim exceeds about once
  /// in a million lemma tests.
  public static func sampled(_ estimate: @escaping @Sendable (LemmaCase) throws -> SampledEstimate?) -> Claim
  {
    let limit = SampledEstimate.limit
    return Claim(.sampled(standardErrors: limit)) { point in
      try estimate(point).map { Comparison($0.deviation, limit) }
    }
  }
}

/// A quantity estimated from random inputs, beside its exact value.
public struct SampledEstimate: Sendable, Equatable {
  /// The two-sided normal quantile at 1e-9.
  static let limit = 6.109

  /// The two-sided normal quantile at 5 %.
  static let half95 = 1.959964

  /// The mean of the draws.
  public let mean: Double
  /// Its standard error.
  public let standardError: Double
  /// The exact value.
  public let exact: Double

  /// An estimate.
  public init(mean: Double, standardError: Double, exact: Double) {
    self.mean = mean
    self.standardError = standardError
    self.exact = exact
  }

  /// |mean - exact| in standard errors.
  public var deviation: Double {
    let difference = abs(mean - exact)
    return difference == 0 ? 0 : difference / standardError
  }
}
