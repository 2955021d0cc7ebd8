import TwoPhaseTheory
import TwoPhaseTraining

/// What a run says of the theorem beside the verdicts, as report.json holds it.
struct TheoremDocument: Encodable, Sendable {
  let profile: String
  let constants: [Constant]
  let observedConstants: [Constant]
  let story: Story
  let phaseOne: PhaseOne
  let phaseTwo: PhaseTwo
  let seeds: [Seed]
  let impliedLearningRate: Nullable<Double>
  let impliedRateFactor: Nullable<Double>
  let dataEstimates: [DataEstimateDocument]

  struct Constant: Encodable, Sendable {
    let name: String
    let symbol: String
    let value: Double
    let source: String
    let fitted: Bool
  }

  struct Story: Encodable, Sendable {
    let kind: String
    let converged: Bool
    let text: String
  }

  struct PhaseOne: Encodable, Sendable {
    let records: Int
    let decrease: Nullable<Decrease>
    let largestWeightNorm: Nullable<Extreme>
    let potentialPrediction: Nullable<Prediction>
    let sPrediction: Nullable<Prediction>
    let approximationErrorPaper: [Approximation]
    let orders: Nullable<Orders>
  }

  struct Extreme: Encodable, Sendable {
    let value: Double
    let step: Int
  }

  struct Decrease: Encodable, Sendable {
    let count: Int
    let provedFactor: Nullable<Double>
    let reducedModelFactor: Nullable<Double>
    let meanFactor: Double
    let largestFactor: Double
    let largestFactorStep: Int
  }

  struct Prediction: Encodable, Sendable {
    let count: Int
    let largestRelativeError: Double
    let largestRelativeErrorStep: Int
    let rmsRelativeError: Double
  }

  struct Approximation: Encodable, Sendable {
    let step: Int
    let norm: Double
  }

  struct Orders: Encodable, Sendable {
    let step: Int
    let potentialInEta: Nullable<Double>
    let sInEta: Nullable<Double>
    let potentialInGamma: Nullable<Double>
    let sInGamma: Nullable<Double>
    let approximationInGamma: Nullable<Double>
  }

  struct PhaseTwo: Encodable, Sendable {
    let distance: CheckDocument
  }

  struct Seed: Encodable, Sendable {
    let seed: Nullable<UInt64>
    let phaseTwoStart: Nullable<Int>
    let lastStep: Nullable<Int>
    let finalDistance: Nullable<Double>
    let prescribedStart: Nullable<Int>
    let prescribedSteps: Nullable<Int>
    let prescribedPaperLearningRate: Nullable<Double>
    let gradientFrobeniusBoundPaper: Nullable<Double>
    let divergedAt: Nullable<Int>
  }

  init(_ theorem: TheoremReport) {
    profile = theorem.constants.profile
    constants = Self.list(theorem.constants)
    observedConstants = Self.list(theorem.observed)
    story = Story(
      kind: theorem.story.kind.rawValue, converged: theorem.story.hasConverged, text: theorem.story.text)
    phaseOne = PhaseOne(theorem.phaseOne)
    phaseTwo = PhaseTwo(distance: CheckDocument(theorem.distance))
    seeds = theorem.seeds.map(Seed.init)
    impliedLearningRate = Nullable(theorem.impliedRate?.learningRate)
    impliedRateFactor = Nullable(theorem.impliedRate?.factor)
    dataEstimates = theorem.dataEstimates.map(DataEstimateDocument.init)
  }

  private static func list(_ constants: TheoremConstants) -> [Constant] {
    constants.all.map { name, constant in
      Constant(
        name: name.rawValue, symbol: name.symbol, value: constant.value, source: constant.source,
        fitted: constant.isFitted)
    }
  }
}

extension TheoremDocument.PhaseOne {
  init(_ claims: PhaseOneClaims) {
    records = claims.recordCount
    decrease = Nullable(
      claims.decrease.map {
        .init(
          count: $0.count, provedFactor: Nullable($0.proved), reducedModelFactor: Nullable($0.reducedModel),
          meanFactor: $0.mean, largestFactor: $0.largest.factor, largestFactorStep: $0.largest.step)
      })
    largestWeightNorm = Nullable(claims.largestWeightNorm.map { .init(value: $0.value, step: $0.step) })
    func prediction(_ error: PhaseOneClaims.PredictionError?) -> Nullable<TheoremDocument.Prediction> {
      Nullable(
        error.map {
          .init(
            count: $0.count, largestRelativeError: $0.largest.error,
            largestRelativeErrorStep: $0.largest.step,
            rmsRelativeError: $0.rms)
        })
    }
    potentialPrediction = prediction(claims.potentialPrediction)
    sPrediction = prediction(claims.sPrediction)
    approximationErrorPaper = claims.approximationErrors.map { .init(step: $0.step, norm: $0.norm) }
    orders = Nullable(
      claims.orders.map {
        .init(
          step: $0.step, potentialInEta: Nullable($0.potentialInEta), sInEta: Nullable($0.sInEta),
          potentialInGamma: Nullable($0.potentialInGamma), sInGamma: Nullable($0.sInGamma),
          approximationInGamma: Nullable($0.approximationInGamma))
      })
  }
}

extension TheoremDocument.Seed {
  init(_ outcome: SeedOutcome) {
    seed = Nullable(outcome.seed)
    phaseTwoStart = Nullable(outcome.phaseTwoStart)
    lastStep = Nullable(outcome.steps.last)
    finalDistance = Nullable(outcome.distances.last)
    prescribedStart = Nullable(outcome.prescribedRate?.start)
    prescribedSteps = Nullable(outcome.prescribedRate?.steps)
    prescribedPaperLearningRate = Nullable(outcome.prescribedRate?.paperLearningRate)
    gradientFrobeniusBoundPaper = Nullable(outcome.gradientFrobeniusBound)
    divergedAt = Nullable(outcome.divergedAt)
  }
}
