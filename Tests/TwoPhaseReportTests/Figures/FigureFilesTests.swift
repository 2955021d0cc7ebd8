import Foundation
import LinearAlgebra
import Testing
import TwoPhaseReport

@Suite(
  "Figures as files", .enabled(if: InstalledProgram.gnuplot != nil, "gnuplot is not installed"), .serialized)
struct FigureFilesTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tp fig'\"ures-\(UUID())").path

  var contents: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] }

  @Test(
    "each format begins with its magic bytes, has the stated width, and nothing else is left in the folder",
    arguments: FigureFormat.allCases, FigureWidth.allCases)
  func formats(_ format: FigureFormat, _ width: FigureWidth) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let set = FigureSet(MadeRun.base, format: format, width: width)
    let paths = try set.write(to: folder)
    #expect(paths == FigureScriptTests.all.map { "\(folder)/\($0).\(format.rawValue)" })
    #expect(contents == paths.map { ($0 as NSString).lastPathComponent }.sorted())
    for path in paths {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(data.count < 200_000, "\(path)")
      let text = String(decoding: data.prefix(2000), as: UTF8.self)
      switch format {
      case .pdf: #expect(data.starts(with: Array("%PDF-".utf8)))
      case .svg:
        #expect(text.hasPrefix("<?xml") && text.contains("width=\"\(Int(width.inches * 96))\""))
        #expect(String(decoding: data.suffix(20), as: UTF8.self).contains("</svg>"))
      case .png:
        #expect(data.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
        // Big-endian width after the header of the first chunk: 300 pixels to the inch.
        let pixels = data[16..<20].reduce(0) { $0 << 8 | Int($1) }
        #expect(abs(Double(pixels) - width.inches * 300) <= 1)
        // The chunks follow one another to the end, and their one resolution is 11811 pixels a metre.
        var chunks: [(name: String, body: Data)] = []
        var offset = 8
        while offset + 12 <= data.count {
          let length = data[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
          try #require(offset + 12 + length <= data.count)
          let name = String(decoding: data[offset + 4..<offset + 8], as: UTF8.self)
          chunks.append((name, Data(data[offset + 8..<offset + 8 + length])))
          offset += 12 + length
        }
        #expect(offset == data.count && chunks.last?.name == "IEND")
        let resolutions = chunks.filter { $0.name == "pHYs" }.map { Array($0.body) }
        #expect(resolutions == [[0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1]])
      }
    }
  }

  @Test("pdf: every font is embedded, text is text of 8 points, and the page is as wide as stated")
  func fonts() throws {
    guard let pdffonts = InstalledProgram.path("pdffonts"), let pdfinfo = InstalledProgram.path("pdfinfo")
    else { return }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for path in try FigureSet(MadeRun.base, format: .pdf).write(to: folder) {
      let fonts = try InstalledProgram.output(pdffonts, [path]).split(separator: "\n").dropFirst(2)
      #expect(!fonts.isEmpty)
      for line in fonts {
        // ... emb sub uni object ID
        let fields = line.split(separator: " ")
        #expect(fields.dropLast(4).last == "yes", "\(line)")
        #expect(!line.contains("Type 3"), "\(line)")
      }
      let info = try InstalledProgram.output(pdfinfo, [path])
      #expect(info.contains(/Page size:\s+234 x/), "\(info)")
    }
  }

  @Test("without gnuplot, or with one that fails, there is one clear line and nothing is written")
  func failures() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var set = FigureSet(MadeRun.base, format: .pdf)
    for missing in ["no-such-gnuplot", "/no/such/gnuplot"] {
      set.program = missing
      let error = try #require(throws: GnuplotFailure.self) { try set.write(to: folder) }
      #expect(error == .missing(program: missing) && error.description.contains("gnuplot-nox"))
    }
    for failing in ["false", "true", "/bin/false"] {
      set.program = failing
      let error = try #require(throws: GnuplotFailure.self) { try set.write(to: folder) }
      #expect(error.kind == .cannotCreate && !error.description.contains("\n"))
      if case .missing = error { Issue.record("\(failing) is there") }
    }
    // One that says what is wrong, over several lines, and has written something by then.
    let script = FileManager.default.temporaryDirectory.appendingPathComponent("tp-gnuplot-\(UUID())").path
    try
      "#!/bin/sh\necho half\necho ' ^' >&2\necho \"\\\"$2\\\" line 3: unknown terminal\" >&2\necho more >&2\nexit 1\n"
      .write(toFile: script, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    defer { try? FileManager.default.removeItem(atPath: script) }
    set.program = script
    #expect(throws: GnuplotFailure.failed("line 3: unknown terminal")) { try set.write(to: folder) }
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test("a folder that cannot be written, or is a file, is one clear line")
  func unwritable() throws {
    let set = FigureSet(MadeRun.base, format: .svg)
    for bad in ["/proc", "/proc/figures", "/dev/null/figures"] {
      let error = try #require(throws: FileFailure.self) { try set.write(to: bad) }
      #expect(error.description.contains(bad) && !error.description.contains("\n"))
    }
  }

  @Test("runs with nothing to draw write nothing, and odd ones are drawn all the same")
  func odd() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try FigureSet(MadeRun.run(steps: []) { _ in .init() }, format: .pdf).write(to: folder).isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder))
    let runs = [
      try MadeRun.run(steps: [0, 1]) { _ in .init() },
      try MadeRun.run(steps: Array(0...50), status: .diverged(step: 51)) { step in
        .init(
          potential: pow(10, 3 * Double(step)), sSum: -pow(10, 3 * Double(step)),
          distance: pow(10, 3 * Double(step)))
      },
      try MadeRun.run(steps: [0, 1], status: .converged(step: 0)) { _ in
        .init(potential: 0, sSum: 0, distance: 0, margin: nil)
      },
    ]
    for run in runs { #expect(try !FigureSet(run, format: .svg).write(to: folder).isEmpty) }
  }

  @Test("several can be drawn at once")
  func together() async throws {
    let root = folder
    defer { try? FileManager.default.removeItem(atPath: root) }
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for index in 0..<6 {
        group.addTask { try FigureSet(MadeRun.base, format: .svg).write(to: "\(root)/\(index)").count }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == [4, 4, 4, 4, 4, 4])
  }
}
