import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite("Files that claim what they do not hold")
struct UntrustedFilesTests {
  static let entry = FileBuilder.npy(shape: [2], values: [1, 2])

  /// An archive of one entry, whose local and central headers are changed at the same field.
  static func archive(_ change: (inout Data, Int) -> Void) throws -> Data {
    var data = FileBuilder.zip([("weights.npy", entry)])
    let directory = try #require(data.range(of: Data([0x50, 0x4b, 1, 2])))
    change(&data, 4)  // from "version needed" on, both headers have the same fields
    change(&data, directory.lowerBound + 6)
    return data
  }

  static func error(_ data: Data) throws -> ZipError {
    let folder = try ScratchFolder()
    let archive = try ZipArchive(path: folder.write(data, "a.npz"))
    return try #require(throws: ZipError.self) {
      try StoredArray(npy: .entry(archive, archive.entries[0])).values()
    }
  }

  @Test("an encrypted entry is named as one")
  func encrypted() throws {
    let failure = try Self.error(try Self.archive { data, start in data[start + 2] |= 1 })
    #expect(failure.description.contains("(weights.npy): found an encrypted entry"))
  }

  @Test("a compression that cannot be read is named by its number", arguments: [6, 99] as [UInt8])
  func compression(method: UInt8) throws {
    // 99 marks AES encryption, which libzip refuses before the entry is reached.
    guard method != 99 else {
      let folder = try ScratchFolder()
      let data = try Self.archive { data, start in data[start + 4] = method }
      #expect(throws: ZipError.self) { try ZipArchive(path: folder.write(data, "a.npz")) }
      return
    }
    let failure = try Self.error(try Self.archive { data, start in data[start + 4] = method })
    #expect(failure.description.contains("compression method 6, expected one stored or deflated"))
  }

  @Test("a size that the compressed bytes cannot hold is refused before memory is taken for it")
  func size() throws {
    // 3.2 GB: what a header of 400 million numbers would need.
    let size = UInt32(128 + 8 * 400_000_000)
    for method in [0, 8] as [UInt8] {
      let data = try Self.archive { data, start in
        data[start + 4] = method
        withUnsafeBytes(of: size.littleEndian) { data.replaceSubrange((start + 18)..<(start + 22), with: $0) }
      }
      #expect(try Self.error(data).description.contains("a size of \(size) bytes in"))
    }
  }

  @Test("a key that a header has twice is refused, escaped or not")
  func repeatedKeys() throws {
    let tensor = "{\"dtype\":\"F64\",\"shape\":[3,2,2],\"data_offsets\":[0,96]}"
    for (first, second) in [("weights", "weights"), ("weights", "weig\\u0068ts"), ("a\\\"b", "a\\\"b")] {
      let header = "{\"\(first)\":\(tensor),\"\(second)\" : \(tensor)}"
      let failure = try #require(try SafetensorsFileTests.error(SafetensorsFileTests.file(header)))
      #expect(failure.description.contains("twice"), "\(failure.description)")
    }
    let inner = "{\"weights\":" + tensor.dropLast() + ",\"dtype\":\"F32\"}}"
    let failure = try #require(try SafetensorsFileTests.error(SafetensorsFileTests.file(inner)))
    #expect(failure.description.contains("'dtype'"))
    let fine = "{\"a\":\(tensor),\"b\":\(tensor),\"__metadata__\":{\"a\":\"a\",\"b\":\"a:\\\"{\\\\\"}}"
    #expect(try SafetensorsFileTests.error(SafetensorsFileTests.file(fine)) == nil)
  }

  @Test("a tensor of another type is set aside with its reason, the others are read")
  func otherTypes() throws {
    let folder = try ScratchFolder()
    let header =
      SafetensorsFileTests.header().dropLast()
      + ",\"mask\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[0,3]}}"
    let path = try folder.write(SafetensorsFileTests.file(String(header)), "a.safetensors")
    let file = try SafetensorsFile(path: path)
    #expect(Array(file.tensors.keys) == ["weights"])
    #expect(file.unreadable["mask"]?.description.contains("dtype BOOL, expected F64") == true)
  }

  @Test("a pipe is refused at once, not waited for")
  func pipe() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/pipe.npz"
    try #require(mkfifo(path, 0o600) == 0)
    let error = try #require(throws: FileFailure.self) { try ZipArchive(path: path) }
    #expect(error.description.contains("pipe"))
  }

  @Test("names out of files stay on one short line")
  func names() throws {
    #expect(MessageText.line("a\nb\r\nc\u{2028}d\u{7}") == "a?b??c?d?")
    #expect(MessageText.line("weights", limit: 7) == "weights")
    #expect(MessageText.line("weights", limit: 3) == "wei...")
    #expect(MessageText.line("") == "")
    #expect(MessageText.list([]) == "[]" && MessageText.list([1, 2]) == "[1, 2]")
    #expect(MessageText.list(Array(1...9)) == "[1, 2, 3, 4, 5, 6, 7, 8, ...]")
    let folder = try ScratchFolder()
    var damaged = Self.entry
    damaged[0] = 0
    let archive = try ZipArchive(
      path: folder.write(FileBuilder.zip([("a\nb.npy", damaged)]), "a.npz"))
    let error = try #require(throws: NPYError.self) {
      try StoredArray(npy: .entry(archive, archive.entries[0]))
    }
    #expect(error.description.contains("(a?b.npy)") && !error.description.contains("\n"))
  }
}
