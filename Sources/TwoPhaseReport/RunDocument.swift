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
  let configuration: Configuration
  let seed: UInt64
  let environment: Environment
  let series: SeriesDocument
  let phases: PhasesDocument
  let performance: Performance

  struct Configuration: Encodable, Sendable {
    let dimension: Int
    let initialisation: String
    let initialisationNorm: Nullable<Double>
    let teacher: String
    let slope: Double
    let readout: Readout
    let identityMapping: Bool
    let gradient: String
    let data: Nullable<String>
    let batch: Nullable<Int>
    let learningRate: Double
    let paperLearningRate: Double
    let steps: Int
    let every: Int
    let gamma: Double
    let gammaSource: String
    let delta: Double
    let potentialThreshold: Double
    let potentialThresholdSource: String
    let dwell: Int
    let hysteresis: Double
    let studentSpectralNorm: Double
    let teacherSpectralNorm: Double
  }

  struct Environment: Encodable, Sendable {
    let backend: String
    let backendPath: String
    let threads: Int
  }

  struct Performance: Encodable, Sendable {
    let seconds: Double
    let productGigaflops: Nullable<Double>
    let gemmPeakGigaflops: Double
  }

  /// The document of a run that has ended.
  public init(_ run: RecordedRun) {
    let prepared = run.prepared
    let request = prepared.request
    status = run.status.word
    statusStep = Nullable(run.status.step)
    if case .undefined(_, let reason) = run.status {
      statusReason = Nullable(reason.description)
    } else {
      statusReason = Nullable(nil)
    }
    configuration = Configuration(
      dimension: prepared.dimension, initialisation: request.start.word,
      initialisationNorm: Nullable(prepared.startNorm), teacher: request.teacherFile ?? "gaussian",
      slope: prepared.network.slope, readout: prepared.network.readout,
      identityMapping: prepared.network.identityMapping, gradient: request.gradient.rawValue,
      data: Nullable(request.dataFile), batch: Nullable(prepared.batch), learningRate: request.learningRate,
      paperLearningRate: prepared.network.paperLearningRate(request.learningRate), steps: request.steps,
      every: request.cadence, gamma: prepared.gamma,
      gammaSource: prepared.gammaIsMeasured ? "max(||W_0||_2, ||W*||_2)" : "given",
      delta: prepared.thresholds.margin, potentialThreshold: prepared.thresholds.potential,
      potentialThresholdSource: request.potentialThreshold == nil ? "197 gamma^2" : "given",
      dwell: prepared.thresholds.dwell, hysteresis: prepared.thresholds.hysteresis,
      studentSpectralNorm: prepared.studentSpectralNorm, teacherSpectralNorm: prepared.teacherSpectralNorm)
    seed = request.seed
    let backend = run.performance.backend
    environment = Environment(backend: backend.name, backendPath: backend.path, threads: backend.threads)
    series = SeriesDocument(run.series)
    phases = PhasesDocument(run.analysis)
    performance = Performance(
      seconds: run.performance.seconds, productGigaflops: Nullable(run.performance.gigaflops),
      gemmPeakGigaflops: run.performance.peakGigaflops)
  }

  /// The document as JSON, on one line.
  public func json() throws -> Data { try JSONText.data(self, pretty: false) }

  /// The document as JSON text.
  public func text() throws -> String { String(decoding: try json(), as: UTF8.self) }
}
