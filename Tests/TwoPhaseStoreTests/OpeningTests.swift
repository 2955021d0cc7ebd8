import Foundation
import GRDB
import LinearAlgebra
import Testing
import TwoPhaseStore
import TwoPhaseTraining

@Suite("Opening a store")
struct OpeningTests {
  @Test(
    "files that are no store are refused and left as they are",
    arguments: ["text", "foreign", "newer", "folder"])
  func refused(_ kind: String) throws {
    let store = try ScratchStore()
    switch kind {
    case "text": try Data("step,loss\n0,1\n".utf8).write(to: URL(fileURLWithPath: store.path))
    case "foreign": try store.tamper("CREATE TABLE photos (id INTEGER)")
    case "newer":
      try store.record()
      try store.tamper("INSERT INTO grdb_migrations VALUES ('999: of tomorrow')")
    default: try FileManager.default.createDirectory(atPath: store.path, withIntermediateDirectories: false)
    }
    let before = kind == "folder" ? nil : try Data(contentsOf: URL(fileURLWithPath: store.path))
    for attempt in [
      { _ = try RunStore(reading: store.path) }, { _ = try RunStore(recordingInto: store.path) },
    ] {
      #expect {
        try attempt()
      } throws: { error in
        let text = (error as? any DescribedFailure)?.description ?? ""
        return text.hasPrefix(store.path) && !text.contains("\n")
      }
    }
    if let before { #expect(try Data(contentsOf: URL(fileURLWithPath: store.path)) == before) }
  }

  @Test("an empty file becomes a store; a missing one is an error to read and made to record")
  func newStores() throws {
    let store = try ScratchStore()
    #expect(throws: FileFailure.self) { try RunStore(reading: store.path) }
    #expect(store.names.isEmpty)
    try Data().write(to: URL(fileURLWithPath: store.path))
    #expect(try RunStore(recordingInto: store.path).runs().isEmpty)
    #expect(throws: StoreFailure.noSuchRun(id: "last", path: store.path)) {
      try RunStore(reading: store.path).id(of: "last")
    }
  }

  @Test("a folder that does not exist is an error that leaves nothing")
  func missingFolder() throws {
    let store = try ScratchStore()
    let path = store.folder + "/none/of/them/x.sqlite"
    #expect(throws: (any Error).self) { try RunStore(recordingInto: path) }
  }

  @Test(
    "names mean files, whatever is in them",
    arguments: [
      ":memory:", "file:x?mode=memory", "a b.sqlite", "q?mode=ro", "h#1", "100%41.sqlite",
      "'; DROP TABLE runs; --",
      "<script>alert(1)</script>.sqlite".replacingOccurrences(of: "/", with: "_"), "größe.sqlite",
      "a\nb.sqlite", "-rf",
    ])
  func names(_ name: String) throws {
    let store = try ScratchStore(name)
    try store.record()
    #expect(store.names.contains(name), "\(store.names)")
    #expect(try RunStore(reading: store.path).runs().count == 1)
  }

  @Test("a damaged page is an error, not a crash")
  func damaged() throws {
    let store = try ScratchStore()
    try store.record { $0.steps = 400 }
    // Everything into the file itself, then rubbish over its middle.
    let queue = try DatabaseQueue(path: store.path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    try queue.close()
    var data = try Data(contentsOf: URL(fileURLWithPath: store.path))
    for index in data.count / 3..<data.count * 2 / 3 { data[index] = UInt8(truncatingIfNeeded: index &* 31) }
    try data.write(to: URL(fileURLWithPath: store.path))
    #expect {
      try RunStore(reading: store.path).run(1)
    } throws: {
      $0 is StoreFailure
    }
  }

  @Test("several recorders may write at once", arguments: [4])
  func together(_ count: Int) async throws {
    let store = try ScratchStore()
    let alone = try ScratchStore()
    let expected = try alone.record { $0.steps = 300 }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<count {
        group.addTask {
          try store.record(named: "run \(index)", weightsCadence: 100) { $0.steps = 300 }
        }
      }
      try await group.waitForAll()
    }
    let reading = try RunStore(reading: store.path)
    let list = try reading.runs()
    #expect(list.map(\.id) == (1...Int64(count)).map { $0 })
    #expect(Set(list.map(\.name)) == Set((0..<count).map { "run \($0)" }))
    for run in list {
      #expect(try reading.run(run.id).series == expected.series)
      #expect(try reading.keptWeights(run.id).count == 4)
    }
  }

  @Test("hostile names stay text")
  func hostileNames() throws {
    let names = [
      "<script>alert(1)</script>", "'\"; DROP TABLE runs; --", "a\nbc\u{1B}[31m", "../../etc/passwd",
      "🜁\u{202E}x",
    ]
    let store = try ScratchStore()
    for name in names { try store.record(named: name) { $0.steps = 2 } }
    let reading = try RunStore(reading: store.path)
    #expect(try reading.runs().map(\.name) == names)
    for (index, name) in names.enumerated() {
      #expect(try reading.run(Int64(index + 1)).provenance.name == name)
    }
    #expect(Set(store.names).isSubset(of: ["", "-files", "-wal", "-shm"].map { "twophase.sqlite" + $0 }))
  }
}
