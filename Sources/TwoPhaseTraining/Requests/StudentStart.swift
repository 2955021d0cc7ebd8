/// How a run's student starts, as a user names it.
public enum StudentStart: Sendable, Equatable, Codable, CustomStringConvertible {
  /// W = 0.
  case zero
  /// Gaussian entries scaled to a spectral norm.
  case gaussian
  /// Entries N(0, 1/d).
  case standard
  /// An orthogonal matrix times a norm.
  case orthogonal
  /// theory.md section 9: the start at which the gradient points away from W*.
  case wrongWay
  /// Weights from a NumPy file.
  case file(String)

  /// The words a user may write, beside a file's name.
  public static let words = ["wrong-way", "gaussian", "standard", "zero", "orthogonal"]

  /// Reads one of `words`, or a name that ends in .npy.
  ///
  /// - Throws: `OptionError` for anything else.
  public init(_ text: String) throws(OptionError) {
    switch text {
    case "zero": self = .zero
    case "gaussian": self = .gaussian
    case "standard": self = .standard
    case "orthogonal": self = .orthogonal
    case "wrong-way": self = .wrongWay
    default:
      guard text.hasSuffix(".npy") else {
        let words = Self.words.joined(separator: ", ")
        throw OptionError("--init", found: "'\(text)'", expected: "\(words), or a name that ends in .npy")
      }
      self = .file(text)
    }
  }

  /// The word, or the file's name.
  public var description: String { word }

  /// The word, or the file's name.
  public var word: String {
    switch self {
    case .zero: "zero"
    case .gaussian: "gaussian"
    case .standard: "standard"
    case .orthogonal: "orthogonal"
    case .wrongWay: "wrong-way"
    case .file(let path): path
    }
  }

  /// The norm when the user gives none; nil where a norm has no meaning.
  var defaultNorm: Double? {
    switch self {
    case .wrongWay, .orthogonal: 1
    case .gaussian: 0.3
    case .zero, .standard, .file: nil
    }
  }
}
