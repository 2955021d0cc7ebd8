/// Why a .npy file cannot be used: what was found and what was expected.
public struct NPYError: DescribedFailure, Equatable {
  /// What is wrong.
  public enum Problem: Sendable, Equatable {
    /// The first bytes are not NumPy's.
    case notNPY
    /// A format version other than 1, 2 and 3.
    case version(major: Int, minor: Int)
    /// The header is not a dictionary with descr, fortran_order and shape.
    case header(String)
    /// A dtype other than float32 and float64.
    case dtype(String)
    /// More than three dimensions, or another number than wanted.
    case dimensions(found: [Int], expected: String)
    /// Fewer or more bytes of data than the shape needs.
    case length(found: Int, expected: Int)
    /// The file ends inside its header.
    case truncatedHeader(found: Int, expected: Int)
    /// An entry that is NaN or infinite.
    case notFinite(row: Int, column: Int)
    /// A matrix that is not square.
    case notSquare(rows: Int, columns: Int)
  }

  /// The file.
  public let path: String
  /// What is wrong with it.
  public let problem: Problem

  /// A problem of a file.
  public init(path: String, _ problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// The file's contents are wrong.
  public var kind: FailureKind { .dataFormat }

  /// One line.
  public var description: String {
    switch problem {
    case .notNPY: "\(path): found no NumPy signature, expected a .npy file"
    case .version(let major, let minor):
      "\(path): found .npy version \(major).\(minor), expected 1.0, 2.0 or 3.0"
    case .header(let what):
      "\(path): found a malformed .npy header (\(what)), expected descr, fortran_order and shape"
    case .dtype(let name): "\(path): found dtype \(name), expected float32 or float64"
    case .dimensions(let found, let expected):
      "\(path): found an array of shape (\(found.map(String.init).joined(separator: ", "))), expected \(expected)"
    case .length(let found, let expected):
      found < expected
        ? "\(path): truncated: found \(found) bytes of data, expected \(expected)"
        : "\(path): found \(found) bytes of data, expected \(expected)"
    case .truncatedHeader(let found, let expected):
      "\(path): truncated: found \(found) bytes, expected a header of \(expected)"
    case .notFinite(let row, let column):
      "\(path): found NaN or infinity at [\(row), \(column)], expected finite numbers"
    case .notSquare(let rows, let columns):
      "\(path): found a \(rows) x \(columns) matrix, expected a square one"
    }
  }
}
