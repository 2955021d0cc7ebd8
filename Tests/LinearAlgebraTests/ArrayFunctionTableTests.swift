import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// Errors in units of the last place against Tests/Oracle/array-functions.json, whose values carry a thousandth of one.
@Suite("Array functions against the high-precision table")
struct ArrayFunctionTableTests {
  private typealias Function = ([Double], inout [Double]) -> Void

  private let table: [String: [[Double]]]

  init() throws {
    let url = TestFiles.root.appendingPathComponent("Oracle/array-functions.json")
    table = try JSONDecoder().decode([String: [[Double]]].self, from: Data(contentsOf: url))
  }

  /// Every point by itself, all together, and those within 1/2 together: the three ways through a kernel.
  private func errors(
    _ name: String, _ function: Function, unit: (_ x: Double, _ value: Double) -> Double = { $1.ulp }
  ) throws -> (points: [Double], errors: [Double]) {
    let rows = try #require(table[name])
    let x = rows.map { $0[0] }
    var together = [Double](repeating: .nan, count: x.count)
    function(x, &together)
    var alone: [Double] = []
    for x in x {
      var y = [Double.nan]
      function([x], &y)
      alone += y
    }
    #expect(alone.map(\.bitPattern) == together.map(\.bitPattern), "\(name): one by one and together")
    let small = x.filter { abs($0) <= 0.5 }
    var smallResults = [Double](repeating: .nan, count: small.count)
    function(small, &smallResults)
    #expect(smallResults == zip(x, together).filter { abs($0.0) <= 0.5 }.map(\.1), "\(name): within 1/2")
    return (x, zip(rows, together).map { row, y in abs(y - row[1] - row[2]) / unit(row[0], row[1]) })
  }

  @Test("arcsine is within one unit in the last place")
  func arcsine() throws {
    let (points, errors) = try errors("arcsine", ArrayFunctions.arcsine)
    #expect(points.count > 1400)
    #expect(errors.allSatisfy { $0 <= 1 }, "largest \(errors.max() ?? 0)")
  }

  @Test("the loss's kernel is within one unit in the last place, and even")
  func lossKernel() throws {
    let (points, errors) = try errors("lossKernel", ArrayFunctions.lossKernel)
    #expect(errors.allSatisfy { $0 <= 1 }, "largest \(errors.max() ?? 0)")
    var (there, back) = (points, points)
    ArrayFunctions.lossKernel(points, into: &there)
    ArrayFunctions.lossKernel(points.map { -$0 }, into: &back)
    #expect(there == back)
  }

  @Test("the loss's kernel is exact at 0 and at both ends, and stays between its ends")
  func lossKernelEnds() throws {
    var h = [Double](repeating: .nan, count: 4)
    ArrayFunctions.lossKernel([0, -0.0, 1, -1], into: &h)
    #expect(h == [1, 1, .pi / 2, .pi / 2])
    let points = try #require(table["lossKernel"]).map { $0[0] }
    var all = points
    ArrayFunctions.lossKernel(points, into: &all)
    #expect(all.allSatisfy { (1...(.pi / 2)).contains($0) })
  }

  @Test("the square root is within half a unit in the last place")
  func squareRoot() throws {
    let rows = try #require(table["squareRoot"])
    var roots = [Double](repeating: .nan, count: rows.count)
    ArrayFunctions.squareRoot(rows.map { $0[0] }, into: &roots)
    #expect(roots == rows.map { $0[1] })
    #expect(zip(rows, roots).allSatisfy { row, y in abs(y - row[1] - row[2]) <= 0.5 * y.ulp })
  }

  @Test("arcsine's remainder is within 3 units of its last place up to 1/2, then within one of the arcsine's")
  func remainder() throws {
    let (points, errors) = try errors("arcsineRemainder", ArrayFunctions.arcsineRemainder) { x, value in
      abs(x) <= 0.5 ? 3 * value.ulp : asin(x).ulp
    }
    #expect(zip(points, errors).allSatisfy { $1 <= 1 }, "largest \(errors.max() ?? 0)")
  }

  @Test("every length works and nothing beyond the end is touched", arguments: [0, 1, 63, 64, 65, 127, 200])
  func lengths(count: Int) {
    for scale in [0.5, 1] {
      let cosines = (0..<count).map { scale * (2 * Double($0) / 200 - 1) }
      var h = [Double](repeating: .nan, count: count)
      ArrayFunctions.lossKernel(cosines, into: &h)
      for (c, h) in zip(cosines, h) {
        #expect(abs(h - ((1 - c) * (1 + c)).squareRoot() - c * asin(c)) < 1e-15)
      }
    }
  }
}
