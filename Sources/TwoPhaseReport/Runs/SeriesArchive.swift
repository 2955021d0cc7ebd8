import Foundation
import LinearAlgebra
import TwoPhaseTraining

/// A run as a NumPy archive (.npz): `step` (int64) and every column of series.csv (float64, NaN where undefined, as NumPy
/// has it), `W_0`, `W_star`, `W_end`, and with kept weights `weights` [T, d, d] and `steps`, so that it is a trajectory too.
public enum SeriesArchive {
  /// The bytes.
  ///
  /// - Parameters:
  ///   - start: W_0, nil when it was not kept; so for the others.
  ///   - kept: steps with their weights, in order.
  /// - Throws: `ZipError` when memory lacks.
  /// - Complexity: O(n) for n records, about 0.5 KB of memory a record.
  public static func npz(
    _ run: RecordedRun, start: Matrix?, teacher: Matrix?, end: Matrix?, kept: [(step: Int, weights: Matrix)]
  ) throws -> Data {
    var entries = [("step.npy", NPYArray.data(integers: run.series.column(\.step)))]
    for column in SeriesTable.columns {
      let values = run.series.column { column.value($0) ?? .nan }
      entries.append(("\(column.name).npy", NPYArray(shape: [values.count], values: values).data()))
    }
    for (name, matrix) in [("W_0", start), ("W_star", teacher), ("W_end", end)] {
      if let matrix { entries.append(("\(name).npy", matrix.npy.data())) }
    }
    if !kept.isEmpty {
      let d = run.setting.dimension
      let values = kept.flatMap { $0.weights.npy.values }
      entries.append(("weights.npy", NPYArray(shape: [kept.count, d, d], values: values).data()))
      entries.append(("steps.npy", NPYArray.data(integers: kept.map(\.step))))
    }
    return try ZipWriter.archive(entries.map { (name: $0.0, data: $0.1) })
  }
}
