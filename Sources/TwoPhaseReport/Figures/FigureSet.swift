import Foundation
import LinearAlgebra
import TwoPhaseTraining

/// The figures of a run for a paper, drawn by gnuplot: phase portrait, potential and margin, margin budget, distance.
///
/// ```swift
/// let figures = FigureSet(run, format: .pdf)
/// try figures.write(to: "figures")     // ["figures/phase-portrait.pdf", ...]
/// figures.omissions                    // what this run has no figure of, and why
/// ```
///
/// Serif text of 8 points, no text of the user's, told apart in grey. 3.25 or 6.75 inches wide.
public struct FigureSet: Sendable {
  private let run: RecordedRun
  private let format: FigureFormat
  private let width: FigureWidth
  /// The program that draws.
  package var program = "gnuplot"

  /// The figures of a run, not drawn yet. Cost: O(1).
  public init(_ run: RecordedRun, format: FigureFormat, width: FigureWidth = .oneColumn) {
    self.run = run
    self.format = format
    self.width = width
  }

  /// The figures that this run has not what it takes for, by name, and why.
  ///
  /// - Complexity: O(n) for n records.
  public var omissions: [(figure: String, reason: String)] {
    Figure.Kind.allCases.compactMap { kind in
      do throws(FigureDrawing.Omission) {
        _ = try FigureDrawing(run: run, width: width).figure(kind)
        return nil
      } catch {
        return (kind.rawValue, error.reason)
      }
    }
  }

  /// The gnuplot script of each figure by name, for tests.
  package var scripts: [(figure: String, script: String)] {
    Figure.Kind.allCases.compactMap { kind in
      guard let figure = try? FigureDrawing(run: run, width: width).figure(kind) else { return nil }
      return (kind.rawValue, GnuplotScript(figure: figure, format: format, width: width).text)
    }
  }

  /// Draws the figures and writes them as `phase-portrait`, `potential-and-margin`, `margin-budget` and `distance` with the
  /// format's extension. All are drawn before any is written; each appears whole, by a rename.
  ///
  /// - Parameter folder: made when it does not exist.
  /// - Returns: the paths written, in order; without the omissions.
  /// - Throws: `GnuplotFailure`, with nothing written; `FileFailure` when a file cannot be written.
  /// - Complexity: O(n) for n records, and about 0.1 s a figure in gnuplot.
  public func write(to folder: String) throws -> [String] {
    let gnuplot = Gnuplot(program: program)
    let files = try scripts.map { figure, script in
      let data = try gnuplot.output(of: script)
      return (name: "\(figure).\(format.rawValue)", data: format == .png ? PNGResolution.stamped(data) : data)
    }
    if !files.isEmpty, !FileManager.default.fileExists(atPath: folder) {
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw FileFailure.cannotCreate(
          path: folder, reason: "cannot create the folder, expected a writable parent folder")
      }
    }
    return try files.map { name, data in
      let path = (folder as NSString).appendingPathComponent(name)
      try AtomicFile.write(data, to: path)
      return path
    }
  }
}
