import Foundation
import TwoPhaseTheory
import TwoPhaseTraining

/// The reduced model's way from a run's first record, at the run's own learning rates. theory.md section 6.
struct ReducedPath {
  /// The model; nil for networks without the identity mapping, of which it says nothing.
  let model: ReducedModel?
  /// Its states at the records, as far as the learning rates are known and it stays finite.
  let states: [(s: Double, f: Double)]

  /// - Complexity: O(n) for n records.
  init(_ run: RecordedRun) {
    let network = run.setting.network
    guard network.identityMapping, let first = run.series.records.first else {
      (model, states) = (nil, [])
      return
    }
    let model = ReducedModel(dimension: run.setting.dimension, network: network)
    self.model = model
    states = model.trajectory(
      from: (s: first.point.sSum, f: first.point.potential), steps: run.series.column(\.step),
      paperLearningRates: run.series.column { $0.learningRate.map(network.paperLearningRate) })
  }
}

/// The distance that a rate of Phase 2 predicts: each step along Ghat multiplies it by 1 - etahat times the rate.
enum DistanceRate {
  /// From the record at which Phase 2 began, as far as the learning rate is known and the factor positive; none without a
  /// transition or the identity mapping.
  ///
  /// - Parameter rate: paper scale.
  /// - Complexity: O(n) for n records.
  static func points(_ run: RecordedRun, rate: Double) -> [PlotPoint?] {
    let network = run.setting.network
    guard network.identityMapping, let began = run.analysis.phases.transition?.heldSince else { return [] }
    let records = run.series.records.drop { $0.step < began }
    guard let first = records.first else { return [] }
    var value = first.point.distance
    var points = [PlotPoint(Double(first.step), positive: value)]
    for (before, after) in zip(records, records.dropFirst()) {
      guard let eta = before.learningRate else { break }
      let factor = 1 - network.paperLearningRate(eta) * rate
      guard factor > 0 else { break }
      value *= pow(factor, Double(after.step - before.step))
      points.append(PlotPoint(Double(after.step), positive: value))
    }
    return points
  }
}
