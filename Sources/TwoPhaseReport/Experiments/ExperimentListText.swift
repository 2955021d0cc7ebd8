/// The described experiments as a list for a terminal.
public enum ExperimentListText {
  /// A line each: name, title, whose claim.
  public static func text(_ experiments: [(name: String, title: String, source: String)]) -> String {
    let rows = experiments.map { [$0.name, $0.title, $0.source] }
    return TextTable.lines([["name", "what", "claim of"]] + rows, leftColumns: [0, 1, 2]).map { $0 + "\n" }
      .joined()
  }
}
