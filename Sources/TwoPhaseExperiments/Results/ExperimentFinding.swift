import TwoPhaseTheory

/// A claim and what the experiment says of it.
public struct ExperimentFinding: Sendable, Equatable, Codable {
  /// The claim as an inequality in words.
  public var claim: String
  /// Whose claim: "[S], figure 5", or "theory.md section 6".
  public var source: String
  /// What was found. Not tested covers what the runs do not decide; the evidence says so.
  public var verdict: Verdict
  /// A sentence with the numbers, their scale and their intervals.
  public var evidence: String

  /// A finding.
  public init(claim: String, source: String, verdict: Verdict, evidence: String) {
    self.claim = claim
    self.source = source
    self.verdict = verdict
    self.evidence = evidence
  }
}
