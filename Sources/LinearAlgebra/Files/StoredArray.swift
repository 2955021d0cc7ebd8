import Foundation

/// An array of numbers in a file, of which parts are read as they are needed: a .npy file, a .npy inside an archive, or a
/// tensor of a .safetensors file.
///
/// ```swift
/// let array = try StoredArray(npy: ByteSource(file: "trajectory.npy"))
/// array.shape                                   // [400, 100, 100]
/// try array.read(100 * 100, at: 3 * 100 * 100, into: &values)
/// ```
public struct StoredArray: Sendable {
  /// The file, with the array's name where it has one.
  public let name: String
  /// The extent of each dimension.
  public let shape: [Int]
  /// How a number is stored.
  public let element: ElementFormat
  /// True when the first index runs fastest.
  public let isFortranOrder: Bool
  private let source: ByteSource
  private let start: Int

  /// An array whose numbers begin `start` bytes into a source.
  ///
  /// - Throws: `NPYError` when the source has fewer bytes than the shape needs.
  init(
    name: String, shape: [Int], element: ElementFormat, isFortranOrder: Bool, source: ByteSource, start: Int
  ) throws(NPYError) {
    self.name = name
    self.shape = shape
    self.element = element
    self.isFortranOrder = isFortranOrder
    self.source = source
    self.start = start
    let expected = count * element.size
    guard source.count - start == expected else {
      throw NPYError(path: name, .length(found: source.count - start, expected: expected))
    }
  }

  /// The array of a .npy file or of a .npy entry of an archive; integers are accepted.
  ///
  /// - Throws: `NPYError` for an unusable header or a wrong length, `FileFailure`, `ZipError`.
  public init(npy source: ByteSource) throws {
    let first = try source.read(min(12, source.count), at: 0)
    let length = NPYHeader.length(prefix: first) ?? first.count
    let bytes = try source.read(min(length, source.count), at: 0)
    let header = try NPYHeader(Data(bytes), path: source.name, fileSize: source.count, allowsIntegers: true)
    try self.init(
      name: source.name, shape: header.shape, element: header.element, isFortranOrder: header.isFortranOrder,
      source: source, start: header.dataOffset)
  }

  /// How many numbers there are.
  public var count: Int { shape.reduce(1, *) }

  /// Reads `wanted` numbers from the given place on, in the file's order.
  ///
  /// - Precondition: they lie inside the array, and `values` has room for them.
  /// - Throws: `FileFailure`, `ZipError`.
  public func read(_ wanted: Int, at place: Int, into values: inout [Double]) throws {
    precondition(place >= 0 && wanted >= 0 && place + wanted <= count, "outside the array")
    let bytes = try source.read(wanted * element.size, at: start + place * element.size)
    element.decode(bytes, count: wanted, into: &values)
  }

  /// All numbers in the file's order.
  ///
  /// - Throws: `FileFailure`, `ZipError`.
  public func values() throws -> [Double] {
    var values = [Double](repeating: 0, count: count)
    try read(count, at: 0, into: &values)
    return values
  }

  /// All numbers with the last index running fastest.
  ///
  /// - Throws: `FileFailure`, `ZipError`.
  /// - Precondition: at most three dimensions.
  public func valuesInCOrder() throws -> [Double] {
    isFortranOrder ? NPYArray.reordered(try values(), shape: Array(shape.reversed())) : try values()
  }
}
