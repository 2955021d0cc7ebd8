import LinearAlgebra
import Testing
import TwoPhaseNetworks

@Suite("IDX files")
struct IDXFileTests {
  @Test("a plain file and its gzip read alike", arguments: [[5], [2, 3], [2, 3, 2]])
  func forms(shape: [Int]) throws {
    let folder = try DataFolder()
    let values = (0..<shape.reduce(1, *)).map { UInt8(250 - $0) }
    let plain = try IDXFile(path: folder.write(DataFolder.idx(shape, values), "a"))
    #expect(plain.shape == shape && plain.values == values)
    #expect(try IDXFile(path: folder.gzip("a")) == plain)
  }

  @Test("more than one piece of reading")
  func large() throws {
    let folder = try DataFolder()
    let values = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 &* 7919) }
    try folder.write(DataFolder.idx([2500, 1000], values), "a")
    #expect(try IDXFile(path: folder.gzip("a")).values == values)
  }

  @Test(
    "what is no IDX file is refused in one line",
    arguments: [
      ([], "found 0 bytes before its end, expected a magic number of 4 bytes"),
      ([0, 0, 8], "found 3 bytes before its end, expected a magic number of 4 bytes"),
      ([1, 0, 8, 1], "found magic number 0x01000801, expected an IDX file (0x0000....)"),
      ([0, 0, 0x0d, 1], "found IDX type 0x0d, expected 0x08 (unsigned byte)"),
      ([0, 0, 8, 0], "found 0 dimensions, expected 1, 2 or 3"),
      ([0, 0, 8, 4], "found 4 dimensions, expected 1, 2 or 3"),
      ([0, 0, 8, 2, 0, 0], "found 6 bytes before its end, expected a header of 12 bytes"),
      (DataFolder.idx([0], []), "found an array of 0, expected no extent of 0"),
      (DataFolder.idx([3], [1, 2]), "found 2 bytes before its end, expected 3 of data (3) bytes"),
      (DataFolder.idx([1, 2], [1, 2, 3]), "found more bytes of data, expected 2 (1 x 2)"),
      (
        DataFolder.idx([0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [1]),
        "found an array of 4294967295 x 4294967295 x 4294967295, expected at most 268435456 bytes"
      ),
      (
        DataFolder.idx([200_000_000], [1]),
        "found 1 bytes before its end, expected 200000000 of data (200000000) bytes"
      ),
    ] as [([UInt8], String)])
  func refused(bytes: [UInt8], message: String) throws {
    let folder = try DataFolder()
    let path = try folder.write(bytes, "a")
    do {
      _ = try IDXFile(path: path)
      Issue.record("accepted")
    } catch let error as DataSetError {
      #expect(error.description == "\(path): \(message)")
      #expect(error.kind == .dataFormat)
    }
  }

  @Test("a gzip file cut short or with a wrong byte is refused")
  func damaged() throws {
    let folder = try DataFolder()
    let values = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31) }
    try folder.write(DataFolder.idx([5000], values), "a")
    let bytes = [UInt8](try AtomicFile.read(folder.gzip("a")))
    var turned = bytes
    turned[bytes.count - 6] ^= 1  // in the checksum
    var middle = bytes
    middle[bytes.count / 2] ^= 0xff
    for bad in [Array(bytes.prefix(bytes.count / 2)), turned, middle] {
      let path = try folder.write(bad, "b.gz")
      #expect(throws: DataSetError.self) { try IDXFile(path: path) }
    }
  }

  @Test("a missing file and a folder are told apart from bad contents")
  func missing() throws {
    let folder = try DataFolder()
    #expect(throws: FileFailure.cannotRead(path: folder.file("no"), reason: "no such file")) {
      try IDXFile(path: folder.file("no"))
    }
    #expect(throws: FileFailure.self) { try IDXFile(path: folder.path) }
  }
}
