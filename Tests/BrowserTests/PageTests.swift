import Foundation
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseTraining

/// Pages of real runs in a real browser: Tests/Browser/check_page.py opens them in headless Chromium.
@Suite("Pages in a browser")
struct PageTests {
  /// A check that was made.
  struct Check: Decodable {
    let check: String
    let ok: Bool
    let detail: String
  }

  @Test(
    "pages of runs, comparisons, experiments and maps do in Chromium what docs/report.md and docs/maps.md say"
  )
  func pages() async throws {
    // TWOPHASE_KEEP_PAGES names a folder that keeps them, to be looked at.
    let kept = ProcessInfo.processInfo.environment["TWOPHASE_KEEP_PAGES"].map { URL(fileURLWithPath: $0) }
    let folder = kept ?? FileManager.default.temporaryDirectory.appendingPathComponent("tp-pages-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { if kept == nil { try? FileManager.default.removeItem(at: folder) } }
    try PageFolder(folder).write()
    let checks = try await withTaskExecutorPreference(WaitingThread()) { try Self.browse(folder) }
    for check in checks where !check.ok { Issue.record("\(check.check): \(check.detail)") }
    // A script that stopped early must not pass.
    for page in ["run", "run on a phone", "hostile run.html", "empty.html", "comparison", "long", "live"]
      + ["experiment.html", "hostile experiment.html", "experiment without a figure.html"]
      + ["map.html", "map.html on a phone", "map of words.html", "hostile map.html", "map of no cell.html"]
    {
      let isComplete = checks.contains { $0.check == "\(page): no console errors" }
      #expect(isComplete, "\(page) was not checked to its end")
    }
    #expect(checks.count >= 80, "only \(checks.count) checks were made")
  }

  /// Runs the script.
  static func browse(_ folder: URL) throws -> [Check] {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Browser/check_page.py")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-B", script.path, folder.path]
    let errors = folder.appendingPathComponent("errors.txt")
    try Data().write(to: errors)
    process.standardError = try FileHandle(forWritingTo: errors)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let message = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
    #expect(process.terminationStatus == 0, "check_page.py: \(message.suffix(1500))")
    return data.split(separator: 0x0a).compactMap { try? JSONDecoder().decode(Check.self, from: $0) }
  }
}
