import LinearAlgebra
import TwoPhaseLemmas

/// A saved case held to its lemma again.
public struct LemmaReplay: Sendable {
  /// The lemma.
  public let lemma: Lemma
  /// The case.
  public let point: LemmaCase
  /// lhs and rhs there.
  public let comparison: Comparison

  /// Compares both sides at the case.
  ///
  /// - Parameter lemmas: the lemmas that the file may name.
  /// - Throws: `LocatedFailure` when no lemma has the name, the case lies outside the domain, or the premise does not hold;
  ///   what the claim throws.
  public init(_ file: LemmaCaseFile, path: String, lemmas: [Lemma] = Lemma.all) throws {
    guard let lemma = lemmas.first(where: { $0.id == file.lemma }) else {
      throw LocatedFailure(
        path,
        LemmaError.outsideDomain(
          lemma: "lemma",
          reason:
            "found '\(file.lemma.prefix(60))', expected one of \(lemmas.map(\.id).joined(separator: ", "))"))
    }
    if let objection = try lemma.domain.objection(to: file.point) {
      throw LocatedFailure(path, LemmaError.outsideDomain(lemma: lemma.id, reason: objection))
    }
    guard let sides = try lemma.claim.compare(file.point) else {
      throw LocatedFailure(
        path, LemmaError.outsideDomain(lemma: lemma.id, reason: "the case does not meet the lemma's premise"))
    }
    self.lemma = lemma
    point = file.point
    comparison = sides
  }

  /// True when a lemma that is expected to hold fails at the case.
  public var isUnexpected: Bool { comparison.isViolated && lemma.expectation == .holds }

  /// For people.
  public var text: String {
    """
    lemma      \(lemma.id): \(lemma.title)
    statement  \(lemma.statement)
    case       d = \(point.dimension), slope \(NumberText.short(point.network.slope))
    lhs        \(comparison.lhs)
    rhs        \(comparison.rhs)
    lhs <= rhs is \(comparison.isViolated ? "violated" : "true") here

    """
  }
}
