import TwoPhaseSweeps

/// Where the parts of a map are on paper. Sizes in points, depths from the page's top.
struct MapLayout {
  static let axisLine = 9.5
  static let barWidth = 9.0
  private static let edge = 3.0
  /// From the frame to the colour bar.
  private static let barGap = 9.0
  /// Words along the bottom are cut at this height when they stand upright.
  private static let uprightLimit = 76.0

  let picture: MapPicture
  let width: Double
  let height: Double
  let frameLeft: Double
  let frameRight: Double
  let frameTop: Double
  let frameBottom: Double
  let xTitles: [String]
  let yTitles: [String]
  /// What the colours are, at the top.
  let barTitles: [String]
  /// Room for the bar's widest number.
  let barLabels: Double
  /// From the frame down to the middle of the first line of the title along the bottom.
  let xTitleDepth: Double
  /// Whether words along the bottom stand upright.
  let isUpright: Bool
  /// The labels that have room.
  let xShown: Set<Int>
  private let xLines: [[String]]
  let yShown: Set<Int>
  let key: MapKey
  let keyTop: Double

  var barLeft: Double { frameRight + Self.barGap }
  var barRight: Double { barLeft + Self.barWidth }
  /// The smaller side of the smallest cell.
  let cellSize: Double

  init(_ map: SweepMap, _ picture: MapPicture, width size: FigureWidth) {
    self.picture = picture
    width = size.inches * 72
    let frameHeight = size == .twoColumns ? 230.0 : 150.0
    func wrapped(_ name: String, _ title: String, _ room: Double) -> [String] {
      GnuplotText.wrapped(GnuplotText.plain(MapWords.titled(name, title)), room: room)
    }
    yTitles = wrapped(map.y.name, map.y.title, 1.1 * frameHeight)
    let yLabels = picture.y.labels.map { GnuplotText.plainWidth($0) }
    frameLeft = Self.edge + Self.axisLine * Double(yTitles.count) + 6 + (yLabels.max() ?? 0) + 4
    let scale = picture.scale
    barTitles = GnuplotText.wrapped(
      GnuplotText.plain(
        MapWords.quantity(map, scale)),
      room: width - frameLeft - Self.edge - GnuplotText.width(scale.factor))
    barLabels = scale.ticks.map { GnuplotText.width($0.label) }.max() ?? 0
    frameRight = width - Self.edge - barLabels - 6 - Self.barWidth - Self.barGap
    frameTop = Self.edge + Self.axisLine * Double(barTitles.count) + 5
    frameBottom = frameTop + frameHeight
    let room = frameRight - frameLeft
    xTitles = wrapped(map.x.name, map.x.title, room + 30)
    let xLabels = picture.x.labels.map { GnuplotText.plainWidth($0) }
    let flat = picture.x.shown({ xLabels[$0] + 4 }, room: room)
    if picture.x.isCategorical, flat.count < xLabels.count {
      // Words have all to be there: in lines, or upright.
      let cell = room / Double(max(1, xLabels.count)) - 3
      let broken = picture.x.labels.map { GnuplotText.wrapped($0, room: cell) }
      let isWhole = picture.x.labels.allSatisfy { label in
        label.split(separator: " ").allSatisfy { GnuplotText.plainWidth(String($0)) <= cell }
      }
      isUpright = !isWhole || broken.contains { $0.count > 4 }
      xLines = isUpright ? picture.x.labels.map { [Self.cut($0)] } : broken
      xShown = isUpright ? picture.x.shown({ _ in 8.5 }, room: room) : Set(xLabels.indices)
    } else {
      (isUpright, xShown, xLines) = (false, flat, picture.x.labels.map { [$0] })
    }
    yShown = picture.y.shown({ _ in 8.5 }, room: frameHeight)
    let (lines, shown) = (xLines, xShown)
    let upright = shown.map { GnuplotText.plainWidth(lines[$0].first ?? "") }.max() ?? 0
    xTitleDepth = isUpright ? 0.9 * upright + 14 : 12 + Self.axisLine * Double(lines.map(\.count).max() ?? 1)
    key = MapKey(picture, room: width - 2 * Self.edge - 8)
    keyTop = frameBottom + xTitleDepth + Self.axisLine * (Double(xTitles.count) - 0.5) + 5
    height = keyTop + key.height + Self.edge
    cellSize =
      picture.cells.map { cell in
        min(
          (cell.x.upperBound - cell.x.lowerBound) * room,
          (cell.y.upperBound - cell.y.lowerBound) * frameHeight)
      }.min() ?? 0
  }

  private static func cut(_ label: String) -> String {
    let lines = GnuplotText.wrapped(label, room: uprightLimit)
    return (lines.first ?? "") + (lines.count > 1 ? " …" : "")
  }

  /// The lines of a label along the bottom in gnuplot's enhanced text.
  func xLabel(_ index: Int) -> [String] {
    let isPlain = !picture.x.isCategorical
    return isPlain ? [picture.x.enhancedLabels[index]] : xLines[index].map(GnuplotText.escaped)
  }
}
