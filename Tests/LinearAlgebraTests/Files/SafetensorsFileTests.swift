import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite("Safetensors files")
struct SafetensorsFileTests {
  /// A file with any header text and body.
  static func file(_ header: String, body: Int = 96, length: UInt64? = nil) -> Data {
    let claimed = length ?? UInt64(header.utf8.count)
    return withUnsafeBytes(of: claimed.littleEndian) { Data($0) } + Data(header.utf8) + Data(count: body)
  }

  /// A header of one tensor.
  static func header(
    _ shape: String = "[3,2,2]", dtype: String = "F64", offsets: String = "[0,96]", name: String = "weights"
  ) -> String {
    "{\"\(name)\":{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}"
  }

  static func error(_ data: Data) throws -> (any DescribedFailure)? {
    let folder = try ScratchFolder()
    let path = try folder.write(data, "a.safetensors")
    do {
      _ = try SafetensorsFile(path: path)
      return nil
    } catch let failure as any DescribedFailure {
      #expect(failure.description.hasPrefix(path) && failure.kind == .dataFormat)
      return failure
    }
  }

  /// safetensors 0.8.0: save({'weights': f4 [3,2,2] 0.5, 1.5, ..., 'steps': i8 [0,2,4], 'learning_rate': f8 0.25},
  /// metadata={'note': 'x'})
  static let saved =
    Data(
      base64Encoded: """
        4AAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJub3RlIjoieCJ9LCJzdGVwcyI6eyJkdHlwZSI6Ikk2NCIsInNoYXBlIjpbM10s\
        ImRhdGFfb2Zmc2V0cyI6WzAsMjRdfSwibGVhcm5pbmdfcmF0ZSI6eyJkdHlwZSI6IkY2NCIsInNoYXBlIjpbXSwiZGF0YV9v\
        ZmZzZXRzIjpbMjQsMzJdfSwid2VpZ2h0cyI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMywyLDJdLCJkYXRhX29mZnNldHMi\
        OlszMiw4MF19fSAgICAgIAAAAAAAAAAAAgAAAAAAAAAEAAAAAAAAAAAAAAAAANA/AAAAPwAAwD8AACBAAABgQAAAkEAAALBA\
        AADQQAAA8EAAAAhBAAAYQQAAKEEAADhB
        """) ?? Data()

  @Test("a file that the safetensors library wrote is read")
  func real() throws {
    let folder = try ScratchFolder()
    let file = try SafetensorsFile(path: folder.write(Self.saved, "a.safetensors"))
    #expect(file.metadata == ["note": "x"])
    #expect(file.tensors.keys.sorted() == ["learning_rate", "steps", "weights"])
    let weights = try #require(file.tensors["weights"])
    #expect(weights.shape == [3, 2, 2] && weights.element.isSinglePrecision)
    #expect(try weights.values() == (0..<12).map { Double($0) + 0.5 })
    #expect(try file.tensors["steps"]?.values() == [0, 2, 4])
    let rate = try #require(file.tensors["learning_rate"])
    #expect(try rate.shape == [] && rate.values() == [0.25])
  }

  @Test(
    "a header length that the file cannot hold is refused",
    arguments: [0, 1, 1000, 1 << 40, 1 << 63, .max])
  func headerLength(length: UInt64) throws {
    let failure = try #require(try Self.error(Self.file(Self.header(), length: length)))
    #expect(failure.description.contains("header length of \(length) bytes"))
  }

  @Test("a header of more than 100 MB is refused without being read")
  func largestHeader() throws {
    let folder = try ScratchFolder()
    let path = try folder.write(Self.file("{}", length: 101 << 20), "a.safetensors")
    try #require(truncate(path, 1 << 30) == 0)
    #expect(throws: SafetensorsError.self) { try SafetensorsFile(path: path) }
  }

  @Test(
    "shapes and offsets that do not belong together are refused",
    arguments: [
      header(offsets: "[0,97]"), header(offsets: "[0,95]"), header(offsets: "[96,0]"),
      header(offsets: "[-96,0]"), header(offsets: "[8,104]"), header(offsets: "[0]"), header(offsets: "[]"),
      header(offsets: "[0,96,192]"), header(offsets: "[0,9223372036854775807]"), header("[3,2,3]"),
      header("[-3,2,2]"), header("[3,-2,-2]"), header("[9223372036854775807,2,2]"),
      header("[4294967296,4294967296,4294967296]"), header(dtype: "F32"),
    ])
  func mismatch(header: String) throws { #expect(try Self.error(Self.file(header)) != nil) }

  @Test(
    "a header that is not the JSON of tensors is refused",
    arguments: [
      "[]", "{ ", "null", "\"weights\"", "{\"weights\":3}", "{\"weights\":{}}", header("[3.5,2,2]"),
      header("\"3\""), "\0\0\0\0",
    ])
  func json(header: String) throws {
    let failure = try #require(try Self.error(Self.file(header)))
    #expect(failure.description.contains("JSON"))
  }

  @Test("a header nested thousands deep is refused, not followed")
  func nested() throws {
    for opening in ["[", "{\"a\":"] {
      let header = "{\"a\":" + String(repeating: opening, count: 50_000)
      #expect(try Self.error(Self.file(header))?.description.contains("JSON") == true)
    }
  }

  @Test("tensors may share their bytes")
  func overlapping() throws {
    let folder = try ScratchFolder()
    let header = Self.header().dropLast() + "," + Self.header(name: "again").dropFirst()
    let file = try SafetensorsFile(path: folder.write(Self.file(String(header)), "a.safetensors"))
    #expect(file.tensors.count == 2)
  }

  @Test("half precision and integers are read", arguments: ["F16", "BF16", "I16", "U16"])
  func narrow(dtype: String) throws {
    let folder = try ScratchFolder()
    let data = Self.file(Self.header("[2]", dtype: dtype, offsets: "[0,4]"), body: 4)
    let tensor = try SafetensorsFile(path: folder.write(data, "a.safetensors")).tensors["weights"]
    #expect(try tensor?.values() == [0, 0])
    #expect(tensor?.element.isSinglePrecision == dtype.contains("F"))
  }
}
