import Foundation
import LinearAlgebra
import Yams

/// The parts of a sweep's file, each checked by itself, with where each key stands.
struct SweepReader {
  /// A value that a formula gives.
  struct Derived: Sendable {
    let name: String
    let setting: SweepSetting?
    let expression: SweepExpression
  }

  let path: String
  private(set) var name = ""
  private(set) var title: String?
  private(set) var base: [(setting: SweepSetting, value: SweepValue)] = []
  private(set) var axes: [SweepAxis] = []
  private(set) var derived: [Derived] = []
  /// Those that are asked for, in the order of `SweepStop`.
  private(set) var stops: [(stop: SweepStop, value: SweepValue)] = []
  private(set) var keep = SweepKeep()
  private(set) var combine: Node?
  private(set) var combineLine: Int?
  /// Where each setting, variable and rule is set.
  private(set) var places: [String: SweepPlace] = [:]

  private enum Key: String, CaseIterable {
    case name, title, base, axes, combine, derived, stop, keep
  }

  init(text: String, path: String) throws {
    self.path = path
    let root = try SweepYAML.root(text, path: path)
    guard case .mapping(let mapping) = root else {
      throw refuse("", root?.mark?.line, "found no mapping", "a sweep: name, base, axes")
    }
    try check(mapping, section: "", known: Key.allCases.map(\.rawValue))
    try readName(mapping)
    try readBase(section(mapping, .base))
    try readAxes(mapping)
    try readDerived(section(mapping, .derived))
    try readStop(section(mapping, .stop))
    try readKeep(section(mapping, .keep))
    combine = mapping[Key.combine.rawValue]
    combineLine = combine.flatMap { _ in line(mapping, Key.combine.rawValue) }
  }

  func refuse(_ key: String, _ line: Int?, _ found: String, _ expected: String? = nil) -> SweepFileError {
    SweepFileError(path, SweepPlace(key, line), found, expected: expected)
  }

  private func line(_ mapping: Node.Mapping, _ word: String) -> Int? {
    mapping.first { $0.key.string == word }?.key.mark?.line
  }

  /// Refuses keys that mean nothing.
  private func check(_ mapping: Node.Mapping, section: String, known: [String]) throws {
    for (key, _) in mapping {
      let word = key.string ?? ""
      guard known.contains(word) else {
        let other = section == "base" ? SweepSetting.others[word] : nil
        throw refuse(
          section, key.mark?.line, "found the key '\(MessageText.line(word, limit: 60))'",
          other ?? "one of: \(known.joined(separator: ", "))")
      }
    }
  }

  /// A section's keys; none when it is left out or has nothing in it.
  private func section(_ mapping: Node.Mapping, _ key: Key) throws -> Node.Mapping {
    guard let node = mapping[key.rawValue] else { return Node.Mapping([]) }
    if case .mapping(let found) = node { return found }
    if let literal = SweepLiteral(node), literal.isNull { return Node.Mapping([]) }
    throw refuse(
      key.rawValue, node.mark?.line, "found \(SweepLiteral.shown(node))", "keys with values")
  }

  private mutating func readName(_ mapping: Node.Mapping) throws {
    guard let node = mapping[Key.name.rawValue] else { throw refuse("", nil, "found no 'name'", "one") }
    name = SweepLiteral(node)?.text ?? ""
    guard (1...60).contains(name.count),
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    else {
      throw refuse(
        "name", node.mark?.line, "found \(SweepLiteral.shown(node))",
        "letters, digits and '-', at most 60: it names a folder")
    }
    guard let node = mapping[Key.title.rawValue] else { return }
    let lines = SweepLiteral(node)?.text.split(whereSeparator: \.isNewline).joined(separator: " ")
    guard let text = lines?.trimmingCharacters(in: .whitespaces), !text.isEmpty else {
      throw refuse("title", node.mark?.line, "found \(SweepLiteral.shown(node))", "a line of text")
    }
    title = text
  }

  /// Notes where a name is set; refuses a second place.
  private mutating func place(_ name: String, in section: String, line: Int?) throws {
    let place = SweepPlace("\(section).\(name)", line)
    if let other = places[name] {
      throw refuse(
        place.key, line, "found it beside \(other.key) at line \(other.line ?? 0)", "it in one place")
    }
    let pair = [SweepSetting.learningRate.rawValue, SweepSetting.paperLearningRate.rawValue]
    if let at = pair.firstIndex(of: name), let other = places[pair[1 - at]] {
      throw refuse(
        place.key, line, "found it beside \(other.key) at line \(other.line ?? 0)", "one of the two")
    }
    places[name] = place
  }

  private mutating func readBase(_ mapping: Node.Mapping) throws {
    try check(mapping, section: "base", known: SweepSetting.allCases.map(\.rawValue))
    for (key, node) in mapping {
      guard let word = key.string, let setting = SweepSetting(rawValue: word) else { continue }
      try place(word, in: "base", line: key.mark?.line)
      guard let literal = SweepLiteral(node) else {
        throw refuse(
          "base.\(word)", key.mark?.line, "found \(SweepLiteral.shown(node))",
          "one value: several make an axis")
      }
      do {
        let value = try setting.value(literal)
        base.append((setting, setting.isInteger ? value : literal.number.map { .real($0) } ?? value))
      } catch {
        throw refuse("base.\(word)", key.mark?.line, error.found, error.expected)
      }
    }
  }

  private mutating func readAxes(_ mapping: Node.Mapping) throws {
    guard let node = mapping[Key.axes.rawValue] else {
      throw refuse("", nil, "found no 'axes'", "at least one axis")
    }
    guard case .mapping(let found) = node, !found.isEmpty else {
      throw refuse("axes", line(mapping, "axes"), "found \(SweepLiteral.shown(node))", "at least one axis")
    }
    for (key, node) in found {
      let word = key.string ?? ""
      let setting = SweepSetting(rawValue: word)
      if setting == nil { try checkVariable(word, in: "axes", line: key.mark?.line) }
      try place(word, in: "axes", line: key.mark?.line)
      let reader = SweepAxisReader(path: path, name: word, setting: setting, line: key.mark?.line)
      axes.append(try reader.axis(node))
    }
  }

  private mutating func readDerived(_ mapping: Node.Mapping) throws {
    for (key, node) in mapping {
      let (word, line) = (key.string ?? "", key.mark?.line)
      let setting = SweepSetting(rawValue: word)
      if setting == nil { try checkVariable(word, in: "derived", line: line) }
      guard setting?.isNumeric ?? true else {
        throw refuse("derived.\(word)", line, "found a formula", "it in base or axes: it is no number")
      }
      try place(word, in: "derived", line: line)
      guard let literal = SweepLiteral(node) else {
        throw refuse(
          "derived.\(word)", line, "found \(SweepLiteral.shown(node))", "a formula such as 0.05 / dimension")
      }
      do {
        derived.append(Derived(name: word, setting: setting, expression: try SweepExpression(literal.text)))
      } catch {
        throw refuse("derived.\(word)", line, error.found, error.expected)
      }
    }
  }

  /// Refuses names that formulas, tables or the store could not tell from others.
  private func checkVariable(_ word: String, in section: String, line: Int?) throws {
    let shown = "found the name '\(MessageText.line(word, limit: 60))'"
    guard let first = word.first, first.isASCII, first.isLetter, word.count <= 40,
      word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
    else {
      throw refuse(section, line, shown, "letters and digits, a letter first, at most 40")
    }
    if SweepSetting.others[word] != nil, word != "gamma" {
      throw refuse(section, line, shown, SweepSetting.others[word])
    }
    let lower = word.lowercased()
    if let reserved = SweepExpression.reserved.first(where: { $0 == lower }) {
      throw refuse(section, line, shown, "another: formulas have \(reserved)")
    }
    let columns = ["number"] + SweepColumns.all.map(\.name) + SweepSetting.allCases.map(\.rawValue)
    if let column = columns.first(where: { $0.lowercased() == lower }) {
      throw refuse(section, line, shown, "another: every sweep's table has the column \(column)")
    }
    if let other = places.first(where: { $0.key != word && $0.key.lowercased() == lower })?.value {
      throw refuse(section, line, shown, "another: it differs from \(other.key) in its capitals alone")
    }
  }

  private mutating func readStop(_ mapping: Node.Mapping) throws {
    try check(mapping, section: "stop", known: SweepStop.allCases.map(\.rawValue))
    for (key, node) in mapping {
      guard let word = key.string, let stop = SweepStop(rawValue: word) else { continue }
      places["stop.\(word)"] = SweepPlace("stop.\(word)", key.mark?.line)
      guard let literal = SweepLiteral(node), let value = stop.value(literal) else {
        throw refuse("stop.\(word)", key.mark?.line, "found \(SweepLiteral.shown(node))", stop.expected)
      }
      if value != .flag(false) { stops.append((stop, value)) }
    }
    let order = SweepStop.allCases
    stops.sort { (order.firstIndex(of: $0.stop) ?? 0) < (order.firstIndex(of: $1.stop) ?? 0) }
  }

  private mutating func readKeep(_ mapping: Node.Mapping) throws {
    try check(mapping, section: "keep", known: ["series", "weights"])
    for (key, node) in mapping {
      guard let flag = SweepLiteral(node)?.flag else {
        throw refuse(
          "keep.\(key.string ?? "")", key.mark?.line, "found \(SweepLiteral.shown(node))", "true or false")
      }
      if key.string == "series" { keep.series = flag } else { keep.weights = flag }
    }
  }
}
