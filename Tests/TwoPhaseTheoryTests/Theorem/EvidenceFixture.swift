import Testing
import TwoPhaseTheory

/// A run made up for tests: |f_A| decays by a fixed factor, the margin rises to 0.5, W is small.
struct MadeUpRun {
  var dimension = 100
  var gamma: Double? = 0.02
  var rate: Double? = 1e-4
  var factor = 0.99
  var firstPotential = 1.5
  var steps = 600
  var cadence = 1
  var norm = 0.015
  var sampling = TheoremEvidence.Sampling.population
  var margin: (Int) -> Double? = { _ in 0.5 }
  var ending = TheoremEvidence.Ending.ended
  var returns: [Int] = []
  var inputs = InputEvidence.gaussian(how: "made up")
  var noise: Double? = 1e-5

  /// The first step with |f_A| <= tau, worked out without the library.
  var firstSmall: Int? {
    let tau = 197 * (gamma ?? norm) * (gamma ?? norm)
    var potential = firstPotential
    for step in 0...steps {
      if abs(potential) <= tau, step % cadence == 0 { return step }
      potential *= factor
    }
    return nil
  }

  /// The evidence as it is.
  var evidence: TheoremEvidence { evidence { _ in } }

  func evidence(_ change: (inout TheoremEvidence) throws -> Void) rethrows -> TheoremEvidence {
    var constants = TheoremConstants.liYuan2017
    if let gamma { try? constants.set(.gamma, to: gamma, source: "test") }
    var points: [TheoremEvidence.Point] = []
    var potential = firstPotential
    for step in 0...steps {
      if step % cadence == 0 {
        points.append(
          TheoremEvidence.Point(
            step: step, potential: potential, margin: margin(step), weightNorm: norm,
            distance: 0.2 - 1e-5 * Double(step), paperLearningRate: step == steps ? nil : rate,
            gradient: step == steps
              ? nil : StepGradient(spectralNorm: 1, frobeniusNorm: 2, accumulatedNoise: noise)))
      }
      potential *= factor
    }
    let distances = points.map(\.distance)
    var evidence = TheoremEvidence(
      dimension: dimension, constants: constants, startNorm: norm, teacherNorm: norm / 2, inputs: inputs,
      sampling: sampling, points: points, phaseTwoStart: firstSmall, returns: returns, ending: ending,
      seeds: [
        SeedOutcome(
          seed: nil, phaseTwoStart: firstSmall, steps: points.map(\.step), distances: distances,
          prescribedRate: nil, gradientFrobeniusBound: 2)
      ])
    try change(&evidence)
    return evidence
  }

  /// The finding on one part, with what can be measured measured.
  func finding(
    _ id: TheoremPart.ID, sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout TheoremEvidence) throws -> Void = { _ in }
  ) throws -> Finding {
    let evidence = try evidence(change).measured
    return try #require(Theorem.assess(evidence)[id], sourceLocation: sourceLocation)
  }
}
