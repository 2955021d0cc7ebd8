/// A figure as data: what is drawn, before any program draws it.
struct Figure: Sendable {
  /// The kinds of figures, in their order.
  enum Kind: String, CaseIterable, Sendable {
    case phasePortrait = "phase-portrait"
    case potentialAndMargin = "potential-and-margin"
    case marginBudget = "margin-budget"
    case distance
  }

  let kind: Kind
  /// From top to bottom.
  let panels: [PlotPanel]
}

/// A pair of axes and what is between them. All text is ours: nothing that a user named is drawn.
struct PlotPanel: Sendable {
  /// A curve.
  struct Curve: Sendable {
    /// In their order; nil is a gap.
    let points: [PlotPoint?]
    let style: CurveStyle
    /// In the key, in gnuplot's enhanced text; nil leaves it out.
    let title: String?
    /// Whether each point is marked: for few points, or single ones between gaps.
    var marksPoints = false
  }

  /// A marked point.
  struct Mark: Sendable {
    let point: PlotPoint
    let style: MarkStyle
    let title: String
  }

  /// A shaded background.
  struct Band: Sendable {
    let span: ClosedRange<Double>
    let isVertical: Bool
    let shade: String
    /// In the key; nil leaves it out.
    let title: String?
  }

  let x: PlotAxis
  let y: PlotAxis
  var bands: [Band] = []
  var curves: [Curve] = []
  var marks: [Mark] = []
}
