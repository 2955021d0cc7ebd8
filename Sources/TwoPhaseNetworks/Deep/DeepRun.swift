import LinearAlgebra

/// Minibatch SGD of a deep student towards a deep teacher of the same architecture: W_l -= eta grad_l L, x ~ N(0, I).
///
/// ```swift
/// let run = DeepRun(architecture: deep, learningRate: 0.01, steps: 4000, batch: 64, seed: 1)
/// try run.trajectory().records.last?.alignedDistance
/// ```
public struct DeepRun: Sendable, Equatable {
  /// The network.
  public var architecture: DeepArchitecture
  /// eta, of L in true scale.
  public var learningRate: Double
  /// T.
  public var steps: Int
  /// B.
  public var batch: Int
  /// About how many records over the run, besides the first.
  public var records: Int
  /// K, the independent batches of a record.
  public var measurementBatches: Int
  /// The inputs in each of them.
  public var measurementBatch: Int
  /// ||W_l||_2 and ||W*_l||_2 of layers with the identity mapping; the others are N(0, 1/d).
  public var norm: Double
  /// The seed of every random number. Runs of one seed share their draws whatever the pattern.
  public var seed: UInt64

  /// A run.
  ///
  /// - Precondition: counts of at least 1, K at least 2.
  public init(
    architecture: DeepArchitecture, learningRate: Double, steps: Int, batch: Int, records: Int = 40,
    measurementBatches: Int = 8, measurementBatch: Int = 256, norm: Double = 0.3, seed: UInt64
  ) {
    precondition(steps >= 1 && batch >= 1 && records >= 1, "counts of at least 1")
    precondition(measurementBatches >= 2 && measurementBatch >= 1, "two batches or more for an interval")
    self.architecture = architecture
    self.learningRate = learningRate
    self.steps = steps
    self.batch = batch
    self.records = records
    self.measurementBatches = measurementBatches
    self.measurementBatch = measurementBatch
    self.norm = norm
    self.seed = seed
  }

  /// The loss that counts as divergence, in multiples of the first record's.
  public static let divergence = 1e6
  /// The distance or the root of the loss, in multiples of the first record's, that counts as converged.
  public static let convergence = 1e-9

  /// Teacher and student before the first step.
  ///
  /// - Throws: `LAPACKFailure`.
  public func start() throws -> (teacher: [Matrix], student: [Matrix]) {
    (
      try architecture.randomWeights(norm: norm, stream: stream(.deepTeacher)),
      try architecture.randomWeights(norm: norm, stream: stream(.deepStudent))
    )
  }

  /// Makes the run.
  ///
  /// - Parameter isCancelled: asked at each record; true ends the run there as if its steps were made.
  /// - Throws: `LAPACKFailure`.
  /// - Complexity: 8 N B d^2 floating-point operations a step; allocates only at records.
  public func trajectory(isCancelled: () -> Bool = { false }) throws -> DeepTrajectory {
    let (teacher, first) = try start()
    var student = first
    var measurement = DeepMeasurement(self, teacher: teacher)
    let target = architecture.neurons(of: teacher)
    var neurons = architecture.neurons(of: student)
    let ones = [Double](repeating: 1, count: architecture.dimension)
    var inputs = Matrix(rowCount: batch, columnCount: architecture.dimension)
    var pass = DeepBackpropagation(architecture, batch: batch)
    let training = stream(.deepTraining)
    let interval = max(1, steps / records)

    guard let initial = measurement.record(student, step: 0) else {
      preconditionFailure("a start is finite")
    }
    var made = [initial]
    let limit = Self.divergence * max(initial.sampled.loss.mean, .leastNormalMagnitude)
    for step in 1...steps {
      training.fill(&inputs, step: UInt64(step))
      pass.setTargets(inputs: inputs, neurons: target)
      let loss = pass.lossAndGradient(inputs: inputs, neurons: neurons)
      guard loss <= limit else { return DeepTrajectory(records: made, ending: .diverged(step: step)) }
      for l in student.indices {
        student[l].add(pass.gradients[l], scaledBy: -learningRate)
        neurons[l].copy(student[l])
        if architecture.identities[l] { neurons[l].addToDiagonal(ones) }
      }
      guard step % interval == 0 || step == steps else { continue }
      guard let record = measurement.record(student, step: step), record.sampled.loss.mean <= limit else {
        return DeepTrajectory(records: made, ending: .diverged(step: step))
      }
      made.append(record)
      let rootLoss = (record.sampled.loss.mean / initial.sampled.loss.mean).squareRoot()
      if record.distance <= Self.convergence * initial.distance || rootLoss <= Self.convergence {
        return DeepTrajectory(records: made, ending: .converged(step: step))
      }
      if isCancelled() { break }
    }
    return DeepTrajectory(records: made, ending: .finished)
  }

  func stream(_ purpose: NetworkPurpose) -> NormalStream {
    NormalStream(seed: seed, purpose: purpose.rawValue)
  }
}
