import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// All quantities at one point, as `twophase inspect` shows them: schema "twophase.point/1", docs/file-formats.md.
public struct PointDocument: Encodable, Sendable {
  let schema = "twophase.point/1"
  let status: String
  let dimension: Int
  let slope: Double
  let readout: Readout
  let identityMapping: Bool
  let populationLoss: Double
  let potential: Double
  let potentialLeaveOneOut: [Double]
  let auxiliaryTrace: Double
  let auxiliarySpectralNorm: Double
  let s: [Double]
  let sNorm: Double
  let sSum: Double
  let distance: Double
  let studentSpectralNorm: Double
  let teacherSpectralNorm: Double
  let onePointMargin: Nullable<Double>
  let onePointMarginPaper: Nullable<Double>
  let marginTermsPaper: Nullable<MarginTerms>
  let auxiliaryMatrix: [[Double]]?
  let negativeGradient: [[Double]]?

  /// Evaluates everything at W.
  ///
  /// - Parameter matrices: whether to include A and -grad L (true scale), each d x d, row by row.
  /// - Throws: `TheoryError` for unusable weights, `LAPACKFailure`.
  /// - Complexity: O(d^3), dense spectra.
  public init(student: Matrix, teacher: Matrix, network: Network, matrices: Bool) throws {
    var evaluator = try PointEvaluator(network: network, teacher: teacher, spectralMethod: .dense)
    let point = try evaluator.evaluate(student: student)
    let auxiliary = evaluator.auxiliaryMatrix()
    var trace = 0.0
    for i in 0..<auxiliary.rowCount { trace += auxiliary[i, i] }
    status = point.marginTerms == nil ? "converged" : "defined"
    dimension = evaluator.dimension
    slope = network.slope
    readout = network.readout
    identityMapping = network.identityMapping
    populationLoss = point.populationLoss
    potential = point.potential
    potentialLeaveOneOut = evaluator.potentialLeaveOneOut
    auxiliaryTrace = trace
    auxiliarySpectralNorm = point.auxiliarySpectralNorm
    s = evaluator.s
    sNorm = point.sNorm
    sSum = point.sSum
    distance = point.distance
    studentSpectralNorm = point.studentSpectralNorm
    teacherSpectralNorm = try teacher.spectralNorm()
    onePointMargin = Nullable(point.margin(.true).value)
    onePointMarginPaper = Nullable(point.margin(.paper).value)
    marginTermsPaper = Nullable(point.marginTerms)
    auxiliaryMatrix = matrices ? auxiliary.rows : nil
    negativeGradient = matrices ? evaluator.negativeGradient(.true).rows : nil
  }

  /// The document as JSON.
  public func json() throws -> String {
    String(decoding: try JSONText.data(self, pretty: true), as: UTF8.self)
  }
}
