import LinearAlgebra

/// Minibatch SGD with a constant learning rate on a classifier's mean cross-entropy.
///
/// Each epoch takes the training set once, in an order drawn for it; the last batch is the smaller rest.
public struct ClassifierTraining: Sendable, Equatable {
  /// The purpose of the stream that orders epochs; its lane is the trial, its round the epoch.
  public static let orderPurpose: UInt32 = 101
  /// A parameter of a larger magnitude is divergence.
  public static let divergenceLimit = 1e8

  /// eta: a step is W - eta dL/dW with the mean over the batch.
  public var learningRate: Double
  /// B.
  public var batch: Int
  /// Passes over the training set.
  public var epochs: Int

  /// A training.
  ///
  /// - Precondition: a positive learning rate, B >= 1, and not fewer than 0 epochs.
  public init(learningRate: Double, batch: Int, epochs: Int) {
    precondition(learningRate > 0 && batch >= 1 && epochs >= 0, "no such training")
    self.learningRate = learningRate
    self.batch = batch
    self.epochs = epochs
  }

  /// Trains.
  ///
  /// - Parameters:
  ///   - start: where.
  ///   - training: what to learn from.
  ///   - test: what to test on.
  ///   - seed: the seed, with purpose 101.
  ///   - lane: which of the seed's trials.
  ///   - observe: told of each record; what it throws ends the run.
  /// - Throws: what `observe` throws; `LAPACKFailure`.
  /// - Complexity: 6 N d^2 floating-point operations an epoch, and as many to measure it.
  public func run(
    from start: Classifier, training: LabelledData, test: LabelledData, seed: UInt64, lane: UInt32 = 0,
    observe: (ClassifierRecord) throws -> Void = { _ in }
  ) throws -> ClassifierRun {
    var classifier = start
    var records = [try Self.record(classifier, epoch: 0, training, test)]
    try observe(records[0])
    let stream = NormalStream(seed: seed, purpose: Self.orderPurpose)
    var order = Array(0..<training.count)
    let (size, rest) = (min(batch, training.count), training.count % min(batch, training.count))
    var full = ClassifierPass(shape: classifier.shape, rowCount: size)
    var last = ClassifierPass(shape: classifier.shape, rowCount: rest)
    var gradient = ClassifierGradient(shape: classifier.shape)
    var step = 0
    for epoch in 0..<epochs {
      stream.shuffle(&order, lane: lane, round: UInt32(epoch))
      for from in stride(from: 0, to: order.count, by: size) {
        let rows = order[from..<min(from + size, order.count)]
        if rows.count == size {
          Self.take(rows, of: training, classifier, &full, &gradient)
        } else {
          Self.take(rows, of: training, classifier, &last, &gradient)
        }
        classifier.descend(gradient, rate: learningRate)
        step += 1
        guard classifier.isBounded(by: Self.divergenceLimit) else {
          return ClassifierRun(records: records, divergedAtStep: step, classifier: classifier)
        }
      }
      let record = try Self.record(classifier, epoch: epoch + 1, training, test)
      records.append(record)
      try observe(record)
    }
    return ClassifierRun(records: records, divergedAtStep: nil, classifier: classifier)
  }

  private static func take(
    _ rows: ArraySlice<Int>, of data: LabelledData, _ classifier: Classifier, _ pass: inout ClassifierPass,
    _ gradient: inout ClassifierGradient
  ) {
    pass.load(rows, of: data)
    _ = pass.forward(classifier)
    pass.backward(classifier, into: &gradient, count: rows.count)
  }

  private static func record(
    _ classifier: Classifier, epoch: Int, _ training: LabelledData, _ test: LabelledData
  ) throws -> ClassifierRecord {
    let learned = classifier.measure(training, withGradient: true)
    let tested = classifier.measure(test)
    return ClassifierRecord(
      epoch: epoch, trainingLoss: learned.loss, trainingAccuracy: learned.accuracy, testLoss: tested.loss,
      testAccuracy: tested.accuracy, spectralNorm: try classifier.weights.spectralNorm(),
      weightsGradientNorm: learned.gradient?.weights.frobeniusNorm ?? 0,
      headGradientNorm: learned.gradient?.head.frobeniusNorm ?? 0,
      largestColumnDifference: classifier.largestColumnDifference)
  }
}
