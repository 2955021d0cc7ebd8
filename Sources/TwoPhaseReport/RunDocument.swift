import Foundation
import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// A run as report.json holds it: schema "twophase.report/1", docs/file-formats.md.
public struct RunDocument: Encodable, Sendable {
  let schema = "twophase.report/1"
  let status: String
  let statusStep: Nullable<Int>
  let statusReason: Nullable<String>
  let configuration: ConfigurationDocument
  let seed: Nullable<UInt64>
  let environment: Environment
  let series: SeriesDocument
  let phases: PhasesDocument
  let hypotheses: [FindingDocument]
  let conclusions: [FindingDocument]
  let theorem: TheoremDocument
  let performance: Performance

  struct Environment: Encodable, Sendable {
    let backend: String
    let backendPath: String
    let threads: Int
  }

  struct Performance: Encodable, Sendable {
    let seconds: Double
    let productGigaflops: Nullable<Double>
    let gemmPeakGigaflops: Double
    let gramPoints: Int
    let directPoints: Int
  }

  /// The document of a run that has ended.
  public init(_ run: RecordedRun) {
    status = run.status.word
    statusStep = Nullable(run.status.step)
    if case .undefined(_, let reason) = run.status {
      statusReason = Nullable(reason.description)
    } else {
      statusReason = Nullable(nil)
    }
    configuration = ConfigurationDocument(run)
    if case .training(let training) = run.origin {
      seed = Nullable(training.request.seed)
    } else {
      seed = Nullable(nil)
    }
    let backend = run.performance.backend
    environment = Environment(backend: backend.name, backendPath: backend.path, threads: backend.threads)
    series = SeriesDocument(run.series)
    phases = PhasesDocument(run.analysis)
    hypotheses = run.theorem.verdicts.hypotheses.map(FindingDocument.init)
    conclusions = run.theorem.verdicts.conclusions.map(FindingDocument.init)
    theorem = TheoremDocument(run.theorem)
    performance = Performance(
      seconds: run.performance.seconds, productGigaflops: Nullable(run.performance.gigaflops),
      gemmPeakGigaflops: run.performance.peakGigaflops, gramPoints: run.performance.account.gramPoints,
      directPoints: run.performance.account.directPoints)
  }

  /// The document as JSON, on one line.
  public func json() throws -> Data { try JSONText.data(self, pretty: false) }

  /// The document as JSON text.
  public func text() throws -> String { String(decoding: try json(), as: UTF8.self) }
}
