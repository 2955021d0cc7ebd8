/// The learning rate that fits a trajectory's steps best along the population gradient.
public struct ImpliedRate: Sendable, Equatable, Codable {
  /// eta, true scale; nil when the given rates change along the run.
  public let learningRate: Double?
  /// The factor between the steps made and those that the given rates would make; nil when no rate was given.
  public let factor: Double?
}
