import Synchronization

/// Tests several lemmas, one after the other.
public struct LemmaCampaign: Sendable {
  /// The lemmas.
  public let lemmas: [Lemma]
  /// How hard they are tested.
  public let options: TestOptions

  /// A campaign.
  public init(_ lemmas: [Lemma] = Lemma.all, options: TestOptions = TestOptions()) {
    self.lemmas = lemmas
    self.options = options
  }

  /// The number of cases that will be drawn in all.
  public var plannedSamples: Int {
    lemmas.reduce(0) { $0 + LemmaTest($1, options: options).plannedSamples }
  }

  /// Runs the tests.
  ///
  /// - Parameters:
  ///   - isCancelled: asked now and then; when it says true the results so far are returned, the last one marked as
  ///     interrupted.
  ///   - progress: called with the lemma under test and the number of cases drawn in all, from any thread.
  /// - Throws: as `LemmaTest.run`.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false },
    progress: @Sendable (Lemma, Int) -> Void = { _, _ in }
  ) throws -> [LemmaResult] {
    try options.check()
    var results: [LemmaResult] = []
    var done = 0
    for lemma in lemmas {
      if isCancelled() { break }
      let test = LemmaTest(lemma, options: options)
      let before = done
      progress(lemma, before)
      results.append(try test.run(isCancelled: isCancelled, progress: { progress(lemma, before + $0) }))
      done += test.plannedSamples
    }
    return results
  }
}
