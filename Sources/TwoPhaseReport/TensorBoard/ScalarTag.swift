import TwoPhaseTraining

/// A quantity as TensorBoard shows it: the column of series.csv under a group, `loss/populationLoss`.
struct ScalarTag: Sendable {
  /// Group and column.
  let name: String
  /// What it is, with its scale.
  let description: String
  /// Its value at a record; nil where it is undefined.
  let value: @Sendable (StepRecord) -> Double?

  /// The group and the meaning, in Markdown, of each column.
  private static let meanings: [String: (group: String, description: String)] = [
    "batchLoss": ("loss", "Loss on the batch of the step that starts here, true scale."),
    "populationLoss": ("loss", "Population loss `L(W)`, true scale."),
    "potential": ("potential", "The potential `f_A`."),
    "sNorm": ("potential", "`||s||_2`, `s = (W* - W) u`."),
    "sSum": ("potential", "`<s, u>`."),
    "predictedPotential": ("potential", "`f_A` predicted for the next step, from `P` at this one."),
    "predictedSNorm": ("potential", "`||s||_2` predicted for the next step, from `P` at this one."),
    "distance": ("weights", "`||W - W*||_F`."),
    "studentSpectralNorm": ("weights", "`||W||_2`."),
    "auxiliarySpectralNorm": ("weights", "`||A||_2`."),
    "onePointMarginPaper": ("margin", "One-point margin `<Ghat, W* - W> / ||W* - W||_F^2`, paper scale."),
    "marginConstantPaper": ("margin", "The margin's term of `s`, paper scale."),
    "marginFirstPaper": ("margin", "The margin's first-order term, paper scale."),
    "marginDiagonalPaper": ("margin", "The margin's diagonal term, paper scale."),
    "marginHigherPaper": ("margin", "The margin's remainder, paper scale."),
    "learningRate": ("step", "`eta` of the step that starts here, true scale."),
    "gradientSpectralNormPaper": ("step", "`||g||_2` of the gradient that the step used, paper scale."),
    "gradientFrobeniusNormPaper": ("step", "`||g||_F` of the gradient that the step used, paper scale."),
    "accumulatedNoise": (
      "step", "`|| sum of etahat (g - Ghat) ||_2` up to this step, paper scale: what noise has moved `W` by."
    ),
    "approximationErrorPaper": ("step", "`||Ghat - P||_2`, paper scale."),
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
    "The phase after the record, 1 or 2, as the streaming detector says: 2 once `|f_A| <= tau` and `margin >= delta` "
    + "have held for a dwell, 1 again in a return."
}
