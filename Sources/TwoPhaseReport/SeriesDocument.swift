import TwoPhaseTheory
import TwoPhaseTraining

/// The records of a run as arrays of equal length.
struct SeriesDocument: Encodable, Sendable {
  let step: [Int]
  let batchLoss: [Nullable<Double>]
  let populationLoss: [Double]
  let potential: [Double]
  let sNorm: [Double]
  let sSum: [Double]
  let distance: [Double]
  let studentSpectralNorm: [Double]
  let auxiliarySpectralNorm: [Double]
  let onePointMarginPaper: [Nullable<Double>]
  let marginTermsPaper: Terms
  let predictedPotential: [Nullable<Double>]
  let predictedSNorm: [Nullable<Double>]
  let learningRate: [Nullable<Double>]
  let gradientSpectralNormPaper: [Nullable<Double>]
  let gradientFrobeniusNormPaper: [Nullable<Double>]
  let accumulatedNoise: [Nullable<Double>]
  let approximationErrorPaper: [Nullable<Double>]

  struct Terms: Encodable, Sendable {
    let constant: [Nullable<Double>]
    let first: [Nullable<Double>]
    let diagonal: [Nullable<Double>]
    let higher: [Nullable<Double>]
  }

  init(_ series: RunSeries) {
    step = series.column(\.step)
    batchLoss = series.column { Nullable($0.batchLoss) }
    populationLoss = series.column(\.point.populationLoss)
    potential = series.column(\.point.potential)
    sNorm = series.column(\.point.sNorm)
    sSum = series.column(\.point.sSum)
    distance = series.column(\.point.distance)
    studentSpectralNorm = series.column(\.point.studentSpectralNorm)
    auxiliarySpectralNorm = series.column(\.point.auxiliarySpectralNorm)
    onePointMarginPaper = series.column { Nullable($0.point.margin(.paper).value) }
    marginTermsPaper = Terms(
      constant: series.column { Nullable($0.point.marginTerms?.constant) },
      first: series.column { Nullable($0.point.marginTerms?.first) },
      diagonal: series.column { Nullable($0.point.marginTerms?.diagonal) },
      higher: series.column { Nullable($0.point.marginTerms?.higher) })
    predictedPotential = series.column { Nullable($0.predictedPotential) }
    predictedSNorm = series.column { Nullable($0.predictedSNorm) }
    learningRate = series.column { Nullable($0.learningRate) }
    gradientSpectralNormPaper = series.column { Nullable($0.gradient?.spectralNorm) }
    gradientFrobeniusNormPaper = series.column { Nullable($0.gradient?.frobeniusNorm) }
    accumulatedNoise = series.column { Nullable($0.gradient?.accumulatedNoise) }
    approximationErrorPaper = series.column { Nullable($0.approximationError) }
  }
}
