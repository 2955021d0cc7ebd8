import LinearAlgebra
import TwoPhaseTheory

/// Draws the cases of a lemma's domain.
struct CaseSampler: Sendable {
  let lemma: Lemma
  let seed: UInt64

  /// Case `index` in dimension d; always the same for one seed.
  ///
  /// - Throws: `TheoryError`, `LAPACKFailure`, and what the domain's `arrange` throws.
  func draw(dimension d: Int, use: CaseRandom.Use = .samples, index: UInt64) throws -> LemmaCase? {
    var random = CaseRandom(seed: seed, lemma: lemma.id, use: use, index: index)
    let domain = lemma.domain
    let network = try Network(
      slope: Self.slope(domain.slopes, &random),
      readout: domain.readouts[random.index(below: domain.readouts.count)],
      identityMapping: domain.identityMapping)
    let teacherShape = domain.teacherShapes[random.index(below: domain.teacherShapes.count)]
    let teacher = try teacherShape.weights(
      dimension: d, norm: Self.norm(domain.teacherNorm.range(d), &random), teacher: nil, random: &random)
    let studentShape = domain.studentShapes[random.index(below: domain.studentShapes.count)]
    let student = try studentShape.weights(
      dimension: d, norm: Self.norm(domain.studentNorm.range(d), &random), teacher: teacher, random: &random)
    var parameters: [String: Double] = [:]
    for parameter in domain.parameters {
      parameters[parameter.name] =
        parameter.isLogarithmic ? random.logUniform(parameter.range) : random.uniform(parameter.range)
    }
    var point = LemmaCase(
      network: network, student: student, teacher: teacher, parameters: parameters, seed: random.seed())
    return try domain.project(&point) ? point : nil
  }

  /// A quarter at the upper end, where most bounds are tightest; a quarter over six decades; the rest uniform.
  private static func norm(_ range: ClosedRange<Double>, _ random: inout CaseRandom) -> Double {
    let choice = random.unit()
    let lowest = max(range.lowerBound, range.upperBound * 1e-6)
    if choice < 0.25 || range.upperBound == 0 { return range.upperBound }
    return choice < 0.5 ? random.logUniform(lowest...range.upperBound) : random.uniform(range)
  }

  /// Half ReLU where it is among them, a tenth each at the ends, the rest uniform.
  private static func slope(_ range: ClosedRange<Double>, _ random: inout CaseRandom) -> Double {
    let choice = random.unit()
    if choice < 0.4 { return range.contains(0) ? 0 : random.uniform(range) }
    if choice < 0.5 { return range.lowerBound }
    if choice < 0.6 { return range.upperBound }
    return random.uniform(range)
  }
}
