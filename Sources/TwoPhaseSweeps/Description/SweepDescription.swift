import Foundation
import LinearAlgebra
import TwoPhaseTraining

/// A sweep as a YAML file describes it. docs/sweeps.md has the format.
///
/// ```swift
/// let sweep = try SweepDescription(path: "wrong-way.yaml")
/// try sweep.check()
/// for number in 0..<sweep.count { let run = try sweep.point(number).request.prepare().run() }
/// ```
public struct SweepDescription: Sendable {
  /// The sweep's name, also its folder's.
  public let name: String
  /// A line for people; nil without one.
  public let title: String?
  /// The file's name in errors.
  public let path: String
  /// The description as canonical YAML, without comments: two files that describe the same sweep in the same order have the same.
  public let text: String
  /// The variables: axes in the order of the file, then derived values.
  public let variables: [SweepTable.Variable]
  /// How many runs there are.
  public let count: Int
  /// What is kept of each run.
  public let keep: SweepKeep

  /// A derived value, ready to be evaluated.
  struct Derived: Sendable {
    let name: String
    let setting: SweepSetting?
    let expression: SweepExpression
    let program: SweepProgram
  }

  let axes: [SweepAxis]
  let combination: SweepCombination
  let derived: [Derived]
  let stops: [(stop: SweepStop, value: SweepValue)]
  /// What all runs have in common.
  let template: SweepRequest
  /// Where each setting, variable and rule is set.
  let places: [String: SweepPlace]

  /// Reads a file.
  ///
  /// - Throws: `SweepFileError`.
  public init(path: String) throws {
    let data: Data
    do {
      data = try AtomicFile.read(path)
    } catch {
      throw SweepFileError(error)
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw SweepFileError(path, SweepPlace("", nil), "found bytes that are not UTF-8", expected: "YAML")
    }
    try self.init(text: text, path: path)
  }

  /// Reads a text; `path` is its name in errors.
  ///
  /// - Throws: `SweepFileError` naming line and key. Values that only some runs cannot have are `check()`'s to find.
  /// - Complexity: O(n) for n values of all axes, seeds excepted; not for the number of runs.
  public init(text: String, path: String) throws {
    let reader = try SweepReader(text: text, path: path)
    combination = try SweepCombineReader(reader).combination()
    derived = try Self.compile(reader)
    try Self.checkUse(reader)
    self.path = path
    self.text = SweepText(reader, combination).text
    name = reader.name
    title = reader.title
    keep = reader.keep
    count = combination.count
    axes = reader.axes
    stops = reader.stops
    places = reader.places
    variables =
      reader.axes.map { .init($0.name, $0.spacing, isAxis: true) }
      + reader.derived.map { .init($0.name, .list, isAxis: false) }
    var template = SweepRequest()
    for (setting, value) in reader.base { template.set(setting, value) }
    for (stop, value) in reader.stops { stop.set(value, in: &template.request) }
    self.template = template
  }

  /// 16 hexadecimal digits that tell `text` from others: 64-bit FNV-1a.
  public var digest: String {
    let digits = String(FNV1a.hash(text.utf8.lazy.map(UInt64.init)), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Compiles the formulas; each may use axes, numbers of base and the formulas before it.
  private static func compile(_ reader: SweepReader) throws -> [Derived] {
    var constants: [String: Double] = [:]
    for (setting, value) in reader.base where setting.isNumeric { constants[setting.rawValue] = value.number }
    var slots: [String: Int] = [:]
    for (index, axis) in reader.axes.enumerated() where axis.isNumeric { slots[axis.name] = index }
    return try reader.derived.enumerated().map { index, entry in
      for (name, column) in entry.expression.names where constants[name] == nil && slots[name] == nil {
        let what: String
        if let place = reader.places[name] {
          what =
            place.key.hasPrefix("derived")
            ? "'\(name)', which is not derived before," : "'\(name)', which is no number,"
        } else {
          what =
            SweepSetting(rawValue: name) == nil
            ? "the unknown name '\(name)'" : "'\(name)', which the file does not set,"
        }
        let known = constants.keys.sorted() + slots.sorted { $0.value < $1.value }.map(\.key) + ["pi"]
        throw reader.refuse(
          "derived.\(entry.name)", reader.places[entry.name]?.line, "found \(what) at column \(column)",
          "one of: \(known.joined(separator: ", "))")
      }
      let program = SweepProgram(entry.expression, slots: slots, constants: constants)
      slots[entry.name] = reader.axes.count + index
      return Derived(name: entry.name, setting: entry.setting, expression: entry.expression, program: program)
    }
  }

  /// Refuses axes that change no run.
  private static func checkUse(_ reader: SweepReader) throws {
    var used: Set<String> = []
    for entry in reader.derived.reversed() where entry.setting != nil || used.contains(entry.name) {
      used.formUnion(entry.expression.names.map(\.name))
    }
    for axis in reader.axes where axis.setting == nil && !used.contains(axis.name) {
      let settings = SweepSetting.allCases.map(\.rawValue).joined(separator: ", ")
      throw reader.refuse(
        "axes.\(axis.name)", axis.line, "found an axis that changes no run",
        "a setting, or a name that a setting under 'derived' uses; settings are: \(settings)")
    }
  }
}

extension SweepFileError {
  /// A sweep's file that cannot be read.
  init(_ failure: FileFailure) {
    description = failure.description
    kind = failure.kind
  }
}
