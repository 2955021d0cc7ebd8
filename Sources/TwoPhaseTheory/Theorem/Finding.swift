/// The verdict on one hypothesis or conclusion, with the inequality that decided it and all the others.
public struct Finding: Sendable, Equatable {
  /// What it is about.
  public let part: TheoremPart
  /// The inequalities, at least one.
  public let checks: [TheoremCheck]
  /// The inequality that decides: the worst of the violated ones, else one that was not tested, else the tightest.
  public let deciding: TheoremCheck

  /// A finding from its inequalities: violated when one is, else not tested when one was not, else as they are.
  public init(_ part: TheoremPart, first: TheoremCheck, others: [TheoremCheck] = []) {
    self.part = part
    checks = [first] + others
    var deciding = first
    for check in others where Self.precedes(check, deciding) { deciding = check }
    self.deciding = deciding
  }

  /// The verdict.
  public var verdict: Verdict { deciding.verdict }

  private static func precedes(_ a: TheoremCheck, _ b: TheoremCheck) -> Bool {
    let (rankA, rankB) = (rank(a.verdict), rank(b.verdict))
    return rankA == rankB ? a.relativeMargin < b.relativeMargin : rankA < rankB
  }

  /// A vacuous inequality among some that hold does not take their meaning away.
  private static func rank(_ verdict: Verdict) -> Int {
    switch verdict {
    case .violated: 0
    case .notTested: 1
    case .holds: 2
    case .vacuous: 3
    }
  }
}
