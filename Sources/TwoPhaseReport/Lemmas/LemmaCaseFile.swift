import Foundation
import LinearAlgebra
import TwoPhaseLemmas
import TwoPhaseTheory

/// A case of a lemma as files: NAME.json with NAME-student.npy and NAME-teacher.npy beside it. Schema
/// "twophase.lemma-case/1", docs/file-formats.md.
public struct LemmaCaseFile: Sendable {
  /// The identifier of the lemma.
  public let lemma: String
  /// The case.
  public let point: LemmaCase

  static let schema = "twophase.lemma-case/1"

  private struct Document: Codable {
    let schema: String
    let lemma: String
    let statement: String?
    let slope: Double
    let readout: Readout
    let identityMapping: Bool
    let parameters: [String: Double]?
    let seed: UInt64?
    let student: String
    let teacher: String
    let lhs: Double?
    let rhs: Double?
  }

  /// Reads a case.
  ///
  /// - Throws: `FileFailure`, `NPYError`, `LemmaCaseFileError`, `TheoryError`: one line that names the file.
  public init(path: String) throws {
    let data = try AtomicFile.read(path)
    let document: Document
    do {
      document = try JSONDecoder().decode(Document.self, from: data)
    } catch let error as DecodingError {
      throw LemmaCaseFileError(path, Self.text(error))
    }
    guard document.schema == Self.schema else {
      throw LemmaCaseFileError(
        path, "schema: found '\(document.schema.prefix(60))', expected '\(Self.schema)'")
    }
    let folder = (path as NSString).deletingLastPathComponent
    func matrix(_ name: String, _ key: String) throws -> Matrix {
      guard !name.isEmpty, !name.contains("\0") else {
        throw LemmaCaseFileError(path, "\(key): found an empty name, expected a .npy file")
      }
      let isAbsolute = (name as NSString).isAbsolutePath
      return try Matrix(
        npy: isAbsolute ? name : (folder as NSString).appendingPathComponent(name), requireSquare: true)
    }
    let student = try matrix(document.student, "student")
    let teacher = try matrix(document.teacher, "teacher")
    guard student.rowCount == teacher.rowCount else {
      throw LocatedFailure(
        path, TheoryError.dimensionMismatch(student: student.rowCount, teacher: teacher.rowCount))
    }
    let network: Network
    do {
      network = try Network(
        slope: document.slope, readout: document.readout, identityMapping: document.identityMapping)
    } catch {
      throw LemmaCaseFileError(path, "\(error)")
    }
    lemma = document.lemma
    point = LemmaCase(
      network: network, student: student, teacher: teacher, parameters: document.parameters ?? [:],
      seed: document.seed ?? 0)
  }

  /// Writes a witness: the matrices first, so that a .json is there only with both of them.
  ///
  /// - Returns: the path of the .json.
  /// - Throws: `FileFailure`; files that were there before stay as they were.
  @discardableResult
  public static func write(_ witness: Witness, of lemma: Lemma, to folder: String) throws -> String {
    let (student, teacher) = ("\(lemma.id)-student.npy", "\(lemma.id)-teacher.npy")
    let point = witness.point
    let document = Document(
      schema: schema, lemma: lemma.id, statement: lemma.statement, slope: point.network.slope,
      readout: point.network.readout, identityMapping: point.network.identityMapping,
      parameters: point.parameters, seed: point.seed, student: student, teacher: teacher,
      lhs: witness.comparison.lhs.finite, rhs: witness.comparison.rhs.finite)
    let data = try JSONText.data(document, pretty: true)
    func place(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    try point.student.writeNPY(to: place(student))
    try point.teacher.writeNPY(to: place(teacher))
    let path = place("\(lemma.id).json")
    try AtomicFile.write(data, to: path)
    return path
  }

  private static func word(for type: any Any.Type) -> String {
    switch type {
    case is Double.Type: "a number"
    case is UInt64.Type: "a whole number from 0"
    case is Bool.Type: "true or false"
    case is String.Type: "a text"
    default: "an object"
    }
  }

  private static func text(_ error: DecodingError) -> String {
    func name(_ context: DecodingError.Context, _ last: String? = nil) -> String {
      (context.codingPath.map(\.stringValue) + (last.map { [$0] } ?? [])).joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context): return "'\(name(context, key.stringValue))' is missing"
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      let what = name(context)
      return "\(what.isEmpty ? "the document" : what): found something else, expected \(word(for: type))"
    case .dataCorrupted(let context):
      let what = name(context)
      return what.isEmpty
        ? "found no JSON document, or a number out of range in one; expected \(schema)"
        : "\(what): found an impossible value"
    @unknown default: return "cannot be read as \(schema)"
    }
  }
}

/// A file that holds no case of a lemma.
public struct LemmaCaseFileError: DescribedFailure, Equatable {
  private let path: String
  private let reason: String

  init(_ path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }

  /// Unusable contents.
  public var kind: FailureKind { .dataFormat }
  /// One line.
  public var description: String { "\(path): \(reason)" }
}

extension Double {
  /// The number, or nil when it is NaN or infinite, which JSON cannot say.
  var finite: Double? { isFinite ? self : nil }
}
