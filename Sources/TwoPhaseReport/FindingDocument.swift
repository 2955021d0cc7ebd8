import TwoPhaseTheory

/// A verdict on a hypothesis or conclusion, as report.json holds it.
struct FindingDocument: Encodable, Sendable {
  let id: String
  let title: String
  let statement: String
  let latex: String
  let source: String
  let constants: [String]
  let verdict: String
  let quantity: String
  let relation: String
  let required: Nullable<Double>
  let observed: Nullable<Double>
  let margin: Nullable<Double>
  let step: Nullable<Int>
  let firstViolation: Nullable<CheckDocument.Violation>
  let reason: String
  let checks: [CheckDocument]

  init(_ finding: Finding) {
    let deciding = finding.deciding
    id = finding.part.id.rawValue
    title = finding.part.title
    statement = finding.part.statement
    latex = finding.part.latex
    source = finding.part.source
    constants = finding.part.constants.map(\.rawValue)
    verdict = finding.verdict.rawValue
    quantity = deciding.name
    relation = deciding.relation.rawValue
    required = Nullable(deciding.required)
    observed = Nullable(deciding.observed)
    margin = Nullable(deciding.margin)
    step = Nullable(deciding.step)
    firstViolation = Nullable(deciding.firstViolation.map(CheckDocument.Violation.init))
    reason = deciding.reason
    checks = finding.checks.map(CheckDocument.init)
  }
}

/// One inequality, as report.json holds it.
struct CheckDocument: Encodable, Sendable {
  let quantity: String
  let verdict: String
  let relation: String
  let required: Nullable<Double>
  let observed: Nullable<Double>
  let margin: Nullable<Double>
  let step: Nullable<Int>
  let firstViolation: Nullable<Violation>
  let reason: String

  struct Violation: Encodable, Sendable {
    let step: Int
    let required: Double
    let observed: Nullable<Double>

    init(_ violation: TheoremCheck.Violation) {
      step = violation.step
      required = violation.required
      observed = Nullable(violation.observed)
    }
  }

  init(_ check: TheoremCheck) {
    quantity = check.name
    verdict = check.verdict.rawValue
    relation = check.relation.rawValue
    required = Nullable(check.required)
    observed = Nullable(check.observed)
    margin = Nullable(check.margin)
    step = Nullable(check.step)
    firstViolation = Nullable(check.firstViolation.map(Violation.init))
    reason = check.reason
  }
}
