/// A pair of axes with its curves.
public struct ExperimentPanel: Sendable, Equatable, Codable {
  /// An axis.
  public struct Axis: Sendable, Equatable, Codable {
    /// Plain text with its unit or scale: "loss (true scale)".
    public var title: String
    /// Whether it is logarithmic; values that are not positive are then left out by who draws.
    public var isLogarithmic: Bool

    /// An axis.
    public init(_ title: String, isLogarithmic: Bool = false) {
      self.title = title
      self.isLogarithmic = isLogarithmic
    }
  }

  /// "a", "b", ...: unique in its figure.
  public var id: String
  /// A line above it, plain text.
  public var title: String
  /// Along the bottom.
  public var x: Axis
  /// Along the side.
  public var y: Axis
  /// In the order of the key.
  public var curves: [ExperimentCurve]

  /// A panel.
  public init(id: String, title: String, x: Axis, y: Axis, curves: [ExperimentCurve]) {
    self.id = id
    self.title = title
    self.x = x
    self.y = y
    self.curves = curves
  }
}

/// A curve of means over seeds with their band, or a line to compare with.
public struct ExperimentCurve: Sendable, Equatable, Codable {
  /// What a curve is.
  public enum Role: String, Sendable, Equatable, Codable {
    /// What was measured.
    case measured
    /// What the theory, ours or the proved one, predicts.
    case predicted
    /// A level to compare with.
    case reference
  }

  /// A point: the mean over seeds and its interval; nil where it is undefined.
  public struct Point: Sendable, Equatable, Codable {
    /// Along the bottom.
    public var x: Double
    /// The mean, or the one value.
    public var y: Double?
    /// The interval's lower end; nil without one.
    public var low: Double?
    /// The interval's upper end; nil without one.
    public var high: Double?

    /// A point.
    public init(x: Double, y: Double?, low: Double? = nil, high: Double? = nil) {
      self.x = x
      self.y = y
      self.low = low
      self.high = high
    }
  }

  /// In the key, plain text.
  public var label: String
  /// What it is.
  public var role: Role
  /// Runs behind each mean; 1 for a single run, 0 for a prediction.
  public var seeds: Int
  /// True when points are single observations to be marked, false for a line along steps.
  public var marksPoints: Bool
  /// By x.
  public var points: [Point]

  /// A curve.
  public init(
    label: String, role: Role = .measured, seeds: Int = 1, marksPoints: Bool = false, points: [Point]
  ) {
    self.label = label
    self.role = role
    self.seeds = seeds
    self.marksPoints = marksPoints
    self.points = points
  }
}
