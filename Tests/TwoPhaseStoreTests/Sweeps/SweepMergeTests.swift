import Foundation
import Testing
import TwoPhaseStore
import TwoPhaseSweeps

@Suite("Merging a sweep's tasks")
struct SweepMergeTests {
  private static let plan = ShardPlan(runs: 24, shards: 5)

  /// A sweep whose tasks were made.
  private static func made(_ shards: some Sequence<Int> = 0..<5) throws -> SweepScratch {
    let scratch = try SweepScratch()
    try FileManager.default.createDirectory(atPath: scratch.folder.shards, withIntermediateDirectories: true)
    for shard in shards {
      let name = SweepFolder.shardName(shard)
      try scratch.perform(Self.plan.numbers(of: shard), into: "shards/\(name).sqlite", shard: name)
    }
    return scratch
  }

  private static func merge(_ scratch: SweepScratch) throws -> SweepMerge {
    try SweepMerge(scratch.folder, scratch.description, plan: Self.plan, version: "0")
  }

  @Test("merged tasks are the sweep made on one machine, run for run; merging again changes nothing")
  func whole() throws {
    let (scratch, alone) = (try Self.made(), try SweepScratch())
    try alone.perform()
    let merge = try Self.merge(scratch)
    #expect(merge.added == 24 && merge.made == 24 && merge.isClean && merge.duplicates == 0)
    let rows = try scratch.rows()
    #expect(rows.map(\.withoutCost) == (try alone.rows()).map(\.withoutCost))
    #expect(rows[7]["shard"] == .text("00002"))
    let again = try Self.merge(scratch)
    #expect(again.added == 0 && again.made == 24 && again.isClean && again.duplicates == 0)
    #expect(try scratch.rows() == rows)
  }

  @Test("missing runs are named, and come in when they are there")
  func missing() throws {
    let scratch = try Self.made([0, 1, 4])
    let merge = try Self.merge(scratch)
    #expect(!merge.isClean && merge.made == 14)
    #expect(merge.missing == (Array(Self.plan.numbers(of: 2)) + Array(Self.plan.numbers(of: 3))).sorted())
    for shard in [2, 3] {
      let name = SweepFolder.shardName(shard)
      try scratch.perform(Self.plan.numbers(of: shard), into: "shards/\(name).sqlite", shard: name)
    }
    let again = try Self.merge(scratch)
    #expect(again.added == 10 && again.isClean)
  }

  @Test("a run that two tasks made is counted when equal, and a conflict when not; the first is kept")
  func twice() throws {
    let scratch = try Self.made()
    // Task 1 made run 0 of task 0 too.
    try scratch.perform([0], into: "shards/00001.sqlite", shard: "00001")
    var merge = try Self.merge(scratch)
    #expect(merge.duplicates == 1 && merge.isClean && merge.made == 24)
    let before = try scratch.rows()
    try scratch.sql(
      "UPDATE runs SET finalDistance = finalDistance * 2 WHERE number = 0", "shards/00001.sqlite")
    merge = try Self.merge(scratch)
    #expect(merge.conflicts.map(\.column) == ["finalDistance"] && merge.conflicts[0].number == 0)
    #expect(!merge.isClean && merge.duplicates == 0)
    #expect(try scratch.rows() == before)
    #expect(merge.note.contains("run 0 is there twice with different results: finalDistance"))
  }

  @Test("a run that failed is replaced when a later attempt made it, and never the other way round")
  func retried() throws {
    let scratch = try Self.made()
    try scratch.sql(
      "UPDATE runs SET status = 'failed', ending = 'no memory' WHERE number = 3", "shards/00003.sqlite")
    var merge = try Self.merge(scratch)
    #expect(merge.failed == [3] && !merge.isClean && merge.made == 24)
    try scratch.perform(
      Self.plan.numbers(of: 3), into: "shards/00003.sqlite", shard: "00003", retryingFailed: true)
    merge = try Self.merge(scratch)
    #expect(merge.failed.isEmpty && merge.isClean && merge.added == 1)
    try scratch.sql("UPDATE runs SET status = 'failed', seconds = 99 WHERE number = 3", "shards/00003.sqlite")
    merge = try Self.merge(scratch)
    #expect(merge.failed.isEmpty && merge.isClean)
  }

  @Test("a store that is damaged is named, its runs are missing, the others come in")
  func damaged() throws {
    let scratch = try Self.made()
    let path = scratch.file("shards/00002.sqlite")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    try Data(repeating: 7, count: bytes.count).write(to: URL(fileURLWithPath: path))
    let merge = try Self.merge(scratch)
    #expect(merge.damaged.map(\.shard) == [2])
    #expect(merge.missing == Array(Self.plan.numbers(of: 2)) && merge.made == 19)
  }
}
