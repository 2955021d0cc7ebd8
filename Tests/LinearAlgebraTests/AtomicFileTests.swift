import Foundation
import LinearAlgebra
import Testing

/// Runs `body` with the path of a new folder, which is removed afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("npy-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.path)
}

@Suite("Atomic files")
struct AtomicFileTests {
  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// The failure that writing to `path` ends with.
  private func failureOfWriting(to path: String) -> FileFailure? {
    #expect(throws: FileFailure.self) { try AtomicFile.write(Data([1]), to: path) }
  }

  @Test("what is written is read back, and nothing else is left in the folder", arguments: [0, 1, 300_000])
  func roundTrip(count: Int) throws {
    try withTemporaryFolder { folder in
      let data = Data((0..<count).map { UInt8(truncatingIfNeeded: $0) })
      try AtomicFile.write(data, to: "\(folder)/file")
      #expect(try AtomicFile.read("\(folder)/file") == data)
      #expect(try names(in: folder) == ["file"])
    }
  }

  @Test("pieces of any size are one file; a failure between two leaves the old one and nothing else")
  func pieces() throws {
    try withTemporaryFolder { folder in
      let sizes = [0, 1, 70_000, 3, 65_536, 65_537, 10]
      let pieces = sizes.enumerated().map { Data(repeating: UInt8($0), count: $1) }
      try AtomicFile.write(to: "\(folder)/file") { write in for piece in pieces { try write(piece) } }
      let whole = pieces.reduce(Data(), +)
      #expect(try AtomicFile.read("\(folder)/file") == whole)
      #expect(throws: FileFailure.cannotRead(path: "x", reason: "y")) {
        try AtomicFile.write(to: "\(folder)/file") { write in
          try write(Data(repeating: 1, count: 100_000))
          throw FileFailure.cannotRead(path: "x", reason: "y")
        }
      }
      #expect(try AtomicFile.read("\(folder)/file") == whole)
      #expect(try names(in: folder) == ["file"])
    }
  }

  @Test("a file that was there is replaced whole, and one that has it open still reads the old one")
  func replacing() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Data("long old contents".utf8), to: "\(folder)/file")
      let old = try #require(FileHandle(forReadingAtPath: "\(folder)/file"))
      try AtomicFile.write(Data("new".utf8), to: "\(folder)/file")
      #expect(try AtomicFile.read("\(folder)/file") == Data("new".utf8))
      #expect(try old.readToEnd() == Data("long old contents".utf8))
      #expect(try names(in: folder) == ["file"])
    }
  }

  @Test("tasks writing the same file at once all succeed and one of them wins whole")
  func concurrentWriters() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("npy-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in UInt8(1)...8 {
        group.addTask { try AtomicFile.write(Data(repeating: writer, count: 50_000), to: path) }
      }
      try await group.waitForAll()
    }
    let data = try AtomicFile.read(path)
    #expect(data.count == 50_000)
    #expect(Set(data).count == 1)
  }

  @Test("a folder that does not exist is one line naming the file, and no file can be created in it")
  func missingFolder() throws {
    try withTemporaryFolder { folder in
      let failure = failureOfWriting(to: "\(folder)/none/W.npy")
      #expect(failure?.kind == .cannotCreate)
      #expect(
        failure?.description == "\(folder)/none/W.npy: cannot be created: no such file or directory")
      let left = try names(in: folder)
      #expect(left.isEmpty)
    }
  }

  @Test("a folder of the file's name stays and nothing is left beside or in it", arguments: ["", "/"])
  func folderInTheWay(suffix: String) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: "\(folder)/W.npy", withIntermediateDirectories: true)
      let failure = failureOfWriting(to: "\(folder)/W.npy\(suffix)")
      #expect(failure?.kind == .cannotCreate)
      #expect(failure?.description.contains("found a folder, expected a file") == true)
      #expect(try names(in: folder) == ["W.npy"])
      #expect(try names(in: "\(folder)/W.npy").isEmpty)
    }
  }

  @Test("a pipe, and so a device, of the file's name is not replaced")
  func pipeInTheWay() throws {
    try withTemporaryFolder { folder in
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      #expect(failureOfWriting(to: "\(folder)/pipe")?.kind == .cannotCreate)
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/pipe")
      #expect(attributes[.type] as? FileAttributeType != .typeRegular)
      #expect(try names(in: folder) == ["pipe"])
    }
  }

  @Test("an empty name and one that is too long cannot be created")
  func impossibleNames() throws {
    #expect(failureOfWriting(to: "")?.kind == .cannotCreate)
    try withTemporaryFolder { folder in
      #expect(failureOfWriting(to: folder + "/" + String(repeating: "x", count: 300))?.kind == .cannotCreate)
      let left = try names(in: folder)
      #expect(left.isEmpty)
    }
  }

  @Test("reading what is not there or is a folder is a missing input, in one line naming it")
  func missingInput() throws {
    try withTemporaryFolder { folder in
      let missing = #expect(throws: FileFailure.self) { try AtomicFile.read("\(folder)/W.npy") }
      #expect(missing?.kind == .missingInput)
      #expect(missing?.description == "\(folder)/W.npy: no such file")
      let directory = #expect(throws: FileFailure.self) { try AtomicFile.read(folder) }
      #expect(directory?.kind == .missingInput)
      #expect(directory?.description == "\(folder): found a folder, expected a file")
      #expect(throws: FileFailure.self) { try Matrix(npy: "\(folder)/W.npy") }
    }
  }

  @Test("reading a file without permission is a missing input", .enabled(if: geteuid() != 0))
  func unreadable() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Data([1]), to: "\(folder)/file")
      #expect(chmod("\(folder)/file", 0) == 0)
      let failure = #expect(throws: FileFailure.self) { try AtomicFile.read("\(folder)/file") }
      #expect(failure?.kind == .missingInput)
    }
  }

  #if compiler(>=6.2)
    @Test("a disk that fills up leaves the old file and no temporary one")
    func fullDisk() async {
      // In a process of its own, where no file may grow beyond 4096 bytes.
      await #expect(processExitsWith: .success) {
        try withTemporaryFolder { folder in
          try AtomicFile.write(Data("old".utf8), to: "\(folder)/file")
          signal(SIGXFSZ, SIG_IGN)
          var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
          #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
          let failure = #expect(throws: FileFailure.self) {
            try AtomicFile.write(Data(repeating: 1, count: 100_000), to: "\(folder)/file")
          }
          #expect(failure?.kind == .inputOutput)
          #expect(failure?.description == "\(folder)/file: writing failed: file too large")
          #expect(try AtomicFile.read("\(folder)/file") == Data("old".utf8))
          #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        }
      }
    }
  #endif
}
