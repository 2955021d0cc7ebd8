/// How weight matrices are stored in files.
public struct TrajectoryOptions: Sendable, Equatable, Codable {
  /// Where a neuron is in a stored matrix.
  public enum Layout: String, Sendable, Codable, CaseIterable {
    /// Column j is neuron j, as in this project.
    case columns
    /// Row j is neuron j, as in PyTorch's nn.Linear.
    case rows
  }

  /// Where a neuron is.
  public var layout = Layout.columns
  /// Whether the stored matrix is I + W.
  public var includesIdentity = false

  /// Column j is neuron j, without the identity.
  public init() {}
}
