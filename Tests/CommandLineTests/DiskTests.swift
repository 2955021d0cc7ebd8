import Foundation
import GRDB
import Testing

@Suite("Disks that are full or cannot be written")
struct DiskTests {
  /// A mounted file system of its own, unmounted when nothing uses it any more; nil where the user may not mount.
  private final class Mount: Sendable {
    let path: String
    private let workspace: Workspace

    init?(_ options: [String], workspace: Workspace) throws {
      self.workspace = workspace
      path = workspace.file("mounted")
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      guard Self.call("/bin/mount", options + [path]) else { return nil }
    }

    deinit { _ = Self.call("/bin/umount", ["-l", path]) }

    static func call(_ program: String, _ arguments: [String]) -> Bool {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return false }
      process.waitUntilExit()
      return process.terminationStatus == 0
    }

    /// Whether this user may mount, found by trying.
    static let isAllowed: Bool = {
      guard let folder = try? Workspace(),
        let mount = try? Mount(["-t", "tmpfs", "-o", "size=64k", "tmpfs"], workspace: folder)
      else { return false }
      _ = mount
      return true
    }()
  }

  @Test(
    "a full disk ends a run with one clear line, and the store opens with all that was committed",
    .enabled(if: Mount.isAllowed, "needs a user who may mount a small tmpfs"), arguments: [300, 1500, 2600])
  func full(_ kilobytes: Int) throws {
    let folder = try Workspace()
    let disk = try #require(
      try Mount(["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs"], workspace: folder))
    let store = disk.path + "/s.sqlite"
    let outcome = try runTwoPhase(
      ["run", "--steps", "500000", "--dimension", "6", "--measure", "scalars", "--store", store], in: folder,
      timeout: 60)
    #expect(outcome.status == 74)
    let complaints = outcome.complaints.filter { !$0.contains("note:") }
    // The store's own words, or those of the file that found no room.
    let saysSo = ["the disk is full", "no space left on device"].contains {
      complaints.first?.contains($0) == true
    }
    #expect(complaints.count == 1 && saysSo, "\(outcome.stderr)")
    let list = try JSONValue(try succeed(["runs", "--json", "--store", store], in: folder).stdout).member(
      "runs"
    ).elements
    // On the smallest disk there is no room for the run's first lines.
    if kilobytes < 1000, list.isEmpty { return }
    try #require(list.count == 1)
    #expect(try list[0].member("status").text == "interrupted")
    let records = Int(try #require(try list[0].member("records").double))
    #expect(kilobytes < 1000 || records > 100)

    // On a disk with room it goes on from where it was.
    let names = try FileManager.default.contentsOfDirectory(atPath: disk.path)
    for name in names where !name.hasSuffix("-shm") {
      try FileManager.default.copyItem(atPath: disk.path + "/" + name, toPath: folder.file(name))
    }
    let queue = try DatabaseQueue(path: folder.file("s.sqlite"))
    try queue.read { (db) throws -> Void in
      #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM series") == records)
      #expect(try records == 0 || Int.fetchOne(db, sql: "SELECT max(step) FROM series") == records - 1)
    }
    try queue.close()
    let resumed = try runTwoPhase(["run", "--resume", "1", "--store", "s.sqlite"], in: folder) { process in
      Thread.sleep(forTimeInterval: 1)
      process.interrupt()
    }
    #expect(resumed.status == 130 && !resumed.stderr.contains("differ"), "\(resumed.stderr)")
  }

  @Test(
    "a read-only folder is one clear line before any time is spent; stores in it can be read",
    .enabled(if: Mount.isAllowed, "needs a user who may mount a folder read-only"))
  func readOnly() throws {
    let folder = try Workspace()
    try FileManager.default.createDirectory(atPath: folder.file("kept"), withIntermediateDirectories: true)
    try succeed(["run", "--steps", "20", "--dimension", "6", "--store", "kept/s.sqlite"], in: folder)
    let disk = try #require(try Mount(["--bind", folder.file("kept")], workspace: folder))
    try #require(Mount.call("/bin/mount", ["-o", "remount,ro,bind", disk.path]))
    let store = disk.path + "/s.sqlite"
    let before = folder.contents().filter { $0.hasPrefix("kept") }
    for arguments in [
      ["run", "--steps", "1000000", "--store", store], ["run", "--store", disk.path + "/new.sqlite"],
      ["run", "--resume", "1", "--store", store], ["runs", "delete", "1", "--store", store],
    ] {
      let outcome = try runTwoPhase(arguments, in: folder)
      #expect(outcome.status == 73, "\(arguments)")
      let complaints = outcome.complaints.filter { !$0.contains("note:") }
      #expect(complaints.count == 1 && complaints.first?.contains("read-only") == true, "\(outcome.stderr)")
      #expect(outcome.stdout == "")
    }
    let shown = try succeed(["runs", "show", "last", "--store", store], in: folder)
    #expect(shown.stdout.contains("completed"))
    try succeed(
      ["runs", "export", "1", "--format", "npz", "--store", store, "--output", "x.npz"], in: folder)
    #expect(folder.contents().filter { $0.hasPrefix("kept") } == before)
  }
}
