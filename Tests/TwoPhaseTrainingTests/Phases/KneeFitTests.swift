import Foundation
import Statistics
import Testing
import TwoPhaseTraining

/// The residual sum of squares of the two-segment fit at one break, by elimination on the 3 x 3 normal
/// equations of a basis that keeps them well conditioned.
private func residualSum(time: [Double], _ y: [Double], breakAt k: Double) -> Double {
  let columns = [time.map { _ in 1.0 }, time.map { min($0 - k, 0) }, time.map { max($0 - k, 0) }]
  func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
  var rows = columns.map { column in columns.map { dot(column, $0) } + [dot(column, y)] }
  for pivot in 0..<3 {
    for row in (pivot + 1)..<3 {
      let factor = rows[row][pivot] / rows[pivot][pivot]
      for column in pivot..<4 { rows[row][column] -= factor * rows[pivot][column] }
    }
  }
  var solution = [0.0, 0.0, 0.0]
  for row in [2, 1, 0] {
    let known = (row..<3).reduce(0.0) { $0 + (($1 > row) ? rows[row][$1] * solution[$1] : 0) }
    solution[row] = (rows[row][3] - known) / rows[row][row]
  }
  return y.indices.reduce(0.0) { sum, index in
    let fitted = (0..<3).reduce(0.0) { $0 + solution[$1] * columns[$1][index] }
    return sum + (y[index] - fitted) * (y[index] - fitted)
  }
}

private func knee(_ outcome: KneeOutcome) -> Knee? {
  if case .found(let knee) = outcome { return knee }
  return nil
}

private func absence(_ outcome: KneeOutcome) -> KneeAbsence? {
  if case .none(let reason) = outcome { return reason }
  return nil
}

/// `|f_A|` decaying at `rate` up to `breakStep`, then at `after`, with `noise` on its logarithm.
private func decay(
  _ steps: [Int], breakStep: Int, rate: Double = 0.02, after: Double = 0, noise: Double = 0, seed: UInt64 = 1
) -> [Double] {
  var random = PhaseRandom(seed: seed)
  return steps.map { step in
    let exponent = -rate * Double(min(step, breakStep)) - after * Double(max(step - breakStep, 0))
    return 5 * exp(exponent + noise * random.normal())
  }
}

@Suite("KneeFit")
struct KneeFitTests {
  @Test("an exponential that goes flat is recovered exactly", arguments: [3, 20, 120, 180, 196])
  func exactRecovery(breakStep: Int) throws {
    let steps = Array(0..<200)
    let found = try #require(knee(KneeFit.fit(steps: steps, potentials: decay(steps, breakStep: breakStep))))
    #expect(found.step == breakStep)
    #expect(found.low == breakStep)
    #expect(found.high == breakStep)
    #expect(abs(found.rate - 0.02) < 1e-12)
    #expect(abs(found.rateAfter) < 1e-12)
  }

  @Test("steps at a cadence, far from 0 and irregular, are recovered as steps")
  func cadence() throws {
    let regular = stride(from: 1_000_000_000, to: 1_000_007_000, by: 70).map { $0 }
    let values = regular.map { 5 * exp(-0.001 * Double(min($0, 1_000_002_100) - 1_000_000_000)) }
    let found = try #require(knee(KneeFit.fit(steps: regular, potentials: values)))
    #expect(found.step == 1_000_002_100)
    #expect(abs(found.rate - 0.001) < 1e-12)

    let irregular = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096]
    let other = try #require(
      knee(
        KneeFit.fit(
          steps: irregular, potentials: decay(irregular, breakStep: 64, rate: 0.01, after: 0.001))))
    #expect(other.step == 64)
    #expect(abs(other.rate - 0.01) < 1e-11)
    #expect(abs(other.rateAfter - 0.001) < 1e-11)
  }

  @Test("observations and parallel arrays give the same fit")
  func observations() {
    let steps = Array(0..<50)
    let values = decay(steps, breakStep: 20, noise: 0.01)
    let observations = zip(steps, values).map { PhaseObservation(step: $0, potential: -$1, margin: nil) }
    #expect(KneeFit.fit(observations) == KneeFit.fit(steps: steps, potentials: values))
  }

  @Test("the fast minimum and interval are those of the brute-force residual sums", arguments: 0..<40)
  func bruteForce(seed: Int) throws {
    var random = PhaseRandom(seed: UInt64(seed) + 500)
    let count = 8 + Int(random.unit() * 60)
    var step = Int(random.unit() * 1_000)
    let steps = (0..<count).map { _ -> Int in
      step += 1 + Int(random.unit() * random.pick([1, 10, 100]))
      return step
    }
    let middle = Double(steps[count / 2])
    let scale = Double(steps[count - 1] - steps[0])
    let time = steps.map { (Double($0) - middle) / scale }
    let bend = random.pick([0.0, 3, -10, 200])
    let y = time.map { (t: Double) -> Double in
      let trend: Double = bend * max(t + 0.1, 0) - 4 * t
      return trend + 0.3 * random.normal()
    }
    let candidates = 3..<(count - 3)
    let sums = candidates.map { residualSum(time: time, y, breakAt: time[$0]) }
    let least = try #require(sums.min())
    let best = try #require(sums.firstIndex(of: least))
    let line = lineResidualSum(time, y)
    let freedom = Double(count - 4)
    let critical = FDistribution.quantile(0.99, numerator: 2, denominator: count - 4)
    let statistic = (line - least) / 2 / (least / freedom)

    let outcome = KneeFit.fit(steps: steps, potentials: y.map { exp($0) })
    guard statistic > critical else {
      guard case .straightLine(let found, let needed) = absence(outcome) else {
        Issue.record("expected a straight line")
        return
      }
      #expect(abs(found / statistic - 1) < 1e-8)
      #expect(needed == critical)
      return
    }
    let found = try #require(knee(outcome))
    #expect(found.step == steps[best + 3])
    let bound = least * (1 + FDistribution.quantile(0.95, numerator: 1, denominator: count - 4) / freedom)
    let inside = candidates.filter { sums[$0 - 3] <= bound }
    #expect(found.low == inside.first.map { steps[$0] })
    #expect(found.high == inside.last.map { steps[$0] })
  }

  private func lineResidualSum(_ time: [Double], _ y: [Double]) -> Double {
    let count = Double(y.count)
    let meanTime = time.reduce(0, +) / count
    let meanY = y.reduce(0, +) / count
    let slope =
      zip(time, y).reduce(0) { $0 + ($1.0 - meanTime) * ($1.1 - meanY) }
      / time.reduce(0) { $0 + ($1 - meanTime) * ($1 - meanTime) }
    return zip(time, y).reduce(0) { sum, pair in
      let residual = pair.1 - meanY - slope * (pair.0 - meanTime)
      return sum + residual * residual
    }
  }

  @Test("the interval contains the true break in most of 100 noisy draws")
  func coverage() throws {
    let steps = Array(0..<300)
    var covered = 0
    var widths = 0
    for seed in 0..<100 {
      let values = decay(steps, breakStep: 130, noise: 0.3, seed: UInt64(seed) + 7)
      let found = try #require(knee(KneeFit.fit(steps: steps, potentials: values)))
      #expect(found.low <= found.step && found.step <= found.high)
      covered += (found.low...found.high).contains(130) ? 1 : 0
      widths += found.high - found.low
    }
    #expect(covered >= 85)
    #expect(widths / 100 < 60)
  }

  @Test("a straight line has no knee, exact or rarely with noise")
  func straightLine() {
    let steps = Array(0..<500)
    let exact = steps.map { 5 * exp(-0.03 * Double($0)) }
    guard case .straightLine = absence(KneeFit.fit(steps: steps, potentials: exact)) else {
      Issue.record("expected a straight line")
      return
    }
    let falseKnees = (0..<200).filter { seed in
      let values = decay(steps, breakStep: 1_000, noise: 0.2, seed: UInt64(seed) + 3_000)
      return knee(KneeFit.fit(steps: steps, potentials: values)) != nil
    }
    #expect(falseKnees.count <= 14)
  }

  @Test("signs do not matter, and zeros and non-finite records are skipped")
  func signsAndZeros() throws {
    let steps = Array(0..<100)
    var values = decay(steps, breakStep: 40)
    for index in steps where index % 3 == 0 { values[index] = -values[index] }
    values[10] = 0
    values[11] = .nan
    values[50] = -.infinity
    let found = try #require(knee(KneeFit.fit(steps: steps, potentials: values)))
    #expect(found.step == 40)
    #expect(abs(found.rate - 0.02) < 1e-12)
  }

  @Test("fewer than 8 usable records are too few")
  func tooFew() {
    let steps = Array(0..<9)
    var values = decay(steps, breakStep: 4)
    #expect(knee(KneeFit.fit(steps: steps, potentials: values))?.step == 4)
    values[0] = 0
    values[8] = 0
    #expect(absence(KneeFit.fit(steps: steps, potentials: values)) == .tooFewRecords(usable: 7))
    #expect(absence(KneeFit.fit([])) == .tooFewRecords(usable: 0))
    #expect(KneeAbsence.tooFewRecords(usable: 7).description.contains("only 7 records"))
  }

  @Test("a constant f_A has no knee, even when its sign changes")
  func constant() {
    let values = (0..<20).map { $0 % 2 == 0 ? 0.7 : -0.7 }
    #expect(absence(KneeFit.fit(steps: Array(0..<20), potentials: values)) == .constant)
  }

  @Test("steps that do not increase are refused")
  func unordered() {
    let steps = [0, 1, 2, 3, 4, 4, 5, 6, 7, 8]
    #expect(
      absence(KneeFit.fit(steps: steps, potentials: decay(steps, breakStep: 4))) == .unorderedSteps)
  }

  @Test("every reason for no knee reads as a sentence")
  func descriptions() {
    let reasons: [KneeAbsence] = [
      .tooFewRecords(usable: 1), .unorderedSteps, .constant, .straightLine(statistic: 1, critical: 4.8),
    ]
    for reason in reasons { #expect(!reason.description.isEmpty) }
  }

  @Test("a million records are fitted", .timeLimit(.minutes(1)))
  func million() throws {
    let steps = Array(0..<1_000_000)
    let values = decay(steps, breakStep: 300_000, rate: 1e-5, noise: 0.1)
    let found = try #require(knee(KneeFit.fit(steps: steps, potentials: values)))
    #expect(abs(found.step - 300_000) < 2_000)
    #expect(abs(found.rate / 1e-5 - 1) < 0.01)
    let exact = try #require(
      knee(KneeFit.fit(steps: steps, potentials: decay(steps, breakStep: 300_000, rate: 1e-5))))
    #expect(abs(exact.step - 300_000) <= 1)
  }
}
