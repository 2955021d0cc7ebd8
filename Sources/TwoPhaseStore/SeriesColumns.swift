import GRDB
import TwoPhaseTheory
import TwoPhaseTraining

/// The columns of table `series`: a record's numbers, exact, under the names that series.csv and report.json use.
enum SeriesColumns {
  /// Columns that are stored, with what each holds; those marked required are never null.
  static let stored: [(name: String, isRequired: Bool, value: @Sendable (StepRecord) -> Double?)] = [
    ("batchLoss", false, { $0.batchLoss }),
    ("populationLoss", true, { $0.point.populationLoss }),
    ("potential", true, { $0.point.potential }),
    ("sNorm", true, { $0.point.sNorm }),
    ("sSum", true, { $0.point.sSum }),
    ("distance", true, { $0.point.distance }),
    ("studentSpectralNorm", true, { $0.point.studentSpectralNorm }),
    ("auxiliarySpectralNorm", true, { $0.point.auxiliarySpectralNorm }),
    ("marginConstantPaper", false, { $0.point.marginTerms?.constant }),
    ("marginFirstPaper", false, { $0.point.marginTerms?.first }),
    ("marginDiagonalPaper", false, { $0.point.marginTerms?.diagonal }),
    ("marginHigherPaper", false, { $0.point.marginTerms?.higher }),
    ("predictedPotential", false, { $0.predictedPotential }),
    ("predictedSNorm", false, { $0.predictedSNorm }),
    ("learningRate", false, { $0.learningRate }),
    ("gradientSpectralNormPaper", false, { $0.gradient?.spectralNorm }),
    ("gradientFrobeniusNormPaper", false, { $0.gradient?.frobeniusNorm }),
    ("accumulatedNoise", false, { $0.gradient?.accumulatedNoise }),
    ("approximationErrorPaper", false, { $0.approximationError }),
    ("potentialRatePaper", true, { $0.point.rates.potentialRate }),
    ("sSquare", true, { $0.point.rates.sSquare }),
    ("sAlongRatePaper", true, { $0.point.rates.sAlongRate }),
    ("rateSquarePaper", true, { $0.point.rates.rateSquare }),
  ]

  /// The margin is its four terms' sum, added in the order of `MarginTerms.sum`: the same bits.
  private static let margin = """
    onePointMarginPaper REAL GENERATED ALWAYS AS
      (marginConstantPaper + marginDiagonalPaper + (marginFirstPaper + marginHigherPaper)) VIRTUAL
    """

  /// The columns in SQL.
  static var declarations: String {
    (stored.map { "\($0.name) REAL\($0.isRequired ? " NOT NULL" : "")" } + [margin]).joined(
      separator: ",\n  ")
  }

  /// Writes one record, over an earlier one of the same step.
  static var insertion: String {
    "INSERT OR REPLACE INTO series (run, pass, step, \(stored.map(\.name).joined(separator: ", "))) VALUES ("
      + Array(repeating: "?", count: stored.count + 3).joined(separator: ", ") + ")"
  }

  /// The arguments of `insertion`.
  static func arguments(_ id: Int64, pass: Int, _ record: StepRecord) -> StatementArguments {
    var arguments: [(any DatabaseValueConvertible)?] = [id, pass, record.step]
    arguments.reserveCapacity(stored.count + 3)
    for column in stored { arguments.append(column.value(record)) }
    return StatementArguments(arguments)
  }

  /// What `record(_:network:)` reads, in its order.
  static var selection: String { "step, " + stored.map(\.name).joined(separator: ", ") }

  /// A record from a row of `selection`.
  static func record(_ row: Row, network: Network) -> StepRecord {
    record(step: row[0], network: network) { row[$0 + 1] }
  }

  /// A record from its step and the values of `stored`, by their places.
  static func record(step: Int, network: Network, value: (Int) -> Double?) -> StepRecord {
    var index = -1
    func next() -> Double? {
      index += 1
      return value(index)
    }
    func required() -> Double { next() ?? .nan }
    let batchLoss = next()
    let (loss, potential, sNorm, sSum) = (required(), required(), required(), required())
    let (distance, student, auxiliary) = (required(), required(), required())
    let terms = (next(), next(), next(), next())
    let (predictedPotential, predictedSNorm, learningRate) = (next(), next(), next())
    let (spectral, frobenius, noise, error) = (next(), next(), next(), next())
    let rates = OneStepRates(
      potential: potential, potentialRate: required(), sSquare: required(), sAlongRate: required(),
      rateSquare: required())
    var margin: MarginTerms?
    if case (let constant?, let first?, let diagonal?, let higher?) = terms {
      margin = MarginTerms(constant: constant, first: first, diagonal: diagonal, higher: higher)
    }
    var gradient: StepGradient?
    if let spectral, let frobenius {
      gradient = StepGradient(spectralNorm: spectral, frobeniusNorm: frobenius, accumulatedNoise: noise)
    }
    return StepRecord(
      restoring: step, batchLoss: batchLoss, learningRate: learningRate,
      point: PointQuantities(
        populationLoss: loss, potential: potential, sNorm: sNorm, sSum: sSum, distance: distance,
        studentSpectralNorm: student, auxiliarySpectralNorm: auxiliary, marginTerms: margin, rates: rates,
        trueOverPaper: network.trueOverPaper),
      predictedPotential: predictedPotential, predictedSNorm: predictedSNorm, gradient: gradient,
      approximationError: error)
  }
}
