import LinearAlgebra
import TwoPhaseTheory
public struct TrajectoryOptions: Sendable {
  public enum Layout: String, CaseIterable, Sendable { case columns, rows };
  public var layout = Layout.columns; public var includesIdentity = false; public init() {}
}
public struct Trajectory: Sendable {
  public var steps: [Int]; public var dimension: Int; public var count: Int; public var format: String;
  public var learningRates: [Double]?; public var sourceIsSinglePrecision: Bool
  public init(path: String, options: TrajectoryOptions) throws {
    steps = []; dimension = 0; count = 0; format = ""; sourceIsSinglePrecision = false
  }
  public func read(_ i: Int, into: inout Matrix) throws {}
  public func nameOfSnapshot(_ i: Int) -> String { "" }
  public static func readMatrix(path: String, options: TrajectoryOptions) throws -> Matrix {
    try Matrix(npy: path)
  }
}
public struct DataEstimate: Sendable, Equatable {
  public var sampleCount = 0; public var confidence = 0.95; public var loss = 0.0
  public struct I: Sendable, Equatable { public var low = 0.0, high = 0.0 }
  public var lossInterval: I?; public var marginPaper: Double?; public var marginInterval: I?;
  public var gradientFrobeniusNormPaper = 0.0
}
public struct DataEstimator: Sendable {
  init(inputs: Matrix, network: Network, teacher: Matrix) {};
  mutating func estimate(student: Matrix) -> DataEstimate { DataEstimate() }
}
public struct InputAssessment: Sendable {
  var isRejected = false; static func assess(_ x: Matrix) -> InputAssessment { .init() }
}
extension InputEvidence { init(_ a: InputAssessment, name: String) { self = .unknown(why: name) } }
extension Matrix { init(inputs: String, dimension: Int) throws { try self.init(npy: inputs) } }
