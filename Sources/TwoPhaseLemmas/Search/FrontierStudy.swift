/// The frontier in several dimensions, and the smallest margins for several gammas.
public struct FrontierStudy: Sendable {
  /// How each point is found.
  public let frontier: MarginFrontier
  /// The dimensions.
  public let dimensions: [Int]
  /// The norm bounds for the smallest margins.
  public let gammas: [Double]

  /// The number of points to find.
  public var tasks: Int { dimensions.count * MarginFrontier.Premise.allCases.count * (1 + gammas.count) }

  /// Finds them all, or those before `isCancelled` said true.
  ///
  /// - Parameter progress: called with the number of points found.
  /// - Throws: as `LemmaTest.run`.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, progress: (Int) -> Void = { _ in }
  ) throws -> (points: [MarginFrontier.Point], smallest: [MarginFrontier.Smallest]) {
    var points: [MarginFrontier.Point] = []
    var smallest: [MarginFrontier.Smallest] = []
    for premise in MarginFrontier.Premise.allCases {
      for d in dimensions {
        if isCancelled() { return (points, smallest) }
        points.append(try frontier.point(dimension: d, premise: premise, isCancelled: isCancelled))
        progress(points.count + smallest.count)
        for gamma in gammas {
          if isCancelled() { return (points, smallest) }
          smallest.append(
            try frontier.smallest(gamma: gamma, dimension: d, premise: premise, isCancelled: isCancelled))
          progress(points.count + smallest.count)
        }
      }
    }
    return (points, smallest)
  }
}

extension MarginFrontier {
  /// A study over the options' dimensions.
  ///
  /// - Throws: `LemmaError.option` for a delta, a gamma or options that make no sense.
  public static func study(
    delta: Double, gammas: [Double], options: TestOptions
  ) throws(LemmaError) -> FrontierStudy {
    try options.check()
    guard delta.isFinite, delta < Double.pi / 2 - 1 else {
      throw .option(
        "--delta", found: "\(delta)", expected: "a number below pi/2 - 1 = 0.5708, the margin at the origin")
    }
    for gamma in gammas where !(gamma > 0 && gamma < 1) {
      throw .option("--gammas", found: "\(gamma)", expected: "numbers strictly between 0 and 1")
    }
    return FrontierStudy(
      frontier: MarginFrontier(delta: delta, options: options), dimensions: options.dimensions ?? [2, 5, 20],
      gammas: gammas)
  }
}
