import Synchronization

/// What all workers of one test have found so far. The outcome does not depend on the order in which they report.
final class Ledger: Sendable {
  struct State: Sendable {
    var outside = 0
    var observations: [Int: LemmaResult.Observation] = [:]
    var tightestSampled: Witness?
    var tightest: Witness?
    var constant: Double?
    var evaluations = 0
    var failure: (any Error)?
  }

  private let state = Mutex(State())
  private let constant: FreeConstant?

  init(constant: FreeConstant?) { self.constant = constant }

  func read() -> State { state.withLock { $0 } }

  /// Keeps a drawn case.
  func add(_ witness: Witness, index: Int, observation: LemmaResult.Observation) {
    state.withLock { state in
      state.observations[index] = observation
      if Self.isTighter(witness, than: state.tightestSampled) { state.tightestSampled = witness }
      note(witness, &state)
    }
  }

  /// Keeps a case that an ascent reached.
  func add(_ witness: Witness) { state.withLock { note(witness, &$0) } }

  func addOutside() { state.withLock { $0.outside += 1 } }

  func addEvaluations(_ count: Int) { state.withLock { $0.evaluations += count } }

  /// Keeps the first error; the test then stops.
  func fail(_ error: any Error) { state.withLock { if $0.failure == nil { $0.failure = error } } }

  var hasFailed: Bool { state.withLock { $0.failure != nil } }

  private func note(_ witness: Witness, _ state: inout State) {
    if Self.isTighter(witness, than: state.tightest) { state.tightest = witness }
    if let constant, let value = witness.comparison.constant, value.isFinite {
      state.constant = state.constant.map { constant.tighter($0, value) } ?? value
    }
  }

  /// By slack; equal slacks by where they were found, so that thread timing decides nothing.
  private static func isTighter(_ a: Witness, than b: Witness?) -> Bool {
    guard let b else { return true }
    let (mine, theirs) = (a.comparison.slack, b.comparison.slack)
    return mine != theirs ? mine < theirs : rank(a.origin) < rank(b.origin)
  }

  private static func rank(_ origin: Witness.Origin) -> Int {
    switch origin {
    case .sample(let index): index
    case .known: 1 << 39
    case .ascent(let index): 1 << 40 + index
    case .shrunk: .max
    }
  }
}
