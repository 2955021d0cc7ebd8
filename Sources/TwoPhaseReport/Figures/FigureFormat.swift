/// The kinds of files that figures are written as.
public enum FigureFormat: String, CaseIterable, Sendable {
  /// Vector, fonts embedded: for LaTeX.
  case pdf
  /// Vector, text as text in the viewer's serif font: for pages.
  case svg
  /// Pixels, 300 to the inch.
  case png
}

/// How wide figures are on paper.
public enum FigureWidth: String, CaseIterable, Sendable {
  /// 3.25 inches: one column of a page of two.
  case oneColumn = "one-column"
  /// 6.75 inches: both columns.
  case twoColumns = "two-columns"

  /// The width in inches. Cost: O(1).
  public var inches: Double { self == .oneColumn ? 3.25 : 6.75 }
}
