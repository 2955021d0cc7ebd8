import Foundation
import LinearAlgebra
import TwoPhaseSweeps

/// A sweep with its folder: where its description, its runs and its cluster tasks are.
public struct SweepWorkspace: Sendable {
  /// The folder.
  public let folder: SweepFolder
  /// The description.
  public let description: SweepDescription

  /// The folder of a sweep that has no other name: the sweep's name with ".sweep" after it, in the working folder.
  public static func defaultFolder(_ name: String) -> String { name + ".sweep" }

  /// A sweep that is to be made or continued, as its file describes it. The folder is made and gets a copy of the file.
  ///
  /// - Parameters:
  ///   - file: the description.
  ///   - path: the folder; nil for the default one.
  /// - Throws: `SweepFileError`, `FileFailure`; `SweepStoreError` when the folder is another sweep's.
  public init(making description: SweepDescription, from file: String, in path: String?) throws {
    self.description = description
    folder = SweepFolder(path ?? Self.defaultFolder(description.name))
    if FileManager.default.fileExists(atPath: folder.description) {
      let there = try SweepDescription(path: folder.description)
      guard there.digest == description.digest else {
        throw SweepStoreError.anotherSweep(path: folder.path, description: file)
      }
    } else {
      let text = try AtomicFile.read(file)
      do {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
      } catch {
        throw FileFailure.cannotCreate(path: folder.path, reason: "expected a folder or a new name")
      }
      try AtomicFile.write(text, to: folder.description)
    }
  }

  /// A sweep that exists, by its folder or by the file that describes it.
  ///
  /// - Throws: `FileFailure`, `SweepFileError`; `SweepStoreError` when the folder that the file names is another sweep's.
  public init(existing name: String) throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
    if !exists || isFolder.boolValue {
      folder = SweepFolder(name)
      guard exists, FileManager.default.fileExists(atPath: folder.description) else {
        throw FileFailure.cannotRead(
          path: name,
          reason: exists ? "found no sweep.yaml in it, expected a sweep's folder" : "no such sweep")
      }
      description = try SweepDescription(path: folder.description)
    } else {
      description = try SweepDescription(path: name)
      folder = SweepFolder(Self.defaultFolder(description.name))
      guard FileManager.default.fileExists(atPath: folder.description) else {
        throw FileFailure.cannotRead(path: folder.path, reason: "no such sweep yet (twophase sweep makes it)")
      }
      guard try SweepDescription(path: folder.description).digest == description.digest else {
        throw SweepStoreError.anotherSweep(path: folder.path, description: name)
      }
    }
  }

  /// How the sweep is split into a cluster's tasks; nil for one of one machine.
  ///
  /// - Throws: `FileFailure`, `SweepPlanError`.
  public func plan() throws -> ShardPlan? {
    guard FileManager.default.fileExists(atPath: folder.plan) else { return nil }
    let data = try AtomicFile.read(folder.plan)
    guard let plan = try? JSONDecoder().decode(ShardPlan.self, from: data), plan.runs == description.count,
      plan.shards >= 1, plan.shards <= plan.runs
    else { throw SweepPlanError(path: folder.plan, runs: description.count) }
    return plan
  }

  /// Keeps how the sweep is split.
  ///
  /// - Throws: `FileFailure`.
  public func set(_ plan: ShardPlan) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    // The folders first: whoever finds the plan finds them.
    for path in [folder.shards, folder.slurm] { try RunFiles.makeFolder(path) }
    try AtomicFile.write(try encoder.encode(plan), to: folder.plan)
  }

  /// The runs that one machine made, or that were merged, as a table.
  ///
  /// - Parameter layout: the columns that are wanted.
  /// - Throws: `FileFailure` when there are none yet, `StoreFailure`.
  public func table(layout: SweepLayout = .whole) throws -> SweepTable {
    try results().table(name: description.name, runCount: description.count, layout: layout)
  }

  /// The store of the runs, to be read.
  ///
  /// - Throws: `FileFailure` when there is none yet, `StoreFailure`.
  public func results() throws -> SweepStore {
    guard FileManager.default.fileExists(atPath: folder.store) else {
      let how = FileManager.default.fileExists(atPath: folder.plan) ? "sweep merge" : "sweep"
      throw FileFailure.cannotRead(path: folder.store, reason: "no runs yet (twophase \(how) brings them)")
    }
    return try SweepStore(reading: description, from: folder.store)
  }

  /// What each task's store has; a reason where one cannot be read.
  ///
  /// - Complexity: some milliseconds a task.
  public func shardCounts(_ plan: ShardPlan) -> [(counts: SweepCounts, damage: String?)] {
    (0..<plan.shards).map { shard in
      let path = folder.shard(shard)
      guard FileManager.default.fileExists(atPath: path) else {
        return (SweepCounts(made: 0, failed: 0), nil)
      }
      do {
        let store = try SweepStore(reading: description, from: path)
        defer { try? store.close() }
        return (try store.counts(), nil)
      } catch {
        return (SweepCounts(made: 0, failed: 0), (error as? any DescribedFailure)?.description ?? "\(error)")
      }
    }
  }

  /// Whether a process makes runs of the sweep on this machine, or on one whose file locks this machine sees.
  public var isUnderWay: Bool { RunLock.isHeld(folder.store + ".lock") }
}

/// A shards.json that does not fit its sweep.
public struct SweepPlanError: DescribedFailure, Equatable {
  /// The file.
  public let path: String
  /// The sweep's runs.
  public let runs: Int

  /// The file's contents are wrong.
  public var kind: FailureKind { .dataFormat }
  /// One line.
  public var description: String {
    "\(MessageText.line(path, limit: 200)): found no plan of tasks for \(runs) runs, expected the file that twophase sweep --slurm wrote"
  }
}
