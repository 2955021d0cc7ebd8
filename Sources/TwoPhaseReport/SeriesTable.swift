import TwoPhaseTraining

/// The records of a run as series.csv holds them: one row a record, every digit kept, empty where undefined.
public enum SeriesTable {
  /// The columns and what each holds, in order.
  package static let columns: [(name: String, value: @Sendable (StepRecord) -> Double?)] = [
    ("batchLoss", { $0.batchLoss }),
    ("populationLoss", { $0.point.populationLoss }),
    ("potential", { $0.point.potential }),
    ("sNorm", { $0.point.sNorm }),
    ("sSum", { $0.point.sSum }),
    ("distance", { $0.point.distance }),
    ("studentSpectralNorm", { $0.point.studentSpectralNorm }),
    ("auxiliarySpectralNorm", { $0.point.auxiliarySpectralNorm }),
    ("onePointMarginPaper", { $0.point.margin(.paper).value }),
    ("marginConstantPaper", { $0.point.marginTerms?.constant }),
    ("marginFirstPaper", { $0.point.marginTerms?.first }),
    ("marginDiagonalPaper", { $0.point.marginTerms?.diagonal }),
    ("marginHigherPaper", { $0.point.marginTerms?.higher }),
    ("predictedPotential", { $0.predictedPotential }),
    ("predictedSNorm", { $0.predictedSNorm }),
    ("learningRate", { $0.learningRate }),
    ("gradientSpectralNormPaper", { $0.gradient?.spectralNorm }),
    ("gradientFrobeniusNormPaper", { $0.gradient?.frobeniusNorm }),
    ("accumulatedNoise", { $0.gradient?.accumulatedNoise }),
    ("approximationErrorPaper", { $0.approximationError }),
  ]

  /// The table as text.
  public static func csv(_ series: RunSeries) -> String {
    var text = (["step"] + columns.map(\.name)).joined(separator: ",") + "\n"
    for record in series.records {
      text += "\(record.step)"
      for column in columns { text += "," + (column.value(record).map { "\($0)" } ?? "") }
      text += "\n"
    }
    return text
  }
}
