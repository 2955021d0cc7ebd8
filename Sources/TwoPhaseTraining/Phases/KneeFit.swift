import Foundation
import Statistics

/// Fits two straight segments that meet, `y = a + b t + c max(t - k, 0)`, to `y = log|f_A|` by least squares
/// over the break `k`.
///
/// ```swift
/// let steps = Array(0..<200)
/// let potentials = steps.map { 5 * exp(-0.02 * Double(min($0, 120))) }
/// KneeFit.fit(steps: steps, potentials: potentials)  // found: step 120, rate 0.02, rateAfter 0
/// ```
///
/// The break runs over the steps of the records that leave at least `minimumPointsPerSide` records strictly
/// on either side. Records with `f_A` zero or not finite are skipped: they have no finite logarithm.
///
/// *The interval* is the range of breaks with `RSS(k) <= RSSmin (1 + F_0.95(1, n - 4)/(n - 4))`. It, and the
/// F-test against one line, take the residuals for independent. The residuals of a training run are
/// autocorrelated, which is ignored here: there the interval is too short and a knee is found too easily. The
/// F-test with 2 and `n - 4` degrees of freedom is also an approximation, for one line has no break: with
/// independent noise its true level is 1 % at n = 20, 2 % at n = 100 and 3 % at n = 500 (simulated).
///
/// Source: theory.md section 8.
public enum KneeFit {
  /// The fewest usable records that are fitted: 8, twice the number of parameters.
  public static let minimumRecordCount = 8

  /// The fewest records strictly before and strictly after a break: 3.
  public static let minimumPointsPerSide = 3

  /// The confidence of the break's interval.
  public static let intervalConfidence = 0.95

  /// The level of the F-test that a knee must pass against one straight line.
  public static let straightLineLevel = 0.01

  /// Root mean square deviations of `log|f_A|` below this are taken for rounding errors.
  public static let resolution = 1e-10

  /// Fits the knee of a series of records.
  ///
  /// - Parameter observations: the records, in increasing order of step.
  /// - Returns: the knee, or why there is none.
  /// - Complexity: O(n) time and memory.
  public static func fit(_ observations: [PhaseObservation]) -> KneeOutcome {
    fit(steps: observations.map(\.step), potentials: observations.map(\.potential))
  }

  /// Fits the knee of `f_A` given at steps.
  ///
  /// - Parameters:
  ///   - steps: the steps of the records, increasing.
  ///   - potentials: `f_A` at these steps, signed; as many as there are steps (a surplus is ignored).
  /// - Returns: the knee, or why there is none.
  /// - Complexity: O(n) time and memory.
  public static func fit(steps: [Int], potentials: [Double]) -> KneeOutcome {
    var usableSteps: [Int] = []
    var y: [Double] = []
    for (step, potential) in zip(steps, potentials) where potential.isFinite && potential != 0 {
      usableSteps.append(step)
      y.append(log(abs(potential)))
    }
    let count = y.count
    guard count >= minimumRecordCount else { return .none(reason: .tooFewRecords(usable: count)) }
    guard zip(usableSteps, usableSteps.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return .none(reason: .unorderedSteps)
    }
    if let lowest = y.min(), let highest = y.max(), highest - lowest <= resolution {
      return .none(reason: .constant)
    }

    let time = ScaledTime(usableSteps)
    let line = LineFit(time: time.values, y)
    let gains = HingeSweep.gains(time: time.values, residuals: line.residuals)
    var best = minimumPointsPerSide
    for index in minimumPointsPerSide..<(count - minimumPointsPerSide) where gains[index] > gains[best] {
      best = index
    }
    let hinge = HingeFit(at: best, time: time.values, line: line)

    let freedom = count - 4
    let floor = Double(count) * resolution * resolution
    let critical = FDistribution.quantile(1 - straightLineLevel, numerator: 2, denominator: freedom)
    let improvement = max(line.residualSum - hinge.residualSum, 0)
    let statistic = improvement / 2 * Double(freedom) / max(hinge.residualSum, floor)
    guard line.residualSum > floor, statistic > critical else {
      return .none(reason: .straightLine(statistic: statistic, critical: critical))
    }

    // RSS(k) - RSSmin is a difference of gains, which stays exact when RSSmin is nearly 0.
    let allowance =
      hinge.residualSum / Double(freedom)
      * FDistribution.quantile(intervalConfidence, numerator: 1, denominator: freedom)
    let candidates = minimumPointsPerSide..<(count - minimumPointsPerSide)
    let isInside = { gains[best] - gains[$0] <= allowance }
    return .found(
      Knee(
        step: usableSteps[best],
        low: usableSteps[candidates.first(where: isInside) ?? best],
        high: usableSteps[candidates.last(where: isInside) ?? best],
        rate: -hinge.slopeBefore / time.scale,
        rateAfter: -hinge.slopeAfter / time.scale))
  }
}

/// Steps moved to mean 0 and scaled into [-1, 1], so that the normal equations are well conditioned.
private struct ScaledTime {
  let values: [Double]
  /// Steps per unit of the scaled time.
  let scale: Double

  init(_ steps: [Int]) {
    let origin = Double(steps.first ?? 0)
    let offsets = steps.map { Double($0) - origin }
    let mean = offsets.reduce(0, +) / Double(max(steps.count, 1))
    let scale = max(offsets.last ?? 1, 1)
    values = offsets.map { ($0 - mean) / scale }
    self.scale = scale
  }
}

/// The least-squares line through `y`, for times of mean 0.
private struct LineFit {
  let slope: Double
  let residuals: [Double]
  let residualSum: Double

  init(time: [Double], _ y: [Double]) {
    let mean = y.reduce(0, +) / Double(y.count)
    let slope = dot(time, y.map { $0 - mean }) / dot(time, time)
    residuals = zip(time, y).map { $1 - mean - slope * $0 }
    residualSum = dot(residuals, residuals)
    self.slope = slope
  }
}

/// The two-segment fit at one break: the line plus the hinge's part orthogonal to all lines.
private struct HingeFit {
  let slopeBefore: Double
  let slopeAfter: Double
  let residualSum: Double

  init(at index: Int, time: [Double], line: LineFit) {
    let hinge = time.map { max($0 - time[index], 0) }
    let mean = hinge.reduce(0, +) / Double(hinge.count)
    let slope = dot(time, hinge) / dot(time, time)
    let orthogonal = zip(time, hinge).map { $1 - mean - slope * $0 }
    let square = dot(orthogonal, orthogonal)
    let bend = square > 0 ? dot(orthogonal, line.residuals) / square : 0
    let rest = zip(line.residuals, orthogonal).map { $0 - bend * $1 }
    residualSum = dot(rest, rest)
    slopeBefore = line.slope - bend * slope
    slopeAfter = line.slope - bend * slope + bend
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}
