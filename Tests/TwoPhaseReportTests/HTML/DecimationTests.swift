import Foundation
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseTraining

@Suite("Records that a page leaves out")
struct DecimationTests {
  static let run = Result { try PageRuns.run() }

  @Test(
    "bounded, increasing, with first, last, marked steps and every quantity's extremes",
    arguments: [(1001, 1000), (3000, 300), (20_000, 5000), (7, 6), (5000, 40)])
  func properties(count: Int, kept: Int) throws {
    let run = try PageRuns.long(count, of: try Self.run.get())
    let records = run.series.records
    var random = TestRandom(UInt64(count))
    let marked = (0..<min(5, kept / 4)).map { _ in Int.random(in: 0..<count, using: &random) }
    let indices = SeriesDecimation.indices(
      records, drawn: PageColumns.drawnOfRun, limits: PageLimits(whole: kept, kept: kept), marked: marked)
    // Extremes of one stretch are kept however little room there is.
    #expect(indices.count <= max(kept, 2 * PageColumns.drawnOfRun.count + 2 + marked.count))
    #expect(zip(indices, indices.dropFirst()).allSatisfy { $0 < $1 })
    #expect(indices.first == 0 && indices.last == count - 1)
    #expect(Set(indices).isSuperset(of: marked))
    for column in PageColumns.drawnOfRun {
      let all = records.compactMap(column)
      let shown = indices.compactMap { column(records[$0]) }
      #expect(shown.min() == all.min() && shown.max() == all.max())
    }
  }

  @Test("every stretch keeps its own extremes: no spike is lost")
  func spikes() throws {
    let run = try PageRuns.long(60_000, of: try Self.run.get())
    let indices = SeriesDecimation.indices(
      run.series.records, drawn: PageColumns.drawnOfRun, limits: PageLimits(whole: 1000, kept: 3000),
      marked: [])
    #expect(indices.count <= 3000)
    for step in stride(from: 5000, to: 60_000, by: 9973) { #expect(indices.contains(step), "\(step)") }
  }

  @Test("up to the limit all stay")
  func all() throws {
    let records = try Self.run.get().series.records
    let limits = PageLimits(whole: records.count, kept: 10)
    #expect(
      SeriesDecimation.indices(records, drawn: PageColumns.drawnOfRun, limits: limits, marked: [])
        == Array(records.indices))
    #expect(SeriesDecimation.indices([], drawn: PageColumns.drawnOfRun, limits: limits, marked: []) == [])
  }
}
