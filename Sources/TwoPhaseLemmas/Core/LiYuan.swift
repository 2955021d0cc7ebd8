import TwoPhaseTheory

/// The constants of [LY] as numbers, for domains and claims.
public enum LiYuan {
  /// delta = 0.03, paper scale.
  public static let convexity = value(.convexity)
  /// tau / gamma^2 = 197.
  public static let potentialFactor = value(.potentialFactor)
  /// 0.1, what |f_A| stays below after Phase 1.
  public static let potentialBound = value(.potentialBound)
  /// 1/32, what ||W||_2 stays below after Phase 1.
  public static let weightBound = value(.weightBound)
  /// 0.5 in 1 - 0.5 etahat d.
  public static let decreaseFactor = value(.decreaseFactor)
  /// 16: Phase 1 lasts at most 1/(16 etahat) steps.
  public static let durationFactor = value(.durationFactor)

  private static func value(_ name: TheoremConstants.Name) -> Double {
    guard let constant = TheoremConstants.liYuan2017[name] else {
      preconditionFailure("the profile of [LY] has no \(name.rawValue)")
    }
    return constant.value
  }
}
