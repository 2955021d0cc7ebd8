/// A description as canonical YAML: sections in one order, numbers and formulas written in one way.
struct SweepText {
  let text: String

  init(_ reader: SweepReader, _ combination: SweepCombination) {
    var lines = ["name: \(SweepYAML.text(SweepValue.text(reader.name)))"]
    if let title = reader.title { lines.append("title: \(SweepYAML.text(title))") }
    func section(_ name: String, _ entries: [String]) {
      guard !entries.isEmpty else { return }
      lines.append("\(name):")
      lines += entries.map { "  " + $0 }
    }
    section("base", reader.base.map { "\($0.setting.rawValue): \(SweepYAML.text($0.value))" })
    section("axes", reader.axes.map { "\($0.name): \(Self.text($0))" })
    if combination.isZip {
      lines.append("combine: zip")
    } else if !combination.isPlainProduct {
      let groups = combination.groups.map { group in
        let names = group.map { reader.axes[$0].name }.joined(separator: ", ")
        return group.count > 1 ? "[\(names)]" : names
      }
      lines.append("combine: [\(groups.joined(separator: ", "))]")
    }
    section("derived", reader.derived.map { "\($0.name): \($0.expression)" })
    section("stop", reader.stops.map { "\($0.stop.rawValue): \(SweepYAML.text($0.value))" })
    section(
      "keep",
      (reader.keep.series ? ["series: true"] : []) + (reader.keep.weights ? ["weights: true"] : []))
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ axis: SweepAxis) -> String {
    func grid(_ word: String) -> String {
      let last = axis.values[axis.count - 1]
      return "{\(word): [\(SweepYAML.text(axis.values[0])), \(SweepYAML.text(last)), \(axis.count)]}"
    }
    switch axis.form {
    case .list: return "[\(axis.values.map(SweepYAML.text).joined(separator: ", "))]"
    case .linear: return grid("linspace")
    case .logarithmic: return grid("logspace")
    case .seeds(let first):
      return first == 1 ? "{seeds: \(axis.count)}" : "{seeds: \(axis.count), from: \(first)}"
    }
  }
}
