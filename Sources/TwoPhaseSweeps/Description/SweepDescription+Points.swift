import LinearAlgebra
import TwoPhaseTraining

extension SweepDescription {
  /// A run by its number.
  ///
  /// - Parameter number: 0..<`count`.
  /// - Throws: `SweepFileError` when a formula has no value there, or none that its setting can have. What else no run can have
  ///   `check()` refuses, and `RunRequest.prepare()`.
  /// - Complexity: O(v) for v variables, whatever the number of runs.
  public func point(_ number: Int) throws -> SweepPoint {
    precondition((0..<count).contains(number), "runs are numbered from 0 to \(count - 1)")
    var request = template
    var values: [SweepValue] = []
    values.reserveCapacity(axes.count + derived.count)
    var numbers: [Double] = []
    numbers.reserveCapacity(axes.count + derived.count)
    for (index, axis) in axes.enumerated() {
      let place = combination.place(of: number, along: index)
      let value = axis[place]
      values.append(value)
      numbers.append(axis.number(place))
      if let setting = axis.setting { request.set(setting, value) }
    }
    guard !derived.isEmpty else {
      return SweepPoint(number: number, variables: values, request: request.finished)
    }
    var stack: [Double] = []
    stack.reserveCapacity(16)
    for entry in derived {
      do {
        let result = try entry.program.run(numbers, stack: &stack) + 0
        let value = try entry.setting?.value(result) ?? .real(result)
        values.append(value)
        // A whole number is used as it is set.
        numbers.append(value.number ?? result)
        if let setting = entry.setting { request.set(setting, value) }
      } catch let error as SweepExpressionError {
        throw refuse(entry.name, error.found, at: number, expected: error.expected ?? "a finite number")
      } catch let error as SweepMismatch {
        throw refuse(entry.name, error.found, at: number, expected: error.expected)
      }
    }
    return SweepPoint(number: number, variables: values, request: request.finished)
  }

  /// An error of a run: where its key is set, what was found, at which values of the axes.
  func refuse(
    _ name: String, _ found: String, at number: Int?, expected: String?, kind: FailureKind = .dataFormat
  ) -> SweepFileError {
    let place = places[name] ?? SweepPlace(name, nil)
    let combination = number.map { " at \(combinationText($0))" } ?? ""
    return SweepFileError(path, place, found + combination, expected: expected, kind: kind)
  }

  /// The values of the axes of a run: "dimension = 20, eta = 0.1".
  public func combinationText(_ number: Int) -> String {
    let shown = axes.prefix(8).enumerated().map { index, axis in
      "\(axis.name) = \(Self.shown(axis[combination.place(of: number, along: index)]))"
    }
    return shown.joined(separator: ", ") + (axes.count > 8 ? ", ..." : "")
  }

  static func shown(_ value: SweepValue) -> String {
    switch value {
    case .real(let real): SweepNumber.short(real)
    case .flag(let flag): "\(flag)"
    case .text(let text): MessageText.line(text, limit: 40)
    default: value.text
    }
  }
}
