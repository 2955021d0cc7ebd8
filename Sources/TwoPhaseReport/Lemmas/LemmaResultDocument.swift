import TwoPhaseLemmas
import TwoPhaseTheory

/// What testing lemmas found, schema "twophase.lemmas/1", docs/file-formats.md.
public struct LemmasDocument: Encodable, Sendable {
  let schema = "twophase.lemmas/1"
  let seed: UInt64
  let trials: Int
  let searchSeconds: Double
  let ascentsAskedFor: Nullable<Int>
  let dimensions: Nullable<[Int]>
  let samples: Int
  let seconds: Double
  let isAsExpected: Bool
  let wasInterrupted: Bool
  let lemmas: [LemmaResultDocument]

  /// - Parameter files: the saved counterexample of each lemma, by identifier.
  public init(_ results: [LemmaResult], options: TestOptions, files: [String: String] = [:]) {
    seed = options.seed
    trials = options.trials
    searchSeconds = options.searchSeconds
    ascentsAskedFor = Nullable(options.ascents)
    dimensions = Nullable(options.dimensions)
    samples = results.reduce(0) { $0 + $1.samples }
    seconds = results.reduce(0) { $0 + $1.seconds }
    isAsExpected = results.allSatisfy(\.isAsExpected)
    wasInterrupted = results.contains(where: \.wasInterrupted)
    lemmas = results.map { LemmaResultDocument($0, file: files[$0.lemma.id]) }
  }

  /// The document as JSON.
  public func json() throws -> String {
    String(decoding: try JSONText.data(self, pretty: true), as: UTF8.self)
  }
}

/// One lemma's result.
struct LemmaResultDocument: Encodable, Sendable {
  struct Point: Encodable, Sendable {
    let lhs: Nullable<Double>
    let rhs: Nullable<Double>
    let slack: Nullable<Double>
    let origin: String
    let dimension: Int
    let slope: Double
    let readout: Readout
    let parameters: [String: Double]
    let studentSpectralNorm: Nullable<Double>
    let teacherSpectralNorm: Nullable<Double>

    init(_ witness: Witness) {
      lhs = Nullable(witness.comparison.lhs.finite)
      rhs = Nullable(witness.comparison.rhs.finite)
      slack = Nullable(witness.comparison.slack.finite)
      origin = witness.origin.word
      dimension = witness.point.dimension
      slope = witness.point.network.slope
      readout = witness.point.network.readout
      parameters = witness.point.parameters
      studentSpectralNorm = Nullable(try? witness.point.student.spectralNorm())
      teacherSpectralNorm = Nullable(try? witness.point.teacher.spectralNorm())
    }
  }

  struct Constant: Encodable, Sendable {
    let symbol: String
    let best: FreeConstant.Direction
    let claimed: Nullable<Double>
    let estimated: Nullable<Double>
    let source: String
  }

  struct Interval: Encodable, Sendable {
    let estimate: Double
    let low: Double
    let high: Double
  }

  struct Order: Encodable, Sendable {
    let claimed: Double
    let allowance: Double
    let size: String
    let exponent: Nullable<Interval>
    let regression: [String: Interval]
  }

  let id: String
  let title: String
  let part: Lemma.Part
  let expectation: String
  let verdict: Verdict
  let isAsExpected: Bool
  let reason: String
  let samples: Int
  let outside: Int
  let ascents: Int
  let ascentEvaluations: Int
  let tightest: Nullable<Point>
  let tightestSampled: Nullable<Point>
  let constant: Nullable<Constant>
  let order: Nullable<Order>
  let counterexample: Nullable<Point>
  let counterexampleFile: Nullable<String>
  let seconds: Double

  init(_ result: LemmaResult, file: String?) {
    let lemma = result.lemma
    id = lemma.id
    title = lemma.title
    part = lemma.part
    expectation = lemma.expectation == .holds ? "holds" : "fails"
    verdict = result.verdict
    isAsExpected = result.isAsExpected
    reason = result.reason
    samples = result.samples
    outside = result.outside
    ascents = result.ascents
    ascentEvaluations = result.ascentEvaluations
    tightest = Nullable(result.tightest.map(Point.init))
    tightestSampled = Nullable(result.tightestSampled.map(Point.init))
    constant = Nullable(
      lemma.constant.map {
        Constant(
          symbol: $0.symbol, best: $0.best, claimed: Nullable($0.claimed),
          estimated: Nullable(result.estimatedConstant), source: $0.source)
      })
    order = Nullable(Self.order(result))
    counterexample = Nullable(result.counterexample.map(Point.init))
    counterexampleFile = Nullable(file)
    seconds = result.seconds
  }

  private static func order(_ result: LemmaResult) -> Order? {
    guard case .order(let claim) = result.lemma.claim.form else { return nil }
    var regression: [String: Interval] = [:]
    if let fit = result.fit {
      for (name, coefficient) in zip(fit.names, fit.regression?.coefficients ?? []) {
        regression[name] = Interval(
          estimate: coefficient.estimate, low: coefficient.low, high: coefficient.high)
      }
    }
    return Order(
      claimed: claim.order, allowance: claim.allowance, size: claim.size,
      exponent: Nullable(
        result.fit.map {
          Interval(estimate: $0.exponent.mean, low: $0.exponent.low, high: $0.exponent.high)
        }), regression: regression)
  }
}
