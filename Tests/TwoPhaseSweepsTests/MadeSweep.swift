import TwoPhaseSweeps

/// Tables of runs that nobody made.
struct MadeSweep {
  /// The settings of one run by name.
  typealias Settings = [String: SweepValue]

  /// All combinations of the axes' values, the first axis slowest; `entries` gives a run's columns, or nil for a run that has not been
  /// made. An axis with a column's name fills that column too.
  static func table(
    _ axes: [(String, SweepTable.Variable.Spacing, [SweepValue])], name: String = "made",
    entries: (Settings) -> [String: SweepValue]?
  ) -> SweepTable {
    var combinations: [[SweepValue]] = [[]]
    for axis in axes { combinations = combinations.flatMap { start in axis.2.map { start + [$0] } } }
    return table(
      variables: axes.map { .init($0.0, $0.1, isAxis: true) }, combinations, name: name, entries: entries)
  }

  /// One run for each combination of the variables' values.
  static func table(
    variables: [SweepTable.Variable], _ combinations: [[SweepValue]], name: String = "made",
    entries: (Settings) -> [String: SweepValue]?
  ) -> SweepTable {
    var rows: [SweepTable.Row] = []
    for (number, values) in combinations.enumerated() {
      let settings = Settings(uniqueKeysWithValues: zip(variables.map(\.name), values))
      guard let given = entries(settings) else { continue }
      let row = settings.merging(["status": .text("completed")]) { a, _ in a }.merging(given) { $1 }
      rows.append(
        .init(number: number, variables: values, entries: SweepColumns.all.map { row[$0.name] ?? .none }))
    }
    return SweepTable(name: name, runCount: combinations.count, variables: variables, rows: rows)
  }

  /// Whole numbers as values.
  static func integers(_ values: some Sequence<Int>) -> [SweepValue] { values.map(SweepValue.integer) }
  /// Real numbers as values.
  static func reals(_ values: [Double]) -> [SweepValue] { values.map(SweepValue.real) }
}

extension [String: SweepValue] {
  /// A setting's number.
  func number(_ name: String) -> Double { self[name]?.number ?? .nan }
}
