import Foundation
import LinearAlgebra
import TwoPhaseTraining

/// Writes a run into event files that TensorBoard reads, as it is made.
///
/// Every column of series.csv is a scalar, `loss/populationLoss`, in single precision, which is all that TensorBoard keeps;
/// what is undefined is left out, and so is what single precision cannot hold (beyond 3.4e38, or nonzero below 1.4e-45).
/// Repeats go to folders `repeat-1`, `repeat-2`, ... inside. A run that is taken up again goes on in a new file. One writer
/// serves one run.
public final class TensorBoardWriter: RunObserver {
  /// The folder.
  public let folder: String
  private var kept = KeptRecords()
  private var thresholds: PhaseThresholds?
  private var files: [Int: ScalarFile] = [:]
  private var configuration = ""

  /// A writer into a folder, which is created if it does not exist.
  ///
  /// - Parameter option: the command's option that names it, for errors.
  /// - Throws: `ReportFolderError` when the folder cannot be created or written.
  public init(folder: String, option: String = "--tensorboard") throws {
    self.folder = folder
    _ = try ReportFolder(folder, option: option)
  }

  /// Opens the first file and writes the configuration.
  ///
  /// - Throws: `FileFailure`.
  public func begin(_ facts: RunFacts, series: [RunSeries]) throws {
    thresholds = facts.setting.thresholds
    kept = KeptRecords(series.contains { $0.count > 0 } ? series : [])
    let document = ConfigurationDocument(try RecordedRun(facts: facts, series: []))
    configuration = Self.block(String(decoding: try JSONText.data(document, pretty: true), as: UTF8.self))
    if !series.contains(where: { $0.count > 0 }) {
      try file(pass: 0, from: 0, facts.setting.thresholds).flush()
    }
  }

  /// Writes a record, at most a second later while records keep coming. Cost: a few microseconds.
  ///
  /// - Throws: `FileFailure`, also when the disk is full.
  public func observe(_ record: StepRecord, pass: Int) throws {
    guard let thresholds else { return }
    if let division = kept.divide(before: (record, pass)) { try takeUp(division, pass: pass, thresholds) }
    try file(pass: pass, from: record.step, thresholds).append(record)
  }

  /// Writes what waits.
  ///
  /// - Throws: `FileFailure`.
  public func endPass(_ pass: Int, facts: RunFacts, weights: Matrix) throws {
    try files[pass]?.flush()
    if pass > 0 { files[pass] = nil }
  }

  /// Writes the report as a text, and what waits.
  ///
  /// - Throws: `FileFailure`.
  public func end(_ run: RecordedRun) throws {
    guard let thresholds else { return }
    if let division = kept.divide(before: nil) { try takeUp(division, pass: nil, thresholds) }
    let last = run.series.records.last?.step ?? 0
    let file = try file(pass: 0, from: last + 1, thresholds)
    try file.append(text: PhaseReport(run).markdown, tag: "run/report", step: last)
    try file.flush()
    files = [:]
  }

  /// Writes the records of a stopped run that the folder does not hold.
  private func takeUp(_ kept: KeptRecords.Division, pass current: Int?, _ thresholds: PhaseThresholds) throws
  {
    for (pass, records) in kept.standing.enumerated() where !records.isEmpty || pass == current {
      let remade = pass == current ? kept.remade : []
      guard !records.isEmpty || !remade.isEmpty else { continue }
      let last = EventFileScan.lastStep(in: folder(of: pass))
      let file = try file(pass: pass, from: last.map { $0 + 1 } ?? records.first?.step ?? 0, thresholds)
      for record in records {
        if record.step <= last ?? -1 { file.skip(record) } else { try file.append(record) }
      }
      file.expect(remade.prefix { $0.step <= last ?? -1 })
      try file.flush()
    }
  }

  private func folder(of pass: Int) -> String {
    pass == 0 ? folder : (folder as NSString).appendingPathComponent("repeat-\(pass)")
  }

  /// The file of a pass, opened when it is first needed.
  private func file(pass: Int, from step: Int, _ thresholds: PhaseThresholds) throws -> ScalarFile {
    if let file = files[pass] { return file }
    let folder = folder(of: pass)
    if pass > 0 { _ = try ReportFolder(folder, option: "--tensorboard") }
    let file = try ScalarFile(folder: folder, from: step, thresholds: thresholds)
    if pass == 0 { try file.append(text: configuration, tag: "run/configuration", step: nil) }
    files[pass] = file
    return file
  }

  /// Text that Markdown shows as it is: every line indented.
  private static func block(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { "    \($0)" }.joined(separator: "\n") + "\n"
  }
}
