import LinearAlgebra
import TwoPhaseLemmas

/// The folder that minimised violations are saved in.
public struct LemmaCounterexamples: Sendable {
  private let folder: ReportFolder

  /// The folder, made before the tests, so that an unwritable one is known before any time is spent.
  ///
  /// - Throws: `ReportFolderError` when it cannot be created or written.
  public init(folder: String) throws {
    self.folder = try ReportFolder(folder, option: "--counterexamples")
  }

  /// Saves the counterexamples of the results that have one; without any, a folder that was made here is gone again.
  ///
  /// - Returns: the path of each .json, by the lemma's identifier.
  /// - Throws: `FileFailure`.
  public func save(_ results: [LemmaResult]) throws -> [String: String] {
    defer { discard() }
    var files: [String: String] = [:]
    for result in results {
      guard let witness = result.counterexample else { continue }
      files[result.lemma.id] = try LemmaCaseFile.write(witness, of: result.lemma, to: folder.path)
    }
    return files
  }

  /// Removes the folder again when it was made here and nothing is in it.
  public func discard() { folder.discard() }
}
