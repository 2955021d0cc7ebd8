import Foundation
import LinearAlgebra
import TwoPhaseTheory

extension Lemma {
  /// With identity mapping and norms of at most 1/4 the loss has one global minimum. [LY], section 1; [S].
  public static let identityUniqueness = identityUniqueness(gamma: 0.25, constant: 0.03)

  /// The same for any gamma and constant: the collection's own is the one that is expected to hold.
  ///
  /// - Parameters:
  ///   - gamma: bounds ||W||_2 and ||W*||_2.
  ///   - constant: c, true scale over (1 - a)^2.
  public static func identityUniqueness(gamma: Double, constant: Double) -> Lemma {
    Lemma(
      id: "identity-uniqueness", title: "with identity mapping and small norms W* is the only global minimum",
      statement: """
        With identity mapping and ||W||_2, ||W*||_2 <= \(gamma.short), L(W) >= c (1 - a)^2 ||W - W*||_F^2 \
        (true scale) with c = \(constant.short), in every dimension and for every slope a: W* is the only \
        global minimum there.
        """,
      latex: #"\|W\|_2, \|W^*\|_2 \le \gamma \;\Rightarrow\; L(W) \ge c\,(1-a)^2\,\|W - W^*\|_F^2"#,
      source: "[LY] and [S]: the identity mapping makes the minimum unique; constant derived here",
      part: .uniqueness,
      domain: Domain(studentNorm: .upTo(gamma), teacherNorm: .upTo(gamma), slopes: -0.9...0.9),
      claim: .atMost { point in
        try LossRatio.value(point).map { Comparison(constant, $0, constant: $0) }
      },
      constant: FreeConstant("c", claimed: constant, source: "measured here", best: .largest),
      search: .gradient { try LossRatio.gradient($0)?.reversed }, share: 0.5,
      notes: [
        "Zero loss needs the same neurons in another order, W* Pi (or neurons that are collinear, or "
          + "cancel: both need a norm of 1), and another order needs a norm of sqrt(3)/2 = 0.866 "
          + "(permutation-norm): up to there W* is the only global minimum, in every dimension, and not "
          + "beyond (norm-needed).",
        "As the norms go to zero c tends to (pi/2 - 1) / (2 pi) = 0.0908, half the Hessian's smallest "
          + "eigenvalue.",
        "Smallest c found for gamma = 1/32, 0.1, 0.25, 0.5, 0.8: 0.082, 0.063, 0.0316, 0.0070, 0.0003.",
        "Two neurons are the hardest case: leaving all others at W* makes every dimension contain it.",
      ])
  }
}

/// L / ((1 - a)^2 ||W - W*||_F^2), true scale, and its gradient by W and W*.
enum LossRatio {
  /// nil at W = W*.
  static func value(_ point: LemmaCase) throws -> Double? {
    let at = try point.quantities()
    guard at.distance > 0 else { return nil }
    return at.populationLoss / (slopeFactor(point) * at.distance * at.distance)
  }

  /// nil at W = W*.
  static func gradient(_ point: LemmaCase) throws -> AscentDirection? {
    var (evaluator, at) = try point.evaluated()
    guard at.distance > 0 else { return nil }
    let square = at.distance * at.distance
    let factor = slopeFactor(point)
    // L is symmetric in W and W*: its gradient by W* is that of W* as the student of W.
    var swapped = point
    (swapped.student, swapped.teacher) = (point.teacher, point.student)
    var other = try swapped.evaluator()
    var student = evaluator.negativeGradient(.true).scaled(by: -1 / (factor * square))
    var teacher = other.negativeGradient(.true).scaled(by: -1 / (factor * square))
    let ratio = at.populationLoss / (factor * square)
    student.add(point.displacement, scaledBy: 2 * ratio / square)
    teacher.add(point.displacement, scaledBy: -2 * ratio / square)
    return AscentDirection(student: student, teacher: teacher)
  }

  private static func slopeFactor(_ point: LemmaCase) -> Double {
    let a = point.network.effectiveSlope
    return (1 - a) * (1 - a)
  }
}
