import TwoPhaseLemmas
import TwoPhaseReport

let bounded = Lemma(
  id: "potential-bounded", title: "|f_A| is at most sqrt(d) times the distance",
  statement: "|f_A| <= sqrt(d) ||W - W*||_F for all W and W* with norms up to 1.",
  latex: #"|f_A| \le \sqrt{d}\, \|W - W^*\|_F"#, source: "the triangle and the Cauchy-Schwarz inequality",
  domain: Domain(studentNorm: .upTo(1), teacherNorm: .upTo(1)),
  claim: .atMost { point in
    let at = try point.quantities()
    guard at.distance > 0 else { return nil }
    let ratio = abs(at.potential) / at.distance / Double(point.dimension).squareRoot()
    return Comparison(ratio, 1 + 1e-12, constant: ratio)
  },
  constant: FreeConstant("C", claimed: 1, source: "the inequalities", best: .smallest), search: .spsa)

print(LemmaTable([try LemmaTest(bounded).run()]).text())
