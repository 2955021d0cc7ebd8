import Foundation

/// An array of a NumPy .npy file: float32 or float64, 0 to 3 dimensions.
///
/// ```swift
/// let array = try NPYArray(path: "trajectory.npy")
/// array.shape    // [400, 100, 100]
/// ```
public struct NPYArray: Sendable, Equatable {
  /// The extent of each dimension; empty for a single number.
  public let shape: [Int]
  /// The numbers in C order (the last index runs fastest); float32 is widened exactly.
  public let values: [Double]

  /// An array from its numbers in C order, with at most three dimensions.
  public init(shape: [Int], values: [Double]) {
    precondition(shape.count <= 3 && shape.allSatisfy { $0 >= 0 }, "0 to 3 extents, none negative")
    precondition(shape.reduce(1, *) == values.count, "the number of values must be the shape's product")
    self.shape = shape
    self.values = values
  }

  /// Reads a file.
  ///
  /// - Throws: `FileFailure` when it cannot be read, `NPYError` when its contents are unusable.
  /// - Complexity: O(n); 2000 x 2000 doubles take some hundredths of a second.
  public init(path: String) throws {
    try self.init(data: try AtomicFile.read(path), path: path)
  }

  /// Reads the bytes of a file; `path` is its name in errors.
  ///
  /// - Throws: `NPYError`.
  public init(data: Data, path: String) throws(NPYError) {
    let header = try NPYHeader(data, path: path)
    let found = data.count - header.dataOffset
    let expected = header.count * header.element.size
    guard found == expected else { throw NPYError(path: path, .length(found: found, expected: expected)) }
    let stored = Self.decode(data, header)
    shape = header.shape
    values =
      header.isFortranOrder ? Self.reordered(stored, shape: Array(header.shape.reversed())) : stored
  }

  private static func decode(_ data: Data, _ header: NPYHeader) -> [Double] {
    var values = [Double](repeating: 0, count: header.count)
    header.element.decode([UInt8](data.dropFirst(header.dataOffset)), count: header.count, into: &values)
    return values
  }

  /// The values of an array of the given shape in C order, rewritten for the reversed order of indices.
  static func reordered(_ values: [Double], shape: [Int]) -> [Double] {
    if values.isEmpty { return [] }  // a shape such as (2^40, 0) must not be walked
    let extents = [Int](repeating: 1, count: 3 - shape.count) + shape
    let (a, b, c) = (extents[0], extents[1], extents[2])
    var result = [Double](repeating: 0, count: values.count)
    for i in 0..<a {
      for j in 0..<b {
        for k in 0..<c { result[(k * b + j) * a + i] = values[(i * b + j) * c + k] }
      }
    }
    return result
  }
}
