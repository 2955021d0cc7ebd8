import Foundation
import LinearAlgebra
import TwoPhaseTraining

/// The output folder of a run: report.html, report.json, series.csv and report.md, each appearing whole or not at all.
public struct ReportFolder: Sendable {
  /// The folder.
  public let path: String
  /// True when it was made here.
  private let isNew: Bool

  /// The folder at `path`, created if it does not exist.
  ///
  /// Made before a run, so that an unwritable folder is known before any time is spent.
  /// - Parameter option: the command's option that names it, for errors.
  /// - Throws: `ReportFolderError` when it cannot be created or written.
  public init(_ path: String, option: String = "--output") throws {
    self.path = path
    func failure(_ problem: ReportFolderError.Problem) -> ReportFolderError {
      ReportFolderError(option: option, path: path, problem: problem)
    }
    guard !path.isEmpty else { throw failure(.emptyName) }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if exists && !isFolder.boolValue { throw failure(.notAFolder) }
    isNew = !exists
    if !exists {
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      } catch {
        throw failure(.cannotCreate)
      }
    }
    // Trying is the only test that holds for every user and file system.
    let probe = (path as NSString).appendingPathComponent(
      ".twophase-\(ProcessInfo.processInfo.processIdentifier)")
    guard FileManager.default.createFile(atPath: probe, contents: nil) else {
      if isNew { rmdir(path) }
      throw failure(.notWritable)
    }
    try? FileManager.default.removeItem(atPath: probe)
  }

  /// Removes the folder again when it was made here and nothing is in it: for a run that failed.
  public func discard() {
    // rmdir leaves a folder that holds anything alone.
    if isNew { rmdir(path) }
  }

  /// Writes the files.
  ///
  /// - Returns: their paths; report.html is not among them where the page's library is not installed.
  /// - Throws: `FileFailure` when one cannot be written; those written before stay.
  @discardableResult
  public func write(_ run: RecordedRun) throws -> [String] {
    // Everything is made before anything is written.
    var files = [
      ("series.csv", Data(SeriesTable.csv(run.series).utf8)),
      ("report.md", Data(PhaseReport(run).markdown.utf8)),
      ("report.json", try RunDocument(run).json()),
    ]
    do {
      files.append(("report.html", Data(try RunPage(run, library: .installed()).html().utf8)))
    } catch is DygraphsMissing {
      // A run is not lost for want of a library: `omission` says so.
    }
    return try files.map { name, data in
      try write(name, data)
      return (path as NSString).appendingPathComponent(name)
    }
  }

  /// Why report.html is not written; nil where it is.
  public static var omission: String? {
    do {
      _ = try DygraphsLibrary.installed()
      return nil
    } catch {
      return "report.html is left out: \(error)"
    }
  }

  private func write(_ name: String, _ data: Data) throws {
    try AtomicFile.write(data, to: (path as NSString).appendingPathComponent(name))
  }
}

/// An output folder that cannot be used.
public struct ReportFolderError: DescribedFailure, Equatable {
  /// What is wrong with it.
  public enum Problem: Sendable, Equatable {
    /// The name is empty.
    case emptyName
    /// Something that is not a folder has the name.
    case notAFolder
    /// The folder cannot be created.
    case cannotCreate
    /// Nothing can be written into the folder.
    case notWritable
  }

  /// The option that named it.
  public let option: String
  /// The folder.
  public let path: String
  /// What is wrong with it.
  public let problem: Problem

  /// A folder, the option that named it, and what is wrong.
  public init(option: String, path: String, problem: Problem) {
    self.option = option
    self.path = path
    self.problem = problem
  }

  /// An output that cannot be created.
  public var kind: FailureKind { problem == .emptyName ? .usage : .cannotCreate }
  /// One line.
  public var description: String {
    switch problem {
    case .emptyName: "\(option): found an empty name, expected a folder"
    case .notAFolder: "\(option) \(path): found a file, expected a folder or a new name"
    case .cannotCreate: "\(option) \(path): cannot create the folder, expected a writable parent folder"
    case .notWritable:
      "\(option) \(path): found a folder that cannot be written, expected a writable one"
    }
  }
}
