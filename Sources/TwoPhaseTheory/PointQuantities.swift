/// The scalars of the theory at one point W, exact to rounding. No arrays: safe to keep for every step of a run.
public struct PointQuantities: Sendable, Equatable {
  /// L(W), true scale. theory.md section 2.
  public let populationLoss: Double
  /// f_A, "potential"; theory.md section 3.
  public let potential: Double
  /// ||s||_2, s = (W* - W) u.
  public let sNorm: Double
  /// <s, u>.
  public let sSum: Double
  /// ||W - W*||_F.
  public let distance: Double
  /// ||W||_2.
  public let studentSpectralNorm: Double
  /// ||A||_2.
  public let auxiliarySpectralNorm: Double
  /// The margin budget in paper scale; nil when W = W*.
  public let marginTerms: MarginTerms?
  /// What the next step would make of f_A and s, from P.
  public let rates: OneStepRates
  /// True scale over paper scale of this network.
  let trueOverPaper: Double

  package init(
    populationLoss: Double, potential: Double, sNorm: Double, sSum: Double, distance: Double,
    studentSpectralNorm: Double, auxiliarySpectralNorm: Double, marginTerms: MarginTerms?,
    rates: OneStepRates,
    trueOverPaper: Double
  ) {
    self.populationLoss = populationLoss
    self.potential = potential
    self.sNorm = sNorm
    self.sSum = sSum
    self.distance = distance
    self.studentSpectralNorm = studentSpectralNorm
    self.auxiliarySpectralNorm = auxiliarySpectralNorm
    self.marginTerms = marginTerms
    self.rates = rates
    self.trueOverPaper = trueOverPaper
  }

  /// The margin, "undefined: converged" at W = W*. theory.md section 5.
  public func margin(_ scale: Scale) -> Margin {
    guard let terms = marginTerms else { return .converged }
    return .value(terms.sum * (scale == .paper ? 1 : trueOverPaper))
  }
}
