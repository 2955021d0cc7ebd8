/// Which records ||Ghat - P||_2 is measured at: those at least a number of steps after the last one, and the run's last.
struct ApproximationCadence: Sendable {
  private let steps: Int
  /// The first step at which they are due again.
  private(set) var next: Int

  init(steps: Int, next: Int = .min) {
    self.steps = steps
    self.next = next
  }

  mutating func isDue(at step: Int, isLast: Bool) -> Bool {
    guard step >= next || isLast else { return false }
    next = step + steps
    return true
  }
}
