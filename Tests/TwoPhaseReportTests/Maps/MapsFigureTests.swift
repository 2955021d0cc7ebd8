import Foundation
import ReportTestSupport
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseSweeps

@Suite("Figures of maps")
struct MapsFigureTests {
  typealias Made = MadeMaps

  static let odd: [(String, SweepMap)] = [
    ("none", Made.none), ("one", Made.one), ("unknown", Made.unknown), ("words", Made.words),
    ("a fraction", Made.noReturn), ("logarithmic colours", Made.transition),
    ("one value", plain([1, 2], [5, 5])), ("nearly one value", plain([1, 2], [5, 5 + 1e-12])),
    ("nearly one place", plain([1, 1 + 1e-14], [1, 2])), ("zeros", plain([0, 1], [0, 0])),
    ("places that do not rise", plain([2, 1], [1, 2])), ("no numbers", plain([.nan, 1], [.infinity, .nan])),
    ("very large", plain([1e-300, 1e300], [1e-300, 1e300])),
    ("very large, logarithmic", plain([1e-300, 1e300], [1e-300, 1e300], isLogarithmic: true)),
    ("not positive, logarithmic", plain([-1, 0, 2], [0, -1, 5], isLogarithmic: true)),
    ("many places", Made.large(60, 40, seeds: 3)),
  ]

  /// A map of one row.
  static func plain(
    _ places: [Double], _ estimates: [Double?], isLogarithmic: Bool = false,
    kind: SweepMap.Quantity.Kind = .median, width: Double = 0, contours: [SweepMap.Contour] = []
  ) -> SweepMap {
    .made(
      sweep: "made",
      x: .made(
        "x", places: places, labels: places.map { $0.isFinite ? "\($0)" : "?" }, isLogarithmic: isLogarithmic),
      y: .made("y", places: [0]), quantity: .made("q", kind, isLogarithmic: isLogarithmic),
      cells: zip(places.indices, estimates).map { index, estimate in
        .made(
          x: index, y: 0, runs: [.made(index, seed: "1", value: estimate, note: "completed")],
          estimate: estimate, low: estimate.map { $0 - width / 2 }, high: estimate.map { $0 + width / 2 })
      }, contours: contours)
  }

  static func script(_ map: SweepMap, _ width: FigureWidth = .oneColumn) -> String {
    SweepMapFigure(map, width: width).script(.pdf)
  }

  /// The rows of a data block.
  static func block(_ name: String, of script: String) -> [[Double]] {
    guard let start = script.range(of: "$\(name) << EOD\n"),
      let end = script.range(of: "EOD", range: start.upperBound..<script.endIndex)
    else { return [] }
    return script[start.upperBound..<end.lowerBound].split(separator: "\n").map {
      $0.split(separator: " ").compactMap { Double($0) }
    }
  }

  /// Left ends of cells, without their overlap.
  static func lefts(_ map: SweepMap) -> [Double] { block("cells", of: script(map)).map { $0[2] } }

  static func equal(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 }
  }

  @Test("cells end midway between places: arithmetic, geometric on logarithmic axes, equal for words")
  func borders() {
    #expect(Self.equal(Self.lefts(Self.plain([0, 1, 3], [1, 2, 3])), [0, 1 / 4.5, 2.5 / 4.5]))
    #expect(
      Self.equal(
        Self.lefts(Self.plain([1, 10, 1000], [1, 2, 3], isLogarithmic: true)), [0, 1 / 4.5, 2.5 / 4.5]))
    let words = Made.words
    #expect(Self.equal(Array(Self.lefts(words).prefix(6)), (0..<6).map { Double($0) / 6 }))
    #expect(Self.equal(Self.lefts(Self.plain([7], [1])), [0]))
    // Every cell ends where its neighbour begins, or a little later.
    let rows = Self.block("cells", of: Self.script(Made.noReturn))
    #expect(rows.count == 96 && zip(rows, rows.dropFirst()).allSatisfy { $1[2] == 0 || $0[3] >= $1[2] })
  }

  @Test("colours: fractions from 0 to 1, numbers from the least to the largest, logarithms where asked for")
  func colours() {
    func colours(_ map: SweepMap) -> [Int] { Self.block("cells", of: Self.script(map)).map { Int($0[6]) } }
    func integer(_ place: Double) -> Int { Int(MapPalette.colour(place), radix: 16) ?? -1 }
    #expect(colours(Self.plain([1, 2], [0.25, 0.5], kind: .fraction)) == [integer(0.25), integer(0.5)])
    #expect(colours(Self.plain([1, 2, 3], [2, 3, 4])) == [integer(0), integer(0.5), integer(1)])
    #expect(
      colours(Self.plain([1, 2, 3], [1, 10, 100], isLogarithmic: true)) == [
        integer(0), integer(0.5), integer(1),
      ])
    // One value alone is in the middle; no estimate is pale.
    #expect(colours(Self.plain([1, 2], [5, 5])) == [integer(0.5), integer(0.5)])
    #expect(colours(Self.plain([1, 2], [5, nil])) == [integer(0.5), 0xefefef])
  }

  @Test(
    "lightness rises evenly along the colours, so that a grey print and the colour-blind see the same map")
  func palette() {
    let levels = MapPalette.stops.map(MapPalette.lightness)
    let steps = zip(levels, levels.dropFirst()).map { $1 - $0 }
    #expect(steps.allSatisfy { $0 > 3.9 && $0 < 5.6 }, "\(steps)")
    #expect(MapPalette.colour(-1) == "440154" && MapPalette.colour(2) == "fde725")
    #expect(MapPalette.isDark("440154") && !MapPalette.isDark("fde725"))
  }

  @Test("an interval wider than 0.3 of the colours has a ring, unless every cell has; none has a stroke")
  func marks() {
    let one = Self.plain([1, 2, 3], [0.2, 0.5, nil], kind: .fraction, width: 0.31)
    #expect(
      Self.block("rings", of: Self.script(one)).isEmpty
        && Self.block("strokes", of: Self.script(one)).count == 1)
    let mixed = SweepMap.made(
      sweep: "s", x: one.x, y: one.y, quantity: one.quantity,
      cells: [
        .made(x: 0, y: 0, runs: [], estimate: 0.5, low: 0.3, high: 0.6),
        .made(x: 1, y: 0, runs: [], estimate: 0.5, low: 0.3, high: 0.61),
        .made(x: 2, y: 0, runs: [], estimate: 0.9),
      ])
    let script = Self.script(mixed)
    #expect(Self.block("rings", of: script).count == 2 && script.contains("'wide interval'"))
    #expect(!script.contains("'no estimate'"))
    #expect(Self.script(Made.noReturn).contains("'no estimate'"))
  }

  @Test("lines are cut at the frame, on a logarithmic axis too; one that is not on the map is named so")
  func contours() {
    let lines: [SweepMap.Contour] = [
      .made("across", .theorem, lines: [[(x: 1e-6, y: -100), (x: 1e6, y: 100)]], note: "n"),
      .made("beside", .prediction, lines: [[(x: 1e6, y: 0), (x: 1e7, y: 0)]], note: "n"),
      .made("nowhere", .prediction, lines: [[(x: -1, y: 0), (x: 0, y: 0)]], note: "n"),
    ]
    let script = Self.script(
      Self.plain([1, 10], [1, 2], isLogarithmic: true, contours: lines))
    let points = Self.block("line0", of: script)
    #expect(points.count == 2 && points.allSatisfy { $0.allSatisfy { (-1e-9...1 + 1e-9).contains($0) } })
    #expect(Self.block("line1", of: script).isEmpty && Self.block("line2", of: script).isEmpty)
    #expect(script.contains("'beside (not on this map)'") && script.contains("'across'"))
    // Solid and dashed, both on a white rim.
    let over = Self.script(Made.noReturn)
    #expect(over.contains("$line1 using 1:2 with lines lw 0.7 dt solid lc rgb '#000000'"))
    #expect(over.contains("$line2 using 1:2 with lines lw 1.2 dt (12,8) lc rgb '#000000'"))
    #expect(over.contains("$line2 using 1:2 with lines lw 2.8 dt solid lc rgb '#ffffff'"))
  }

  @Test("scripts hold finite numbers alone", arguments: odd)
  func clean(_ name: String, _ map: SweepMap) {
    for width in FigureWidth.allCases {
      let (numbers, commands) = FigureScriptTests.parts(Self.script(map, width))
      let isFinite = numbers.allSatisfy { $0.map { abs($0) <= 0xffffff } ?? false }
      #expect(isFinite, "\(name)")
      for line in commands.map({ $0.lowercased() }) where !line.contains("'") {
        #expect(!line.contains("nan") && !line.contains("inf"), "\(name): \(line)")
      }
    }
  }

  @Test("every text in a script is within single quotes", arguments: ExperimentFigureTests.hostile)
  func quoted(_ text: String) {
    for width in FigureWidth.allCases {
      let script = Self.script(Made.hostile(text), width)
      for line in script.components(separatedBy: "\n") {
        let bare = line.replacing(/'[^']*'/, with: "")
        #expect(!bare.contains("`") && !bare.contains("@") && !bare.contains("'"), "\(line)")
        #expect(!bare.contains("touch") && !bare.contains("system"), "\(line)")
      }
    }
  }
}

@Suite(
  "Figures of maps as files",
  .enabled(if: InstalledProgram.gnuplot != nil, "gnuplot is not installed"), .serialized)
struct MapsFileTests {
  @Test("each format is drawn at each width", arguments: FigureFormat.allCases, FigureWidth.allCases)
  func formats(_ format: FigureFormat, _ width: FigureWidth) throws {
    let data = try SweepMapFigure(MadeMaps.noReturn, width: width).drawn(as: format)
    #expect(data.count < 200_000)
    switch format {
    case .pdf: #expect(data.starts(with: Array("%PDF-".utf8)))
    case .svg:
      let text = String(decoding: data, as: UTF8.self)
      #expect(text.contains("width=\"\(Int(width.inches * 96))\"") && text.contains("</svg>"))
    case .png:
      let pixels = data[16..<20].reduce(0) { $0 << 8 | Int($1) }
      #expect(abs(Double(pixels) - width.inches * 300) <= 1)
    }
  }

  @Test("odd maps are drawn all the same", arguments: MapsFigureTests.odd)
  func odd(_ name: String, _ map: SweepMap) throws {
    for width in FigureWidth.allCases {
      let text = String(decoding: try SweepMapFigure(map, width: width).drawn(as: .svg), as: UTF8.self)
      #expect(text.contains("</svg>") && !text.lowercased().contains("nan"), "\(name)")
    }
  }

  @Test(
    "hostile texts stand in the picture as they are, and run nothing",
    arguments: ExperimentFigureTests.hostile)
  func hostile(_ text: String) throws {
    let trace = "/tmp/tp-pwned"
    let map = MadeMaps.hostile(text)
    for format in [FigureFormat.pdf, .svg] {
      let data = try SweepMapFigure(map, width: .twoColumns).drawn(as: format)
      #expect(!FileManager.default.fileExists(atPath: trace))
      guard format == .svg else { continue }
      let texts = try #require(TextReader.texts(data), "the picture is no XML")
      let first = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
      #expect(first.isEmpty || texts.contains { $0.contains(first.prefix(8)) }, "\(texts)")
    }
  }
}
