import Foundation
import Testing
import TwoPhaseReport
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("Figures as gnuplot scripts")
struct FigureScriptTests {
  static let all = ["phase-portrait", "potential-and-margin", "margin-budget", "distance"]

  /// The numbers of the datablocks, nil for what is none, and the lines outside of them.
  static func parts(_ script: String) -> (numbers: [Double?], commands: [String]) {
    var isData = false
    var (numbers, commands) = ([Double?](), [String]())
    for line in script.components(separatedBy: "\n") {
      if line.hasSuffix("<< EOD") || line == "EOD" {
        isData = line != "EOD"
      } else if !isData {
        commands.append(line)
      } else if !line.isEmpty {
        numbers += line.components(separatedBy: " ").map { Double($0) }
      }
    }
    return (numbers, commands)
  }

  static func expectClean(_ run: RecordedRun, figures: [String]) {
    let set = FigureSet(run, format: .pdf)
    #expect(set.omissions.map(\.figure) == all.filter { !figures.contains($0) })
    #expect(set.omissions.allSatisfy { !$0.reason.isEmpty })
    let scripts = set.scripts
    #expect(scripts.map(\.figure) == figures)
    for (name, script) in scripts {
      let (numbers, commands) = parts(script)
      let isClean = numbers.allSatisfy { $0.map { abs($0) <= 1e150 } ?? false }
      #expect(!numbers.isEmpty && isClean, "\(name)")
      for line in commands.map({ $0.lowercased() }) {
        #expect(!line.contains("nan") && !line.contains("inf") && !line.contains("undefined"), "\(name)")
      }
    }
  }

  @Test("a real run has all four figures")
  func real() { Self.expectClean(MadeRun.base, figures: Self.all) }

  @Test("runs of no and of one record have none, and each says why; two records have all")
  func few() throws {
    Self.expectClean(try MadeRun.run(steps: []) { _ in .init() }, figures: [])
    Self.expectClean(try MadeRun.run(steps: [0]) { _ in .init() }, figures: [])
    let none = FigureSet(try MadeRun.run(steps: []) { _ in .init() }, format: .pdf).omissions
    #expect(none.allSatisfy { $0.reason.contains("no record") })
    Self.expectClean(try MadeRun.run(steps: [0, 1]) { _ in .init() }, figures: Self.all)
  }

  @Test("a converged run: exact zeros and an undefined margin are gaps; nothing but zeros leaves figures out")
  func converged() throws {
    let run = try MadeRun.run(steps: Array(0...60), status: .converged(step: 60)) { step in
      step < 40
        ? .init(potential: 1 / Double(step + 1), sSum: 0, distance: 1, margin: 0.5)
        : .init(potential: 0, sSum: 0, distance: 0, margin: nil)
    }
    Self.expectClean(run, figures: Self.all)
    let zero = try MadeRun.run(steps: [0, 1], status: .converged(step: 0)) { _ in
      .init(potential: 0, sSum: 0, distance: 0, margin: nil)
    }
    Self.expectClean(zero, figures: ["phase-portrait"])
    let reasons = FigureSet(zero, format: .svg).omissions.map(\.reason)
    #expect(reasons[0].contains("converged") && reasons[2].contains("logarithm"))
  }

  @Test("a diverged run, numbers beyond all measure among its last, and NaN that must not pass")
  func diverged() throws {
    let run = try MadeRun.run(steps: Array(0...50), status: .diverged(step: 51)) { step in
      let value = step < 45 ? pow(10, Double(step)) : step == 45 ? 1e308 : step == 46 ? .infinity : .nan
      return .init(potential: -value, sSum: value, distance: abs(value), margin: -value)
    }
    Self.expectClean(run, figures: Self.all)
    Self.expectClean(
      try RunDocumentTests.run {
        $0.learningRate = 3
        $0.steps = 4000
      }, figures: Self.all)
  }

  @Test("no transition, returns, an unknown learning rate, sparse steps, no identity mapping")
  func kinds() throws {
    let stuck = try MadeRun.run(steps: Array(0...40)) { _ in .init(margin: -1) }
    #expect(stuck.analysis.phases.transition == nil)
    Self.expectClean(stuck, figures: Self.all)

    let returning = try MadeRun.run(steps: Array(0...2000)) { step in
      .init(margin: step < 100 || step % 50 < 3 ? -1 : 0.5)
    }
    #expect(returning.analysis.phases.returns.count > 10)
    Self.expectClean(returning, figures: Self.all)
    let script = FigureSet(returning, format: .pdf).scripts[1].script
    #expect(script.contains(FigureStyle.returnShade) && script.contains("\"return\""))

    let unknown = try MadeRun.run(steps: [0, 10, 1_000_000, 2_000_000]) { step in
      .init(potential: 1 / Double(step + 1), learningRate: nil)
    }
    Self.expectClean(unknown, figures: Self.all)
    #expect(!FigureSet(unknown, format: .pdf).scripts[0].script.contains("reduced model"))
    #expect(FigureSet(unknown, format: .pdf).scripts[1].script.contains("step / 10^{6}"))

    let vanilla = try RunDocumentTests.run { $0.identityMapping = false }
    Self.expectClean(vanilla, figures: Self.all)
    #expect(!FigureSet(vanilla, format: .pdf).scripts[0].script.contains("reduced model"))
    #expect(FigureSet(MadeRun.base, format: .pdf).scripts[0].script.contains("reduced model"))
  }

  @Test("100,000 records make small scripts that keep the extremes")
  func long() throws {
    let run = try MadeRun.run(steps: Array(0..<100_000)) { step in
      .init(
        potential: step == 54_321 ? 123.5 : 1 + 0.1 * sin(Double(step)), sSum: cos(Double(step)),
        distance: step == 77_777 ? 0.015625 : 1, margin: step == 33_333 ? -7.75 : 0.5)
    }
    for (name, script) in FigureSet(run, format: .pdf).scripts {
      #expect(script.utf8.count < 700_000, "\(name)")
      let expected = [
        "phase-portrait": 123.5, "potential-and-margin": -7.75, "margin-budget": -7.75, "distance": 0.015625,
      ]
      #expect(Self.parts(script).numbers.contains(expected[name]), "\(name)")
    }
  }

  @Test("nothing that a user named is in a script")
  func names() throws {
    let plain = FigureSet(try MadeRun.run(steps: [0, 1, 2]) { _ in .init() }, format: .pdf).scripts
    for name in MadeRun.hostileNames {
      let run = try MadeRun.run(steps: [0, 1, 2], name: name, command: name) { _ in .init() }
      #expect(FigureSet(run, format: .pdf).scripts.map(\.script) == plain.map(\.script))
    }
  }

  @Test("the reduced model and the rates of the distance are drawn where the theory puts them")
  func predictions() throws {
    let run = try MadeRun.run(steps: Array(0...100)) { _ in
      .init(potential: 2, sSum: 3, distance: 5, margin: 0.5)
    }
    let etahat = run.setting.network.paperLearningRate(1e-3)
    let model = ReducedModel(dimension: run.setting.dimension, network: run.setting.network)
    var state = (s: 3.0, f: 2.0)
    for _ in 0..<100 { state = model.step(state, paperLearningRate: etahat) }
    let scripts = FigureSet(run, format: .pdf).scripts
    func holds(_ figure: Int, _ value: Double) -> Bool {
      Self.parts(scripts[figure].script).numbers.contains { abs(($0 ?? 0) / value - 1) < 1e-6 }
    }
    #expect(holds(0, state.s) && holds(0, state.f) && holds(1, abs(state.f)))
    for rate in [0.03, Double.pi / 2 - 1] { #expect(holds(3, 5 * pow(1 - etahat * rate, 100))) }
    #expect(!holds(3, 5 * pow(1 - etahat * 0.1, 100)))
  }

  @Test("every axis with a scale names it")
  func scales() {
    for (name, script) in FigureSet(MadeRun.base, format: .svg).scripts
    where ["potential-and-margin", "margin-budget"].contains(name) {
      #expect(script.contains("(paper scale)"), "\(name)")
    }
  }
}
