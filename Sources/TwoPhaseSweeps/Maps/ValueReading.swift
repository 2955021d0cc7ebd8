import LinearAlgebra
import TwoPhaseTheory

/// What is mapped, with every row's value or why it has none.
struct ValueReading {
  let name: String
  let title: String
  let kind: SweepMap.Quantity.Kind
  /// Each row's value; of yes-or-no quantities 1 or 0.
  let values: [Double?]
  /// Why a row has no value, in a word or two; nil where it has one.
  let reasons: [String?]

  /// Fractions that are no columns.
  private enum Special: String, CaseIterable {
    case failed, diverged, converged, twoPhases

    var title: String {
      switch self {
      case .failed: "fraction of runs that could not be run"
      case .diverged: "fraction of runs that diverged"
      case .converged: "fraction of runs that converged to W*"
      case .twoPhases:
        "fraction of runs with two phases: outside the Phase-2 predicate at first, then with a transition"
      }
    }

    func value(_ row: SweepTable.Row) -> Double? {
      switch self {
      case .failed: return row.isFailed ? 1 : 0
      case .diverged: return row["status"] == .text("diverged") ? 1 : 0
      case .converged: return row["status"] == .text("converged") ? 1 : 0
      case .twoPhases:
        let (start, transition) = (row["hasPhaseOne"], row["hasTransition"])
        if start == .flag(false) || transition == .flag(false) { return 0 }
        return start == .flag(true) && transition == .flag(true) ? 1 : nil
      }
    }
  }

  /// The quantity of a variable's, a column's or a special name.
  ///
  /// - Throws: `SweepMapError` for an unknown name and for words.
  /// - Complexity: O(n) for n rows.
  init(_ table: SweepTable, _ name: String) throws(SweepMapError) {
    self.name = name
    let isVariable = table.variables.contains { $0.name == name }
    let column = isVariable ? nil : SweepColumns.named(name)
    let read: (Int) -> (Double?, String?)
    if let column, column.kind == .verdict {
      kind = .fraction
      title = Self.verdictTitle(name)
      read = { row in
        switch table.rows[row].verdict(name) {
        case .holds: (1, nil)
        case .violated: (0, nil)
        case let other: (nil, other?.word ?? "none")
        }
      }
    } else if let values = table.values(name) {
      let given = values.filter { $0 != .none }
      let isText = given.contains { if case .text = $0 { true } else { false } }
      if isText || column?.kind == .text {
        throw SweepMapError(
          "--value", found: "'\(MessageText.line(name))', whose entries are words",
          expected: "numbers, yes-or-no or a verdict; of how runs ended: "
            + Special.allCases.map(\.rawValue).joined(separator: ", "))
      }
      let isFlag =
        column?.kind == .flag
        || (!given.isEmpty && given.allSatisfy { if case .flag = $0 { true } else { false } })
      kind = isFlag ? .fraction : .median
      title = (isFlag ? "fraction of runs: " : "median: ") + (column?.note ?? name)
      read = { row in
        let value = values[row].number
        return (value, value == nil ? "none" : nil)
      }
    } else if let special = Special(rawValue: name) {
      kind = .fraction
      title = special.title
      read = { row in
        let value = special.value(table.rows[row])
        return (value, value == nil ? "none" : nil)
      }
    } else {
      throw SweepMapError("--value", found: "'\(MessageText.line(name))'", expected: Self.known(table))
    }
    var (values, reasons): ([Double?], [String?]) = ([], [])
    values.reserveCapacity(table.rows.count)
    reasons.reserveCapacity(table.rows.count)
    for (index, row) in table.rows.enumerated() {
      let (value, reason) = row.isFailed && name != Special.failed.rawValue ? (nil, "failed") : read(index)
      values.append(value)
      reasons.append(reason)
    }
    self.values = values
    self.reasons = reasons
  }

  private static func verdictTitle(_ part: String) -> String {
    let declared = (Theorem.hypotheses + Theorem.conclusions).first { $0.id.rawValue == part }
    return "fraction of runs in which \(part) holds, of those that decide it"
      + (declared.map { " (\($0.title))" } ?? "")
  }

  /// The names that values can have, in one sentence.
  private static func known(_ table: SweepTable) -> String {
    let verdicts = Set(
      TheoremPart.ID.allCases.flatMap { id in
        ["", "Required", "Observed", "Margin", "Step"].map { id.rawValue + $0 }
      })
    let columns = SweepColumns.all.filter { $0.kind != .text && !verdicts.contains($0.name) }.map(\.name)
    let names =
      table.variables.map(\.name)
      + columns.filter { column in !table.variables.contains { $0.name == column } }
    let parts = TheoremPart.ID.allCases.map(\.rawValue).joined(separator: ", ")
    return "one of " + (names + Special.allCases.map(\.rawValue)).joined(separator: ", ")
      + ", \(parts), or one of those with Required, Observed, Margin or Step behind it"
  }
}
