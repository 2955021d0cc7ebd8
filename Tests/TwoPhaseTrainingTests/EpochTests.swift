import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("Batches from a fixed data set")
struct EpochTests {
  /// A data set in which one row alone has a loss, so that the batch losses tell which rows were drawn.
  static func steps(rows: Int, batch: Int, steps: Int, marked: Int, seed: UInt64) throws -> [Bool] {
    let network = try Network()
    var x = Matrix(rowCount: rows, columnCount: 2)
    x[marked, 0] = 1
    let teacher = Matrix(rows: [[0.5, 0], [0, 0]])
    var sgd = try InstrumentedSGD(
      network: network, student: Matrix(rowCount: 2, columnCount: 2), teacher: teacher,
      source: MinibatchGradient(
        inputs: .data(x, seed: seed), batch: batch, network: network, teacher: teacher),
      learningRate: 1e-9)
    var drawn: [Bool] = []
    _ = try sgd.run(steps: steps) { record in
      if let loss = record.batchLoss { drawn.append(loss > 0) }
    }
    return drawn
  }

  @Test("each epoch draws every row once when the batch divides the data")
  func everyRowOnce() throws {
    for marked in 0..<12 {
      let drawn = try Self.steps(rows: 12, batch: 3, steps: 40, marked: marked, seed: 5)
      for epoch in 0..<10 { #expect(drawn[(4 * epoch)..<(4 * epoch + 4)].count { $0 } == 1) }
    }
  }

  @Test("the order changes from epoch to epoch and with the seed, and is reproducible")
  func order() throws {
    let a = try Self.steps(rows: 12, batch: 1, steps: 120, marked: 4, seed: 5)
    #expect(a == (try Self.steps(rows: 12, batch: 1, steps: 120, marked: 4, seed: 5)))
    #expect(a != (try Self.steps(rows: 12, batch: 1, steps: 120, marked: 4, seed: 6)))
    let places = (0..<10).map { epoch in
      a[(12 * epoch)..<(12 * epoch + 12)].firstIndex(of: true).map { $0 % 12 }
    }
    #expect(Set(places).count > 3)
  }

  @Test("a last incomplete batch is left out, and a batch larger than the data is all of it")
  func incomplete() throws {
    let drawn = try Self.steps(rows: 7, batch: 3, steps: 2000, marked: 0, seed: 1)
    let rate = Double(drawn.count { $0 }) / Double(drawn.count)
    #expect(abs(rate - 3.0 / 7) < 0.04)  // 2 of 2 batches of an epoch hold 6 of 7 rows
    let whole = try Self.steps(rows: 7, batch: 100, steps: 20, marked: 3, seed: 1)
    #expect(whole.allSatisfy { $0 })
  }
}
