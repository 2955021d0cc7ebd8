import CZlib
import Foundation
import LinearAlgebra

/// An array of bytes in the IDX format, in which MNIST comes: plain, or compressed by gzip.
///
/// The format: two zero bytes, the type (0x08, unsigned byte, is read here), the number of dimensions (1 to 3 here), each
/// extent as a big-endian 32-bit number, then the bytes with the last index fastest.
public struct IDXFile: Sendable, Equatable {
  /// The extent of each dimension, all positive.
  public let shape: [Int]
  /// The bytes.
  public let values: [UInt8]

  /// The most bytes that are read: as doubles, 2 GiB.
  public static let mostValues = 1 << 28

  /// Reads a file. Memory grows with what the file holds, not with what its header claims.
  ///
  /// - Throws: `FileFailure` when it cannot be read; `DataSetError` for another magic number, type or number of dimensions,
  ///   an extent of 0, more than `mostValues`, fewer or more bytes than the extents say, and damaged gzip data.
  /// - Complexity: O(n).
  public init(path: String) throws {
    _ = try ByteSource(file: path)  // refuses folders, devices and what is not there
    guard let file = gzopen(path, "rb") else {
      throw FileFailure.cannotRead(path: path, reason: "cannot be read")
    }
    defer { gzclose(file) }
    let head = try Self.read(file, upTo: 4, path)
    guard head.count == 4 else { throw Self.truncated(path, head.count, "a magic number of 4") }
    guard head[0] == 0, head[1] == 0 else {
      let found = head.map { String(format: "%02x", $0) }.joined()
      throw DataSetError(path, found: "magic number 0x\(found)", expected: "an IDX file (0x0000....)")
    }
    guard head[2] == 0x08 else {
      throw DataSetError(
        path, found: "IDX type 0x\(String(format: "%02x", head[2]))", expected: "0x08 (unsigned byte)")
    }
    guard (1...3).contains(head[3]) else {
      throw DataSetError(path, found: "\(head[3]) dimensions", expected: "1, 2 or 3")
    }
    let dimensions = Int(head[3])
    let extents = try Self.read(file, upTo: 4 * dimensions, path)
    guard extents.count == 4 * dimensions else {
      throw Self.truncated(path, 4 + extents.count, "a header of \(4 + 4 * dimensions)")
    }
    let shape = (0..<dimensions).map { k in
      extents[(4 * k)..<(4 * k + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
    let size = shape.map(String.init).joined(separator: " x ")
    guard !shape.contains(0) else {
      throw DataSetError(path, found: "an array of \(size)", expected: "no extent of 0")
    }
    // Capped after each factor: three 32-bit extents could overflow.
    let count = shape.reduce(1) { min(Self.mostValues + 1, $0 * $1) }
    guard count <= Self.mostValues else {
      throw DataSetError(path, found: "an array of \(size)", expected: "at most \(Self.mostValues) bytes")
    }
    let values = try Self.read(file, upTo: count, path)
    guard values.count == count else {
      throw Self.truncated(path, values.count, "\(count) of data (\(size))")
    }
    guard try Self.read(file, upTo: 1, path).isEmpty else {
      throw DataSetError(path, found: "more bytes of data", expected: "\(count) (\(size))")
    }
    self.shape = shape
    self.values = values
  }

  private static func truncated(_ path: String, _ found: Int, _ expected: String) -> DataSetError {
    DataSetError(path, found: "\(found) bytes before its end", expected: expected + " bytes")
  }

  /// At most `wanted` bytes, fewer where the file ends; in pieces of at most 1 MiB.
  private static func read(_ file: gzFile, upTo wanted: Int, _ path: String) throws -> [UInt8] {
    var result: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: min(wanted, 1 << 20))
    while result.count < wanted {
      let found = gzread(file, &piece, UInt32(min(piece.count, wanted - result.count)))
      guard found >= 0 else {
        throw DataSetError(path, found: "damaged gzip data", expected: "an IDX file, plain or gzip")
      }
      if found == 0 { break }
      result.append(contentsOf: piece.prefix(Int(found)))
    }
    return result
  }
}
