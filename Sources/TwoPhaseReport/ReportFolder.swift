import Foundation
import LinearAlgebra
import TwoPhaseTraining

/// The output folder of a run: report.json, series.csv and report.md, each appearing whole or not at all.
public struct ReportFolder: Sendable {
  /// The folder.
  public let path: String
  /// True when it was made here.
  private let isNew: Bool

  /// The folder at `path`, created if it does not exist.
  ///
  /// Made before a run, so that an unwritable folder is known before any time is spent.
  /// - Throws: `ReportFolderError` when it cannot be created or written.
  public init(_ path: String) throws {
    self.path = path
    guard !path.isEmpty else { throw ReportFolderError.emptyName }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if exists && !isFolder.boolValue { throw ReportFolderError.notAFolder(path) }
    isNew = !exists
    if !exists {
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      } catch {
        throw ReportFolderError.cannotCreate(path)
      }
    }
    // Trying is the only test that holds for every user and file system.
    let probe = (path as NSString).appendingPathComponent(
      ".twophase-\(ProcessInfo.processInfo.processIdentifier)")
    guard FileManager.default.createFile(atPath: probe, contents: nil) else {
      if isNew { rmdir(path) }
      throw ReportFolderError.notWritable(path)
    }
    try? FileManager.default.removeItem(atPath: probe)
  }

  /// Removes the folder again when it was made here and nothing is in it: for a run that failed.
  public func discard() {
    // rmdir leaves a folder that holds anything alone.
    if isNew { rmdir(path) }
  }

  /// Writes the three files.
  ///
  /// - Throws: `FileFailure` when one cannot be written; those written before stay.
  public func write(_ run: RecordedRun) throws {
    // Everything is made before anything is written.
    let files = [
      ("series.csv", Data(SeriesTable.csv(run.series).utf8)),
      ("report.md", Data(PhaseReport(run).markdown.utf8)),
      ("report.json", try RunDocument(run).json()),
    ]
    for (name, data) in files { try write(name, data) }
  }

  private func write(_ name: String, _ data: Data) throws {
    try AtomicFile.write(data, to: (path as NSString).appendingPathComponent(name))
  }
}

/// An output folder that cannot be used.
public enum ReportFolderError: DescribedFailure, Equatable {
  /// The name is empty.
  case emptyName
  /// Something that is not a folder has the name.
  case notAFolder(String)
  /// The folder cannot be created.
  case cannotCreate(String)
  /// Nothing can be written into the folder.
  case notWritable(String)

  /// An output that cannot be created.
  public var kind: FailureKind { self == .emptyName ? .usage : .cannotCreate }
  /// One line.
  public var description: String {
    switch self {
    case .emptyName: "--output: found an empty name, expected a folder"
    case .notAFolder(let path): "--output \(path): found a file, expected a folder or a new name"
    case .cannotCreate(let path):
      "--output \(path): cannot create the folder, expected a writable parent folder"
    case .notWritable(let path):
      "--output \(path): found a folder that cannot be written, expected a writable one"
    }
  }
}
