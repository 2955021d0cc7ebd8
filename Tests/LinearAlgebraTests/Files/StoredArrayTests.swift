import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite("Arrays read in parts")
struct StoredArrayTests {
  /// Eight bytes a number, of which the last are the number in the wanted size.
  static func bytes(_ values: [Int64], size: Int, isLittleEndian: Bool) -> Data {
    values.reduce(into: Data()) { data, value in
      let word = withUnsafeBytes(of: value.littleEndian) { Array($0.prefix(size)) }
      data += isLittleEndian ? word : word.reversed()
    }
  }

  @Test("integers of every size, sign and byte order are read", arguments: [1, 2, 4, 8], ["i", "u"])
  func integers(size: Int, sign: String) throws {
    let folder = try ScratchFolder()
    let values: [Int64] = sign == "i" ? [0, 1, -1, 100, -128] : [0, 1, 7, 200, 255]
    for order in ["<", ">", "="] {
      let path = try folder.write(
        FileBuilder.npy(
          shape: [5], descr: order + sign + "\(size)",
          body: Self.bytes(values, size: size, isLittleEndian: order != ">")), "steps.npy")
      let array = try StoredArray(npy: ByteSource(file: path))
      #expect(try array.values() == values.map(Double.init), "\(order)\(sign)\(size)")
      #expect(!array.element.isReal && !array.element.isSinglePrecision)
    }
  }

  @Test("a matrix is still read from float32 and float64 alone")
  func integersAreNoMatrix() throws {
    let data = FileBuilder.npy(shape: [1], descr: "<i8", body: Data(count: 8))
    #expect(throws: NPYError.self) { try NPYArray(data: data, path: "W.npy") }
  }

  @Test("any part of an array is the same as that part of the whole")
  func parts() throws {
    let folder = try ScratchFolder()
    var random = TestRandom(3)
    for _ in 0..<40 {
      let shape = (0..<3).map { _ in Int.random(in: 1...6, using: &random) }
      let count = shape.reduce(1, *)
      let values = (0..<count).map { _ in random.normal() }
      let npy = FileBuilder.npy(shape: shape, values: values)
      let file = try StoredArray(npy: ByteSource(file: folder.write(npy, "a.npy")))
      let archive = try ZipArchive(path: folder.write(FileBuilder.zip([(name: "a.npy", data: npy)]), "a.npz"))
      let entry = try StoredArray(npy: .entry(archive, archive.entries[0]))
      for _ in 0..<10 {
        let place = Int.random(in: 0..<count, using: &random)
        let wanted = Int.random(in: 0...(count - place), using: &random)
        for array in [file, entry] {
          var part = [Double](repeating: .nan, count: wanted)
          try array.read(wanted, at: place, into: &part)
          #expect(part == Array(values[place..<(place + wanted)]))
        }
      }
    }
  }

  @Test("an array in Fortran order is turned into C order")
  func fortran() throws {
    let folder = try ScratchFolder()
    let path = try folder.write(
      FileBuilder.npy(shape: [2, 1, 3], values: [0, 3, 1, 4, 2, 5], fortran: true), "f.npy")
    let array = try StoredArray(npy: ByteSource(file: path))
    #expect(array.isFortranOrder)
    #expect(try array.valuesInCOrder() == [0, 1, 2, 3, 4, 5])
  }

  @Test("a header said to be gigabytes long is refused before it is read")
  func absurdHeader() throws {
    let folder = try ScratchFolder()
    let path = try folder.write(
      npyFile("{}", version: (2, 0), length: 3 << 30), "long.npy")
    try #require(truncate(path, 4 << 30) == 0)  // sparse: the bytes that the header claims are there
    let error = try #require(throws: NPYError.self) { try StoredArray(npy: ByteSource(file: path)) }
    #expect(error.kind == .dataFormat)
    let whole = Data(try #require(FileManager.default.contents(atPath: path)?.prefix((1 << 20) + 100)))
    var claimed = whole
    claimed.replaceSubrange(8..<12, with: [1, 0, 0x10, 0])  // 2^20 + 1 bytes
    let described = try #require(throws: NPYError.self) { try NPYArray(data: claimed, path: "long.npy") }
    #expect(described.description.contains("1048577 bytes long"))
  }

  @Test(
    "a file shorter or longer than its shape needs is refused when it is opened", arguments: [-8, -1, 1, 8])
  func wrongLength(change: Int) throws {
    let folder = try ScratchFolder()
    let whole = FileBuilder.npy(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
    let path = try folder.write(whole + Data(count: 8), "a.npy")
    try #require(truncate(path, off_t(whole.count + change)) == 0)
    let error = try #require(throws: NPYError.self) { try StoredArray(npy: ByteSource(file: path)) }
    #expect(error.problem == .length(found: 48 + change, expected: 48))
  }

  @Test("a file that shrinks after it was opened ends in an error")
  func shrinking() throws {
    let folder = try ScratchFolder()
    let path = try folder.write(FileBuilder.npy(shape: [4], values: [1, 2, 3, 4]), "a.npy")
    let array = try StoredArray(npy: ByteSource(file: path))
    try #require(truncate(path, 140) == 0)
    #expect(try #require(throws: FileFailure.self) { try array.values() }.description.contains("truncated"))
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: FileFailure.self) { try array.values() }
  }
}
