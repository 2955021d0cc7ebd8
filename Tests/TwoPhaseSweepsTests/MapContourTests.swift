import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseSweeps
import TwoPhaseTheory

@Suite("Contour of the theorem's own region")
struct TheoremContourTests {
  static func map(_ entries: (MadeSweep.Settings) -> [String: SweepValue]?) throws -> SweepMap {
    let table = MadeSweep.table(
      [
        ("dimension", .list, MadeSweep.integers([50, 100, 200])),
        ("gamma", .logarithmic, MadeSweep.reals([0.005, 0.01, 0.02, 0.04])),
        ("seed", .seeds, MadeSweep.integers(1...2)),
      ],
      entries: { run in
        let gamma = run["gamma"] ?? .none
        let usual: [String: SweepValue] = [
          "studentSpectralNorm": gamma, "teacherSpectralNorm": gamma, "H1": .text("holds"),
          "H2": .text("vacuous"),
          "H3": .text(run.number("dimension") >= 100 ? "holds" : "violated"), "H4": .text("holds"),
          "H5": .text("vacuous"), "potentialIsBinding": .flag(false), "margin": .real(1),
        ]
        return entries(run).map { usual.merging($0) { $1 } }
      })
    return try SweepMap(table, x: "gamma", y: "dimension", value: "margin")
  }

  @Test("the boundary runs between cells that meet the conditions and cells that do not")
  func corner() throws {
    let map = try Self.map { run in
      ["potentialIsBinding": .flag(run.number("dimension") == 200 && run.number("gamma") < 0.015)]
    }
    let own = try #require(map.contours.first)
    // Inside are d of 100 and 200 and gamma up to 0.02: a corner.
    let edge = map.x.borders
    #expect(own.kind == .theorem && own.lines.count == 1)
    #expect(
      own.lines[0].map(\.pair) == [
        [edge[0], 75], [edge[3], 75], [edge[3], map.y.borders[3]],
      ])
    #expect(abs(edge[3] - (0.02 * 0.04).squareRoot()) < 1e-12)
    #expect(own.note.contains("in 4 of the 12 runs inside"))
    let binding = map.contours[1]
    #expect(
      binding.pairs == [
        [
          [edge[0], 150], [edge[2], 150], [edge[2], map.y.borders[3]],
        ]
      ])
    // d = 100 and 1/32 as straight lines.
    #expect(
      map.contours[2].pairs == [[[edge[0], 100], [edge[4], 100]]]
        || map.contours[3].pairs == [[[edge[0], 100], [edge[4], 100]]])
    #expect(
      map.contours.contains {
        $0.pairs == [[[1.0 / 32, map.y.borders[0]], [1.0 / 32, map.y.borders[3]]]]
      })
  }

  @Test("where no cell meets them the note says what is required and what the map has")
  func nowhere() throws {
    let map = try Self.map { run in
      run.number("dimension") < 100 ? ["studentSpectralNorm": .real(0.4), "H4": .text("violated")] : nil
    }
    let own = try #require(map.contours.first)
    #expect(own.lines.isEmpty)
    #expect(
      own.note.hasPrefix(
        "Nowhere on this map: d >= 100 is required; the map has d up to 50; ||W_0||_2 <= 0.03125 is required; the map's runs have 0.4 and more; H3"
      ))
    #expect(own.note.contains("H4 (") && !own.note.contains("W*"))
  }

  @Test("where all cells meet them there is no line, and the note says so")
  func everywhere() throws {
    let map = try Self.map { run in
      run.number("dimension") >= 100 && run.number("gamma") < 0.03 ? ["potentialIsBinding": .flag(true)] : nil
    }
    #expect(
      map.contours[0].lines.isEmpty && map.contours[0].note.hasPrefix("Everywhere on this map: d >= 100"))
    // Binding everywhere too: no second contour.
    #expect(map.contours.allSatisfy { !$0.label.contains("above tau") })
  }

  @Test(
    "outlines of random regions separate them: each unit of length has the region on its left",
    arguments: 1...20)
  func randomRegions(_ seed: UInt64) throws {
    var random = TestRandom(seed)
    let (width, height) = (Int.random(in: 1...7, using: &random), Int.random(in: 1...6, using: &random))
    let inside = (0..<(width * height)).map { _ in random.uniform(0...1) < 0.5 }
    let table = MadeSweep.table([
      ("b", .linear, MadeSweep.integers(0..<height)), ("a", .linear, MadeSweep.integers(0..<width)),
    ]) { run in
      let place = Int(run.number("b")) * width + Int(run.number("a"))
      return [
        "dimension": .integer(inside[place] ? 100 : 99), "studentSpectralNorm": .real(0.01),
        "teacherSpectralNorm": .real(0.01), "potentialIsBinding": .flag(true), "margin": .real(1),
      ]
    }
    let own = try #require(try SweepMap(table, x: "a", y: "b", value: "margin").contours.first)
    var borders: Set<[Int]> = []
    for line in own.lines {
      for (from, to) in zip(line, line.dropFirst()) {
        let length = abs(to.x - from.x) + abs(to.y - from.y)
        let (dx, dy) = ((to.x - from.x) / length, (to.y - from.y) / length)
        for k in 0..<Int(length.rounded()) {
          let (x, y) = (from.x + dx * (Double(k) + 0.5), from.y + dy * (Double(k) + 0.5))
          let left = [Int((x - dy / 2).rounded()), Int((y + dx / 2).rounded())]
          let right = [Int((x + dy / 2).rounded()), Int((y - dx / 2).rounded())]
          #expect(inside[left[1] * width + left[0]] && !inside[right[1] * width + right[0]])
          #expect(borders.insert(left + right).inserted)
        }
      }
    }
    var expected = 0
    for y in 0..<height {
      for x in 0..<width {
        if x + 1 < width, inside[y * width + x] != inside[y * width + x + 1] { expected += 1 }
        if y + 1 < height, inside[y * width + x] != inside[(y + 1) * width + x] { expected += 1 }
      }
    }
    #expect(borders.count == expected)
  }
}

@Suite("Boundary that theory.md section 9 predicts")
struct WrongWayContourTests {
  static func table(
    norms: [Double], dimensions: [Int], _ change: (MadeSweep.Settings) -> [String: SweepValue] = { _ in [:] }
  ) -> SweepTable {
    MadeSweep.table([
      ("gamma", .list, MadeSweep.reals(norms)), ("dimension", .list, MadeSweep.integers(dimensions)),
      ("seed", .seeds, MadeSweep.integers(1...2)),
    ]) { run in
      let usual: [String: SweepValue] = [
        "start": .text("wrong-way"), "startNorm": run["gamma"] ?? .none, "teacherNorm": .real(0.3),
        "slope": .real(0),
        "readout": .text("sum"), "identityMapping": .flag(true), "initialMargin": .real(1),
      ]
      return usual.merging(change(run)) { $1 }
    }
  }

  static func contours(_ table: SweepTable, x: String = "gamma", y: String = "dimension") throws -> [SweepMap
    .Contour]
  {
    try SweepMap(table, x: x, y: y, value: "initialMargin").contours.filter { $0.kind == .prediction }
  }

  @Test("every point of both lines has a margin of 0.03 by its own formula")
  func onTheLine() throws {
    let table = Self.table(norms: [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2], dimensions: [20, 50, 100, 200])
    for (x, y) in [("gamma", "dimension"), ("dimension", "gamma")] {
      let found = try Self.contours(table, x: x, y: y)
      #expect(
        found.count == 2 && found[0].label.hasPrefix("theory.md section 9: pi/2 - Q^2/(4||D||^2) = 0.03"))
      let formulas: [(WrongWayPrediction) -> Double] = [{ $0.firstTermMargin }, { $0.margin }]
      for (contour, formula) in zip(found, formulas) {
        #expect(!contour.lines.isEmpty && contour.lines.allSatisfy { $0.count >= 2 })
        for point in contour.lines.joined() {
          let (norm, d) = x == "gamma" ? (point.x, point.y) : (point.y, point.x)
          let prediction = try #require(
            WrongWay.prediction(dimension: d, norm: norm, teacherNorm: 0.3, network: try Network()))
          #expect(abs(formula(prediction) - 0.03) < 1e-9)
        }
      }
      // With all terms the wrong-way family ends again at large norms: at d = 100 the line is crossed twice.
      let norms = found[1].lines.joined().filter { abs((x == "gamma" ? $0.y : $0.x) - 100) < 5 }
        .map { x == "gamma" ? $0.x : $0.y }
      #expect(norms.contains { $0 < 1 } && norms.contains { $0 > 1.7 })
    }
  }

  @Test("drawn starts on either side of the line have the margins it says", arguments: [50, 100])
  func drawnStarts(_ d: Int) throws {
    let table = Self.table(norms: [0.5, 0.7, 0.9, 1.1, 1.3], dimensions: [40, 60, 80, 100, 120]) { _ in
      ["teacherNorm": .real(0)]
    }
    let line = try #require(try Self.contours(table)[1].lines.first)
    let at = try #require(line.min { abs($0.y - Double(d)) < abs($1.y - Double(d)) })
    let zero = Matrix(rowCount: d, columnCount: d)
    for (factor, isBelow) in [(0.88, false), (1.12, true)] {
      var mean = 0.0
      for seed in 1...8 as ClosedRange<UInt64> {
        let student = try WrongWay.weights(
          gaussian: NormalStream(seed: seed, purpose: 1).matrix(rowCount: d, columnCount: d),
          norm: at.x * factor)
        var evaluator = try PointEvaluator(network: try Network(), teacher: zero)
        try evaluator.move(to: student)
        mean += (evaluator.marginBudget?.sum ?? .nan) / 8
      }
      #expect((mean < 0.03) == isBelow, "d = \(d), norm \(at.x * factor): \(mean)")
    }
  }

  @Test("the norm may be a function of an axis, interpolated on logarithms")
  func derivedNorm() throws {
    // startNorm = 2 gamma: a power law, which the interpolation meets exactly.
    let table = Self.table(norms: [0.2, 0.4, 0.8], dimensions: [50, 100, 200]) { run in
      ["startNorm": .real(2 * run.number("gamma"))]
    }
    let lines = try Self.contours(table)[1].lines
    #expect(!lines.isEmpty)
    for point in lines.joined() {
      let prediction = try #require(
        WrongWay.prediction(dimension: point.y, norm: 2 * point.x, teacherNorm: 0.3, network: try Network()))
      #expect(abs(prediction.margin - 0.03) < 1e-9)
    }
  }

  @Test("where nothing can be drawn the note says why")
  func obstacles() throws {
    func note(_ change: (MadeSweep.Settings) -> [String: SweepValue]) throws -> [String] {
      let found = try Self.contours(Self.table(norms: [0.5, 1], dimensions: [50, 100], change))
      #expect(found.allSatisfy { $0.lines.isEmpty })
      return found.map(\.note)
    }
    let never = try note { _ in ["start": .text("gaussian")] }
    #expect(never.isEmpty)
    for (expected, change) in [
      (
        "Not drawn because 4 of 8 runs do not start wrong-way.",
        { $0.number("gamma") < 1 ? ["start": .text("zero")] : [:] }
      ),
      (
        "Not drawn because PReLU's slope is not the same in all runs.",
        { ["slope": .real($0.number("seed") / 4)] }
      ),
      (
        "Not drawn because the start's norm is not a function of one of the axes.",
        { ["startNorm": .real($0.number("seed") / 4)] }
      ),
      ("Not drawn because the start's norm is not known.", { _ in ["startNorm": .none] }),
      (
        "Not drawn because section 9 is of networks with the identity mapping.",
        { _ in ["identityMapping": .flag(false)] }
      ),
      (
        "Not drawn because the teacher is not a Gaussian one of known norm.",
        { _ in ["teacher": .text("w.npy")] }
      ),
    ] as [(String, (MadeSweep.Settings) -> [String: SweepValue])] {
      let notes = try note(change)
      #expect(notes == [expected, expected])
    }
    // At small norms the margin is far above 0.03.
    let far = try Self.contours(Self.table(norms: [0.1, 0.2], dimensions: [20, 30]))
    #expect(
      far.count == 2
        && far.allSatisfy { $0.lines.isEmpty && $0.note.hasPrefix("Not on this map, where it says ") })
    // Failed runs have no settings and do not matter.
    let failed = try Self.contours(
      Self.table(norms: [0.5, 1, 1.5], dimensions: [50, 100]) {
        $0.number("seed") == 2 ? ["status": .text("failed"), "start": .none, "startNorm": .none] : [:]
      })
    #expect(failed.count == 2 && failed.allSatisfy { !$0.lines.isEmpty })
  }
}

extension SweepMap.Contour.Point {
  fileprivate var pair: [Double] { [x, y] }
}

extension SweepMap.Contour {
  fileprivate var pairs: [[[Double]]] { lines.map { $0.map(\.pair) } }
}
