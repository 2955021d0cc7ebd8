import Dispatch
import Foundation
import LinearAlgebra
import Statistics
import Synchronization
import TwoPhaseTheory

/// Tests one lemma: draws cases, searches for its worst case, minimises a violation, estimates its constant.
///
/// ```swift
/// let result = try LemmaTest(.onePointConvexity).run()
/// result.verdict                  // .holds
/// result.tightest?.comparison     // the smallest margin seen, beside delta
/// ```
public struct LemmaTest: Sendable {
  /// The lemma.
  public let lemma: Lemma
  /// How hard it is tested.
  public let options: TestOptions
  /// Cases that ascents start from before the drawn ones: worst cases of a neighbouring lemma.
  public var starts: [LemmaCase] = []

  /// A test.
  public init(_ lemma: Lemma, options: TestOptions = TestOptions()) {
    self.lemma = lemma
    self.options = options
  }

  /// The dimensions that will be tried.
  var dimensions: [Int] {
    (options.dimensions ?? lemma.domain.dimensions).filter { lemma.domain.admits(dimension: $0) }
  }

  /// The number of cases that will be drawn.
  public var plannedSamples: Int {
    dimensions.isEmpty ? 0 : max(dimensions.count, Int((Double(options.trials) * lemma.share).rounded(.up)))
  }

  /// Runs the test.
  ///
  /// Cases, and with `options.ascents` ascents too, depend on the seed alone. Without it the ascents go on for the
  /// given time, so their number, and with it how tight the worst case is, depends on the machine.
  ///
  /// - Parameters:
  ///   - isCancelled: asked now and then; the test ends early when it says true.
  ///   - progress: called with the number of cases drawn so far, from any thread.
  /// - Throws: `LemmaError.option`; `LAPACKFailure`; what the lemma's own closures throw. A `TheoryError` is no failure: the
  ///   case lies outside the theory and is counted so.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> LemmaResult {
    try options.check()
    let start = DispatchTime.now().uptimeNanoseconds
    let ledger = Ledger(constant: lemma.constant)
    BLASBackend.setThreads(1)  // the cases run side by side
    sample(ledger, isCancelled: isCancelled, progress: progress)
    try compareKnownCases(ledger)
    var ascents = 0
    let sampled = ledger.read()
    if let failure = sampled.failure { throw failure }
    let isRefuted = sampled.tightest?.comparison.isViolated ?? false
    if !isRefuted, !isCancelled() { ascents = search(ledger, isCancelled: isCancelled) }
    let found = ledger.read()
    if let failure = found.failure { throw failure }
    let observations = found.observations.sorted { $0.key < $1.key }.map(\.value)
    let fit = try orderFit(observations, drawn: found.observations.keys.sorted(), isCancelled: isCancelled)
    let (verdict, reason) = judge(found, fit, ascents: ascents)
    var counterexample: Witness?
    if verdict == .violated, fit == nil, let worst = found.tightest {
      let deadline = DispatchTime.now().uptimeNanoseconds + UInt64(options.shrinkSeconds * 1e9)
      let shrinker = Shrinker(lemma: lemma, seed: options.seed) {
        isCancelled() || DispatchTime.now().uptimeNanoseconds > deadline
      }
      counterexample = try shrinker.shrink(worst)
    }
    return LemmaResult(
      lemma: lemma, verdict: verdict, reason: reason, samples: observations.count, outside: found.outside,
      ascents: ascents, ascentEvaluations: found.evaluations, tightest: found.tightest,
      tightestSampled: found.tightestSampled, estimatedConstant: found.constant, fit: fit,
      counterexample: counterexample,
      seconds: Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9, wasInterrupted: isCancelled(),
      observations: observations)
  }

  private func sample(
    _ ledger: Ledger, isCancelled: @Sendable () -> Bool, progress: @Sendable (Int) -> Void
  ) {
    let sampler = CaseSampler(lemma: lemma, seed: options.seed)
    let (dimensions, count) = (dimensions, plannedSamples)
    parallel(ledger, isCancelled: { isCancelled() }) { index in
      guard index < count else { return false }
      // From the largest dimension down: the long cases first leave no worker idle at the end.
      let d = dimensions[dimensions.count - 1 - index % dimensions.count]
      let drawn = try Ascent.defined { try sampler.draw(dimension: d, index: UInt64(index)) } ?? nil
      if let point = drawn, let sides = try Ascent.compare(lemma, point) {
        let observation = LemmaResult.Observation(
          dimension: d, slope: point.network.slope, normBound: try point.normBound(), comparison: sides)
        ledger.add(
          Witness(point: point, comparison: sides, origin: .sample(index: index)), index: index,
          observation: observation)
      } else {
        ledger.addOutside()
      }
      progress(index + 1)
      return true
    }
  }

  /// The lemma's own worst cases, one a dimension.
  private func compareKnownCases(_ ledger: Ledger) throws {
    guard let knownCase = lemma.knownCase else { return }
    for d in dimensions {
      guard let point = try Ascent.defined({ try knownCase(d) }) ?? nil,
        try lemma.domain.objection(to: point) == nil,
        let sides = try Ascent.compare(lemma, point)
      else { continue }
      ledger.add(Witness(point: point, comparison: sides, origin: .known))
    }
  }

  /// Ascents until the time is over, or as many as were asked for; returns how many were begun.
  private func search(_ ledger: Ledger, isCancelled: @escaping @Sendable () -> Bool) -> Int {
    if case .none = lemma.search { return 0 }
    guard !dimensions.isEmpty, options.ascents != 0, options.ascents != nil || options.searchSeconds > 0
    else {
      return 0
    }
    let sampler = CaseSampler(lemma: lemma, seed: options.seed)
    let deadline = DispatchTime.now().uptimeNanoseconds + UInt64(options.searchSeconds * 1e9)
    let isReproducible = options.ascents != nil
    let isOver: @Sendable () -> Bool = {
      isCancelled() || ledger.hasFailed
        || (!isReproducible && DispatchTime.now().uptimeNanoseconds > deadline)
    }
    // The tightest known or drawn case first.
    let found = ledger.read()
    let tightest = [found.tightest?.point, found.tightestSampled?.point].compactMap { $0 }
    // Both are one case unless the lemma's own is tighter: no ascent is made twice.
    let known = (tightest.first == tightest.last ? Array(tightest.prefix(1)) : tightest) + starts
    let begun = Atomic<Int>(0)
    parallel(ledger, isCancelled: isOver) { index in
      if let ascents = options.ascents, index >= ascents { return false }
      begun.add(1, ordering: .relaxed)
      let d = dimensions[index % dimensions.count]
      let start: LemmaCase?? = try Ascent.defined {
        guard index < known.count else {
          return try sampler.draw(dimension: d, use: .ascents, index: UInt64(index))
        }
        var point = known[index]
        guard try lemma.domain.project(&point), try lemma.domain.objection(to: point) == nil else {
          return nil
        }
        return point
      }
      guard let start = start ?? nil else { return true }
      var random = CaseRandom(
        seed: options.seed, lemma: lemma.id, use: .ascents, index: UInt64(index) | 1 << 32)
      let ascent = Ascent(lemma: lemma) { point, sides in
        ledger.add(Witness(point: point, comparison: sides, origin: .ascent(index: index)))
        return isOver()
      }
      ledger.addEvaluations(try ascent.climb(from: start, random: &random))
      return !(ledger.read().tightest?.comparison.isViolated ?? false) || isReproducible
    }
    return begun.load(ordering: .relaxed)
  }

  /// Calls `body` with 0, 1, 2, ... from all workers until it says false.
  private func parallel(
    _ ledger: Ledger, isCancelled: @Sendable () -> Bool, _ body: @Sendable (Int) throws -> Bool
  ) {
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: max(1, options.workers)) { _ in
      do {
        while !isCancelled(), !ledger.hasFailed {
          guard try body(next.add(1, ordering: .relaxed).oldValue) else { break }
        }
      } catch {
        ledger.fail(error)
      }
    }
  }
}

extension LemmaTest {
  /// The exponent over all cases; nil for claims that are judged case by case.
  private func orderFit(
    _ observations: [LemmaResult.Observation], drawn: [Int], isCancelled: () -> Bool
  ) throws -> OrderFit? {
    guard case .order(let claim) = lemma.claim.form else { return nil }
    guard let exponent = MeanInterval(observations.map(\.comparison.rhs), confidence: 0.99) else {
      return nil
    }
    guard !claim.regressors.isEmpty else { return OrderFit(exponent: exponent, regression: nil, names: []) }
    let sampler = CaseSampler(lemma: lemma, seed: options.seed)
    var rows: [[Double]] = []
    var values: [Double] = []
    let dimensions = dimensions
    for index in drawn {
      if isCancelled() { break }
      let d = dimensions[dimensions.count - 1 - index % dimensions.count]
      guard let point = try Ascent.defined({ try sampler.draw(dimension: d, index: UInt64(index)) }) ?? nil,
        let error = try Ascent.defined({ try claim.error(point) }) ?? nil, error > 0,
        let row = try Ascent.defined({ try claim.regressors.map { log(try $0.value(point)) } })
      else { continue }
      rows.append(row)
      values.append(log(error))
    }
    return OrderFit(
      exponent: exponent, regression: LinearRegression(rows: rows, values: values),
      names: claim.regressors.map(\.name))
  }

  private func judge(
    _ found: Ledger.State, _ fit: OrderFit?, ascents: Int
  ) -> (Verdict, String) {
    let count = found.observations.count
    guard !dimensions.isEmpty else {
      return (.notTested, "no dimension that was asked for lies in its domain")
    }
    guard let tightest = found.tightest else {
      return (.notTested, "none of \(found.outside) cases met the premise")
    }
    if case .order(let claim) = lemma.claim.form {
      guard let fit else { return (.notTested, "too few cases for an exponent") }
      let interval = fit.exponent
      let needed = claim.order - claim.allowance
      let text = String(
        format: "order %.3f, 99 %% interval %.3f to %.3f, in %@ over %d cases", interval.mean, interval.low,
        interval.high, claim.size, count)
      if interval.low >= needed { return (.holds, text) }
      return (interval.high < needed ? .violated : .notTested, text)
    }
    if tightest.comparison.isViolated {
      return (.violated, "counterexample: \(tightest.origin.word)")
    }
    if case .sampled = lemma.claim.form {
      // The sides are standard errors: so many of them for an interval of 95 %.
      let covered = found.observations.values.filter { $0.comparison.lhs <= SampledEstimate.half95 }.count
      return (
        .holds,
        "no violation in \(count) samples; 95 % intervals cover the exact value in \(covered) of them"
      )
    }
    let searched = ascents > 0 ? " and \(ascents) ascents" : ""
    return (.holds, "no violation in \(count) samples\(searched)")
  }
}
