import LinearAlgebra

/// Why a lemma cannot be tested as asked.
public enum LemmaError: DescribedFailure, Equatable {
  /// A case lacks a number that its lemma needs.
  case missingParameter(String)
  /// No lemma has this identifier.
  case unknownLemma(String, known: [String])
  /// A case lies outside the lemma's domain, or its premise does not hold there.
  case outsideDomain(lemma: String, reason: String)
  /// An option of a test is impossible.
  case option(String, found: String, expected: String)

  /// The kind of failure.
  public var kind: FailureKind {
    switch self {
    case .missingParameter, .outsideDomain: .dataFormat
    case .unknownLemma, .option: .usage
    }
  }

  /// One line.
  public var description: String {
    switch self {
    case .missingParameter(let name): "parameters: '\(name)' is missing, expected a number"
    case .unknownLemma(let id, let known):
      "lemma: found '\(id)', expected one of \(known.joined(separator: ", "))"
    case .outsideDomain(let lemma, let reason): "\(lemma): \(reason)"
    case .option(let name, let found, let expected): "\(name): found \(found), expected \(expected)"
    }
  }
}
