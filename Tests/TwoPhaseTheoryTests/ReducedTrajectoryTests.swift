import Testing
import TwoPhaseTheory

@Suite("The reduced model's trajectory")
struct ReducedTrajectoryTests {
  let model: ReducedModel
  let start = (s: 17.6, f: 6.23)

  init() throws { model = ReducedModel(dimension: 100, network: try Network()) }

  @Test("consecutive steps are the model's steps, to the last bit")
  func stepByStep() {
    let rates = (0..<50).map { 1e-3 / Double(1 + $0) as Double? }
    let states = model.trajectory(from: start, steps: Array(0...50), paperLearningRates: rates + [nil])
    var state = start
    #expect(states.count == 51 && states[0] == start)
    for (index, rate) in rates.enumerated() {
      state = model.step(state, paperLearningRate: rate ?? 0)
      #expect(states[index + 1] == state)
    }
  }

  @Test("a gap of k steps is k steps", arguments: [2, 3, 7, 64, 1000])
  func gaps(_ count: Int) throws {
    let etahat = 1.6e-4
    var state = start
    for _ in 0..<count { state = model.step(state, paperLearningRate: etahat) }
    let states = model.trajectory(from: start, steps: [5, 5 + count], paperLearningRates: [etahat, nil])
    let end = try #require(states.last)
    #expect(abs(end.s - state.s) <= 1e-11 * abs(start.s) && abs(end.f - state.f) <= 1e-11 * abs(start.f))
  }

  @Test("the slow mode decays by 1 - etahat lambda a step and stays in its direction")
  func slowMode() throws {
    let slow = try #require(model.eigenvalues).slow
    let vector = (s: slow - model.m.ff, f: model.m.fs)
    let states = model.trajectory(from: vector, steps: [0, 1, 3], paperLearningRates: [1e-3, 1e-3, nil])
    let factor = 1 - 1e-3 * slow
    for (state, power) in zip(states, [1, factor, factor * factor * factor]) {
      #expect(abs(state.s - vector.s * power) < 1e-12 * abs(vector.s))
      #expect(abs(state.f - vector.f * power) < 1e-12 * abs(vector.f))
    }
  }

  @Test("it ends where the rate is unknown or a state would not be finite, and wide gaps cost nothing")
  func ends() {
    #expect(model.trajectory(from: start, steps: [], paperLearningRates: []).isEmpty)
    #expect(model.trajectory(from: (s: .nan, f: 0), steps: [0], paperLearningRates: [nil]).isEmpty)
    #expect(
      model.trajectory(from: start, steps: [0, 1, 2], paperLearningRates: [1e-3, nil, nil]).count == 2)
    #expect(model.trajectory(from: start, steps: [0, 1_000_000], paperLearningRates: [1, nil]).count == 1)
    let far = model.trajectory(from: start, steps: [0, 1 << 60], paperLearningRates: [1e-3, nil])
    #expect(far.count == 2 && far[1].f == 0)
  }
}
