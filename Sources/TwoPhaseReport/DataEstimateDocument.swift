import Statistics
import TwoPhaseTraining

/// Loss and margin estimated on the user's own inputs at one record, as report.json holds them.
struct DataEstimateDocument: Encodable, Sendable {
  let step: Int
  let samples: Int
  let confidence: Double
  let loss: Double
  let lossLow: Nullable<Double>
  let lossHigh: Nullable<Double>
  let marginPaper: Nullable<Double>
  let marginPaperLow: Nullable<Double>
  let marginPaperHigh: Nullable<Double>
  let gradientFrobeniusNormPaper: Double
  let gradientErrorPaper: Nullable<Double>

  init(_ record: RecordedDataEstimate) {
    let estimate = record.estimate
    step = record.step
    samples = estimate.sampleCount
    confidence = estimate.confidence
    loss = estimate.loss
    lossLow = Nullable(estimate.lossInterval?.low)
    lossHigh = Nullable(estimate.lossInterval?.high)
    marginPaper = Nullable(estimate.marginPaper)
    marginPaperLow = Nullable(estimate.marginInterval?.low)
    marginPaperHigh = Nullable(estimate.marginInterval?.high)
    gradientFrobeniusNormPaper = estimate.gradientFrobeniusNormPaper
    gradientErrorPaper = Nullable(estimate.gradientErrorPaper)
  }
}

extension RecordedDataEstimate {
  /// The estimate in a line, each number with its scale and interval.
  var text: String {
    func interval(_ ends: MeanInterval?) -> String {
      ends.map { " (simultaneous 95 % \(NumberText.compact($0.low)) to \(NumberText.compact($0.high)))" }
        ?? ""
    }
    let margin = estimate.marginPaper.map {
      "margin \(NumberText.compact($0))\(interval(estimate.marginInterval)) paper scale"
    }
    return "loss \(NumberText.compact(estimate.loss))\(interval(estimate.lossInterval)) true scale, "
      + (margin ?? "margin undefined: converged")
      + "; gradient \(NumberText.compact(estimate.gradientFrobeniusNormPaper)) (F)"
      + (estimate.gradientErrorPaper.map { ", rms error \(NumberText.compact($0))" } ?? "")
  }
}
