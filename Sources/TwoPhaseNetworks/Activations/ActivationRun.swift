import LinearAlgebra

/// Minibatch SGD of y = sum_j phi(v_j . x), V = I + W, towards a teacher of the same form, x ~ N(0, I).
public struct ActivationRun: Sendable, Equatable {
  /// phi.
  public var activation: HiddenActivation
  /// Where it starts.
  public var start: ActivationStart
  /// d.
  public var dimension: Int
  /// eta, of L in true scale.
  public var learningRate: Double
  /// T.
  public var steps: Int
  /// B.
  public var batch: Int
  /// The records besides the first; record k of n is at step T (k/n)^2, so that they are densest where Phase 1 is.
  public var records: Int
  /// K, the independent batches of a record.
  public var measurementBatches: Int
  /// The inputs in each of them.
  public var measurementBatch: Int
  /// The seed of every random number; runs of one seed share their draws whatever the activation.
  public var seed: UInt64

  /// A run.
  ///
  /// - Precondition: counts of at least 1, K at least 2.
  public init(
    activation: HiddenActivation, start: ActivationStart, dimension: Int, learningRate: Double, steps: Int,
    batch: Int, records: Int = 60, measurementBatches: Int = 8, measurementBatch: Int = 512, seed: UInt64
  ) {
    precondition(dimension >= 1 && steps >= 1 && batch >= 1 && records >= 1, "counts of at least 1")
    precondition(measurementBatches >= 2 && measurementBatch >= 1, "two batches or more for an interval")
    self.activation = activation
    self.start = start
    self.dimension = dimension
    self.learningRate = learningRate
    self.steps = steps
    self.batch = batch
    self.records = records
    self.measurementBatches = measurementBatches
    self.measurementBatch = measurementBatch
    self.seed = seed
  }

  /// The steps at which there are records after the first one.
  public var recordSteps: [Int] {
    var result: [Int] = []
    for k in 1...records {
      let ratio = Double(k) / Double(records)
      let step = k == records ? steps : max(1, Int(Double(steps) * ratio * ratio))
      if step > result.last ?? 0 { result.append(step) }
    }
    return result
  }

  /// Makes the run; it ends early when it has converged or diverged, as `DeepRun` does.
  ///
  /// - Parameter isCancelled: asked at each record; true ends the run there.
  /// - Throws: `LAPACKFailure`.
  /// - Complexity: 6 B d^2 floating-point operations and 3 B d activations a step; allocates only at records.
  public func trajectory(isCancelled: () -> Bool = { false }) throws -> ActivationTrajectory {
    let (first, teacher) = try start.weights(dimension: dimension, seed: seed)
    var student = first
    let ones = [Double](repeating: 1, count: dimension)
    var target = teacher
    target.addToDiagonal(ones)
    var neurons = student
    neurons.addToDiagonal(ones)
    var inputs = Matrix(rowCount: batch, columnCount: dimension)
    var pass = ActivationBackpropagation(activation, dimension: dimension, batch: batch)
    let training = NormalStream(seed: seed, purpose: NetworkPurpose.activationTraining.rawValue)
    var measurement = ActivationMeasurement(self, teacher: teacher, target: target)

    guard let initial = measurement.record(student, neurons, step: 0) else {
      preconditionFailure("a start is finite")
    }
    var made = [initial]
    var waiting = recordSteps[...]
    let limit = DeepRun.divergence * max(initial.sampled.loss.mean, .leastNormalMagnitude)
    for step in 1...steps {
      training.fill(&inputs, step: UInt64(step))
      pass.setTargets(inputs: inputs, neurons: target)
      let loss = pass.lossAndGradient(inputs: inputs, neurons: neurons)
      guard loss <= limit else { return ActivationTrajectory(records: made, ending: .diverged(step: step)) }
      student.add(pass.gradient, scaledBy: -learningRate)
      neurons.copy(student)
      neurons.addToDiagonal(ones)
      guard step == waiting.first else { continue }
      waiting.removeFirst()
      guard let record = measurement.record(student, neurons, step: step), record.sampled.loss.mean <= limit
      else { return ActivationTrajectory(records: made, ending: .diverged(step: step)) }
      made.append(record)
      if record.distance <= DeepRun.convergence * initial.distance {
        return ActivationTrajectory(records: made, ending: .converged(step: step))
      }
      if isCancelled() { break }
    }
    return ActivationTrajectory(records: made, ending: .finished)
  }
}

/// Makes the records of a run; its batches are its own.
private struct ActivationMeasurement {
  private let run: ActivationRun
  private let teacher: Matrix
  private let target: Matrix
  private let stream: NormalStream
  private var pass: ActivationBackpropagation
  private var inputs: Matrix
  private var made: UInt64 = 0

  init(_ run: ActivationRun, teacher: Matrix, target: Matrix) {
    self.run = run
    self.teacher = teacher
    self.target = target
    stream = NormalStream(seed: run.seed, purpose: NetworkPurpose.activationMeasurement.rawValue)
    pass = ActivationBackpropagation(run.activation, dimension: run.dimension, batch: run.measurementBatch)
    inputs = Matrix(rowCount: run.measurementBatch, columnCount: run.dimension)
  }

  /// The record of a student; nil when it is not finite.
  mutating func record(_ student: Matrix, _ neurons: Matrix, step: Int) -> ActivationRecord? {
    var difference = teacher
    difference.add(student, scaledBy: -1)
    let distance = difference.frobeniusNorm
    var (losses, products) = ([Double](), [Double]())
    for _ in 0..<run.measurementBatches {
      stream.fill(&inputs, step: made)
      made += 1
      pass.setTargets(inputs: inputs, neurons: target)
      losses.append(pass.lossAndGradient(inputs: inputs, neurons: neurons))
      products.append(-pass.gradient.innerProduct(difference))
    }
    guard
      let sampled = SampledPoint(losses: losses, products: products, squaredDistance: distance * distance)
    else { return nil }
    let potential = (0..<run.dimension).reduce(0.0) {
      $0 + norm(of: target.column($1)) - norm(of: neurons.column($1))
    }
    return ActivationRecord(step: step, sampled: sampled, distance: distance, potential: potential)
  }
}
