/// One entry of a sweep's table.
public enum SweepValue: Sendable, Equatable, Hashable {
  /// Nothing: undefined, not tested or not asked for.
  case none
  /// A whole number.
  case integer(Int)
  /// A real number, finite.
  case real(Double)
  /// Yes or no.
  case flag(Bool)
  /// A word.
  case text(String)

  /// A number, or none; what is not finite is none.
  public init(_ value: Double?) {
    guard let value, value.isFinite else {
      self = .none
      return
    }
    self = .real(value)
  }

  /// A whole number, or none.
  public init(_ value: Int?) { self = value.map(SweepValue.integer) ?? .none }
  /// Yes, no, or none.
  public init(_ value: Bool?) { self = value.map(SweepValue.flag) ?? .none }
  /// A word, or none.
  public init(_ value: String?) { self = value.map(SweepValue.text) ?? .none }

  /// The value as a number; yes is 1, no is 0; nil for none and words.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    case .flag(let value): value ? 1 : 0
    case .none, .text: nil
    }
  }

  /// The value in a table: exact, empty for none.
  public var text: String {
    switch self {
    case .none: ""
    case .integer(let value): "\(value)"
    case .real(let value): "\(value)"
    case .flag(let value): value ? "1" : "0"
    case .text(let value): value
    }
  }
}
