import Foundation
import Testing
import TwoPhaseSweeps

@Suite("docs/sweeps.md")
struct SweepDocumentationTests {
  @Test("its file is a sweep of as many runs as it says")
  func file() throws {
    let root = (0..<4).reduce(URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()) { url, _ in
      url.deletingLastPathComponent()
    }
    let text = try String(contentsOf: root.appendingPathComponent("docs/sweeps.md"), encoding: .utf8)
    let block = try #require(text.components(separatedBy: "```yaml\n").dropFirst().first)
    let yaml = try #require(block.components(separatedBy: "```").first)
    let sweep = try SweepDescription(text: yaml, path: "docs/sweeps.md")
    try sweep.check()
    #expect(sweep.count == 720)
    #expect(try sweep.point(19).variables.prefix(3).map(\.text) == ["0.1", "20", "20"])
    #expect(try sweep.point(20).variables.prefix(3).map(\.text) == ["0.1", "30", "1"])
  }
}
