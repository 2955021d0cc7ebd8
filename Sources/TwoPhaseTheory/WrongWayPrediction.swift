import Foundation

/// What the wrong-way start is expected to show before the first step, from its dimension and norms alone. Paper scale.
///
/// Expectations over Gaussian R and W*, to all orders in the norms and to leading order in 1/d. theory.md section 9;
/// `WrongWay.prediction` has the derivation.
public struct WrongWayPrediction: Sendable, Equatable {
  /// Q = ||R||_F^2 / 2.
  public let q: Double
  /// ||D||_F^2 = ||W_0 - W*||_F^2.
  public let squaredDistance: Double
  /// f_A.
  public let potential: Double
  /// The margin budget.
  public let terms: MarginTerms

  /// The margin with all terms.
  public var margin: Double { terms.sum }

  /// theory.md section 9 as it stands: pi/2 - Q^2 / (4 ||D||_F^2), the diagonal at the origin and the first term's leading part.
  public var firstTermMargin: Double { Double.pi / 2 - q * q / (4 * squaredDistance) }
}
