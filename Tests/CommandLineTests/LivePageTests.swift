import Foundation
import TestSupport
import Testing

@Suite("twophase run --serve in a browser")
struct LivePageTests {
  private struct Check: Decodable {
    let check: String
    let ok: Bool
    let detail: String
  }

  @Test("the page fills while the run is made, says when it ends, and asks nobody else for anything")
  func watched() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [
      "-B", TestFiles.root.appendingPathComponent("Browser/check_live.py").path, try Executable.path(),
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let checks = data.split(separator: 0x0a).compactMap { try? JSONDecoder().decode(Check.self, from: $0) }
    for check in checks where !check.ok { Issue.record("\(check.check): \(check.detail)") }
    #expect(checks.count == 7, "only \(checks.count) checks were made")
  }
}
