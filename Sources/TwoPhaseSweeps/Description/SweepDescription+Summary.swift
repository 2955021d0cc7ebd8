extension SweepDescription {
  /// What the sweep is, name by name, for people: each axis, how they are combined, each formula, the rest.
  public var summary: [(name: String, text: String)] {
    var lines: [(name: String, text: String)] = axes.map { ($0.name, Self.text($0)) }
    lines.append(("runs", runsText))
    for entry in derived { lines.append((entry.name, "= \(entry.expression)")) }
    if !stops.isEmpty {
      lines.append(("stop", stops.map(Self.text).joined(separator: "; or ")))
    }
    let kept =
      ["verdicts and scalars"] + (keep.series ? ["all records"] : []) + (keep.weights ? ["weights"] : [])
    lines.append(("kept", kept.joined(separator: ", ")))
    return lines
  }

  private static func text(_ axis: SweepAxis) -> String {
    let (first, last) = (shown(axis[0]), shown(axis[axis.count - 1]))
    if case .seeds = axis.form {
      return "\(axis.count) seed\(axis.count == 1 ? "" : "s")"
        + (axis.count == 1 ? ": \(first)" : ", \(first) to \(last)")
    }
    let count = "\(axis.count) value\(axis.count == 1 ? "" : "s")"
    switch axis.form {
    case .linear: return "\(count) from \(first) to \(last), equal steps"
    case .logarithmic: return "\(count) from \(first) to \(last), equal factors"
    default:
      guard axis.count > 8 else { return "\(count): " + axis.values.map(shown).joined(separator: ", ") }
      return "\(count): \(axis.values.prefix(3).map(shown).joined(separator: ", ")), ..., \(last)"
    }
  }

  /// "12 x 3 x 20 = 720, the last fastest"; axes that go along together in parentheses.
  private var runsText: String {
    let groups = combination.groups.map { group in
      let names = group.map { axes[$0].name }.joined(separator: " with ")
      return group.count > 1 ? "(\(names))" : names
    }
    guard groups.count > 1 else { return "\(count), \(groups[0])" }
    let sizes = combination.sizes.map { "\($0)" }.joined(separator: " x ")
    return "\(count) = \(sizes), \(groups.joined(separator: " x ")), the last fastest"
  }

  private static func text(_ rule: (stop: SweepStop, value: SweepValue)) -> String {
    switch rule.stop {
    case .distance: "||W - W*||_F <= \(shown(rule.value))"
    case .loss: "L <= \(shown(rule.value)) (true scale)"
    case .afterTransition: "\(shown(rule.value)) steps after the transition is confirmed"
    case .atReturn: "a return to Phase 1"
    }
  }
}
