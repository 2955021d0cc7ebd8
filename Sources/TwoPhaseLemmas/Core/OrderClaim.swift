import Foundation

/// The claim that an error is of some order in a size.
public struct OrderClaim: Sendable {
  /// The claimed order.
  public let order: Double
  /// The name of the size that is halved.
  public let size: String
  /// What the exponent may fall short by.
  public let allowance: Double
  /// What log error is regressed on besides.
  public let regressors: [Regressor]
  let refined: @Sendable (LemmaCase) -> LemmaCase
  let error: @Sendable (LemmaCase) throws -> Double?

  init(
    order: Double, size: String, allowance: Double, refined: @escaping @Sendable (LemmaCase) -> LemmaCase,
    error: @escaping @Sendable (LemmaCase) throws -> Double?, regressors: [Regressor]
  ) {
    self.order = order
    self.size = size
    self.allowance = allowance
    self.refined = refined
    self.error = error
    self.regressors = regressors
  }

  /// Halvings of the size that one case is tried at.
  static let halvings = 3

  /// The errors of a case at its size and at each halving.
  struct Ladder: Sendable {
    /// log2 of the error, at sizes 1, 1/2, 1/4, ...
    let logErrors: [Double]

    /// The least-squares slope of log error against log size.
    var slope: Double {
      let n = Double(logErrors.count)
      let middle = (n - 1) / 2
      var (numerator, denominator) = (0.0, 0.0)
      for (k, value) in logErrors.enumerated() {
        numerator += (middle - Double(k)) * value
        denominator += (middle - Double(k)) * (middle - Double(k))
      }
      return numerator / denominator
    }
  }

  /// nil when an error cannot be told from rounding at one of the sizes.
  func ladder(_ point: LemmaCase) throws -> Ladder? {
    var current = point
    var logErrors: [Double] = []
    for k in 0...Self.halvings {
      guard let value = try error(current), value > 0, value.isFinite else { return nil }
      logErrors.append(log2(value))
      if k < Self.halvings { current = refined(current) }
    }
    return Ladder(logErrors: logErrors)
  }
}

/// Something that log error is regressed on: the logarithm of a positive quantity of the case.
public struct Regressor: Sendable {
  /// Its name, as in "gamma" or "d".
  public let name: String
  let value: @Sendable (LemmaCase) throws -> Double

  /// A regressor.
  public init(_ name: String, _ value: @escaping @Sendable (LemmaCase) throws -> Double) {
    self.name = name
    self.value = value
  }

  /// d.
  public static let dimension = Regressor("d") { Double($0.dimension) }
  /// gamma = max(||W||_2, ||W*||_2).
  public static let gamma = Regressor("gamma") { try $0.normBound() }
}
