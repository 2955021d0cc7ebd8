import LinearAlgebra
import TwoPhaseTheory

/// The cases that a lemma speaks of, as something that can be sampled, tested for membership and projected onto.
public struct Domain: Sendable {
  /// The dimensions that are tried unless others are asked for.
  public var dimensions: [Int]
  /// The smallest dimension that the lemma speaks of.
  public var minimumDimension: Int
  /// The largest dimension that is tried, for claims whose cost grows fast; nil when there is none.
  public var maximumDimension: Int?
  /// The spectral norms of W.
  public var studentNorm: NormRange
  /// The spectral norms of W*.
  public var teacherNorm: NormRange
  /// PReLU's slopes.
  public var slopes: ClosedRange<Double>
  /// The readouts.
  public var readouts: [Readout]
  /// Whether the neurons are I + W.
  public var identityMapping: Bool
  /// The families that W is drawn from.
  public var studentShapes: [Shape]
  /// The families that W* is drawn from.
  public var teacherShapes: [Shape]
  /// Other numbers to draw.
  public var parameters: [Parameter]
  /// Changes a drawn or moved case so that it meets the lemma's premise, where that can be done.
  public var arrange: (@Sendable (inout LemmaCase) throws -> Void)?

  /// A domain.
  public init(
    dimensions: [Int] = [2, 5, 20, 100], minimumDimension: Int = 1, maximumDimension: Int? = nil,
    studentNorm: NormRange, teacherNorm: NormRange, slopes: ClosedRange<Double> = 0...0,
    readouts: [Readout] = [.sum], identityMapping: Bool = true, studentShapes: [Shape] = Shape.students,
    teacherShapes: [Shape] = Shape.teachers, parameters: [Parameter] = [],
    arrange: (@Sendable (inout LemmaCase) throws -> Void)? = nil
  ) {
    self.dimensions = dimensions
    self.minimumDimension = minimumDimension
    self.maximumDimension = maximumDimension
    self.studentNorm = studentNorm
    self.teacherNorm = teacherNorm
    self.slopes = slopes
    self.readouts = readouts
    self.identityMapping = identityMapping
    self.studentShapes = studentShapes
    self.teacherShapes = teacherShapes
    self.parameters = parameters
    self.arrange = arrange
  }

  /// A number that is drawn beside the weights.
  public struct Parameter: Sendable {
    /// Its name.
    public let name: String
    /// Its range.
    public let range: ClosedRange<Double>
    /// Whether its logarithm is drawn uniformly.
    public let isLogarithmic: Bool

    /// A parameter.
    public init(_ name: String, _ range: ClosedRange<Double>, isLogarithmic: Bool = false) {
      self.name = name
      self.range = range
      self.isLogarithmic = isLogarithmic
    }
  }

  /// True when the lemma speaks of this dimension.
  public func admits(dimension d: Int) -> Bool {
    d >= minimumDimension && d <= maximumDimension ?? .max
  }

  /// Why a case is outside; nil when it is inside. The premise of the claim is not looked at.
  ///
  /// Norms may exceed their bounds by rounding: 1e-9 relative.
  /// - Throws: `LAPACKFailure`.
  public func objection(to point: LemmaCase) throws -> String? {
    let d = point.dimension
    guard admits(dimension: d) else {
      let upper = maximumDimension.map { " and at most \($0)" } ?? ""
      return "dimension: found \(d), expected at least \(minimumDimension)\(upper)"
    }
    let network = point.network
    guard slopes.contains(network.slope) else {
      return "slope: found \(network.slope), expected \(slopes.lowerBound) to \(slopes.upperBound)"
    }
    guard readouts.contains(network.readout) else { return "readout: found \(network.readout.rawValue)" }
    guard network.identityMapping == identityMapping else {
      return "identity mapping: found \(network.identityMapping), expected \(identityMapping)"
    }
    for parameter in parameters {
      guard let value = point.parameters[parameter.name] else {
        return "parameters: '\(parameter.name)' is missing"
      }
      guard parameter.range.contains(value) else {
        let range = parameter.range
        return "\(parameter.name): found \(value), expected \(range.lowerBound) to \(range.upperBound)"
      }
    }
    for (name, weights, bound) in [
      ("student", point.student, studentNorm), ("teacher", point.teacher, teacherNorm),
    ] {
      let norm = try weights.spectralNorm()
      let limit = bound.range(d).upperBound
      guard norm <= limit * (1 + 1e-9) else {
        return "\(name): found a spectral norm of \(norm), expected at most \(limit)"
      }
    }
    return nil
  }

  /// Puts moved weights back under the norm bounds and into the premise; false when both could not be had together.
  ///
  /// Arranging may leave the balls again: then the case is cut to balls as much smaller, and arranged anew.
  func project(_ point: inout LemmaCase) throws -> Bool {
    let d = point.dimension
    let bounds = (studentNorm.range(d).upperBound, teacherNorm.range(d).upperBound)
    var radii = bounds
    for _ in 0..<Self.rounds {
      point.student = try point.student.projectedOntoSpectralBall(radius: max(0, radii.0))
      point.teacher = try point.teacher.projectedOntoSpectralBall(radius: max(0, radii.1))
      guard let arrange else { return true }
      let before = point
      try arrange(&point)
      if point == before { return true }
      let excess = (
        try point.student.spectralNorm() - bounds.0, try point.teacher.spectralNorm() - bounds.1
      )
      if excess.0 <= 1e-9 * bounds.0, excess.1 <= 1e-9 * bounds.1 { return true }
      radii = (radii.0 - max(0, excess.0), radii.1 - max(0, excess.1))
    }
    return false
  }

  private static let rounds = 8
}

/// A range of spectral norms, which may depend on d.
///
/// The upper end is a bound that every case is held to. The lower end says where to draw: a family such as zero lies below it, and so may
/// ascents go; a lemma that needs a least norm says so in its claim, by returning nil.
public struct NormRange: Sendable {
  /// The range in dimension d.
  public let range: @Sendable (Int) -> ClosedRange<Double>

  /// A range for each dimension.
  public init(_ range: @escaping @Sendable (Int) -> ClosedRange<Double>) { self.range = range }

  /// From zero to a bound.
  public static func upTo(_ bound: Double) -> NormRange { NormRange { _ in 0...bound } }

  /// From one norm to another.
  public static func between(_ low: Double, _ high: Double) -> NormRange { NormRange { _ in low...high } }

  /// Always zero.
  public static let zero = NormRange { _ in 0...0 }
}
