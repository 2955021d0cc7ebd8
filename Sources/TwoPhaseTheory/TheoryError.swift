import LinearAlgebra

/// Why a quantity of the theory cannot be computed.
public enum TheoryError: DescribedFailure, Equatable, Codable {
  /// PReLU's slope is outside [-1, 1).
  case slopeOutOfRange(Double)
  /// A weight matrix is not square.
  case notSquare(name: String, rows: Int, columns: Int)
  /// Student and teacher have different dimensions.
  case dimensionMismatch(student: Int, teacher: Int)
  /// A matrix has dimension zero.
  case emptyNetwork(name: String)
  /// Neuron j, counted from 0, is the zero vector: its direction, and with it f_A's gradient, does not exist.
  case zeroNeuron(name: String, index: Int)
  /// An entry is NaN or infinite.
  case notFinite(name: String, row: Int, column: Int)
  /// A norm of the network overflows or underflows double precision.
  case normOutOfRange(name: String, index: Int)

  /// What kind of failure this is.
  public var kind: FailureKind {
    if case .slopeOutOfRange = self { return .usage }
    return .dataFormat
  }

  /// One line: what was found and what was expected.
  public var description: String {
    switch self {
    case .slopeOutOfRange(let slope):
      let linear = slope == 1 ? " (slope 1 is a linear network, for which nothing here is defined)" : ""
      return "slope: found \(slope), expected a number in [-1, 1)\(linear)"
    case .notSquare(let name, let rows, let columns):
      return "\(name): found a \(rows) x \(columns) matrix, expected a square one"
    case .dimensionMismatch(let student, let teacher):
      return
        "student is \(student) x \(student) but teacher is \(teacher) x \(teacher): expected the same dimension"
    case .emptyNetwork(let name):
      return "\(name): found dimension 0, expected at least 1"
    case .zeroNeuron(let name, let index):
      return "\(name): neuron v_\(index) (column \(index), counted from 0) is the zero vector, "
        + "so its direction is undefined; expected every neuron non-zero"
    case .notFinite(let name, let row, let column):
      return "\(name): entry [\(row), \(column)] is not finite, expected finite numbers"
    case .normOutOfRange(let name, let index):
      return "\(name): the norm of neuron v_\(index) is outside double precision's range, "
        + "expected one between 1e-140 and 1e140"
    }
  }
}
