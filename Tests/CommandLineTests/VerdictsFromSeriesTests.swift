import Foundation
import Testing

@Suite("Verdicts, worked out again from the series of report.json")
struct VerdictsFromSeriesTests {
  /// The numbers of a report that the verdicts rest on, read from its JSON alone.
  struct Numbers {
    let step: [Int]
    let potential: [Double]
    let norm: [Double]
    let margin: [Double?]
    let etahat: [Double?]
    let spectral: [Double?]
    let noise: [Double?]
    let dimension: Double
    let tau: Double
    let delta: Double
    let gamma: Double
    let began: Int?
    let hasReturns: Bool

    init(_ report: Report) throws {
      let configuration = try report.json.member("configuration")
      func number(_ key: String) throws -> Double { try #require(try configuration.member(key).double) }
      step = report.series.step
      potential = try report.series.column("potential").map { abs(try #require($0)) }
      norm = try report.series.column("studentSpectralNorm").map { try #require($0) }
      margin = try report.series.column("onePointMarginPaper")
      let ratio = try number("paperLearningRate") / number("learningRate")
      etahat = try report.series.column("learningRate").map { $0.map { $0 * ratio } }
      spectral = try report.series.column("gradientSpectralNormPaper")
      noise = try report.series.column("accumulatedNoise")
      dimension = try number("dimension")
      tau = try number("potentialThreshold")
      delta = try number("delta")
      gamma = try number("gamma")
      began = try report.json.at("phases", "streaming", "heldSince").double.map { Int($0) }
      hasReturns = try !report.json.at("phases", "streaming", "returns").elements.isEmpty
    }

    /// The first record with |f_A| <= tau.
    var end: Int? { potential.firstIndex { $0 <= tau } }
  }

  struct Expected {
    var verdict: String
    var observed: Double?
    var step: Int?
  }

  static func c1(_ n: Numbers) -> Expected {
    var worst: (margin: Double, factor: Double, step: Int)?
    for k in 0..<(n.step.count - 1) where n.potential[k] > n.tau {
      let span = Double(n.step[k + 1] - n.step[k])
      let factor = pow(n.potential[k + 1] / n.potential[k], 1 / span)
      let margin = 1 - 0.5 * (n.etahat[k] ?? .nan) * n.dimension - factor
      if worst.map({ margin < $0.margin }) ?? true { worst = (margin, factor, n.step[k]) }
    }
    guard let worst else { return Expected(verdict: "vacuous") }
    return Expected(
      verdict: worst.margin >= 0 ? "holds" : "violated", observed: worst.factor, step: worst.step)
  }

  static func c2(_ n: Numbers) -> Expected {
    guard n.end != 0 else { return Expected(verdict: "vacuous") }
    let allowed = 1 / (16 * (n.etahat[0] ?? .nan))
    guard let end = n.end else {
      let made = Double(n.step[n.step.count - 1] - n.step[0])
      return made > allowed ? Expected(verdict: "violated", observed: made) : Expected(verdict: "notTested")
    }
    let taken = Double(n.step[end] - n.step[0])
    return Expected(verdict: taken <= allowed ? "holds" : "violated", observed: taken, step: n.step[end])
  }

  static func c3(_ n: Numbers) -> Expected {
    guard let began = n.began, let from = n.step.firstIndex(of: began), from < n.step.count - 1 else {
      return Expected(verdict: "notTested")
    }
    let small = n.potential[from...].allSatisfy { $0 <= 0.1 } && n.norm[from...].allSatisfy { $0 <= 1.0 / 32 }
    return Expected(verdict: small && !n.hasReturns ? "holds" : "violated")
  }

  static func c4(_ n: Numbers) -> Expected {
    guard let began = n.began, let from = n.step.firstIndex(of: began) else {
      return Expected(verdict: "notTested")
    }
    let margins = zip(n.margin, n.step).dropFirst(from).compactMap { margin, step in margin.map { ($0, step) }
    }
    guard let least = margins.min(by: { $0.0 < $1.0 }) else { return Expected(verdict: "notTested") }
    return Expected(verdict: least.0 > n.delta ? "holds" : "violated", observed: least.0, step: least.1)
  }

  static func h4(_ n: Numbers) -> Expected {
    let last = n.end == nil ? n.step.count : n.end ?? 0
    let phaseOne = last == 0 ? 0..<n.step.count : 0..<last
    guard let bound = phaseOne.compactMap({ n.spectral[$0] }).max() else {
      return Expected(verdict: "notTested")
    }
    let rates = (last == 0 ? 0..<1 : phaseOne).compactMap { n.etahat[$0] }
    guard let rate = rates.max() else { return Expected(verdict: "notTested") }
    return Expected(
      verdict: rate <= n.gamma * n.gamma / (bound * bound) ? "holds" : "violated", observed: rate)
  }

  static func h5(_ n: Numbers) -> Expected {
    let last = n.end == nil || n.end == 0 ? n.step.count - 1 : n.end ?? 0
    let noises = (0..<last).map { n.noise[$0] }
    guard !noises.isEmpty, noises.allSatisfy({ $0 != nil }) else { return Expected(verdict: "notTested") }
    let largest = noises.compactMap { $0 }.max() ?? 0
    return Expected(verdict: largest <= n.gamma * n.gamma ? "holds" : "violated", observed: largest)
  }

  static let runs: [String] = [
    "--dimension 100 --gradient population --steps 150",
    "--dimension 100 --steps 150 --gamma 0.1",
    "--dimension 60 --gradient population --steps 300 --gamma 0.05 --init-norm 0.5",
    "--dimension 40 --steps 200 --gamma 0.03 --init gaussian --batch 32 --learning-rate 2e-3",
    "--dimension 100 --gradient population --steps 300 --potential-threshold 1 --every 7",
    "--dimension 50 --slope 0.3 --steps 120 --potential-threshold 0.4",
    "--dimension 50 --slope -0.5 --readout l1 --gradient population --steps 200 --potential-threshold 0.2",
    "--dimension 30 --no-identity --init standard --steps 100 --gamma 0.2",
    "--dimension 30 --gradient population --learning-rate 0.1 --steps 60 --gamma 0.05",
    "--dimension 20 --init gaussian --init-norm 0.02 --teacher-norm 0.01 --gamma 0.025 --steps 200 --dwell 3",
    "--dimension 20 --init zero --gradient population --steps 40 --delta 0.6",
    "--dimension 12 --steps 5 --batch 4",
  ]

  @Test("they agree", arguments: runs)
  func agree(_ options: String) throws {
    let folder = try Workspace()
    let arguments = ["run", "--output", "report"] + options.split(separator: " ").map(String.init)
    try succeed(arguments, in: folder)
    let report = try Report(folder)
    try #require(report.status == "completed", "\(options)")
    let numbers = try Numbers(report)
    let expected: [(String, Expected)] = [
      ("C1", Self.c1(numbers)), ("C2", Self.c2(numbers)), ("C3", Self.c3(numbers)), ("C4", Self.c4(numbers)),
      ("H4", Self.h4(numbers)), ("H5", Self.h5(numbers)),
    ]
    for (id, expected) in expected {
      let finding = try report.finding(id)
      #expect(finding.members["verdict"]?.text == expected.verdict, "\(id) of \(options)")
      if let observed = expected.observed {
        let found = try #require(try finding.member("observed").double, "\(id) of \(options)")
        #expect(abs(found - observed) <= 1e-9 * max(abs(observed), 1e-12), "\(id) of \(options)")
      }
      if let step = expected.step {
        #expect(finding.members["step"]?.double == Double(step), "\(id) of \(options)")
      }
    }
  }
}
