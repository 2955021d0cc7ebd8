import LinearAlgebra
import TwoPhaseLemmas
import TwoPhaseTheory

/// Lemmas whose worst case is known, for testing the tester.
enum Toy {
  /// lhs <= rhs over W in a ball, W* = 0.
  static func lemma(
    _ id: String, radius: Double = 1, minimumDimension: Int = 1, search: Lemma.Search = .none,
    constant: FreeConstant? = nil, parameters: [Domain.Parameter] = [],
    _ sides: @escaping @Sendable (LemmaCase) throws -> Comparison?
  ) -> Lemma {
    Lemma(
      id: id, title: id, statement: id, latex: id, source: "test",
      domain: Domain(
        dimensions: [2, 3, 6], minimumDimension: minimumDimension, studentNorm: .upTo(radius),
        teacherNorm: .zero, slopes: -0.5...0.5, parameters: parameters),
      claim: .atMost(sides), constant: constant, search: search)
  }

  /// What a test leaves beside its time.
  static func summary(_ result: LemmaResult) -> [String] {
    var lines = [
      "\(result.verdict) \(result.samples) \(result.outside) \(result.ascents) \(result.ascentEvaluations)"
    ]
    lines.append(
      "\(String(describing: result.tightest?.comparison)) \(String(describing: result.tightest?.origin))")
    lines.append(
      "\(String(describing: result.estimatedConstant)) \(String(describing: result.counterexample))")
    lines += result.observations.map { "\($0)" }
    return lines
  }

  static func options(trials: Int = 60, ascents: Int? = 0) -> TestOptions {
    var options = TestOptions()
    options.trials = trials
    options.ascents = ascents
    return options
  }
}
