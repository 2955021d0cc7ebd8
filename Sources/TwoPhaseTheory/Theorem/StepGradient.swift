/// What was measured of one step's gradient, paper scale. theory.md sections 4 and 7.
public struct StepGradient: Sendable, Equatable {
  /// ||g||_2 of the gradient that the step used, iterated to a relative residual of 1e-8.
  public let spectralNorm: Double
  /// ||g||_F.
  public let frobeniusNorm: Double
  /// || sum of etahat (g - Ghat) ||_2 over all steps up to and including this one, what the noise has moved W by; zero for
  /// the population gradient, nil when a step before was not seen. Iterated to a relative residual of 1e-4.
  public let accumulatedNoise: Double?

  /// The measurements of a step.
  public init(spectralNorm: Double, frobeniusNorm: Double, accumulatedNoise: Double?) {
    self.spectralNorm = spectralNorm
    self.frobeniusNorm = frobeniusNorm
    self.accumulatedNoise = accumulatedNoise
  }
}
