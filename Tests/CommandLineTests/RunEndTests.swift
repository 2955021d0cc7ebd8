import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite("How a run ends")
struct RunEndTests {
  @Test(
    "a diverging run keeps what came before, with finite numbers only",
    arguments: ["1", "10", "1e6", "1e100", "1e300"], ["sampled", "population"])
  func diverged(_ rate: String, _ gradient: String) throws {
    let folder = try Workspace()
    let outcome = try runTwoPhase(
      ["run", "--dimension", "20", "--learning-rate", rate, "--gradient", gradient, "--output", "report"],
      in: folder)
    try #require(outcome.status == 0, "\(outcome.stderr)left behind: \(folder.contents())")
    let report = try Report(folder)
    #expect(report.status == "diverged")
    let end = try #require(report.statusStep)
    #expect(end >= 1)
    #expect(report.series.step == Array(0..<end))
    for (name, values) in report.series.columns {
      #expect(values.count == end, "\(name)")
      // A prediction that overflows is null; so is the batch loss where no step starts.
      let mayBeNull =
        name == "batchLoss" || name.hasPrefix("predicted") || Contract.stepColumns.contains(name)
      #expect(values.allSatisfy { $0?.isFinite ?? mayBeNull }, "\(name)")
    }
    #expect(try Series(csv: try #require(report.files["series.csv"])) == report.series)
    #expect(report.notNumbers == [])
    #expect(outcome.stdout.contains("diverged at step \(end)"))
    #expect(try #require(report.files["report.md"]).contains("diverged at step \(end)"))
  }

  @Test("a run that starts at its teacher has converged", arguments: ["sampled", "population"])
  func converged(_ gradient: String) throws {
    let folder = try Workspace()
    var random = TestRandom(21)
    try random.matrix(5, scale: 0.2).writeNPY(to: folder.file("T.npy"))
    let arguments = ["run", "--init", "T.npy", "--teacher", "T.npy", "--gradient", gradient]
    let outcome = try succeed(arguments + ["--output", "report"], in: folder)
    let report = try Report(folder)
    #expect(report.status == "converged")
    #expect(report.statusStep == 0)
    #expect(report.series.step == [0])
    #expect(try report.series.column("distance") == [0])
    #expect(try report.series.column("populationLoss") == [0])
    for name in ["onePointMarginPaper"] + Contract.terms.map({ "marginTermsPaper.\($0)" }) {
      #expect(try report.series.column(name) == [nil], "\(name)")
    }
    #expect(try report.json.at("phases", "noReturn").isNull)
    #expect(try Series(csv: try #require(report.files["series.csv"])) == report.series)
    #expect(report.notNumbers == [])
    #expect(outcome.stdout.contains("converged at step 0"))
  }

  @Test("Ctrl-C ends a run with one clear line and keeps its records", arguments: [SIGINT, SIGTERM])
  func interrupted(_ number: Int32) throws {
    let folder = try Workspace()
    let outcome = try runTwoPhase(
      ["run", "--dimension", "100", "--steps", "1000000", "--output", "report"], in: folder
    ) { process in
      try Self.waitUntilCaught(number, by: process)
      Thread.sleep(forTimeInterval: 0.4)
      kill(process.processIdentifier, number)
    }
    #expect(outcome.status == 130)
    let report = try Report(folder)
    let lines = outcome.complaints.filter { $0.contains("interrupted") }
    let step = try #require(report.statusStep)
    #expect(lines.count == 1, "\(outcome.stderr)")
    #expect(lines.first?.hasPrefix("twophase: interrupted at step \(step)") == true)
    #expect(outcome.stderr.allSatisfy { $0 != "\r" && $0 != "\u{1B}" })
    #expect(report.status == "interrupted")
    #expect(report.series.step == Array(0...step))
    #expect(report.series.columns.values.allSatisfy { $0.count == step + 1 })
    #expect(try Series(csv: try #require(report.files["series.csv"])) == report.series)
    #expect(try #require(report.files["report.md"]).contains("interrupted at step \(step)"))
    #expect(outcome.stdout.contains("interrupted at step \(step)"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("report"))
    #expect(Set(names) == ["report.html", "report.json", "report.md", "series.csv"])
  }

  @Test("Ctrl-C with --json still prints one whole document")
  func interruptedJSON() throws {
    let outcome = try runTwoPhase(["run", "--dimension", "30", "--steps", "1000000", "--json"]) { process in
      try Self.waitUntilCaught(SIGINT, by: process)
      Thread.sleep(forTimeInterval: 0.2)
      process.interrupt()
    }
    #expect(outcome.status == 130)
    #expect(try JSONValue(outcome.stdout).member("status").text == "interrupted")
    #expect(outcome.complaints.filter { $0.contains("interrupted") }.count == 1)
    #expect(outcome.stderr.contains("twophase run --resume 1 goes on with it"))
  }

  /// Returns once the process has its handler for a signal, as the kernel tells.
  private static func waitUntilCaught(_ number: Int32, by process: Process) throws {
    let deadline = Date(timeIntervalSinceNow: 20)
    while Date() < deadline {
      let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
      let line = status?.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
      if let mask = line?.split(separator: "\t").last, let bits = UInt64(mask, radix: 16),
        bits >> UInt64(number - 1) & 1 == 1
      {
        return
      }
      Thread.sleep(forTimeInterval: 0.01)
    }
    throw HarnessError.notReady("twophase did not take charge of signal \(number) within 20 s")
  }
}
