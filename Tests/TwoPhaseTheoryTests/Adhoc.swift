import Testing
import TestSupport
import Foundation
@Test func adhoc() throws {
  for file in ["Golden/points.json", "Oracle/extended-points.json"] {
    guard FileManager.default.fileExists(atPath: TestFiles.root.appendingPathComponent(file).path) else { continue }
    var worst: [String: (Double, String)] = [:]
    for p in GoldenPoint.load(file) {
      do {
      for (q, e) in try GoldenComparison.errors(of: p, spectralMethod: .dense) {
        if e > (worst[q]?.0 ?? -1) { worst[q] = (e, p.name) }
        if e > 1e-12 { print("BAD", p.name, q, e) }
      }
      } catch { print("ERR", p.name, error) }
    }
    for (q, e) in worst.sorted(by: { $0.key < $1.key }) { print(q, e) }
  }
}
