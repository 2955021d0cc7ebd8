extension ReducedModel {
  /// The model's state (S, f_A) at given steps, started from the first of them.
  ///
  /// Between two steps it makes every step of the learning rate that belongs to the earlier one; k steps at once are the
  /// k-th power of I - etahat M, by repeated squaring, so that wide gaps cost little.
  ///
  /// ```swift
  /// let model = ReducedModel(dimension: 100, network: try Network())
  /// model.trajectory(from: (s: 0, f: 1), steps: [0, 1], paperLearningRates: [1e-3, nil])  // [(0, 1), (-0.098, 0.900...)]
  /// ```
  ///
  /// Source: theory.md section 6.
  ///
  /// - Parameters:
  ///   - start: S and f_A at the first step.
  ///   - steps: the steps, ascending.
  ///   - paperLearningRates: etahat (paper scale) of the steps made from each of them; the last is not used.
  /// - Returns: a state for each step, as far as the learning rate is known and the states are finite; none for no steps.
  /// - Complexity: O(n log k) for n steps at most k apart.
  public func trajectory(
    from start: (s: Double, f: Double), steps: [Int], paperLearningRates: [Double?]
  ) -> [(s: Double, f: Double)] {
    guard !steps.isEmpty, start.s.isFinite, start.f.isFinite else { return [] }
    var states = [start]
    var state = start
    for (index, step) in steps.dropFirst().enumerated() {
      let gap = step - steps[index]
      guard gap >= 0, paperLearningRates.indices.contains(index), let rate = paperLearningRates[index] else {
        break
      }
      state =
        gap == 1
        ? self.step(state, paperLearningRate: rate) : advance(state, by: gap, paperLearningRate: rate)
      guard state.s.isFinite, state.f.isFinite else { break }
      states.append(state)
    }
    return states
  }

  /// The state after `count` steps of one size.
  private func advance(
    _ state: (s: Double, f: Double), by count: Int, paperLearningRate etahat: Double
  ) -> (s: Double, f: Double) {
    var power = (ss: 1 - etahat * m.ss, sf: -etahat * m.sf, fs: -etahat * m.fs, ff: 1 - etahat * m.ff)
    var state = state
    var remaining = count
    while remaining > 0 {
      if remaining & 1 == 1 {
        state = (power.ss * state.s + power.sf * state.f, power.fs * state.s + power.ff * state.f)
      }
      remaining >>= 1
      guard remaining > 0 else { break }
      power = (
        power.ss * power.ss + power.sf * power.fs, power.ss * power.sf + power.sf * power.ff,
        power.fs * power.ss + power.ff * power.fs, power.fs * power.sf + power.ff * power.ff
      )
    }
    return state
  }
}
