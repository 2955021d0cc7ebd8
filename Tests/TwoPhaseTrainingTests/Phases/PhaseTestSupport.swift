import Foundation
import TwoPhaseTraining

/// A seeded linear congruential generator, so that every draw of these tests is reproducible.
struct PhaseRandom {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    for _ in 0..<8 { _ = unit() }
  }

  /// Uniform in (0, 1).
  mutating func unit() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Double(state >> 11) + 0.5) / 9_007_199_254_740_992
  }

  /// Standard normal (Box-Muller).
  mutating func normal() -> Double {
    let radius = (-2 * log(unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }

  mutating func pick<T>(_ choices: [T]) -> T {
    choices[min(Int(unit() * Double(choices.count)), choices.count - 1)]
  }
}

/// Records one step apart, from step 0.
func phaseRecords(_ potentials: [Double], margin: Double? = 0.5, rest: Double? = nil) -> [PhaseObservation] {
  potentials.enumerated().map {
    PhaseObservation(step: $0, potential: $1, margin: margin, marginWithoutConstant: rest)
  }
}

/// Records one step apart, from step 0, with `f_A = 0.1`.
func phaseRecords(margins: [Double?], rest: [Double?]? = nil) -> [PhaseObservation] {
  margins.indices.map {
    PhaseObservation(step: $0, potential: 0.1, margin: margins[$0], marginWithoutConstant: rest?[$0])
  }
}

func phaseSummary(_ thresholds: PhaseThresholds, _ records: [PhaseObservation]) -> PhaseSummary {
  var detector = PhaseDetector(thresholds: thresholds)
  for record in records { detector.observe(record) }
  return detector.summary
}
