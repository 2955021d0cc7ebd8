import Foundation
import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// The records of a run as one .npy array, records x (1 + columns of `SeriesColumns.stored`): the step, then the columns; NaN
/// where a record has no value. Python reads it with `numpy.load(io.BytesIO(blob))`.
enum SeriesBlob {
  /// The array's columns.
  static var names: [String] { ["step"] + SeriesColumns.stored.map(\.name) }

  /// - Complexity: O(n) for n records, about 190 bytes each.
  static func encode(_ series: RunSeries) -> Data {
    var values: [Double] = []
    values.reserveCapacity(series.count * (SeriesColumns.stored.count + 1))
    for record in series.records {
      values.append(Double(record.step))
      for column in SeriesColumns.stored { values.append(column.value(record) ?? .nan) }
    }
    return NPYArray(shape: [series.count, names.count], values: values).data()
  }

  /// - Throws: `NPYError` when the bytes are no such array.
  static func decode(_ data: Data, network: Network, path: String) throws -> RunSeries {
    let array = try NPYArray(data: data, path: path)
    let width = names.count
    guard array.shape.count == 2, array.shape[1] == width else {
      throw StoreFailure.notAStore(path: path, found: "records of shape \(array.shape)")
    }
    var series = RunSeries()
    series.reserve(array.shape[0])
    for start in stride(from: 0, to: array.values.count, by: width) {
      series.append(
        SeriesColumns.record(step: Int(array.values[start]), network: network) { column in
          let value = array.values[start + 1 + column]
          return value.isNaN ? nil : value
        })
    }
    return series
  }
}
