import TwoPhaseExperiments

/// The points of an experiment's figure as series.csv holds them: one row a point, every digit kept, empty where undefined.
public enum ExperimentPoints {
  /// The columns in order.
  static let columns = ["panel", "curve", "role", "seeds", "x", "y", "low", "high"]

  /// The table as text, quoted as RFC 4180 has it; lines end in a line feed.
  ///
  /// - Complexity: O(n) for n points.
  public static func csv(_ panels: [ExperimentPanel]) -> String {
    var text = columns.joined(separator: ",") + "\n"
    for panel in panels {
      for curve in panel.curves {
        let head = "\(field(panel.id)),\(field(curve.label)),\(curve.role.rawValue),\(curve.seeds)"
        for point in curve.points {
          let values = [point.x, point.y, point.low, point.high]
          text += head
          for value in values { text += "," + (value?.ifFinite.map { "\($0)" } ?? "") }
          text += "\n"
        }
      }
    }
    return text
  }

  /// A text as a field: in quotes where it holds what would end one.
  static func field(_ text: String) -> String {
    // By scalars: a quote with a combining accent is one character that is no quote.
    let ends: Set<Unicode.Scalar> = ["\"", ",", "\n", "\r"]
    guard text.unicodeScalars.contains(where: ends.contains) else { return text }
    var quoted = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      quoted.append(contentsOf: scalar == "\"" ? [scalar, scalar] : [scalar])
    }
    return "\"" + String(quoted) + "\""
  }
}
