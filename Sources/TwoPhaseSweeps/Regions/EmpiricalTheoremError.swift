import LinearAlgebra

/// A sweep whose regions cannot be searched.
public enum EmpiricalTheoremError: DescribedFailure, Equatable {
  /// More axes than boxes can be searched over.
  case axes([String])
  /// More boxes than can be searched.
  case boxes(axes: [String], operations: Double)
  /// Not a confidence.
  case confidence(Double)

  /// Axes at most.
  static let mostAxes = 5
  /// Additions at most for one search.
  static let mostOperations = 2e8

  /// Wrong use of the command.
  public var kind: FailureKind { .usage }
  /// One line.
  public var description: String {
    switch self {
    case .axes(let names):
      "empirical theorem: found \(names.count) axes (\(MessageText.line(names.joined(separator: ", "), limit: 200))), expected at most \(Self.mostAxes) beside the seeds"
    case .boxes(let names, let operations):
      "empirical theorem: found \(SweepPhrase.number(operations)) steps of a search over \(MessageText.line(names.joined(separator: ", "), limit: 200)), expected at most \(SweepPhrase.number(Self.mostOperations)): use fewer values"
    case .confidence(let value):
      "empirical theorem: found the confidence \(value), expected a number between 0 and 1, such as 0.95"
    }
  }
}
