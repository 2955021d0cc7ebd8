import TwoPhaseTheory

/// [LY]'s own region on a map: the cells in which every run meets the theorem's conditions, and those among them in which its
/// Phase 1 is not empty.
///
/// A run meets the conditions when it has the identity mapping, d is at least [LY]'s smallest (H3), none of H1 to H5 is violated,
/// and ||W_0||_2 and ||W*||_2 are at most 1/32. The last is read from C3: [LY] promises ||W||_2 <= 1/32 from Phase 2 on, which a
/// teacher of a larger norm makes impossible, and its gamma, which H2 lets one choose, is bounded by nothing else in a verdict.
/// Its Phase 1 is empty in a run in which |f_A| never exceeds tau = 197 gamma^2.
struct TheoremRegion {
  private let table: SweepTable
  private let grid: CellGrid
  private let bound = TheoremConstants.liYuan2017[.weightBound]?.value ?? .infinity
  private let smallest = TheoremConstants.liYuan2017[.minimumDimension]?.value ?? 0

  init(_ table: SweepTable, _ grid: CellGrid) {
    self.table = table
    self.grid = grid
  }

  private struct Condition {
    /// How a run falls short, given the runs: one clause.
    let shortfall: ([SweepTable.Row]) -> String
    let isMet: (SweepTable.Row) -> Bool
  }

  private var conditions: [Condition] {
    func limit(_ column: String, _ symbol: String) -> Condition {
      Condition(
        shortfall: { rows in
          let least = rows.compactMap { $0[column].number }.min()
          let found =
            least.map { "the map's runs have \(SweepPhrase.number($0)) and more" } ?? "it is not known"
          return "\(symbol) <= \(SweepPhrase.number(bound)) is required; \(found)"
        }, isMet: { ($0[column].number ?? .infinity) <= bound })
    }
    let dimension = Condition(
      shortfall: { rows in
        let most = rows.compactMap { $0["dimension"].number }.max()
        let found = most.map { "the map has d up to \(SweepPhrase.number($0))" } ?? "d is not known"
        return "d >= \(SweepPhrase.number(smallest)) is required; \(found)"
      }, isMet: { ($0["dimension"].number ?? 0) >= smallest })
    let mapping = Condition(
      shortfall: { _ in "the identity mapping is required" }, isMet: { $0["identityMapping"] != .flag(false) }
    )
    let hypotheses = Theorem.hypotheses.map { part in
      Condition(
        shortfall: { _ in "\(part.id.rawValue) (\(part.title)) is violated in some run of every cell" },
        isMet: { $0.verdict(part.id.rawValue) != .violated })
    }
    return [
      dimension, limit("studentSpectralNorm", "||W_0||_2"), limit("teacherSpectralNorm", "||W*||_2"), mapping,
    ]
      + hypotheses
  }

  /// Both regions' boundaries and, where the axes are d or the start's norm, [LY]'s limits of them as straight lines.
  func contours() -> [SweepMap.Contour] {
    let cells = grid.rows.map { rows in rows.map { table.rows[$0] }.filter { !$0.isFailed } }
    let made = cells.indices.filter { !cells[$0].isEmpty }
    guard !made.isEmpty else { return [] }
    let conditions = conditions
    let inside = cells.map { rows in
      !rows.isEmpty && rows.allSatisfy { row in conditions.allSatisfy { $0.isMet(row) } }
    }
    let binding = zip(inside, cells).map { isInside, rows in
      isInside && rows.allSatisfy { $0["potentialIsBinding"] == .flag(true) }
    }
    let label = "[LY]'s own conditions"
    let meaning =
      "d >= \(SweepPhrase.number(smallest)), ||W_0||_2 and ||W*||_2 <= \(SweepPhrase.number(bound)), none of H1 to H5 violated, in all runs of a cell"
    guard inside.contains(true) else {
      let rows = cells.flatMap { $0 }
      let reasons = conditions.filter { condition in
        made.allSatisfy { cell in cells[cell].contains { !condition.isMet($0) } }
      }.map { $0.shortfall(rows) }
      let why =
        reasons.isEmpty ? "no cell meets all conditions (\(meaning))" : reasons.joined(separator: "; ")
      return [SweepMap.Contour(label: label, kind: .theorem, lines: [], note: "Nowhere on this map: \(why).")]
        + limits()
    }
    let clean = grid.rows.map { rows in rows.contains { !table.rows[$0].isFailed } }
    let everywhere = zip(inside, clean).allSatisfy { $0 || !$1 }
    let runs = zip(inside, cells).filter(\.0).flatMap(\.1)
    let count = runs.count { $0["potentialIsBinding"] == .flag(true) }
    let reach =
      "|f_A| exceeds tau, so that Phase 1 is not empty, in \(count) of the \(QuantityText.count(runs.count, "run")) inside"
    var contours = [
      SweepMap.Contour(
        label: label, kind: .theorem, lines: everywhere ? [] : outline(inside),
        note: (everywhere ? "Everywhere on this map: " : "Around the cells with ") + meaning + "; \(reach).")
    ]
    if binding != inside {
      let some = binding.contains(true)
      contours.append(
        SweepMap.Contour(
          label: "\(label), with |f_A| above tau", kind: .theorem, lines: some ? outline(binding) : [],
          note: (some ? "Around the cells" : "Nowhere on this map are there cells")
            + " in which, beside [LY]'s conditions, |f_A| exceeds tau = 197 gamma^2 in all runs: elsewhere Phase 1 is empty."
        ))
    }
    return contours + limits()
  }

  private func outline(_ marked: [Bool]) -> [[SweepMap.Contour.Point]] {
    RegionOutline.lines(marked, x: grid.x.axis.borders, y: grid.y.axis.borders)
  }

  /// d = 100 along an axis of dimensions, 1/32 along one of the start's norm to 20 %, where they are on the map.
  private func limits() -> [SweepMap.Contour] {
    var contours: [SweepMap.Contour] = []
    for (reading, isX) in [(grid.x, true), (grid.y, false)] where !reading.axis.isCategorical {
      let borders = reading.axis.borders
      guard let low = borders.first, let high = borders.last else { continue }
      for (column, tolerance, limit, label) in [
        ("dimension", 0.0, smallest, "d = \(SweepPhrase.number(smallest)), [LY]'s smallest"),
        ("studentSpectralNorm", 0.2, bound, "||W_0||_2 = \(SweepPhrase.number(bound)), [LY]'s largest"),
      ] where limit > low && limit < high {
        let isThat = table.rows.indices.allSatisfy { index in
          guard !table.rows[index].isFailed, let place = reading.places[index] else { return true }
          guard let value = table.rows[index][column].number else { return false }
          let expected = reading.axis.places[place]
          return abs(value - expected) <= tolerance * abs(expected)
        }
        guard isThat else { continue }
        let across = (isX ? grid.y : grid.x).axis.borders
        guard let start = across.first, let end = across.last else { continue }
        contours.append(
          SweepMap.Contour(
            label: label, kind: .theorem,
            lines: [
              isX
                ? [.init(x: limit, y: start), .init(x: limit, y: end)]
                : [.init(x: start, y: limit), .init(x: end, y: limit)]
            ], note: "The theorem's condition on \(column == "dimension" ? "d" : "the start's norm") alone."))
      }
    }
    return contours
  }
}
