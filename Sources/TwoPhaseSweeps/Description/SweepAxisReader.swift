import LinearAlgebra
import Yams

/// Reads one axis: a list, or a mapping with one of linspace, logspace and seeds.
struct SweepAxisReader {
  let path: String
  let name: String
  let setting: SweepSetting?
  let line: Int?

  private var place: SweepPlace { SweepPlace("axes.\(name)", line) }

  /// More runs than this are refused.
  static let largestCount = 1_000_000_000
  /// More values than this along a spaced axis are refused.
  private static let largestGrid = 1_000_000

  private func refuse(_ found: String, _ expected: String, line: Int? = nil) -> SweepFileError {
    SweepFileError(path, SweepPlace(place.key, line ?? place.line), found, expected: expected)
  }

  func axis(_ node: Node) throws -> SweepAxis {
    switch node {
    case .sequence(let items): return try list(items)
    case .mapping(let mapping): return try grid(mapping)
    default:
      throw refuse(
        "found \(SweepLiteral.shown(node))",
        "a list, or one of {linspace: [from, to, count]}, {logspace: [from, to, count]}, {seeds: count}")
    }
  }

  private func list(_ items: Node.Sequence) throws -> SweepAxis {
    guard !items.isEmpty else { throw refuse("found an empty list", "at least one value") }
    let values = try items.map(value)
    return SweepAxis(name, setting, .list, values, count: values.count, line: line)
  }

  private func value(_ item: Node) throws -> SweepValue {
    guard let literal = SweepLiteral(item) else {
      throw refuse("found \(SweepLiteral.shown(item))", "numbers or words", line: item.mark?.line)
    }
    guard let setting else {
      guard literal.number != nil else {
        throw refuse(
          "found \(literal.shown)", "numbers: '\(name)' is no setting, so only formulas can use it",
          line: literal.line)
      }
      return literal.value
    }
    do {
      return try setting.value(literal)
    } catch {
      throw refuse(error.found, error.expected, line: literal.line)
    }
  }

  private func grid(_ mapping: Node.Mapping) throws -> SweepAxis {
    let known = ["linspace", "logspace", "seeds", "from"]
    for (key, _) in mapping where !known.contains(key.string ?? "") {
      throw refuse(
        "found the key '\(MessageText.line(key.string ?? "", limit: 60))'", "linspace, logspace or seeds",
        line: key.mark?.line)
    }
    let forms = known.prefix(3).filter { mapping[$0] != nil }
    guard forms.count == 1, let form = forms.first, let node = mapping[form] else {
      throw refuse(
        "found \(forms.isEmpty ? "none" : forms.joined(separator: " and "))",
        "one of linspace, logspace and seeds")
    }
    if form == "seeds" { return try seeds(node, from: mapping["from"]) }
    guard mapping["from"] == nil else { throw refuse("found 'from' beside \(form)", "it with seeds") }
    return try spaced(node, isLogarithmic: form == "logspace")
  }

  private func seeds(_ node: Node, from: Node?) throws -> SweepAxis {
    guard setting == .seed else { throw refuse("found seeds", "them for the axis 'seed'") }
    guard let count = SweepLiteral(node)?.integer, count >= 1, count <= Self.largestCount else {
      throw refuse("found seeds: \(SweepLiteral.shown(node))", "how many, from 1 to \(Self.largestCount)")
    }
    var first = 1
    if let from {
      guard let found = SweepLiteral(from)?.integer, found >= 0, found <= Int.max - count else {
        throw refuse("found from: \(SweepLiteral.shown(from))", "the first seed, from 0 on")
      }
      first = found
    }
    return SweepAxis(name, setting, .seeds(from: first), [], count: count, line: line)
  }

  private func spaced(_ node: Node, isLogarithmic: Bool) throws -> SweepAxis {
    let word = isLogarithmic ? "logspace" : "linspace"
    let expected = "\(word): [from, to, count]"
    guard case .sequence(let items) = node, items.count == 3 else {
      throw refuse("found \(word): \(SweepLiteral.shown(node))", expected)
    }
    let literals = items.compactMap(SweepLiteral.init)
    guard literals.count == 3, let first = literals[0].number, let last = literals[1].number,
      let count = literals[2].integer
    else {
      let shown = items.map(SweepLiteral.shown).joined(separator: ", ")
      throw refuse("found \(word): [\(shown)]", "two numbers and a whole number")
    }
    guard setting?.isNumeric ?? true else { throw refuse("found \(word)", "words: '\(name)' is no number") }
    guard max(abs(first), abs(last)) <= 1e100, !isLogarithmic || min(first, last) >= 1e-100 else {
      throw refuse(
        "found the ends \(literals[0].text) and \(literals[1].text)",
        isLogarithmic ? "positive numbers from 1e-100 to 1e100" : "numbers within 1e100")
    }
    guard count >= (first == last ? 1 : 2), count <= Self.largestGrid else {
      throw refuse(
        "found the count \(count)",
        first == last ? "at least 1" : "from 2 to \(Self.largestGrid) when the ends differ")
    }
    let numbers =
      isLogarithmic
      ? SweepNumber.logarithmic(from: first, to: last, count: count)
      : SweepNumber.linear(from: first, to: last, count: count)
    guard zip(numbers, numbers.dropFirst()).allSatisfy({ $0 != $1 }) else {
      throw refuse(
        "found \(count) values from \(literals[0].text) to \(literals[1].text)", "so few that all differ")
    }
    let values = try numbers.map { number in
      guard setting?.isInteger ?? false else { return SweepValue.real(number) }
      guard let whole = SweepNumber.whole(number), setting != .seed || whole >= 0 else {
        throw refuse(
          "found \(SweepNumber.short(number)) among its values",
          "whole numbers: a list has them, or an axis of another name with '\(name): round(...)' in derived")
      }
      return .integer(whole)
    }
    return SweepAxis(name, setting, isLogarithmic ? .logarithmic : .linear, values, count: count, line: line)
  }
}
