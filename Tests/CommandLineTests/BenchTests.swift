import Foundation
import TestSupport
import Testing

@Suite("twophase bench")
struct BenchTests {
  @Test("prints its fields as JSON, all of them sensible")
  func json() throws {
    let result = try runTwoPhase(
      ["bench", "--dimension", "40", "--batch", "16", "--seconds", "0.2", "--json"])
    #expect(result.status == 0)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(result.stdout.utf8)) as? [String: Any])
    #expect(document["dimension"] as? Int == 40 && document["batch"] as? Int == 16)
    #expect(document["backend"] is String && (document["threads"] as? Int ?? 0) >= 1)
    for field in [
      "bareMs", "instrumentedMs", "ratio", "gemmGflops", "bareGflops", "normalsNs", "arcsinNs",
    ] {
      #expect((document[field] as? Double ?? 0) > 0, "\(field)")
    }
    #expect((document["gramPoints"] as? Int ?? 0) > 0 && document["directPoints"] as? Int == 0)
  }

  @Test(
    "impossible sizes are one line and status 64",
    arguments: [["--dimension", "1"], ["--batch", "0"], ["--seconds", "0"], ["--seconds", "nan"]])
  func refused(arguments: [String]) throws {
    let result = try runTwoPhase(["bench"] + arguments)
    #expect(result.status == 64)
    #expect(result.stderr.contains(arguments[0]) && result.stderr.split(separator: "\n").count == 1)
  }
}
