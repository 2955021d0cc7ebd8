import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite("Zip archives")
struct ZipArchiveTests {
  static let text = Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })

  @Test("entries are listed in the archive's order, duplicates too")
  func entries() throws {
    let folder = try ScratchFolder()
    let archive = try ZipArchive(
      path: folder.write(
        FileBuilder.zip([("b.npy", Data([1, 2])), ("a.npy", Data()), ("b.npy", Data([3]))]), "a.zip"))
    #expect(archive.entries.map(\.name) == ["b.npy", "a.npy", "b.npy"])
    #expect(archive.entries.map(\.size) == [2, 0, 1])
    #expect(try ByteSource.entry(archive, archive.entries[2]).read(1, at: 0) == [3])
    #expect(try ByteSource.entry(archive, archive.entries[0]).read(2, at: 0) == [1, 2])
    #expect(try ByteSource.entry(archive, archive.entries[1]).read(0, at: 0) == [])
  }

  @Test("bytes asked for forwards, backwards and in another entry between are the right ones")
  func anyOrder() throws {
    let folder = try ScratchFolder()
    let archive = try ZipArchive(
      path: folder.write(FileBuilder.zip([("x", Self.text), ("y", Data(Self.text.reversed()))]), "a.zip"))
    var random = TestRandom(5)
    for _ in 0..<200 {
      let which = Int.random(in: 0...1, using: &random)
      let expected = which == 0 ? Self.text : Data(Self.text.reversed())
      let place = Int.random(in: 0..<5000, using: &random)
      let wanted = Int.random(in: 0...(5000 - place), using: &random)
      let bytes = try ByteSource.entry(archive, archive.entries[which]).read(wanted, at: place)
      #expect(bytes == Array(expected[place..<(place + wanted)]))
    }
  }

  @Test("reading beyond an entry's end is an error")
  func beyond() throws {
    let folder = try ScratchFolder()
    let archive = try ZipArchive(path: folder.write(FileBuilder.zip([("x", Self.text)]), "a.zip"))
    let source = ByteSource.entry(archive, archive.entries[0])
    #expect(throws: ZipError.self) { try source.read(5001, at: 0) }
    #expect(throws: ZipError.self) { try source.read(1, at: 6000) }
    #expect(try source.read(5000, at: 0) == Array(Self.text), "and what comes next is read again")
  }

  @Test("the checksum is compared at the end, whether an entry is read at once or in pieces")
  func checksum() throws {
    let folder = try ScratchFolder()
    var data = FileBuilder.zip([("x.npy", Self.text)])
    data[100] ^= 4
    let path = try folder.write(data, "a.zip")
    let archive = try ZipArchive(path: path)
    let source = ByteSource.entry(archive, archive.entries[0])
    #expect(try source.read(4999, at: 0).count == 4999)
    let error = try #require(throws: ZipError.self) { try source.read(1, at: 4999) }
    #expect(error.description.hasPrefix("\(path) (x.npy): found") && error.kind == .dataFormat)
    #expect(throws: ZipError.self) { try source.read(5000, at: 0) }
  }

  @Test("an archive cut anywhere is refused when it is opened or read")
  func truncated() throws {
    let folder = try ScratchFolder()
    let whole = FileBuilder.zip([("x", Self.text.prefix(60)), ("y", Self.text.prefix(10))])
    for length in 0..<whole.count {
      let path = try folder.write(whole.prefix(length), "a.zip")
      #expect(throws: ZipError.self, "\(length) bytes") { try ZipArchive(path: path) }
    }
  }

  @Test("an archive that is not there is a missing input")
  func missing() throws {
    let folder = try ScratchFolder()
    let error = try #require(throws: FileFailure.self) { try ZipArchive(path: folder.path + "/no.zip") }
    #expect(error.kind == .missingInput)
  }
}
