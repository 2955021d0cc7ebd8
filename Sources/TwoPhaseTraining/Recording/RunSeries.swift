import TwoPhaseTheory

/// The records of a run as columns of equal length.
public struct RunSeries: Sendable, Equatable {
  /// All records in order.
  public private(set) var records: [StepRecord] = []

  /// No records.
  public init() {}

  /// Takes room for so many more records, so that appending them moves nothing.
  public mutating func reserve(_ count: Int) { records.reserveCapacity(records.count + count) }

  /// Appends a record.
  public mutating func append(_ record: StepRecord) { records.append(record) }

  /// The number of records.
  public var count: Int { records.count }

  /// One quantity over the records.
  public func column<T>(_ value: (StepRecord) -> T) -> [T] { records.map(value) }
}
