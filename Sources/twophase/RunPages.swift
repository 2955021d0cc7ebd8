import Foundation
import LinearAlgebra
import TwoPhaseReport
import TwoPhaseStore
import TwoPhaseSweeps
import TwoPhaseTraining

/// The pages of a sweep's runs beside the page of a map.
struct RunPages {
  private let workspace: SweepWorkspace
  private let results: SweepStore

  init(_ workspace: SweepWorkspace, _ results: SweepStore) {
    self.workspace = workspace
    self.results = results
  }

  /// Writes runs/NUMBER.html in a folder for each run, and gives their addresses there.
  ///
  /// - Throws: `SweepInterrupted`; what making a run or writing its page throws.
  func write(
    _ numbers: [Int], into folder: String, version: String, isCancelled: () -> Bool, progress: (Int) -> Void
  ) throws -> [Int: String] {
    guard !numbers.isEmpty else { return [:] }
    let library = try DygraphsLibrary.installed()
    let inside = (folder as NSString).appendingPathComponent("runs")
    do {
      try FileManager.default.createDirectory(atPath: inside, withIntermediateDirectories: true)
    } catch {
      throw FileFailure.cannotCreate(path: inside, reason: "expected a folder or a new name")
    }
    var addresses: [Int: String] = [:]
    for (done, number) in numbers.enumerated() {
      if isCancelled() { throw SweepInterrupted() }
      let show = ["twophase", "sweep", "show", workspace.folder.path, "\(number)"]
      let whole = try workspace.wholeRun(
        number, results: results, provenance: .here(command: show, name: nil, version: version),
        isCancelled: isCancelled)
      let name = "\(number).html"
      try AtomicFile.write(
        Data(try RunPage(whole.run, library: library).html().utf8),
        to: (inside as NSString).appendingPathComponent(name))
      addresses[number] = "runs/\(name)"
      progress(done + 1)
    }
    return addresses
  }
}
