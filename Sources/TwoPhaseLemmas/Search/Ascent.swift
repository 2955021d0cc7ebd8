import LinearAlgebra
import TwoPhaseTheory

/// One projected gradient ascent on lhs - rhs over (W, W*), and now and then over slopes and parameters, under the domain's norm bounds and premise.
///
/// Normalised steps whose length grows after a success and halves after a failure, so that lhs - rhs only rises.
struct Ascent {
  private static let firstStep = 0.1  // relative to the balls' Frobenius radius
  private static let smallestStep = 1e-5
  private static let growth = 1.6
  private static let shrink = 0.4
  private static let longest = 400
  /// Slopes and parameters are tried anew every so many steps.
  private static let numbersEvery = 25
  private static let perturbation = 1e-3
  /// Up to this dimension central differences cost no more than a few simultaneous perturbations.
  private static let smallDimension = 3

  let lemma: Lemma
  /// Called with every case that was evaluated; true asks to stop. A violation is no reason to: a deeper one shrinks further.
  let visit: (LemmaCase, Comparison) -> Bool

  /// Climbs from a case; returns the number of evaluations of the claim.
  func climb(from start: LemmaCase, random: inout CaseRandom) throws -> Int {
    var evaluations = 1
    var point = start
    guard let first = try Self.compare(lemma, point) else { return evaluations }
    if visit(point, first) { return evaluations }
    var value = -first.slack
    let d = point.dimension
    let bound = max(
      lemma.domain.studentNorm.range(d).upperBound, lemma.domain.teacherNorm.range(d).upperBound)
    let radius = bound * Double(d).squareRoot()
    var step = Self.firstStep
    for iteration in 0..<Self.longest where step > Self.smallestStep {
      if iteration % Self.numbersEvery == 0 {
        for candidate in try otherNumbers(point) {
          evaluations += 1
          guard let (moved, sides) = try candidateSides(candidate) else { continue }
          if visit(moved, sides) { return evaluations }
          if -sides.slack > value { (point, value) = (moved, -sides.slack) }
        }
      }
      guard let direction = try direction(at: point, radius: radius, &random, &evaluations),
        direction.norm > 0, direction.norm.isFinite
      else { break }
      let length = step * radius / direction.norm
      var moved = point
      moved.student.add(direction.student, scaledBy: length)
      moved.teacher.add(direction.teacher, scaledBy: length)
      evaluations += 1
      guard let (candidate, sides) = try candidateSides(moved) else {
        step *= Self.shrink
        continue
      }
      if visit(candidate, sides) { break }
      if -sides.slack > value {
        point = candidate
        value = -sides.slack
        step = min(1, step * Self.growth)
      } else {
        step *= Self.shrink
      }
    }
    return evaluations
  }

  /// The case brought into the domain with its two sides there; nil outside the premise.
  private func candidateSides(_ point: LemmaCase) throws -> (LemmaCase, Comparison)? {
    var moved = point
    guard try Self.project(lemma, &moved), let sides = try Self.compare(lemma, moved) else { return nil }
    return (moved, sides)
  }

  /// The case at other slopes and parameters: the ends of their ranges, and ReLU. Gradients go along W and W* alone.
  private func otherNumbers(_ point: LemmaCase) throws -> [LemmaCase] {
    let domain = lemma.domain
    var cases: [LemmaCase] = []
    for slope in [domain.slopes.lowerBound, 0, domain.slopes.upperBound]
    where domain.slopes.contains(slope) && slope != point.network.slope {
      var other = point
      let old = point.network
      guard
        let network = try Self.defined({
          try Network(slope: slope, readout: old.readout, identityMapping: old.identityMapping)
        })
      else { continue }
      other.network = network
      cases.append(other)
    }
    for parameter in domain.parameters {
      for end in [parameter.range.lowerBound, parameter.range.upperBound]
      where end != point.parameters[parameter.name] {
        var other = point
        other.parameters[parameter.name] = end
        cases.append(other)
      }
    }
    return cases
  }

  private func direction(
    at point: LemmaCase, radius: Double, _ random: inout CaseRandom, _ evaluations: inout Int
  ) throws -> AscentDirection? {
    switch lemma.search {
    case .none: return nil
    case .gradient(let gradient):
      return try Self.defined { try gradient(point) } ?? nil
    case .spsa where point.dimension <= Self.smallDimension:
      return try centralDifferences(point, radius: radius, &evaluations)
    case .spsa:
      var sum = AscentDirection(
        student: point.student.scaled(by: 0), teacher: point.teacher.scaled(by: 0))
      for _ in 0..<2 {
        let (student, teacher) = (random.matrix(point.dimension), random.matrix(point.dimension))
        let slope = try difference(point, student, teacher, radius: radius, &evaluations)
        sum.student.add(student, scaledBy: slope)
        sum.teacher.add(teacher, scaledBy: slope)
      }
      return sum
    }
  }

  private func centralDifferences(
    _ point: LemmaCase, radius: Double, _ evaluations: inout Int
  ) throws -> AscentDirection {
    let d = point.dimension
    let zero = Matrix(rowCount: d, columnCount: d)
    var result = AscentDirection(student: zero, teacher: zero)
    for k in 0..<(d * d) {
      var unit = zero
      unit.elements[k] = 1
      result.student.elements[k] = try difference(point, unit, zero, radius: radius, &evaluations)
      result.teacher.elements[k] = try difference(point, zero, unit, radius: radius, &evaluations)
    }
    return result
  }

  /// The slope of lhs - rhs along a direction, by a central difference; zero where one side leaves the premise.
  private func difference(
    _ point: LemmaCase, _ student: Matrix, _ teacher: Matrix, radius: Double, _ evaluations: inout Int
  ) throws -> Double {
    let size = AscentDirection(student: student, teacher: teacher).norm
    let t = Self.perturbation * radius / size
    var values: [Double] = []
    for sign in [t, -t] {
      var moved = point
      moved.student.add(student, scaledBy: sign)
      moved.teacher.add(teacher, scaledBy: sign)
      evaluations += 1
      guard try Self.project(lemma, &moved), let sides = try Self.compare(lemma, moved) else { return 0 }
      values.append(-sides.slack)
    }
    let slope = (values[0] - values[1]) / (2 * t)
    return slope.isFinite ? slope : 0
  }

  /// The claim at a case; nil outside its premise, and where a quantity of the theory is undefined.
  static func compare(_ lemma: Lemma, _ point: LemmaCase) throws -> Comparison? {
    try defined { try lemma.claim.compare(point) } ?? nil
  }

  private static func project(_ lemma: Lemma, _ point: inout LemmaCase) throws -> Bool {
    var moved = point
    guard try defined({ try lemma.domain.project(&moved) }) == true else { return false }
    point = moved
    return true
  }

  /// The value, or nil when the theory has none at these weights: a zero neuron, a norm out of range.
  static func defined<Value>(_ body: () throws -> Value) throws -> Value? {
    do { return try body() } catch is TheoryError { return nil }
  }
}
