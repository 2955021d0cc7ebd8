import Foundation
import LinearAlgebra
import TwoPhaseTraining

extension SweepDescription {
  /// Sweeps of at most so many runs are checked run by run.
  public static let fullyChecked = 200_000

  /// Refuses values that no run can have, and files that are not there.
  ///
  /// Every run is looked at; above `fullyChecked` runs these: all corners (of the first 16 groups of axes), every value of every
  /// axis with the first of all others, and 100,000 spread over the sweep.
  ///
  /// - Throws: `SweepFileError` naming line, key and combination.
  /// - Complexity: about 3 microseconds a run that is looked at.
  public func check() throws {
    var files: Set<String> = []
    try check(template.finished, at: nil, files: &files)
    for number in numbersToCheck() { try check(try point(number).request, at: number, files: &files) }
  }

  private func numbersToCheck() -> any Sequence<Int> {
    guard count > Self.fullyChecked else { return 0..<count }
    let groups = combination.groups.indices
    let corner = groups.prefix(16)
    let corners = (0..<(1 << corner.count)).map { bits in
      corner.reduce(0) { number, group in
        bits >> group & 1 == 0 ? number : number + (combination.sizes[group] - 1) * combination.strides[group]
      }
    }
    let alongAxes = groups.flatMap { group in
      (0..<min(combination.sizes[group], Self.fullyChecked)).map { $0 * combination.strides[group] }
    }
    // A step near the golden section of all, which meets every part of the sweep and every value of its short axes.
    var step = Int(Double(count) * 0.618_033_988_749_894_9)
    while Self.divisor(step, count) != 1 { step += 1 }
    let spread = (0..<100_000).map { $0 * step % count }
    return corners + alongAxes + spread
  }

  private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }

  private func check(_ request: RunRequest, at number: Int?, files: inout Set<String>) throws {
    do {
      try request.validate()
    } catch {
      throw translated(error, at: number)
    }
    var start: String?
    if case .file(let path) = request.start { start = path }
    let named: [(SweepSetting, String?)] = [
      (.start, start), (.teacher, request.teacherFile), (.data, request.dataFile),
      (.constants, request.constants.theorem.file),
    ]
    for case (let setting, let file?) in named where files.insert(file).inserted {
      guard !FileManager.default.fileExists(atPath: file) else { continue }
      throw refuse(
        setting.rawValue, "found no file \(MessageText.line(file, limit: 120))", at: nil,
        expected: "one; names are relative to the working folder", kind: .missingInput)
    }
  }

  /// An error of `twophase run` in the words of the file.
  private func translated(_ error: OptionError, at number: Int?) -> SweepFileError {
    var key = Self.key(error.option) ?? error.option
    if key == SweepSetting.learningRate.rawValue, places[key] == nil {
      key = SweepSetting.paperLearningRate.rawValue
    }
    return refuse(
      key, "found \(Self.translated(error.found))", at: number, expected: Self.translated(error.expected))
  }

  private static func key(_ option: String) -> String? {
    if let setting = SweepSetting.allCases.first(where: { $0.option == option }) { return setting.rawValue }
    return SweepStop.allCases.first { $0.option == option }.map { "stop.\($0.rawValue)" }
  }

  private static func translated(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let end = word.last.map { ",:;".contains($0) ? "\($0)" : "" } ?? ""
      return key(String(word.dropLast(end.count))).map { $0 + end } ?? String(word)
    }.joined(separator: " ")
  }
}
