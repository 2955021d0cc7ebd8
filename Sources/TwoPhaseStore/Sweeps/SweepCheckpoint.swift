import Foundation
import GRDB
import LinearAlgebra
import TwoPhaseSweeps
import TwoPhaseTraining

/// Where a run of a sweep can be taken up again, as its store has it.
struct SweepCheckpoint: Sendable {
  let number: Int
  let step: Int
  let facts: String
  let memory: String
  let student: Data
  let noise: Data?
  let records: Data

  /// A checkpoint of a run with the records made before it.
  init(number: Int, _ checkpoint: SGDCheckpoint, facts: RunFacts, series: RunSeries) throws {
    self.number = number
    step = checkpoint.step
    self.facts = try FactsText.encode(facts)
    memory = try FactsText.encode(checkpoint.memory)
    student = checkpoint.student.npy.data()
    noise = checkpoint.noise?.npy.data()
    records = SeriesBlob.encode(series)
  }

  init(_ row: Row) {
    number = row["number"]
    step = row["step"]
    facts = row["facts"]
    memory = row["memory"]
    student = row["student"]
    noise = row["noise"]
    records = row["records"]
  }

  var arguments: StatementArguments { [number, step, facts, memory, student, noise, records] }

  /// The run as far as it got.
  ///
  /// - Parameter path: the store's name in errors.
  func continuation(path: String) throws -> RunContinuation {
    let facts = try FactsText.decode(RunFacts.self, facts)
    func matrix(_ data: Data) throws -> Matrix {
      let array = try NPYArray(data: data, path: path)
      guard array.shape.count == 2 else {
        throw StoreFailure.notAStore(path: path, found: "weights of shape \(array.shape)")
      }
      var matrix = Matrix(rowCount: array.shape[0], columnCount: array.shape[1])
      for i in 0..<array.shape[0] {
        for j in 0..<array.shape[1] { matrix[i, j] = array.values[i * array.shape[1] + j] }
      }
      return matrix
    }
    return RunContinuation(
      facts: facts, series: [try SeriesBlob.decode(records, network: facts.setting.network, path: path)],
      pass: 0,
      checkpoint: SGDCheckpoint(
        step: step, student: try matrix(student), noise: try noise.map(matrix),
        memory: try FactsText.decode(SGDCheckpoint.Memory.self, memory)))
  }
}

extension SweepStore {
  /// The numbers of the runs that have a checkpoint.
  func checkpointed() throws -> Set<Int> {
    try read { try Int.fetchSet($0, sql: "SELECT number FROM checkpoints") }
  }

  /// A run's checkpoint; nil without one.
  func checkpoint(_ number: Int) throws -> SweepCheckpoint? {
    try read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM checkpoints WHERE number = ?", arguments: [number])
        .map(SweepCheckpoint.init)
    }
  }

  /// Writes checkpoints over earlier ones.
  func insert(_ db: Database, _ checkpoints: [SweepCheckpoint]) throws {
    for checkpoint in checkpoints {
      try db.execute(
        sql: "INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?, ?, ?)",
        arguments: checkpoint.arguments)
    }
  }
}
