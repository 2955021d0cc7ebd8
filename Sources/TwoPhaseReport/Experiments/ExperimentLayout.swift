import TwoPhaseExperiments

/// Where the panels of an experiment's figure are: one below the other, or in two columns of a wide figure. Sizes in points.
struct ExperimentLayout {
  /// A panel and its place.
  struct Cell {
    let plot: ExperimentPlot
    let titles: [String]
    let xTitles: [String]
    let yTitles: [String]
    /// Nil where all panels share one.
    let key: ExperimentKey?
    /// The cell's own left and upper edges, from the page's left and top.
    var left = 0.0
    var top = 0.0
    /// The frame's sides from the page's left, its top and bottom from the page's top.
    var frameLeft = 0.0
    var frameRight = 0.0
    var frameTop = 0.0
    var frameBottom = 0.0
  }

  static let titleLine = 10.5
  static let axisLine = 9.5
  /// From the frame down to the middle of the first line of the axis' title.
  static let axisTitleDepth = 21.0
  private static let edge = 3.0
  private static let gutter = 14.0

  let width: Double
  private(set) var height = 0.0
  private(set) var cells: [Cell] = []
  /// The key of all panels, at the top; nil where each has its own.
  let sharedKey: ExperimentKey?
  /// Where it begins, from the page's left: at the first frame.
  let sharedKeyLeft: Double

  init(_ plots: [ExperimentPlot], width size: FigureWidth) {
    width = size.inches * 72
    let columns = size == .twoColumns && plots.count > 1 ? 2 : 1
    let isWide = size == .twoColumns && columns == 1
    let frameHeight = isWide ? 200.0 : 128.0
    let cellWidth = (width - 2 * Self.edge - Self.gutter * Double(columns - 1)) / Double(columns)
    // A column's frames stand below each other.
    let sides = (0..<columns).map { column in
      let own = plots.indices.filter { $0 % columns == column }.map { plots[$0] }
      return (
        left: own.map { Self.leftMargin($0, frameHeight) }.max() ?? 0,
        right: own.map(Self.rightMargin).max() ?? 0
      )
    }
    sharedKeyLeft = Self.edge + (sides.first?.left ?? 0)
    sharedKey =
      Self.keysAgree(plots)
      ? ExperimentKey(plots[0].curves, room: width - Self.edge - sharedKeyLeft) : nil
    let hasSharedKey = sharedKey != nil
    var top = Self.edge + (sharedKey.map { $0.height + 5 } ?? 0)
    for start in stride(from: 0, to: plots.count, by: columns) {
      var row = (start..<min(start + columns, plots.count)).map { index in
        let side = sides[index - start]
        let room = cellWidth - side.left - side.right
        let left = Self.edge + Double(index - start) * (cellWidth + Self.gutter)
        return Self.cell(
          plots[index], room: room, frameHeight: frameHeight, hasKey: !hasSharedKey, left: left, top: top,
          frame: left + side.left...left + cellWidth - side.right)
      }
      let head = row.map(Self.head).max() ?? 0
      for index in row.indices {
        row[index].frameTop = top + head
        row[index].frameBottom = top + head + frameHeight
      }
      let foot = Self.axisTitleDepth + Self.axisLine * Double(row.map(\.xTitles.count).max() ?? 0)
      top += head + frameHeight + foot
      cells += row
    }
    height = top + Self.edge
  }

  private static func cell(
    _ plot: ExperimentPlot, room: Double, frameHeight: Double, hasKey: Bool, left: Double, top: Double,
    frame: ClosedRange<Double>
  ) -> Cell {
    let title = [plot.name, plot.title].filter { !$0.isEmpty }.joined(separator: " ")
    return Cell(
      plot: plot, titles: GnuplotText.wrapped(title, room: room),
      xTitles: GnuplotText.wrapped(plot.xTitle, room: room - GnuplotText.width(plot.x.title)),
      yTitles: yTitles(plot, frameHeight), key: hasKey ? ExperimentKey(plot.curves, room: room) : nil,
      left: left, top: top, frameLeft: frame.lowerBound, frameRight: frame.upperBound)
  }

  private static func yTitles(_ plot: ExperimentPlot, _ frameHeight: Double) -> [String] {
    GnuplotText.wrapped(plot.yTitle, room: 1.2 * frameHeight - GnuplotText.width(plot.y.title))
  }

  private static func head(_ cell: Cell) -> Double {
    let titles = titleLine * Double(cell.titles.count)
    return titles + (cell.key.map { $0.height } ?? 0) + 5
  }

  private static func leftMargin(_ plot: ExperimentPlot, _ frameHeight: Double) -> Double {
    let widest = plot.y.ticks.compactMap(\.label).map(GnuplotText.width).max() ?? 0
    return axisLine * Double(max(1, yTitles(plot, frameHeight).count)) + 6 + widest + 4
  }

  /// Room for half of the last tick label.
  private static func rightMargin(_ plot: ExperimentPlot) -> Double {
    max(6, 3 + (plot.x.ticks.compactMap(\.label).last.map { GnuplotText.width($0) / 2 } ?? 0))
  }

  /// Whether several panels have the same curves by name, look and role.
  private static func keysAgree(_ plots: [ExperimentPlot]) -> Bool {
    guard plots.count > 1 else { return false }
    func key(_ plot: ExperimentPlot) -> [String] {
      plot.curves.map { "\($0.role) \($0.look) \($0.marksPoints) \($0.marksLine) \($0.label)" }
    }
    return plots.allSatisfy { !$0.curves.isEmpty && key($0) == key(plots[0]) }
  }
}
