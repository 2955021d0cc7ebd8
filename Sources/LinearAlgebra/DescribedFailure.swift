/// What kind of failure an error is, with the exit status that sysexits(3) gives it.
public enum FailureKind: Int32, Sendable {
  /// The command was used wrongly: an impossible option or combination of options.
  case usage = 64
  /// The input was there but its contents are wrong: shape, dtype, NaN, truncation.
  case dataFormat = 65
  /// An input file does not exist or cannot be read.
  case missingInput = 66
  /// Another program or service that is needed cannot be used: it is missing, or it refused.
  case unavailable = 69
  /// Something inside the program is wrong.
  case software = 70
  /// An output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed half way.
  case inputOutput = 74
}

/// An error that a user can act on: its `description` is one line that names the file or option, what was
/// found and what was expected.
public protocol DescribedFailure: Error, CustomStringConvertible, Sendable {
  /// The kind of failure, which gives the program's exit status.
  var kind: FailureKind { get }
}
