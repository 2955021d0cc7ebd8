import TwoPhaseTheory

/// Which constants a run is held to, as a user asks for it.
public struct TheoremRequest: Sendable, Equatable, Codable {
  /// Where the constants start from.
  public enum Profile: String, Sendable, Codable, CaseIterable {
    /// [LY]'s own numbers.
    case liYuan2017 = "li-yuan-2017"
    /// Fitted to the run itself, and labelled so.
    case observed
  }

  /// One constant set by hand.
  public struct Override: Sendable, Equatable, Codable {
    /// The constant.
    public let name: TheoremConstants.Name
    /// Its value.
    public let value: Double

    /// A constant with its value.
    public init(_ name: TheoremConstants.Name, _ value: Double) {
      self.name = name
      self.value = value
    }

    /// Reads "name=value".
    ///
    /// - Throws: `OptionError` when it is neither a known name nor a number that the constant can have.
    public init(_ text: String) throws(OptionError) {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      let names = TheoremConstants.Name.allCases.map(\.rawValue).joined(separator: ", ")
      guard parts.count == 2 else {
        throw OptionError("--constant", found: "'\(text)'", expected: "name=value, with a name of: \(names)")
      }
      guard let name = TheoremConstants.Name(rawValue: parts[0]) else {
        throw OptionError("--constant", found: "the name '\(parts[0])'", expected: "one of: \(names)")
      }
      guard let value = Double(parts[1]) else {
        throw OptionError("--constant", found: "'\(text)'", expected: "a number after the sign")
      }
      self.init(name, value)
    }
  }

  /// Where the constants start from; nil takes the file's profile, or [LY]'s.
  public var profile: Profile?
  /// A YAML file of constants.
  public var file: String?
  /// Constants set one by one, after the file's.
  public var overrides: [Override] = []

  /// [LY]'s constants.
  public init() {}

  /// The profile and the constants set by hand, in their order, each with where it was set.
  ///
  /// - Throws: what reading the file throws.
  func resolved() throws -> ResolvedConstants {
    let read = try file.map { try ConstantsFile(path: $0) }
    return ResolvedConstants(
      profile: profile ?? read?.profile ?? .liYuan2017, given: (read?.constants ?? []) + given)
  }

  /// The constants set one by one.
  var given: [ResolvedConstants.Given] {
    overrides.map { .init(name: $0.name, value: $0.value, source: "--constant") }
  }
}

/// A profile and what was set by hand on top of it.
struct ResolvedConstants: Sendable, Equatable, Codable {
  /// A constant that was given, and by what.
  struct Given: Sendable, Equatable, Codable {
    let name: TheoremConstants.Name
    let value: Double
    let source: String
  }

  let profile: TheoremRequest.Profile
  var given: [Given]

  /// The constants with everything given set over `base`.
  ///
  /// - Throws: `OptionError` naming where an impossible value was set.
  func over(_ base: TheoremConstants) throws(OptionError) -> TheoremConstants {
    var result = base
    for entry in given {
      do {
        try result.set(entry.name, to: entry.value, source: "given by \(entry.source)")
      } catch {
        let option = entry.source.hasPrefix("--constant") ? "--constant \(entry.name.rawValue)" : entry.source
        throw OptionError(
          option, found: "\(entry.value)", expected: TheoremConstantError.expected(entry.name))
      }
    }
    return result
  }
}
