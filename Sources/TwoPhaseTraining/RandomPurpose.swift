/// What a stream of random numbers is for: each purpose draws from its own stream of the run's seed. The values are part
/// of what makes a seed reproducible and never change.
public enum RandomPurpose: UInt32, Sendable, CaseIterable {
  /// The student's first weights.
  case studentInitialisation = 1
  /// The teacher's weights.
  case teacherInitialisation = 2
  /// The inputs of each step's batch.
  case minibatch = 3
  /// The order of a data set's rows in each epoch.
  case epochOrder = 4
}
