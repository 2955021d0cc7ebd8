import TwoPhaseTraining

/// A quantity as TensorBoard shows it: the column of series.csv under a group, `loss/populationLoss`.
struct ScalarTag: Sendable {
  /// Group and column.
  let name: String
  /// What it is, with its scale.
  let description: String
  /// Its value at a record; nil where it is undefined.
  let value: @Sendable (StepRecord) -> Double?

  /// The group and the meaning of each column.
  private static let meanings: [String: (group: String, description: String)] = [
    "batchLoss": ("loss", "Loss on the step's batch, true scale."),
    "populationLoss": ("loss", "Population loss, true scale."),
    "potential": ("potential", "The potential f_A, which has no scale."),
    "sNorm": ("potential", "||s||_2, which has no scale."),
    "sSum": ("potential", "The sum of s, <s, u> in the reduced model, which has no scale."),
    "predictedPotential": ("potential", "f_A that the record's P predicts for the next step; no scale."),
    "predictedSNorm": ("potential", "||s||_2 that the record's P predicts for the next step; no scale."),
    "distance": ("weights", "||W - W*||_F."),
    "studentSpectralNorm": ("weights", "||W||_2."),
    "auxiliarySpectralNorm": ("weights", "||A||_2."),
    "onePointMarginPaper": ("margin", "One-point margin <P, W - W*> / ||W - W*||_F^2, paper scale."),
    "marginConstantPaper": ("margin", "The margin's constant part, paper scale."),
    "marginFirstPaper": ("margin", "The margin's first-order part, paper scale."),
    "marginDiagonalPaper": ("margin", "The margin's diagonal part, paper scale."),
    "marginHigherPaper": ("margin", "The margin's higher-order part, paper scale."),
    "learningRate": ("step", "Learning rate of the step that starts here, true scale."),
    "gradientSpectralNormPaper": ("step", "Spectral norm of the step's gradient, paper scale."),
    "gradientFrobeniusNormPaper": ("step", "Frobenius norm of the step's gradient, paper scale."),
    "accumulatedNoise": ("step", "Noise accumulated so far."),
    "approximationErrorPaper": ("step", "||Ghat - P||_2, paper scale."),
  ]

  /// Every column of series.csv, in its order.
  static let all: [ScalarTag] = SeriesTable.columns.map { column in
    let meaning = meanings[column.name] ?? ("other", "")
    return ScalarTag(
      name: "\(meaning.group)/\(column.name)", description: meaning.description, value: column.value)
  }

  /// The phase after a record: what the streaming detector says, with its dwell and hysteresis.
  static let phaseName = "phase/phase"
  static let phaseDescription =
    "The phase after the record, 1 or 2, as the streaming detector says (|f_A| <= tau and margin >= delta, held for dwell records; back to 1 in a return)."
}
