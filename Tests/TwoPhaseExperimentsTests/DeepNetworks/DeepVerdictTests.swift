import Testing
import TwoPhaseExperiments
import TwoPhaseNetworks

@Suite("Verdicts on deep networks")
struct DeepVerdictTests {
  /// A run of 20 records whose numbers at progress 0...1 are given; margins with an interval of +- 0.1.
  private func run(
    margin: (Double) -> Double, aligned: (Double) -> Double, distance: (Double) -> Double,
    potentials: (Double) -> [Double] = { [1 - $0, $0 - 1] }, ending: SGDEnding = .finished
  ) throws -> DeepTrajectory {
    let records = try (0...20).map { k in
      let t = Double(k) / 20
      let m = margin(t)
      let d = distance(t)
      let half = 0.1 / 12.7062
      return DeepRecord(
        step: k,
        sampled: try #require(
          SampledPoint(
            losses: [1, 1], products: [(m - half) * d * d, (m + half) * d * d], squaredDistance: d * d)),
        distance: d, alignedDistance: aligned(t), potentials: potentials(t))
    }
    return DeepTrajectory(records: records, ending: ending)
  }

  @Test("the picture survives when margin, distance and every f_A say so")
  func survives() throws {
    let good = try run(margin: { $0 < 0.3 ? -1 : 1 }, aligned: { 1 - $0 }, distance: { 1.05 - $0 })
    #expect(DeepVerdict(good) == .survives)
  }

  @Test("each reason for failure is found")
  func fails() throws {
    let away = try run(margin: { _ in -1 }, aligned: { 1 - 0.6 * $0 }, distance: { 1.05 - $0 })
    #expect(DeepVerdict(away) == .fails(.pointsAway))
    let elsewhere = try run(margin: { _ in 0 }, aligned: { 1 - $0 }, distance: { _ in 1 })
    #expect(DeepVerdict(elsewhere) == .fails(.elsewhere))
    let rescaled = try run(margin: { _ in 0 }, aligned: { 1.001 - $0 }, distance: { max(0.2, 1 - 2 * $0) })
    #expect(DeepVerdict(rescaled) == .fails(.elsewhere))
    let stuck = try run(margin: { _ in 0 }, aligned: { 1 - 0.1 * $0 }, distance: { _ in 1 })
    #expect(DeepVerdict(stuck) == .fails(.stuck))
    let diverged = try run(
      margin: { _ in 1 }, aligned: { 1 - $0 }, distance: { 1.05 - $0 }, ending: .diverged(step: 7))
    #expect(DeepVerdict(diverged) == .fails(.diverged))
  }

  @Test("what is not decided is called so, with the reason")
  func undecided() throws {
    func why(_ trajectory: DeepTrajectory) -> String { DeepVerdict(trajectory).phrase }
    let slow = try run(margin: { _ in 1 }, aligned: { 1 - 0.1 * $0 }, distance: { _ in 1 })
    #expect(why(slow) == "undecided: still on its way")
    let noisy = try run(margin: { _ in 0.05 }, aligned: { 1 - $0 }, distance: { 1.05 - $0 })
    #expect(why(noisy) == "undecided: the margin is not decidedly positive")
    let potential = try run(
      margin: { _ in 1 }, aligned: { 1 - $0 }, distance: { 1.05 - $0 }, potentials: { [1 - $0, 1] })
    #expect(why(potential) == "undecided: f_A has not vanished")
  }
}
