/// How an experiment's result was made, as far as it is known.
public struct ExperimentFacts: Sendable, Equatable {
  /// The exact command.
  public var command: String?
  /// The program's version.
  public var version: String?
  /// The file that keeps its runs.
  public var store: String?
  /// The numbers of its runs in that store.
  public var runs: [Int64]
  /// How long it took.
  public var seconds: Double

  /// Facts of an experiment.
  public init(
    command: String? = nil, version: String? = nil, store: String? = nil, runs: [Int64] = [], seconds: Double
  ) {
    self.command = command
    self.version = version
    self.store = store
    self.runs = runs
    self.seconds = seconds
  }

  /// "runs 3-7, 9 of results.sqlite"; nil without runs.
  var runsText: String? {
    guard !runs.isEmpty else { return nil }
    let numbers = Self.ranges(runs)
    return (runs.count == 1 ? "run " : "runs ") + numbers + (store.map { " of \($0)" } ?? "")
  }

  /// Numbers in order, those that follow each other as a range.
  static func ranges(_ numbers: [Int64]) -> String {
    var spans: [(from: Int64, to: Int64)] = []
    for number in Set(numbers).sorted() {
      if let last = spans.last, last.to + 1 == number {
        spans[spans.count - 1].to = number
      } else {
        spans.append((number, number))
      }
    }
    return spans.map { $0.from == $0.to ? "\($0.from)" : "\($0.from)-\($0.to)" }.joined(separator: ", ")
  }

  /// "12.5 s"; nil when it is no time.
  var secondsText: String? {
    seconds.isFinite && seconds >= 0 ? "\(NumberText.brief(seconds)) s" : nil
  }
}
