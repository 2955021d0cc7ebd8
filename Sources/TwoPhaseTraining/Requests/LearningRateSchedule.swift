/// How the learning rate goes along a run.
public enum LearningRateSchedule: String, Sendable, Codable, CaseIterable {
  /// The same at every step.
  case constant
  /// As the theorem prescribes: the given one in Phase 1, and from the step after the confirmed transition
  /// etahat = (1 + alpha) log T / (delta T) (paper scale) for the T steps that are left. theory.md section 7, C5.
  case theorem
}
