import TwoPhaseTheory

/// How a run ended.
public enum RunStatus: Sendable, Equatable, Codable {
  /// It is under way: the given step is the last one recorded so far.
  case running(step: Int)
  /// All steps were made.
  case completed
  /// ||W - W*||_F <= the distance at which it was to stop, at the given step.
  case reached(step: Int, distance: Double)
  /// Another rule at which it was to stop was met at the record of the given step.
  case stopped(step: Int, rule: String)
  /// W = W* was reached, or a step changes nothing any more within rounding of W*, at the given step.
  case converged(step: Int)
  /// The weights, or a quantity computed from them, stopped being finite at the given step.
  case diverged(step: Int)
  /// The user stopped it after the record of the given step.
  case interrupted(step: Int)
  /// A neuron became the zero vector at the given step, where the theory's quantities do not exist.
  case undefined(step: Int, reason: TheoryError)

  /// True when no step of it is left to make: it neither goes on nor was stopped.
  public var hasEnded: Bool {
    switch self {
    case .running, .interrupted: false
    case .completed, .reached, .stopped, .converged, .diverged, .undefined: true
    }
  }

  /// The word in report.json.
  public var word: String {
    switch self {
    case .running: "running"
    case .completed, .reached, .stopped: "completed"
    case .converged: "converged"
    case .diverged: "diverged"
    case .interrupted: "interrupted"
    case .undefined: "undefined"
    }
  }

  /// The step at which the run ended early, or that it has reached; nil when it was completed.
  public var step: Int? {
    switch self {
    case .completed: nil
    case .running(let step), .reached(let step, _), .stopped(let step, _), .converged(let step),
      .diverged(let step), .interrupted(let step), .undefined(let step, _):
      step
    }
  }

  /// A phrase for people: "diverged at step 12".
  public var phrase: String {
    switch self {
    case .running(let step): "running, at step \(step)"
    case .completed: "completed"
    case .reached(let step, let distance): "completed at step \(step): ||W - W*||_F <= \(distance)"
    case .stopped(let step, let rule): "completed at step \(step): \(rule)"
    case .converged(let step): "converged at step \(step)"
    case .diverged(let step): "diverged at step \(step)"
    case .interrupted(let step): "interrupted at step \(step)"
    case .undefined(let step, let reason): "undefined at step \(step): \(reason)"
    }
  }
}
