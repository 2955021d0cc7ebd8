import Foundation
import GRDB
import LinearAlgebra
import TestSupport
import TwoPhaseStore
import TwoPhaseTraining

/// A store in a folder of its own, removed when nothing uses it any more.
final class ScratchStore: Sendable {
  let folder: String
  let path: String

  init(_ name: String = "twophase.sqlite") throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("tp-store-\(UUID())").path
    path = (folder as NSString).appendingPathComponent(name)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }

  /// Makes a small run and records it.
  ///
  /// - Parameter stop: ends it as a user does, before its record of that step.
  @discardableResult
  func record(
    named name: String? = nil, stopBefore stop: Int = .max, weightsCadence: Int? = nil,
    observers: [any RunObserver] = [], _ change: (inout RunRequest) -> Void = { _ in }
  ) throws -> RecordedRun {
    let prepared = try Self.request(change).prepare()
    let recorder = RunRecorder(try RunStore(recordingInto: path), prepared, weightsCadence: weightsCadence)
    var provenance = RunProvenance()
    provenance.name = name
    var step = 0
    let run = try prepared.run(
      provenance: provenance, observers: [recorder] + observers, isCancelled: { step >= stop }
    ) { step = $0 }
    return try run.kept(as: recorder.id.unwrapped)
  }

  static func request(_ change: (inout RunRequest) -> Void = { _ in }) -> RunRequest {
    var request = RunRequest()
    request.dimension = 10
    request.steps = 60
    request.batch = 16
    request.learningRate = 5e-3
    change(&request)
    return request
  }

  /// Reads the file as another program would.
  func query<Value>(_ body: (Database) throws -> Value) throws -> Value {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read(body)
  }

  /// All records of all passes of run 1.
  func rows() throws -> [Row] {
    try query { try Row.fetchAll($0, sql: "SELECT * FROM series WHERE run = 1 ORDER BY pass, step") }
  }

  /// Changes the file as another program would.
  func tamper(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }
}

extension Optional {
  /// The value, or an error that fails the test.
  var unwrapped: Wrapped {
    get throws {
      guard let self else { throw StoreFailure.failed(path: "", reason: "nil") }
      return self
    }
  }
}
