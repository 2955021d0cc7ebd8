import LinearAlgebra
import TwoPhaseNetworks

/// A deep network with teacher, student and inputs.
struct DeepFixture {
  let architecture: DeepArchitecture
  let teacher: [Matrix]
  let student: [Matrix]
  let inputs: Matrix

  init(
    _ pattern: String, _ activation: DeepActivation, dimension: Int = 4, batch: Int = 6, norm: Double = 0.6,
    seed: UInt64 = 1
  ) throws {
    let identities = DeepArchitecture.identities(pattern: pattern) ?? []
    architecture = DeepArchitecture(dimension: dimension, identities: identities, activation: activation)
    teacher = try architecture.randomWeights(norm: norm, stream: NormalStream(seed: seed, purpose: 901))
    student = try architecture.randomWeights(norm: norm, stream: NormalStream(seed: seed, purpose: 902))
    inputs = NormalStream(seed: seed, purpose: 903).matrix(rowCount: batch, columnCount: dimension)
  }

  /// y of a network given by V_l, straight from its definition.
  static func output(_ x: [Double], _ neurons: [Matrix], slope: Double) -> Double {
    let last = neurons.reduce(x) { values, v in
      v.multiply(.transposed, values).map { $0 > 0 ? $0 : slope * $0 }
    }
    return last.reduce(0) { $0 + abs($1) }
  }

  /// The rows of the inputs.
  var rows: [[Double]] { inputs.rows }

  /// The loss at other weights of the student.
  func loss(_ weights: [Matrix]) -> Double {
    let slope = architecture.activation.slope
    let (v, target) = (architecture.neurons(of: weights), architecture.neurons(of: teacher))
    return rows.reduce(0) { sum, x in
      let r = Self.output(x, v, slope: slope) - Self.output(x, target, slope: slope)
      return sum + r * r / Double(rows.count)
    }
  }

  /// Weights from all their entries in a row.
  func unpacked(_ parameters: [Double]) -> [Matrix] {
    let d = architecture.dimension
    return (0..<architecture.depth).map { l in
      Matrix(
        rowCount: d, columnCount: d, columnMajor: Array(parameters[(l * d * d)..<((l + 1) * d * d)]))
    }
  }
}
