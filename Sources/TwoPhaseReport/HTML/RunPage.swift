import Foundation
import TwoPhaseTraining

/// The page of a run.
public struct RunPage {
  private let run: RecordedRun

  /// The page of a run; `live` when it is served while the run is made.
  public init(_ run: RecordedRun, live: Bool = false, library: DygraphsLibrary) { self.run = run }

  /// The page.
  public func html() throws -> String { "<!DOCTYPE html><title>run</title><p>\(run.series.count) records\n" }

  /// Records as a JSON array of rows, the step first, then the columns of series.csv; null where undefined.
  public static func rows(_ records: [StepRecord]) throws -> String {
    let rows = records.map { record in
      [Nullable(Double(record.step))] + SeriesTable.columns.map { Nullable($0.value(record)) }
    }
    return String(decoding: try JSONEncoder().encode(rows), as: UTF8.self)
  }

  /// The part of the page that is not charts.
  public static func summaryHTML(_ run: RecordedRun) throws -> String { "<p>\(run.status.phrase)</p>" }
}
