/// Which columns the rows of a table have: all, or those that are needed of a sweep of very many runs. Shared by all rows.
public final class SweepLayout: Sendable {
  /// All columns.
  public static let whole = SweepLayout(SweepColumns.all)

  /// The columns, in order.
  public let columns: [SweepColumn]
  /// A column's place by its name.
  public let index: [String: Int]

  /// The columns with the given names, in the order of `SweepColumns.all`; other names are passed over.
  public convenience init(_ names: some Sequence<String>) {
    let names = Set(names)
    self.init(SweepColumns.all.filter { names.contains($0.name) })
  }

  private init(_ columns: [SweepColumn]) {
    self.columns = columns
    index = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })
  }
}
