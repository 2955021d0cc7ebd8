import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseTraining

@Suite("TensorBoard event files")
struct TensorBoardWriterTests {
  static func prepared(_ change: (inout RunRequest) -> Void = { _ in }) throws -> PreparedRun {
    var request = RunRequest()
    request.dimension = 6
    request.steps = 300
    request.batch = 8
    request.learningRate = 5e-3
    change(&request)
    return try request.prepare()
  }

  /// A folder that is removed afterwards.
  static func inFolder<T>(_ name: String = "run", _ body: (String) throws -> T) throws -> T {
    let parent = FileManager.default.temporaryDirectory.appendingPathComponent("tp-tb-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: parent) }
    return try body((parent as NSString).appendingPathComponent(name))
  }

  /// What a folder has to hold for records: every defined value of every column, in single precision.
  static func expect(_ scalars: [String: [(step: Int, value: Float)]], equal records: [StepRecord]) {
    let columns = SeriesTable.columns
    for column in columns {
      let wanted = records.compactMap { record in
        column.value(record).map { (step: record.step, value: Float($0)) }
      }
      let found = scalars.first { $0.key.hasSuffix("/\(column.name)") }?.value ?? []
      #expect(found.map(\.step) == wanted.map(\.step), "\(column.name)")
      #expect(found.map(\.value) == wanted.map(\.value), "\(column.name)")
    }
    let defined = columns.filter { column in records.contains { column.value($0) != nil } }
    #expect(scalars.count == defined.count + 1)
    #expect(scalars["phase/phase"]?.map(\.step) == records.map(\.step))
  }

  @Test("every defined value is there, to the last bit of single precision, with its step; nothing else is")
  func everyValue() throws {
    try Self.inFolder { folder in
      let run = try Self.prepared().run(observers: [try TensorBoardWriter(folder: folder)])
      let files = try EventReader.files(folder)
      let events = try EventReader.events(try #require(files.first))
      #expect(files.count == 1)
      #expect(events.first?.version == "brain.Event:2")
      #expect(events.filter { $0.version != nil }.count == 1)
      Self.expect(try EventReader.scalars(folder), equal: run.series.records)
      let first = try #require(events.first { !$0.scalars.isEmpty })
      #expect(first.scalars.allSatisfy { $0.plugin == "scalars" })
      #expect(
        first.scalars.contains { $0.tag == "loss/populationLoss" }
          && first.scalars.contains { $0.tag == "potential/potential" })
      let texts = events.flatMap(\.texts)
      #expect(texts.map(\.tag) == ["run/configuration", "run/report"])
      #expect(texts.first?.text.contains("\"dimension\" : 6") == true)
      #expect(texts.last?.text == PhaseReport(run).markdown)
    }
  }

  @Test("the phase is the streaming detector's")
  func phase() throws {
    try Self.inFolder { folder in
      let prepared = try Self.prepared { $0.steps = 1500 }
      let run = try prepared.run(observers: [try TensorBoardWriter(folder: folder)])
      let transition = try #require(run.analysis.phases.transition?.step)
      let phases = try #require(try EventReader.scalars(folder)["phase/phase"])
      #expect(phases.allSatisfy { $0.value == 1 || $0.value == 2 })
      #expect(phases.first { $0.value == 2 }?.step == transition)
    }
  }

  @Test("repeats have folders of their own")
  func repeats() throws {
    try Self.inFolder { folder in
      let keeper = SeriesKeeper()
      _ = try Self.prepared {
        $0.repeats = 3
        $0.steps = 40
      }.run(observers: [try TensorBoardWriter(folder: folder), keeper])
      #expect(keeper.series.count == 3)
      for pass in 0..<3 {
        let path = pass == 0 ? folder : folder + "/repeat-\(pass)"
        Self.expect(try EventReader.scalars(path), equal: keeper.series[pass].records)
      }
    }
  }

  @Test("a run that is taken up again reads as one run", arguments: [0, 1, 700, 9000], [true, false])
  func resumed(lostBytes: Int, keepsFolder: Bool) throws {
    let prepared = try Self.prepared()
    let whole = try prepared.run()
    try Self.inFolder { folder in
      let (_, stopped) = try RunStopper(step: 200).run(
        prepared, observers: [try TensorBoardWriter(folder: folder)])
      #expect(stopped.checkpoint?.step == 128)
      let file = try #require(try EventReader.files(folder).first)
      let size = try #require(try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int)
      let handle = try #require(FileHandle(forWritingAtPath: file))
      try handle.truncate(atOffset: UInt64(size - lostBytes))
      try handle.close()
      if !keepsFolder { try FileManager.default.removeItem(atPath: folder) }

      let resumed = try prepared.run(continuing: stopped, observers: [try TensorBoardWriter(folder: folder)])
      #expect(resumed.series == whole.series)
      #expect(try EventReader.files(folder).count == (keepsFolder ? 2 : 1))
      Self.expect(try EventReader.scalars(folder), equal: whole.series.records)
    }
  }

  @Test(
    "records that come out the same when made again are not written twice; from the first that differs all are new"
  )
  func remade() throws {
    let prepared = try Self.prepared()
    try Self.inFolder { folder in
      let (_, stopped) = try RunStopper(step: 200).run(
        prepared, observers: [try TensorBoardWriter(folder: folder)])
      _ = try prepared.run(continuing: stopped, observers: [try TensorBoardWriter(folder: folder)])
      let steps = try EventReader.files(folder).flatMap { try EventReader.events($0) }.filter {
        !$0.scalars.isEmpty
      }
      #expect(steps.map(\.step) == Array(0...300))
    }
    try Self.inFolder { folder in
      let other = try Self.prepared { $0.seed = 7 }
      let (run, stopped) = try RunStopper(step: 200).run(
        other, observers: [try TensorBoardWriter(folder: folder)])
      let foreign = RunContinuation(facts: run.facts, series: stopped.series, pass: 0, checkpoint: nil)
      let whole = try prepared.run(continuing: foreign, observers: [try TensorBoardWriter(folder: folder)])
      Self.expect(try EventReader.scalars(folder), equal: whole.series.records)
    }
  }

  @Test("a second run into the folder takes the place of the first")
  func again() throws {
    try Self.inFolder { folder in
      _ = try Self.prepared().run(observers: [try TensorBoardWriter(folder: folder)])
      let second = try Self.prepared {
        $0.seed = 9
        $0.steps = 50
      }.run(observers: [try TensorBoardWriter(folder: folder)])
      Self.expect(try EventReader.scalars(folder), equal: second.series.records)
    }
  }

  @Test("a hostile folder name is a name, and hostile text in the configuration stays text")
  func hostile() throws {
    try Self.inFolder("<script>'\"\n`$(x)") { folder in
      let data = (folder as NSString).deletingLastPathComponent + "/```\n# <script>.npy"
      let writer = try TensorBoardWriter(folder: folder)
      var state: UInt64 = 1
      let inputs = (0..<240).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 40) / Double(1 << 23) - 1
      }
      try FileBuilder.npy(shape: [40, 6], values: inputs).write(to: URL(fileURLWithPath: data))
      let run = try Self.prepared {
        $0.dataFile = data
        $0.steps = 10
      }.run(observers: [writer])
      Self.expect(try EventReader.scalars(folder), equal: run.series.records)
      let file = try #require(try EventReader.files(folder).first)
      let text = try #require(try EventReader.events(file).flatMap(\.texts).first)
      #expect(text.text.split(separator: "\n").allSatisfy { $0.hasPrefix("    ") })
    }
  }

  @Test("a folder that cannot be used is one clear line before the run starts")
  func unusable() throws {
    try Self.inFolder { folder in
      try FileManager.default.createDirectory(
        atPath: (folder as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: folder))
      #expect(throws: ReportFolderError(option: "--tensorboard", path: folder, problem: .notAFolder)) {
        try TensorBoardWriter(folder: folder)
      }
    }
  }

  @Test("a full disk is one clear line")
  func fullDisk() throws {
    let file = try EventFile(path: "/dev/full", flags: 0)
    let failure = #expect(throws: FileFailure.self) {
      try file.append([1, 2, 3])
      try file.flush()
    }
    #expect(failure?.description == "/dev/full: writing failed: the disk is full")
  }
}
