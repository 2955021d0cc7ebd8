import TwoPhaseTheory

/// A statement whose region is looked for: how runs are held to it and what [LY] claims.
struct RegionPart {
  let name: String
  let title: String
  let claimed: String
  /// The verdict of a run; failed runs are not tested.
  let verdict: (SweepTable.Row) -> Verdict

  /// C1 to C5, then `noReturn`.
  static var all: [RegionPart] {
    Theorem.conclusions.map { part in
      RegionPart(name: part.id.rawValue, title: part.title, claimed: claim(part.id)) { row in
        row.isFailed ? .notTested : row.verdict(part.id.rawValue) ?? .notTested
      }
    } + [
      RegionPart(
        name: "noReturn", title: "no return to Phase 1 after the transition", claimed: claim(.c3),
        verdict: { row in
          guard !row.isFailed, case .flag(let stayed) = row["noReturn"] else { return .notTested }
          return stayed ? .holds : .violated
        })
    ]
  }

  /// What [LY] claims, with its constants and conditions. theory.md section 7.
  private static func claim(_ id: TheoremPart.ID) -> String {
    let constants = TheoremConstants.liYuan2017
    func value(_ name: TheoremConstants.Name) -> String {
      guard let value = constants[name]?.value else { return name.symbol }
      // 1/32 reads better than 0.03125; 0.5 does not need it.
      return value < 0.5 && value.significand == 1 ? "1/\(Int(1 / value))" : SweepPhrase.number(value)
    }
    let conclusion: String
    switch id {
    case .c1:
      conclusion =
        "|f_A| shrinks each step by at least 1 - \(value(.decreaseFactor)) etahat d, until |f_A| <= \(value(.potentialFactor)) gamma^2"
    case .c2: conclusion = "Phase 1 lasts at most 1/(\(value(.durationFactor)) etahat) steps"
    case .c3:
      conclusion =
        "from then on |f_A| stays below \(value(.potentialBound)) and ||W||_2 at most \(value(.weightBound))"
    case .c4: conclusion = "margin > delta = \(value(.convexity)) (paper scale) at every step of Phase 2"
    case .c5:
      conclusion =
        "E||W_T - W*||_F^2 <= (1+alpha) log T G_F^2/(delta^2 T) with eta = (1+alpha) log T/(delta T), delta = \(value(.convexity))"
    default: conclusion = ""
    }
    return
      "\(conclusion), for d >= \(value(.minimumDimension)), ||W_0||_2 and ||W*||_2 <= gamma_0 < gamma, eta <= gamma^2/G_2^2 and epsilon <= gamma^2"
  }
}
