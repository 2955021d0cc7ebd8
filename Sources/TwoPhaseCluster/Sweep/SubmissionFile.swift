import Foundation
import LinearAlgebra
import TwoPhaseSweeps

/// The record of what was submitted for a sweep: FOLDER/slurm/submissions.json, replaced by atomic rename.
struct SubmissionFile: Sendable {
  let path: String

  private static let schema = "twophase.submissions/1"

  private struct Document: Codable {
    let schema: String
    let submissions: [Submission]
  }

  init(_ folder: SweepFolder) { path = (folder.slurm as NSString).appendingPathComponent("submissions.json") }

  /// What was submitted, oldest first; empty without a file.
  func read() throws -> [Submission] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let data = try AtomicFile.read(path)
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    guard let document = try? decoder.decode(Document.self, from: data) else {
      throw SlurmFailure.notARecord(
        path: path, reason: "found no record of submissions, expected \(Self.schema)")
    }
    guard document.schema == Self.schema else {
      throw SlurmFailure.notARecord(
        path: path, reason: "schema: found \(MessageText.line(document.schema)), expected \(Self.schema)")
    }
    return document.submissions
  }

  /// Replaces the record.
  func write(_ submissions: [Submission]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    var data = try encoder.encode(Document(schema: Self.schema, submissions: submissions))
    data.append(0x0a)
    try AtomicFile.write(data, to: path)
  }
}
