import Foundation
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseTraining

@Suite("Event files read by tensorboard itself")
struct TensorBoardReadBackTests {
  struct Point: Decodable, Equatable {
    let step: Int
    let value: Float
    init(from decoder: any Decoder) throws {
      var pair = try decoder.unkeyedContainer()
      step = try pair.decode(Int.self)
      value = Float(try pair.decode(Double.self))
    }
  }

  struct Contents: Decodable {
    let scalars: [String: [Point]]
    let texts: [String: [String]]
    let descriptions: [String: String]
  }

  static func read(_ folder: String) throws -> Contents {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let python = root.appendingPathComponent(".build/tensorboard-venv/bin/python3")
    try #require(
      FileManager.default.isExecutableFile(atPath: python.path),
      "\(python.path) is missing: `make test` (or `make .build/tensorboard-venv`) installs tensorboard there")
    let process = Process()
    process.executableURL = python
    process.arguments = [root.appendingPathComponent("Tests/TensorBoard/read_back.py").path, folder]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "read_back.py failed: `make test` installs what it needs")
    return try JSONDecoder().decode(Contents.self, from: data)
  }

  @Test(
    "every value of every column is read back to the last bit of single precision, also of a run taken up after a torn write"
  )
  func everyValue() throws {
    let prepared = try TensorBoardWriterTests.prepared()
    try TensorBoardWriterTests.inFolder("a \"run\" <b>") { folder in
      let (_, stopped) = try RunStopper(step: 200).run(
        prepared, observers: [try TensorBoardWriter(folder: folder)])
      let file = try #require(try EventReader.files(folder).first)
      let handle = try #require(FileHandle(forWritingAtPath: file))
      try handle.truncate(atOffset: try handle.seekToEnd() - 9000)
      try handle.close()
      let run = try prepared.run(continuing: stopped, observers: [try TensorBoardWriter(folder: folder)])

      let contents = try Self.read(folder)
      TensorBoardWriterTests.expect(
        contents.scalars.mapValues { $0.map { ($0.step, $0.value) } }, equal: run.series.records)
      #expect(contents.texts["run/report"]?.last == PhaseReport(run).markdown)
      #expect(contents.descriptions["margin/onePointMarginPaper"]?.contains("paper scale") == true)
      #expect(contents.descriptions.values.allSatisfy { !$0.isEmpty })
    }
  }
}
