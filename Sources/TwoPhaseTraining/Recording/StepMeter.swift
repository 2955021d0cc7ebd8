import LinearAlgebra
import TwoPhaseTheory

/// Measures the gradient that a step used, from the weights before and after it, and the noise accumulated so far.
///
/// g = (W_t - W_{t+1}) / etahat whatever made the step, so our own steps and those of another program are measured alike.
/// Its working matrices are allocated once.
struct StepMeter: Sendable {
  /// The relative residual to which the accumulated noise's norm is iterated: it has a dense edge, and needs no more.
  private static let noiseTolerance = 1e-4

  /// True when the steps are population gradient steps: their noise is zero by definition.
  private let isExact: Bool
  /// W before the step, as kept by `begin`.
  private(set) var before: Matrix
  private var gradient: Matrix
  private var population: Matrix
  private var noise: Matrix
  private var hasEveryStep = true
  /// True when `population` is minus the gradient at `before`.
  private var hasPopulation = false
  private var alongPopulation = 0.0
  private var populationSquare = 0.0
  private var gradientLanczos: LanczosSpectralNorm
  private var noiseLanczos: LanczosSpectralNorm
  private var errorLanczos: LanczosSpectralNorm

  init(dimension d: Int, isExact: Bool) {
    self.isExact = isExact
    before = Matrix(rowCount: d, columnCount: d)
    gradient = before
    population = before
    noise = before
    gradientLanczos = LanczosSpectralNorm(dimension: d)
    errorLanczos = gradientLanczos
    noiseLanczos = LanczosSpectralNorm(dimension: d, tolerance: Self.noiseTolerance)
  }

  /// Takes up what a checkpoint kept.
  mutating func restore(_ checkpoint: SGDCheckpoint) {
    hasEveryStep = checkpoint.memory.hasEveryStep
    alongPopulation = checkpoint.memory.alongPopulation
    populationSquare = checkpoint.memory.populationSquare
    if let kept = checkpoint.noise { noise = kept }
  }

  /// What a checkpoint keeps: the accumulated noise where it matters, and the rest.
  var kept: (noise: Matrix?, memory: SGDCheckpoint.Memory) {
    var memory = SGDCheckpoint.Memory()
    memory.hasEveryStep = hasEveryStep
    memory.alongPopulation = alongPopulation
    memory.populationSquare = populationSquare
    return (hasEveryStep && !isExact ? noise : nil, memory)
  }

  /// Forgets what only makes the next measurement cheaper, so that it depends on the weights alone.
  mutating func startAfresh() {
    let d = before.rowCount
    gradientLanczos = LanczosSpectralNorm(dimension: d)
    errorLanczos = gradientLanczos
    noiseLanczos = LanczosSpectralNorm(dimension: d, tolerance: Self.noiseTolerance)
  }

  /// Keeps W before a step.
  mutating func begin(_ weights: Matrix) { before.copy(weights) }

  /// The factor by which the measured steps are etahat Ghat in the least-squares sense, 1 when the rates are right; etahat
  /// itself when the rates are not known. Nil without steps. Unbiased for sampled gradients.
  var impliedFactor: Double? {
    let factor = alongPopulation / populationSquare
    return factor.isFinite ? factor : nil
  }

  /// A step went by that was not measured: from here on the accumulated noise is unknown.
  mutating func skip() { hasEveryStep = false }

  /// Whether the accumulated noise, known so far, asks for the population gradient of the next step.
  var needsPopulation: Bool { !isExact && hasEveryStep }

  /// Takes the population gradient of the next step to be measured.
  ///
  /// - Parameter evaluator: at the weights before the step.
  mutating func takePopulation(_ evaluator: inout PointEvaluator) {
    guard !isExact else { return }
    evaluator.setGradientPart(.all, .paper, into: &population)
    hasPopulation = true
  }

  /// Measures the step from the kept weights to `after`: its noise and the implied rate only if its population gradient was
  /// taken.
  ///
  /// - Parameter paperLearningRate: etahat of the step; nil when unknown, and then only the implied rate is measured.
  /// - Returns: nil when the step has left double precision.
  /// - Throws: `LAPACKFailure`.
  mutating func measure(after: Matrix, paperLearningRate: Double?) throws -> StepGradient? {
    defer { hasPopulation = false }
    gradient.copy(before)
    gradient.add(after, scaledBy: -1)
    if hasPopulation {
      let expected = paperLearningRate ?? 1
      alongPopulation -= expected * gradient.innerProduct(population)
      populationSquare += expected * expected * population.innerProduct(population)
    }
    guard let etahat = paperLearningRate else {
      skip()
      return nil
    }
    gradient.scale(by: 1 / etahat)
    let frobenius = gradient.frobeniusNorm
    guard let spectral = try Self.norm(gradient, &gradientLanczos) else {
      skip()
      return nil
    }
    var accumulated: Double?
    if isExact {
      accumulated = 0
    } else if hasEveryStep, hasPopulation {
      noise.add(gradient, scaledBy: etahat)
      noise.add(population, scaledBy: etahat)  // `population` is minus the gradient
      accumulated = try Self.norm(noise, &noiseLanczos)
      if accumulated == nil { skip() }
    } else {
      skip()
    }
    return StepGradient(spectralNorm: spectral, frobeniusNorm: frobenius, accumulatedNoise: accumulated)
  }

  /// ||Ghat - P||_2 where the evaluator is, paper scale; nil when it has left double precision.
  ///
  /// - Throws: `LAPACKFailure`.
  mutating func approximationError(_ evaluator: inout PointEvaluator) throws -> Double? {
    evaluator.setGradientPart(.higher, .paper, into: &population)
    return try Self.norm(population, &errorLanczos)
  }

  private static func norm(_ matrix: Matrix, _ lanczos: inout LanczosSpectralNorm) throws -> Double? {
    guard matrix.frobeniusNorm.isFinite else { return nil }
    let estimate = lanczos.spectralNorm(of: matrix)
    return estimate.residual <= lanczos.tolerance ? estimate.value : try matrix.spectralNorm()
  }
}
