import LinearAlgebra
import Yams

/// Reads `combine`: product, zip, or a list of axes and lists of axes.
struct SweepCombineReader {
  let reader: SweepReader
  private var axes: [SweepAxis] { reader.axes }

  init(_ reader: SweepReader) { self.reader = reader }

  private func refuse(_ found: String, _ expected: String) -> SweepFileError {
    reader.refuse("combine", reader.combineLine, found, expected)
  }

  func combination() throws -> SweepCombination {
    let groups = try groups()
    for group in groups {
      guard let other = group.first(where: { axes[$0].count != axes[group[0]].count }) else { continue }
      let (one, two) = (axes[group[0]], axes[other])
      throw refuse(
        "found \(one.name) with \(one.count) value\(one.count == 1 ? "" : "s") along with \(two.name) with \(two.count)",
        "as many of each")
    }
    for group in groups { try checkRepeats(group) }
    guard let combination = SweepCombination(groups, axes) else {
      let product = groups.map { "\(axes[$0[0]].count)" }.joined(separator: " x ")
      throw refuse("found \(product) runs", "at most \(SweepAxisReader.largestCount)")
    }
    return combination
  }

  private func groups() throws -> [[Int]] {
    let expected = "product, zip, or a list of axes and lists of axes"
    guard let node = reader.combine else { return axes.indices.map { [$0] } }
    guard case .sequence(let items) = node else {
      switch SweepLiteral(node)?.text {
      case "product": return axes.indices.map { [$0] }
      case "zip": return [Array(axes.indices)]
      default: throw refuse("found \(SweepLiteral.shown(node))", expected)
      }
    }
    var seen: Set<Int> = []
    func axis(_ node: Node) throws -> Int {
      guard let word = SweepLiteral(node)?.text, let index = axes.firstIndex(where: { $0.name == word })
      else {
        throw refuse(
          "found \(SweepLiteral.shown(node))", "axes: \(axes.map(\.name).joined(separator: ", "))")
      }
      guard seen.insert(index).inserted else { throw refuse("found \(word) twice", "each axis once") }
      return index
    }
    let groups = try items.map { item -> [Int] in
      guard case .sequence(let members) = item else { return [try axis(item)] }
      guard !members.isEmpty else { throw refuse("found an empty list", expected) }
      return try members.map(axis).sorted()
    }
    if let missing = axes.indices.first(where: { !seen.contains($0) }) {
      throw refuse("found no \(axes[missing].name)", "each axis once")
    }
    return groups
  }

  /// Refuses lists that ask for the same run twice.
  private func checkRepeats(_ group: [Int]) throws {
    guard group.allSatisfy({ axes[$0].form == .list }) else { return }
    var seen: Set<[SweepValue]> = []
    for place in 0..<axes[group[0]].count {
      // 20 and 20.0 are one value.
      let values = group.map { axes[$0][place] }
      let numbers = values.map { value in value.number.map(SweepValue.real) ?? value }
      guard seen.insert(numbers).inserted else {
        let shown = zip(group, values).map { "\(axes[$0].name) = \($1.text)" }.joined(separator: ", ")
        throw reader.refuse(
          "axes.\(axes[group[0]].name)", axes[group[0]].line, "found \(shown) twice", "it once")
      }
    }
  }
}
