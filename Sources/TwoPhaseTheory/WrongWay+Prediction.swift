import Foundation
import Statistics

extension WrongWay {
  /// The expected start: margin budget, f_A, ||D||_F^2 and Q, without drawing any weights.
  ///
  /// With rho^2 = 2 Q / d, t^2 = ||W*||_F^2 / d, c = 1.5 Q / d and a = 1 - c the columns have
  /// ||v_j||^2 = a^2 + rho^2 =: n^2, ||v*_j||^2 = 1 + t^2 =: n*^2, v*_j . v_j = a, and against D_j = w*_j + c e_j - r_j
  ///
  ///     v_j . D_j  = N = c a - rho^2        v*_j . D_j = c + t^2        ||D||_F^2 = d (c^2 + rho^2 + t^2)
  ///
  /// up to fluctuations of order 1/sqrt(d). The part of A is a mixed moment of R and W*, which at large d are free circular
  /// elements: tr(D^T V* V*^T V)/d = (1 + t^2) N + a t^2 and tr(D^T V V^T V)/d = c a^3 + 2 a c rho^2 - 2 a^2 rho^2 - 2 rho^4.
  /// Only f_A sum_j D_j . \bar v_j is of order d^2, so its two factors are taken to the next order in 1/d, with the variances of
  /// ||v_j||^2 and D_j . v_j; what is left out is 1/d of the margin's terms. In the higher term R2(x) = x^2/2 and R3 = 0 up
  /// to 1/d. To the lowest order in the norms this is section 9's -Q^2 / (4 ||D||_F^2) and pi/2. [D]
  ///
  /// ||R||_F^2 for ||R||_2 = norm is d (d-1) norm^2 over the largest eigenvalue of a d x (d-1) white Wishart matrix, whose mean
  /// is Johnstone's centre (2001) plus the Tracy-Widom law's mean times his scale, with Ma's halves (2012): norm^2 (d-1)/4 at
  /// large d, 5 % more at d = 100. ||W*||_F^2 likewise.
  ///
  /// Against 20 starts each (8 at d = 200) of d = 20, 50, 100 and 200, norms 0.1 to 1.5 and teachers of norm 0 and 0.3 the mean
  /// margin is met within 0.11, without a teacher within 0.09; up to norm 2, where a is as small as 0.25, within 0.23. Single
  /// starts scatter by 0.01 to 0.25 (norm 0.1 to 1.5); with a teacher that ||W_0||_2 does not exceed by up to 0.45, since ||W* u||^2
  /// fluctuates.
  ///
  /// - Parameters:
  ///   - dimension: d, which need not be whole.
  ///   - norm: ||R||_2.
  ///   - teacherNorm: ||W*||_2 of a Gaussian teacher.
  ///   - network: slope and readout enter by kappa.
  /// - Returns: nil where nothing is predicted: without identity mapping, for d < 2, a number that is not finite or negative, at
  ///   W_0 = W* = 0 and where v_j = 0.
  public static func prediction(
    dimension d: Double, norm: Double, teacherNorm: Double, network: Network
  ) -> WrongWayPrediction? {
    guard network.identityMapping, d >= 2, d.isFinite, norm >= 0, norm.isFinite, teacherNorm >= 0,
      teacherNorm.isFinite
    else { return nil }
    let rho2 = columnSquare(rows: d, columns: d - 1, norm: norm)
    let t2 = columnSquare(rows: d, columns: d, norm: teacherNorm)
    let c = shift * rho2 / 2
    let a = 1 - c
    let n = (a * a + rho2).squareRoot()
    let nStar = (1 + t2).squareRoot()
    let square = c * c + rho2 + t2
    guard square > 0, n > 0, square.isFinite, n.isFinite else { return nil }
    let own = c * a - rho2  // v_j . D_j

    // d times variances and covariance of ||v_j||^2, ||v*_j||^2 and D_j . v_j.
    let variance = 4 * a * a * rho2 + 2 * rho2 * rho2
    let starVariance = 4 * t2 + 2 * t2 * t2
    let covariance = 2 * a * (c - a) * rho2 - 2 * rho2 * rho2
    let (n2, n3) = (n * n, n * n * n)
    let potential =
      d * (nStar - n) - starVariance / (8 * nStar * nStar * nStar) + variance / (8 * n3)
    let along =
      own / n + (3 * own * variance / (8 * n3 * n2) - covariance / (2 * n3)) / d  // D_j . \bar v_j

    let teacherPart = ((1 + t2) * own + a * t2) / (nStar * n)
    let studentPart =
      (c * a * a * a + 2 * a * c * rho2 - 2 * a * a * rho2 - 2 * rho2 * rho2) / n2
    let ownPart = (c + t2) * a / (nStar * n) - own
    let first = (potential - (nStar - n)) * along + teacherPart - studentPart - ownPart

    let cosine = min(1, max(-1, a / (n * nStar)))
    let sine = (1 - cosine * cosine).squareRoot()
    let diagonal = asin(cosine) * (c + t2) - Double.pi / 2 * own + nStar * sine * own / n
    let higher =
      ((2 * a * a * rho2 + rho2 * rho2) / (2 * n3) - (rho2 + a * a * t2 + t2 * rho2) / (2 * nStar * n2))
      * own / n
    let constant = network.kappa * (Double.pi / 2) * (c * c + t2)
    return WrongWayPrediction(
      q: d * rho2 / 2, squaredDistance: d * square, potential: potential,
      terms: MarginTerms(
        constant: constant / square, first: first / square, diagonal: diagonal / square,
        higher: higher / square))
  }

  /// The expected squared length of a column, ||G||_F^2 / rows, of a Gaussian matrix of spectral norm `norm`; its columns may be
  /// one fewer than its coordinates because of R u = 0.
  private static func columnSquare(rows: Double, columns: Double, norm: Double) -> Double {
    let (p, q) = ((rows - 0.5).squareRoot(), (columns - 0.5).squareRoot())
    let scale = (p + q) * cbrt(1 / p + 1 / q)
    let largest = (p + q) * (p + q) + TracyWidom.mean * scale
    // Never more than all singular values being equal.
    return norm * norm * min(rows * columns / largest, columns) / rows
  }
}
