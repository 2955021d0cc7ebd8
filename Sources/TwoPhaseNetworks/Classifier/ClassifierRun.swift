/// A classifier at the end of an epoch, or at its start.
public struct ClassifierRecord: Sendable, Equatable {
  /// Epochs done; 0 is the start.
  public let epoch: Int
  /// Mean cross-entropy over the training set, nats.
  public let trainingLoss: Double
  /// Part of the training set whose class is found, 0 to 1.
  public let trainingAccuracy: Double
  /// Mean cross-entropy over the test set, nats.
  public let testLoss: Double
  /// Part of the test set whose class is found, 0 to 1.
  public let testAccuracy: Double
  /// ||W||_2.
  public let spectralNorm: Double
  /// The Frobenius norm of the training loss's gradient by W.
  public let weightsGradientNorm: Double
  /// The Frobenius norm of the training loss's gradient by U.
  public let headGradientNorm: Double
  /// The largest |V_ij - V_ik|; 0 when all neurons are equal.
  public let largestColumnDifference: Double
}

/// A classifier's training.
public struct ClassifierRun: Sendable, Equatable {
  /// The start, then each epoch's end as far as the run went.
  public let records: [ClassifierRecord]
  /// The step, from 1, after which a parameter was beyond the limit or no number; nil for a run that went to its end.
  public let divergedAtStep: Int?
  /// The classifier at the end.
  public let classifier: Classifier
}
