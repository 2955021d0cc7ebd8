/// A quantity of a sweep's runs over two of its settings: cells with confidence, contours and scaling fits. Data, before it is
/// drawn.
public struct SweepMap: Sendable, Equatable {
  /// One of the two directions.
  public struct Axis: Sendable, Equatable {
    /// The variable's or column's name.
    public let name: String
    /// What it is, for people; the name where nothing more is known.
    public let title: String
    /// The places, in rising order; for words their numbers, from 0.
    public let places: [Double]
    /// What stands at each place.
    public let labels: [String]
    /// Whether places are equally spaced by factors.
    public let isLogarithmic: Bool
    /// Whether the places are words.
    public let isCategorical: Bool
  }

  /// What is mapped.
  public struct Quantity: Sendable, Equatable {
    /// How runs become a cell's estimate.
    public enum Kind: String, Sendable {
      /// The fraction of runs in which something is so, with Wilson's interval.
      case fraction
      /// The median of numbers, with a bootstrap interval.
      case median
    }

    /// The column's or variable's name.
    public let name: String
    /// What it is, with its scale.
    public let title: String
    /// How runs become a cell's estimate.
    public let kind: Kind
    /// Whether colours go by the logarithm: all estimates are positive and span more than a factor 20.
    public let isLogarithmic: Bool
  }

  /// A run behind a cell.
  public struct Run: Sendable, Equatable {
    /// Its number in the sweep.
    public let number: Int
    /// Its seed.
    public let seed: String
    /// Its value; nil where it has none.
    public let value: Double?
    /// How it ended, or why it has no value: one short line.
    public let note: String
  }

  /// A cell.
  public struct Cell: Sendable, Equatable {
    /// Its place along x.
    public let x: Int
    /// Its place along y.
    public let y: Int
    /// Its runs, in the order of their numbers.
    public let runs: [Run]
    /// The estimate over runs that have a value; nil when none has.
    public let estimate: Double?
    /// The interval's ends; nil where there is none: for medians of fewer than 3 values.
    public let low: Double?
    /// See `low`.
    public let high: Double?
    /// Runs with a value.
    public let count: Int
    /// Why there is no estimate, or what runs were left out; nil when all runs have values.
    public let note: String?
  }

  /// A line over the map, in the axes' own numbers.
  public struct Contour: Sendable, Equatable {
    /// What made the line.
    public enum Kind: String, Sendable {
      /// The theorem's own region.
      case theorem
      /// A prediction.
      case prediction
    }

    /// A point.
    public struct Point: Sendable, Equatable {
      /// Along x.
      public let x: Double
      /// Along y.
      public let y: Double
    }

    /// For the legend.
    public let label: String
    /// What made it.
    public let kind: Kind
    /// Its pieces; empty when it does not pass over the map.
    public let lines: [[Point]]
    /// Where it is when it does not pass over the map, or what it assumes; one sentence.
    public let note: String
  }

  /// value = c x^p y^q over the runs, on logarithms by least squares.
  public struct Fit: Sendable, Equatable {
    /// An exponent.
    public struct Exponent: Sendable, Equatable {
      /// Of which variable.
      public let name: String
      /// The estimate.
      public let estimate: Double
      /// The interval's lower end.
      public let low: Double
      /// The interval's upper end.
      public let high: Double
    }

    /// The exponents.
    public let exponents: [Exponent]
    /// Runs used.
    public let count: Int
    /// What was left out and how intervals were made; one sentence.
    public let note: String
  }

  /// The sweep's name.
  public let sweep: String
  /// Along the bottom.
  public let x: Axis
  /// Upwards.
  public let y: Axis
  /// What is mapped.
  public let quantity: Quantity
  /// The intervals' confidence, 0.95.
  public let confidence: Double
  /// Row after row from the lowest y, x fastest: `cells[y * x.places.count + x]`.
  public let cells: [Cell]
  /// Lines over it.
  public let contours: [Contour]
  /// Scaling fits; empty for fractions and where values are not positive.
  public let fits: [Fit]
  /// What else varies within a cell: "20 seeds"; nil when nothing does.
  public let within: String?
  /// What a reader must know, each one sentence.
  public let notes: [String]
}
