import LinearAlgebra
import Synchronization
import TwoPhaseLemmas
import TwoPhaseTheory

/// Keeps every case that a claim is asked about.
final class Recorder: Sendable {
  private let cases = Mutex<[LemmaCase]>([])

  /// The cases so far; in the order of their indices when one worker asked.
  var seen: [LemmaCase] { cases.withLock { $0 } }

  func note(_ point: LemmaCase) { cases.withLock { $0.append(point) } }

  /// Every case that a test of the domain draws, in order.
  static func drawn(
    _ domain: Domain, trials: Int, id: String = "drawn", seed: UInt64 = 1
  ) throws -> [LemmaCase] {
    let recorder = Recorder()
    let lemma = Toy.lemma(id, domain) { point in
      recorder.note(point)
      return Comparison(0, 1)
    }
    var options = Toy.options(trials: trials)
    options.seed = seed
    options.workers = 1
    _ = try LemmaTest(lemma, options: options).run()
    return recorder.seen
  }
}

extension Toy {
  /// lhs <= rhs over a domain.
  static func lemma(
    _ id: String, _ domain: Domain, search: Lemma.Search = .none, constant: FreeConstant? = nil,
    share: Double = 1, _ sides: @escaping @Sendable (LemmaCase) throws -> Comparison?
  ) -> Lemma {
    Lemma(
      id: id, title: id, statement: id, latex: id, source: "test", domain: domain, claim: .atMost(sides),
      constant: constant, search: search, share: share)
  }
}
