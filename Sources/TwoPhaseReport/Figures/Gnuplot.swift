import Foundation
import LinearAlgebra
import Subprocess

/// gnuplot as another process: a script in, a file's bytes out.
struct Gnuplot: Sendable {
  /// The program: a name to look for in PATH, or a path.
  var program = "gnuplot"

  /// The largest file taken from it.
  private static let limit = 64 << 20

  /// What a script writes to standard output.
  ///
  /// Waits for the process; safe to call from any thread.
  /// - Throws: `GnuplotFailure` when the program is missing or the script fails.
  func output(of script: String) throws -> Data {
    let program = program
    // A file: a program that ends without reading a pipe would end this one with it.
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("twophase-\(UUID()).gp").path
    do {
      try AtomicFile.write(Data(script.utf8), to: file)
    } catch {
      throw GnuplotFailure.failed(MessageText.line("\(error)", limit: 160))
    }
    defer { unlink(file) }
    let answer = Blocking.value { () async -> Swift.Result<Data, GnuplotFailure> in
      do {
        let executable: Executable = program.contains("/") ? .path(.init(program)) : .name(program)
        // -d: no start-up file of the user changes a figure.
        let result = try await run(
          executable, arguments: ["-d", file], input: .none, output: .data(limit: Self.limit),
          error: .string(limit: 1 << 16))
        let data = result.standardOutput
        guard result.terminationStatus.isSuccess, !data.isEmpty else {
          return .failure(.failed(Self.firstError(result.standardError)))
        }
        return .success(data)
      } catch let error as SubprocessError where error.code == .executableNotFound {
        return .failure(.missing(program: program))
      } catch {
        return .failure(.failed(MessageText.line("\(error)", limit: 160)))
      }
    }
    return try answer.get()
  }

  /// gnuplot repeats the offending line and points below it before it says what is wrong with it.
  private static func firstError(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    // "FILE" line 3: what is wrong. The file is ours, and gone.
    let said =
      lines.lazy.compactMap { line in line.range(of: "\" line ").map { "line " + line[$0.upperBound...] } }
      .first ?? lines.first { !$0.isEmpty }
    return MessageText.line(said ?? "it wrote nothing", limit: 160)
  }
}

/// gnuplot could not draw.
public enum GnuplotFailure: DescribedFailure, Equatable {
  /// There is no such program.
  case missing(program: String)
  /// It ran and failed; its first line of error.
  case failed(String)

  /// The figures cannot be made here.
  public var kind: FailureKind { .cannotCreate }
  /// One line.
  public var description: String {
    switch self {
    case .missing(let program):
      "figures: found no program \(MessageText.line(program)), expected gnuplot (Debian: apt-get install gnuplot-nox)"
    case .failed(let reason): "figures: gnuplot failed: \(reason)"
    }
  }
}
