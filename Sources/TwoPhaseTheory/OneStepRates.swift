/// The first-order rates of s and f_A under P, from which one step's outcome is predicted. theory.md section 6.
///
/// A step of size eta on L predicts  s+ ~ s - etahat sum_j P_j  and  f_A+ ~ f_A - etahat sum_j <\bar v_j, P_j>.
/// Only the scalars are kept, so that nothing is allocated in a loop.
public struct OneStepRates: Sendable, Equatable {
  /// f_A at the point.
  public let potential: Double
  /// sum_j <\bar v_j, P_j>, paper scale.
  public let potentialRate: Double
  /// ||s||^2.
  public let sSquare: Double
  /// <s, sum_j P_j>, paper scale.
  public let sAlongRate: Double
  /// ||sum_j P_j||^2, paper scale.
  public let rateSquare: Double

  package init(
    potential: Double, potentialRate: Double, sSquare: Double, sAlongRate: Double, rateSquare: Double
  ) {
    self.potential = potential
    self.potentialRate = potentialRate
    self.sSquare = sSquare
    self.sAlongRate = sAlongRate
    self.rateSquare = rateSquare
  }

  /// The predicted f_A after one step of size `etahat` along Ghat (paper scale).
  public func predictedPotential(paperLearningRate etahat: Double) -> Double {
    potential - etahat * potentialRate
  }

  /// The predicted ||s|| after one step of size `etahat` along Ghat (paper scale).
  public func predictedSNorm(paperLearningRate etahat: Double) -> Double {
    max(0, sSquare - 2 * etahat * sAlongRate + etahat * etahat * rateSquare).squareRoot()
  }
}
