import Foundation
import LinearAlgebra

/// The weights of a run at some of its steps, saved by any program, read one snapshot at a time.
///
/// ```swift
/// let trajectory = try Trajectory(path: "run.npz", options: TrajectoryOptions())
/// var w = Matrix(rowCount: trajectory.dimension, columnCount: trajectory.dimension)
/// for k in trajectory.steps.indices { try trajectory.read(k, into: &w) }
/// ```
public struct Trajectory: Sendable {
  /// The file or folder.
  public let path: String
  /// "npz", "npy", "folder" or "safetensors".
  public let format: String
  /// How the matrices are stored.
  public let options: TrajectoryOptions
  /// The number of updates before each snapshot, increasing.
  public let steps: [Int]
  /// d.
  public let dimension: Int
  /// eta of the step that starts at each snapshot, true scale; nil when the file holds none.
  public let learningRates: [Double]?
  /// True when the weights are stored in less than 64 bits.
  public let sourceIsSinglePrecision: Bool
  private let snapshots: Snapshots

  /// Where the snapshots are.
  enum Snapshots: Sendable {
    /// One array [T, d, d].
    case stacked(StoredArray)
    /// One array a snapshot.
    case separate([StoredArray])
    /// One array [T, d, d] in memory, in C order.
    case memory([Double], name: String)
  }

  /// The number of snapshots, at least 1.
  public var count: Int { steps.count }

  /// Opens a trajectory: a .npz, .npy or .safetensors file, or a folder of step_*.npy.
  ///
  /// - Throws: `TrajectoryError`, `NPYError`, `ZipError`, `SafetensorsError` for unusable contents, `FileFailure` for a missing
  ///   file, `OptionError` for a name of another kind.
  /// - Complexity: reads headers only; a Fortran-ordered [T, d, d] array of at most 256 MB is read whole.
  public init(path: String, options: TrajectoryOptions = TrajectoryOptions()) throws {
    let found = try TrajectoryFinder.find(path)
    self.path = path
    self.options = options
    format = found.format
    let shape: (count: Int, dimension: Int)
    switch found.weights {
    case .stacked(let array):
      shape = try Self.stackedShape(array)
      snapshots = array.isFortranOrder ? try Self.inMemory(array) : .stacked(array)
      sourceIsSinglePrecision = array.element.isSinglePrecision
    case .separate(let arrays):
      shape = (arrays.count, try Self.commonDimension(arrays))
      snapshots = .separate(arrays)
      sourceIsSinglePrecision = arrays.contains { $0.element.isSinglePrecision }
    }
    dimension = shape.dimension
    steps = try found.steps ?? Self.steps(found.stepArray, count: shape.count)
    learningRates = try Self.learningRates(found.rateValues, count: shape.count, path: path)
  }

  /// Reads W of a snapshot: column j = neuron j, without the identity. Entries may be NaN: the caller looks.
  ///
  /// - Throws: `FileFailure`, `ZipError`, when the file is shorter than its header says or damaged.
  /// - Complexity: O(d^2), and what lies before it in a compressed file when read out of order.
  public func read(_ index: Int, into weights: inout Matrix) throws {
    let d = dimension
    var values = [Double](repeating: 0, count: d * d)
    var isFortranOrder = false
    switch snapshots {
    case .stacked(let array): try array.read(d * d, at: index * d * d, into: &values)
    case .separate(let arrays):
      try arrays[index].read(d * d, at: 0, into: &values)
      isFortranOrder = arrays[index].isFortranOrder
    case .memory(let all, _): values = Array(all[(index * d * d)..<((index + 1) * d * d)])
    }
    Self.set(&weights, values, isFortranOrder: isFortranOrder, options: options)
  }

  /// The snapshot's name in its file, for messages.
  public func nameOfSnapshot(_ index: Int) -> String {
    switch snapshots {
    case .stacked(let array): "\(array.name)[\(index)]"
    case .separate(let arrays): arrays[index].name
    case .memory(_, let name): "\(name)[\(index)]"
    }
  }

  /// Reads one square matrix, finite, from a .npy file, or from a .npz or .safetensors file that holds no other.
  ///
  /// - Throws: as `init`.
  public static func readMatrix(path: String, options: TrajectoryOptions) throws -> Matrix {
    let array = try TrajectoryFinder.single(path)
    let d = try Self.commonDimension([array])
    var weights = Matrix(rowCount: d, columnCount: d)
    Self.set(&weights, try array.values(), isFortranOrder: array.isFortranOrder, options: options)
    if let bad = weights.firstNonFinite {
      let (row, column) = options.layout == .columns ? (bad.row, bad.column) : (bad.column, bad.row)
      throw NPYError(path: array.name, .notFinite(row: row, column: column))
    }
    return weights
  }

  /// Stored numbers as a matrix: column-major storage is the transpose of C order.
  private static func set(
    _ weights: inout Matrix, _ values: [Double], isFortranOrder: Bool, options: TrajectoryOptions
  ) {
    let d = weights.rowCount
    let asStored = Matrix(rowCount: d, columnCount: d, columnMajor: values)
    if (options.layout == .columns) == isFortranOrder {
      weights.copy(asStored)
    } else {
      weights.setTranspose(asStored)
    }
    if options.includesIdentity { weights.addToDiagonal([Double](repeating: -1, count: d)) }
  }
}

extension Trajectory {
  private static let largestInMemory = 256 << 20

  private static func stackedShape(_ array: StoredArray) throws -> (count: Int, dimension: Int) {
    try requireReal(array)
    guard array.shape.count == 3 else {
      throw NPYError(path: array.name, .dimensions(found: array.shape, expected: "[T, d, d] or [d, d]"))
    }
    guard array.shape[1] == array.shape[2] else {
      throw NPYError(path: array.name, .notSquare(rows: array.shape[1], columns: array.shape[2]))
    }
    guard array.shape[0] > 0, array.shape[1] > 0 else {
      throw NPYError(
        path: array.name, .dimensions(found: array.shape, expected: "at least one snapshot of at least 1 x 1")
      )
    }
    return (array.shape[0], array.shape[1])
  }

  private static func commonDimension(_ arrays: [StoredArray]) throws -> Int {
    for array in arrays {
      try requireReal(array)
      guard array.shape.count == 2 else {
        throw NPYError(path: array.name, .dimensions(found: array.shape, expected: "a matrix (2 dimensions)"))
      }
      guard array.shape == arrays[0].shape else {
        throw TrajectoryError(
          array.name, found: "a \(array.shape[0]) x \(array.shape[1]) matrix",
          expected: "\(arrays[0].shape[0]) x \(arrays[0].shape[1]), the shape of \(arrays[0].name)")
      }
      guard array.shape[0] == array.shape[1] else {
        throw NPYError(path: array.name, .notSquare(rows: array.shape[0], columns: array.shape[1]))
      }
      guard array.shape[0] > 0 else {
        throw NPYError(
          path: array.name, .dimensions(found: array.shape, expected: "at least one row and column"))
      }
    }
    return arrays.first?.shape[0] ?? 0
  }

  private static func requireReal(_ array: StoredArray) throws {
    guard array.element.isReal else { throw NPYError(path: array.name, .dtype("of an integer type")) }
  }

  private static func inMemory(_ array: StoredArray) throws -> Snapshots {
    guard array.count <= largestInMemory / 8 else {
      throw TrajectoryError(
        array.name, found: "Fortran order, whose snapshots are scattered over the whole file",
        expected: "C order: save np.ascontiguousarray(weights)")
    }
    return .memory(try array.valuesInCOrder(), name: array.name)
  }

  private static func steps(_ array: StoredArray?, count: Int) throws -> [Int] {
    guard let array else { return Array(0..<count) }
    guard array.shape.count == 1, array.count == count else {
      throw TrajectoryError(
        array.name, found: "steps of shape \(array.shape)", expected: "[\(count)], one step for each snapshot"
      )
    }
    let values = try array.values()
    var steps: [Int] = []
    for (k, value) in values.enumerated() {
      guard let step = Int(exactly: value), (0...TrajectoryFinder.lastStep).contains(step) else {
        throw TrajectoryError(
          "\(array.name)[\(k)]", found: "\(value)",
          expected: "a whole number of at least 0 and at most 2^53")
      }
      if let last = steps.last, step <= last {
        throw TrajectoryError(
          "\(array.name)[\(k)]", found: step == last ? "step \(step) twice" : "step \(step) after \(last)",
          expected: "increasing steps")
      }
      steps.append(step)
    }
    return steps
  }

  private static func learningRates(_ values: TrajectoryFinder.Rates?, count: Int, path: String) throws
    -> [Double]?
  {
    guard let values else { return nil }
    let rates = values.values
    if let bad = rates.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw TrajectoryError("\(values.name)[\(bad)]", found: "\(rates[bad])", expected: "a positive number")
    }
    if values.isScalar || (rates.count == 1 && count != 2) {
      return [Double](repeating: rates[0], count: count)
    }
    guard rates.count == count || rates.count == count - 1, let last = rates.last else {
      throw TrajectoryError(
        values.name, found: "\(rates.count) learning rates",
        expected:
          "one number, or \(count) or \(count - 1), one for each snapshot or for each step between them")
    }
    return rates.count == count ? rates : rates + [last]
  }
}
