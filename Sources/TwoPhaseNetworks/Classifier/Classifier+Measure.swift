import LinearAlgebra

/// A classifier's loss, accuracy and gradient over data.
public struct ClassifierMeasurement: Sendable, Equatable {
  /// The mean cross-entropy in nats.
  public let loss: Double
  /// The part of the inputs whose class is found, 0 to 1.
  public let accuracy: Double
  /// The gradient of the loss; nil unless asked for.
  public let gradient: ClassifierGradient?
}

extension Classifier {
  /// Inputs that are measured at once: the room needed does not grow with the data.
  static let measuredRows = 1024

  /// Loss and accuracy over all of the data, and the gradient when asked for. Equal on every machine whose BLAS is.
  ///
  /// - Complexity: 2 N d (d + C) floating-point operations, 4 N d^2 with the gradient.
  public func measure(_ data: LabelledData, withGradient: Bool = false) -> ClassifierMeasurement {
    var gradient = ClassifierGradient(shape: shape)
    var (loss, correct) = (0.0, 0)
    let all = Array(0..<data.count)
    var pass = ClassifierPass(shape: shape, rowCount: min(data.count, Self.measuredRows))
    for start in stride(from: 0, to: data.count, by: Self.measuredRows) {
      let rows = all[start..<min(start + Self.measuredRows, data.count)]
      if rows.count != pass.labels.count { pass = ClassifierPass(shape: shape, rowCount: rows.count) }
      pass.load(rows, of: data)
      let part = pass.forward(self)
      loss += part.loss
      correct += part.correct
      if withGradient { pass.backward(self, into: &gradient, count: data.count, isAdded: start > 0) }
    }
    let count = Double(data.count)
    return ClassifierMeasurement(
      loss: loss / count, accuracy: Double(correct) / count, gradient: withGradient ? gradient : nil)
  }
}
