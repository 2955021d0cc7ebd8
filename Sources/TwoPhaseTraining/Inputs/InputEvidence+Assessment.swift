import TwoPhaseTheory

extension InputEvidence {
  /// What the theorem's check of H1 needs of an assessment: its tests with their corrected p-values.
  ///
  /// - Parameters:
  ///   - assessment: the tests of the data.
  ///   - name: the data's name, such as a file's.
  public init(_ assessment: InputAssessment, name: String) {
    self = .tested(
      name: name,
      tests: zip(assessment.tests, assessment.correctedPValues).map { test, corrected in
        InputEvidence.Test(
          name: test.name, statisticName: test.statisticName, statistic: test.statistic, pValue: corrected)
      },
      significance: assessment.significance,
      skipped: assessment.skipped.map { InputEvidence.Skipped(name: $0.name, reason: $0.reason) })
  }
}
