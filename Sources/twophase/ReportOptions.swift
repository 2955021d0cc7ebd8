import ArgumentParser
import TwoPhaseReport
import TwoPhaseTraining

/// Where a report goes, the same in every command that makes one.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The folder for report.html, report.json, series.csv and report.md.", valueName: "DIR")
  )
  var output: String?
  @Flag(help: "Print report.json, schema twophase.report/1, instead of the text.") var json = false

  /// Does the work with the folder at hand, which is gone again when the work fails.
  ///
  /// - Parameter note: what is said of the run on standard error at the end.
  func around(_ work: () throws -> RecordedRun, note: (RecordedRun) -> String = { _ in "" }) throws
    -> RecordedRun
  {
    let folder = try output.map { try ReportFolder($0) }
    let run: RecordedRun
    do {
      run = try work()
    } catch {
      folder?.discard()
      throw error
    }
    try show(run, folder, note: note(run))
    return run
  }

  /// Writes and prints a report; an interrupted run ends with status 130.
  private func show(_ run: RecordedRun, _ folder: ReportFolder?, note: String) throws {
    try folder?.write(run)
    Terminal.show(
      json ? try RunDocument(run).text() : PhaseReport(run).text(coloured: Terminal.showsColour))
    if let folder {
      Terminal.note("report written to \(folder.path)\n")
      if let omission = ReportFolder.omission { Terminal.note("twophase: note: \(omission)\n") }
    }
    Terminal.note(note)
    let kept = "\(run.series.count) records kept\(folder == nil ? "" : " and written")"
    if case .interrupted(let step) = run.status {
      Terminal.note("twophase: interrupted at step \(step): \(kept)\n")
      throw ExitCode(130)
    }
    if run.repeatsWereInterrupted {
      Terminal.note("twophase: interrupted after \(run.theorem.seeds.count) seeds: \(kept)\n")
      throw ExitCode(130)
    }
  }
}
