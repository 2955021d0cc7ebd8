import Foundation
import TwoPhaseTheory

/// How far one-point strong convexity reaches: the largest gamma for which the margin stays above delta in a dimension, and
/// the smallest margin for a given gamma.
///
/// A refuted gamma is certain: there is a case. A surviving one is what the search could not refute.
public struct MarginFrontier: Sendable {
  /// What |f_A| is bounded by.
  public enum Premise: String, Sendable, Codable, CaseIterable {
    /// 197 gamma^2, as after Phase 1.
    case small = "|f_A| <= 197 gamma^2"
    /// Nothing.
    case none = "any f_A"

    func tau(_ gamma: Double) -> Double? { self == .small ? LiYuan.potentialFactor * gamma * gamma : nil }
  }

  /// The frontier in one dimension.
  public struct Point: Sendable {
    /// d.
    public let dimension: Int
    /// What |f_A| was bounded by.
    public let premise: Premise
    /// The largest gamma that survived.
    public let surviving: Double
    /// The smallest gamma with a counterexample; nil when even the largest that was tried survived.
    public let refuted: Double?
    /// The counterexample at `refuted`.
    public let counterexample: Witness?
  }

  /// The smallest margin that was found for a gamma.
  public struct Smallest: Sendable {
    /// d.
    public let dimension: Int
    /// What |f_A| was bounded by.
    public let premise: Premise
    /// gamma.
    public let gamma: Double
    /// The case with the smallest margin (paper scale); nil when no case met the premise.
    public let witness: Witness?
  }

  /// The claimed margin, paper scale.
  public let delta: Double
  /// How hard each gamma is tried; its dimensions are those of the frontier.
  public let options: TestOptions

  /// A frontier.
  public init(delta: Double = LiYuan.convexity, options: TestOptions = TestOptions()) {
    self.delta = delta
    self.options = options
  }

  /// Bisects gamma between 0.01 and 0.95 in one dimension, to `precision` relative.
  ///
  /// - Throws: as `LemmaTest.run`.
  public func point(
    dimension: Int, premise: Premise, precision: Double = 0.03,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Point {
    var (low, high) = (0.01, 0.95)
    var (surviving, refuted): (Double, Double?) = (0, nil)
    var counterexample: Witness?
    var gamma = high
    // The worst case so far, brought to the next gamma, is where the next search starts.
    var worst: (gamma: Double, point: LemmaCase)?
    while !isCancelled() {
      let starts = worst.map { [$0.point.scaled(by: gamma / $0.gamma)] } ?? []
      let result = try test(gamma, dimension, premise, starts: starts, isCancelled: isCancelled)
      if let tightest = result.tightest { worst = (gamma, tightest.point) }
      if result.verdict == .violated {
        (high, refuted) = (gamma, gamma)
        counterexample = result.tightest
      } else {
        (low, surviving) = (gamma, gamma)
      }
      guard refuted != nil, high / low > 1 + precision else { break }
      gamma = (low * high).squareRoot()
    }
    return Point(
      dimension: dimension, premise: premise, surviving: surviving, refuted: refuted,
      counterexample: counterexample)
  }

  /// The smallest margin found at a gamma, |f_A| bounded or not.
  ///
  /// - Throws: as `LemmaTest.run`.
  public func smallest(
    gamma: Double, dimension: Int, premise: Premise, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Smallest {
    // A claim that never fails keeps the search going to its end. No margin here is near -1000.
    let unrefuted = MarginFrontier(delta: -1000, options: options)
    let result = try unrefuted.test(gamma, dimension, premise, starts: [], isCancelled: isCancelled)
    return Smallest(dimension: dimension, premise: premise, gamma: gamma, witness: result.tightest)
  }

  /// Where the margin's leading terms reach delta for any f_A: pi/2 - 1 - 2 gamma - d gamma^2 / 4 = delta.
  ///
  /// In the worst direction W = -W*, an antisymmetric W* whose singular values are all gamma, so that ||D||_F^2 = 4 d gamma^2,
  /// with the diagonal shifted to make f_A = ||D||_F^2 / 4: the first-order term is then -||D||_F^2 / 16. The term 2 gamma is
  /// what joint-taylor-curvature needs; in this direction somewhat less is lost, so the estimate is a little low.
  public static func predictedGamma(dimension d: Int, delta: Double) -> Double {
    let room = max(0, Double.pi / 2 - 1 - delta)
    // The positive root of d gamma^2 / 4 + 2 gamma = room, without cancellation.
    return room / (1 + (1 + Double(d) * room / 4).squareRoot())
  }

  private func test(
    _ gamma: Double, _ dimension: Int, _ premise: Premise, starts: [LemmaCase],
    isCancelled: @escaping @Sendable () -> Bool
  ) throws -> LemmaResult {
    var options = options
    options.dimensions = [dimension]
    options.shrinkSeconds = 0
    let lemma = Lemma.onePointConvexity(gamma: gamma, tau: premise.tau(gamma), delta: delta)
    var test = LemmaTest(lemma, options: options)
    test.starts = starts
    return try test.run(isCancelled: isCancelled)
  }
}
