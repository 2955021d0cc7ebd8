import TwoPhaseSweeps

/// What the script of a map's page knows of its cells and the runs behind them.
struct MapPageData: Encodable, Sendable {
  struct Axis: Encodable, Sendable {
    let name: String
    let labels: [String]
  }

  /// A cell; short keys, for there are thousands.
  struct Cell: Encodable, Sendable {
    let x: Int
    let y: Int
    /// The estimate and its interval, as text.
    let estimate: String
    let interval: Nullable<String>
    let count: String
    let note: Nullable<String>
    /// How many runs there are; `runs` may be fewer.
    let total: Int
    let runs: [Run]
  }

  /// A run as [number, seed, value, index of its note].
  struct Run: Encodable, Sendable {
    let number: Int
    let seed: String
    let value: Double?
    let note: Int

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(number)
      try list.encode(seed)
      try list.encode(Nullable(value))
      try list.encode(note)
    }
  }

  /// A cell lists 50 of its runs; of a map of more than 20,000 runs at most 20, and 50,000 in all.
  static let listed = (few: 50, many: 20, limit: 20_000, all: 50_000)

  let x: Axis
  let y: Axis
  let name: String
  let isFraction: Bool
  let confidence: String
  let cells: [Cell]
  /// How runs ended: each text once.
  let notes: [String]
  /// Addresses of reports by the runs' numbers.
  let links: [String: String]
  /// What stands before and after the number in every command.
  let pattern: [String]
  /// Commands by the runs' numbers, where they have no pattern.
  let commands: [String: String]

  /// The data of a map, its cells in the order of `MapSVG.order`.
  ///
  /// - Complexity: O(n) for n runs.
  init(_ map: SweepMap, _ picture: MapPicture, _ links: MapRunLinks) {
    let limit = Self.limit(map)
    x = Axis(name: map.x.name, labels: picture.x.labels)
    y = Axis(name: map.y.name, labels: picture.y.labels)
    name = map.quantity.name
    isFraction = map.quantity.kind == .fraction
    confidence = MapWords.percent(map.confidence)
    var (notes, indices): ([String], [String: Int]) = ([], [:])
    func index(_ note: String) -> Int {
      if let index = indices[note] { return index }
      indices[note] = notes.count
      notes.append(note)
      return notes.count - 1
    }
    var numbers: [Int] = []
    cells = MapSVG.order(map, picture).map { cell in
      let own = map.cells[cell.index]
      let shown = own.runs.prefix(limit)
      numbers += shown.map(\.number)
      return Cell(
        x: own.x, y: own.y, estimate: MapWords.estimate(own), interval: Nullable(MapWords.interval(own)),
        count: MapWords.runs(own), note: Nullable(own.note), total: own.runs.count,
        runs: shown.map {
          Run(number: $0.number, seed: $0.seed, value: $0.value?.ifFinite, note: index($0.note))
        })
    }
    self.notes = notes
    var addresses: [String: String] = [:]
    for number in numbers { if let address = links.address(number) { addresses["\(number)"] = address } }
    self.links = addresses
    if let parts = links.commandPattern(numbers) {
      (pattern, commands) = ([parts.before, parts.after], [:])
    } else {
      pattern = []
      commands = Dictionary(
        numbers.map { ("\($0)", links.showCommand($0)) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// How many runs a cell lists.
  static func limit(_ map: SweepMap) -> Int {
    guard map.cells.reduce(0, { $0 + $1.runs.count }) > listed.limit else { return listed.few }
    return max(1, min(listed.many, listed.all / max(1, map.cells.count)))
  }
}
