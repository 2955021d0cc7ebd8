import Foundation

extension Domain {
  /// The domain in words, one item a line.
  public var summary: [String] {
    var lines = [
      "d = \(dimensions.map(String.init).joined(separator: ", ")) (at least \(minimumDimension)\(upper))"
    ]
    lines.append(
      "\(Self.text("||W||_2", studentNorm, dimensions)); \(Self.text("||W*||_2", teacherNorm, dimensions))")
    let slope =
      slopes.lowerBound == slopes.upperBound
      ? "slope \(Self.short(slopes.lowerBound))"
      : "slopes \(Self.short(slopes.lowerBound)) to \(Self.short(slopes.upperBound))"
    let readout = readouts.map(\.rawValue).joined(separator: " and ")
    lines.append("\(slope); readout \(readout); neurons \(identityMapping ? "I + W" : "W")")
    for parameter in parameters {
      let range = "\(Self.short(parameter.range.lowerBound)) to \(Self.short(parameter.range.upperBound))"
      lines.append("\(parameter.name) \(range)\(parameter.isLogarithmic ? ", by its logarithm" : "")")
    }
    lines.append("W: \(Self.names(studentShapes)); W*: \(Self.names(teacherShapes))")
    return lines
  }

  private var upper: String { maximumDimension.map { ", at most \($0)" } ?? "" }

  private static func names(_ shapes: [Shape]) -> String {
    var seen: [Shape] = []
    for shape in shapes where !seen.contains(shape) { seen.append(shape) }
    return seen.map(\.words).joined(separator: ", ")
  }

  private static func text(_ name: String, _ norm: NormRange, _ dimensions: [Int]) -> String {
    let ranges = dimensions.map { norm.range($0) }
    func words(_ range: ClosedRange<Double>) -> String {
      if range.lowerBound == range.upperBound { return "= \(short(range.upperBound))" }
      return range.lowerBound == 0
        ? "<= \(short(range.upperBound))" : "from \(short(range.lowerBound)) to \(short(range.upperBound))"
    }
    guard let first = ranges.first else { return "\(name) as given" }
    if ranges.allSatisfy({ $0 == first }) { return "\(name) \(words(first))" }
    let list = zip(dimensions, ranges).map { "\(words($1)) at d = \($0)" }.joined(separator: ", ")
    return "\(name) \(list)"
  }

  private static func short(_ value: Double) -> String { value.short }
}

extension Double {
  /// Six significant digits, for statements.
  var short: String { String(format: "%.6g", self) }
}

extension Shape {
  /// The name in words.
  public var words: String {
    switch self {
    case .gaussian: "Gaussian"
    case .zero: "zero"
    case .scaledIdentity: "multiples of I"
    case .diagonal: "diagonal"
    case .orthogonal: "orthogonal"
    case .antisymmetric: "antisymmetric"
    case .rotation: "rotations orthogonal to u"
    case .symmetric: "symmetric"
    case .rankOne: "rank one"
    case .ones: "multiples of u u^T"
    case .reflection: "multiples of I - 2 u u^T / d"
    case .singleNeuron: "one neuron"
    case .permutation: "a permutation minus I"
    case .wrongWay: "the wrong-way start"
    case .antipodal: "-W*"
    case .shortenedAntipodal: "-W* with neurons shortened"
    case .nearTeacher: "near W*"
    case .slowDirection: "W* plus a rotation orthogonal to u"
    }
  }
}
