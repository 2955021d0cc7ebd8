import Dispatch
import Foundation
import TestSupport
import Testing

/// What a finished `twophase` said.
struct Outcome: Sendable {
  let status: Int32
  let stdout: String
  let stderr: String

  /// The lines of standard error, without the last newline.
  var complaints: [Substring] {
    stderr.split(separator: "\n", omittingEmptySubsequences: false).dropLast(stderr.hasSuffix("\n") ? 1 : 0)
  }
}

/// Why a command could not be tested.
enum HarnessError: Error, CustomStringConvertible {
  case timedOut(arguments: [String], seconds: Double)
  case killed(arguments: [String], signal: Int32)
  case notReady(String)

  var description: String {
    switch self {
    case .timedOut(let arguments, let seconds):
      "twophase \(arguments.joined(separator: " ")): still running after \(seconds) s"
    case .killed(let arguments, let signal):
      "twophase \(arguments.joined(separator: " ")): ended by signal \(signal)"
    case .notReady(let what): what
    }
  }
}

/// A fresh temporary folder, removed when nothing uses it any more.
final class Workspace: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("twophase-tests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  func data(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: file(name))) }

  func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

  func write(_ data: Data, _ name: String) throws { try data.write(to: URL(fileURLWithPath: file(name))) }

  /// Everything inside, at any depth, with the size of each file.
  func contents() -> [String] {
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.sorted().map { name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: file(name))
      return "\(name) \(attributes?[.size] ?? 0)"
    }
  }
}

/// Runs the built executable in `folder` with its output in files, so that nothing is a terminal.
///
/// - Parameters:
///   - environment: variables set in addition to this process's own.
///   - meanwhile: called while it runs, for example to send a signal.
/// - Throws: `HarnessError` when it is missing, does not end in time, or is ended by a signal.
func runTwoPhase(
  _ arguments: [String], in folder: Workspace? = nil, environment: [String: String] = [:],
  timeout: Double = 30, meanwhile: (Process) throws -> Void = { _ in }
) throws -> Outcome {
  try runProgram(
    "twophase", arguments, in: folder, environment: environment, timeout: timeout, meanwhile: meanwhile)
}

/// As `runTwoPhase`, for another program of this build.
func runProgram(
  _ name: String, _ arguments: [String] = [], in folder: Workspace? = nil,
  environment: [String: String] = [:], timeout: Double = 30,
  meanwhile: (Process) throws -> Void = { _ in }
) throws -> Outcome {
  let folder = try folder ?? Workspace()
  let capture = try Workspace()
  let process = Process()
  process.executableURL = URL(fileURLWithPath: try Executable.path(name))
  process.arguments = arguments
  process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  try capture.write(Data(), "stdout")
  try capture.write(Data(), "stderr")
  let stdout = try FileHandle(forWritingTo: URL(fileURLWithPath: capture.file("stdout")))
  let stderr = try FileHandle(forWritingTo: URL(fileURLWithPath: capture.file("stderr")))
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = stdout
  process.standardError = stderr
  let ended = DispatchSemaphore(value: 0)
  process.terminationHandler = { _ in ended.signal() }
  try withoutBlockedSignals { try process.run() }
  do {
    try meanwhile(process)
  } catch {
    kill(process.processIdentifier, SIGKILL)
    throw error
  }
  guard ended.wait(timeout: .now() + timeout) == .success else {
    kill(process.processIdentifier, SIGKILL)
    _ = ended.wait(timeout: .now() + 5)
    throw HarnessError.timedOut(arguments: arguments, seconds: timeout)
  }
  try stdout.close()
  try stderr.close()
  guard process.terminationReason == .exit else {
    throw HarnessError.killed(arguments: arguments, signal: process.terminationStatus)
  }
  return Outcome(
    status: process.terminationStatus, stdout: try capture.text("stdout"), stderr: try capture.text("stderr"))
}

/// A child inherits the signals that its parent's thread blocks, and threads of Dispatch block nearly all.
private func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
  var none = sigset_t()
  var before = sigset_t()
  sigemptyset(&none)
  pthread_sigmask(SIG_SETMASK, &none, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  try body()
}

/// Runs the built executable where nothing may go wrong; what it printed is part of the failure otherwise.
@discardableResult
func succeed(
  _ arguments: [String], in folder: Workspace, environment: [String: String] = [:],
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> Outcome {
  let outcome = try runTwoPhase(arguments, in: folder, environment: environment)
  try #require(outcome.status == 0, "\(outcome.stderr)", sourceLocation: sourceLocation)
  return outcome
}
