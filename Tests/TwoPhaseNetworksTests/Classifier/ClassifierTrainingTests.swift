import LinearAlgebra
import Testing
import TwoPhaseNetworks

@Suite("A classifier's training")
struct ClassifierTrainingTests {
  /// Three classes around three points.
  private func data(_ count: Int, purpose: UInt32 = 1) throws -> LabelledData {
    var inputs = NormalStream(seed: 4, purpose: purpose).matrix(rowCount: count, columnCount: 6)
    let labels = (0..<count).map { $0 % 3 }
    for (i, label) in labels.enumerated() { inputs[i, label] += 4 }
    return try LabelledData(inputs: inputs, labels: labels)
  }

  private func start(_ start: ClassifierStart, slope: Double = 0, identity: Bool) throws -> Classifier {
    let shape = Classifier.Shape(dimension: 6, classCount: 3, slope: slope, identityMapping: identity)
    return try start.classifier(shape: shape, seed: 2, lane: 0)
  }

  private func run(_ start: Classifier, rate: Double = 0.1, epochs: Int = 6, lane: UInt32 = 0) throws
    -> ClassifierRun
  {
    try ClassifierTraining(learningRate: rate, batch: 16, epochs: epochs).run(
      from: start, training: data(100), test: data(90, purpose: 2), seed: 1, lane: lane)
  }

  @Test("separable classes are learned, with and without identity mapping", arguments: [true, false])
  func learns(identity: Bool) throws {
    let run = try run(start(ClassifierStart(), identity: identity))
    #expect(run.records.map(\.epoch) == Array(0...6) && run.divergedAtStep == nil)
    let last = try #require(run.records.last)
    #expect(last.testAccuracy > 0.9 && last.trainingLoss < run.records[0].trainingLoss / 4)
    #expect(abs(last.spectralNorm - (try run.classifier.weights.spectralNorm())) < 1e-14)
    #expect(last.trainingLoss == run.classifier.measure(try data(100)).loss)
  }

  @Test("one epoch is SGD written out: batches of 16 and a rest of 4")
  func steps() throws {
    let begin = try start(ClassifierStart(), slope: 0.25, identity: true)
    let data = try data(100)
    var expected = begin
    let order = NormalStream(seed: 1, purpose: ClassifierTraining.orderPurpose).permutation(
      100, lane: 3, round: 0)
    for from in stride(from: 0, to: 100, by: 16) {
      let part = data.rows(Array(order[from..<min(from + 16, 100)]))
      expected.descend(try #require(expected.measure(part, withGradient: true).gradient), rate: 0.1)
    }
    #expect(try run(begin, epochs: 1, lane: 3).classifier == expected)
  }

  @Test("the same seed and lane give the same run, another lane another one")
  func repeats() throws {
    let begin = try start(ClassifierStart(), identity: true)
    #expect(try run(begin) == run(begin))
    #expect(try run(begin).classifier != run(begin, lane: 1).classifier)
  }

  @Test(
    "zero start without identity mapping: both gradients exactly 0 throughout", arguments: [-0.5, 0, 0.25])
  func stationary(slope: Double) throws {
    let run = try run(start(ClassifierStart(weights: .zero, head: .zero), slope: slope, identity: false))
    for record in run.records {
      #expect(record.weightsGradientNorm == 0 && record.headGradientNorm == 0)
      #expect(record.spectralNorm == 0 && record.largestColumnDifference == 0)
    }
    #expect(run.classifier.head.largestMagnitude == 0)
    #expect(run.classifier.bias.contains { $0 != 0 })
  }

  @Test("zero start with identity mapping learns")
  func zeroWithIdentity() throws {
    let run = try run(start(ClassifierStart(weights: .zero, head: .zero), identity: true))
    #expect(run.records[0].weightsGradientNorm == 0 && run.records[0].headGradientNorm > 0)
    #expect(try #require(run.records.last).testAccuracy > 0.9)
  }

  @Test("equal neurons without identity mapping move and stay equal")
  func symmetric() throws {
    let begin = try start(ClassifierStart(weights: .equal, head: .equal), slope: 0.25, identity: false)
    #expect(begin.largestColumnDifference == 0 && begin.weights.largestMagnitude > 0)
    let run = try run(begin, rate: 0.02)
    #expect(Matrix.distance(run.classifier.weights, begin.weights) > 1e-3)
    #expect(run.records.allSatisfy { $0.largestColumnDifference < 1e-12 })
    #expect(try self.start(ClassifierStart(), identity: false).largestColumnDifference > 0)
  }

  @Test("a start has the spectral norm that is asked for, and does not depend on slope or identity mapping")
  func starts() throws {
    let scaled = try start(ClassifierStart(spectralNorm: 0.25), identity: true)
    #expect(abs(try scaled.weights.spectralNorm() - 0.25) < 1e-14)
    let (a, b) = (
      try start(ClassifierStart(), identity: true), try start(ClassifierStart(), slope: 0.5, identity: false)
    )
    #expect(a.weights == b.weights && a.head == b.head)
    #expect(a.hiddenMatrix != b.hiddenMatrix)
  }

  @Test("a learning rate far too large ends as diverged, with finite records")
  func diverges() throws {
    let run = try run(start(ClassifierStart(), identity: true), rate: 1e7, epochs: 50)
    let step = try #require(run.divergedAtStep)
    #expect(step >= 1)
    #expect(run.records.allSatisfy { $0.trainingLoss.isFinite && $0.weightsGradientNorm.isFinite })
  }

  @Test("who observes can end a run")
  func observed() throws {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try ClassifierTraining(learningRate: 0.1, batch: 16, epochs: 5).run(
        from: start(ClassifierStart(), identity: true), training: data(100), test: data(90), seed: 1
      ) { if $0.epoch == 2 { throw Stop() } }
    }
  }
}
