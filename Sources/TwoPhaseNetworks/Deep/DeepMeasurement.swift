import LinearAlgebra

/// Makes the records of a run; its batches are its own.
struct DeepMeasurement {
  private let run: DeepRun
  private let teacher: [Matrix]
  private let target: [Matrix]
  private let alignment: DeepAlignment
  private let stream: NormalStream
  private var pass: DeepBackpropagation
  private var inputs: Matrix
  private var made: UInt64 = 0

  init(_ run: DeepRun, teacher: [Matrix]) {
    self.run = run
    self.teacher = teacher
    target = run.architecture.neurons(of: teacher)
    alignment = DeepAlignment(run.architecture.activation, teacher: target)
    stream = run.stream(.deepMeasurement)
    pass = DeepBackpropagation(run.architecture, batch: run.measurementBatch)
    inputs = Matrix(rowCount: run.measurementBatch, columnCount: run.architecture.dimension)
  }

  /// The record of a student; nil when it is not finite.
  mutating func record(_ student: [Matrix], step: Int) -> DeepRecord? {
    let neurons = run.architecture.neurons(of: student)
    var differences = teacher
    for l in differences.indices { differences[l].add(student[l], scaledBy: -1) }
    let distance = layerDistance(student, teacher)
    var (losses, products) = ([Double](), [Double]())
    for _ in 0..<run.measurementBatches {
      stream.fill(&inputs, step: made)
      made += 1
      pass.setTargets(inputs: inputs, neurons: target)
      losses.append(pass.lossAndGradient(inputs: inputs, neurons: neurons))
      products.append(
        -zip(pass.gradients, differences).reduce(0) { $0 + $1.0.innerProduct($1.1) })
    }
    let aligned = alignment.distance(neurons)
    guard aligned.isFinite,
      let sampled = SampledPoint(losses: losses, products: products, squaredDistance: distance * distance)
    else { return nil }
    return DeepRecord(
      step: step, sampled: sampled, distance: distance, alignedDistance: aligned,
      potentials: run.architecture.potentials(student: student, teacher: teacher))
  }
}
