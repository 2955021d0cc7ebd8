import Foundation
import TwoPhaseTheory
import TwoPhaseTraining

/// The figures of a run as data.
struct FigureDrawing {
  let run: RecordedRun
  let width: FigureWidth

  /// Why a figure is left out.
  struct Omission: Error, Equatable {
    let reason: String
  }

  private var records: [StepRecord] { run.series.records }
  private var isWide: Bool { width == .twoColumns }
  /// Few records are points, not only the line through them.
  private var marksRecords: Bool { records.count <= 30 }

  /// A figure.
  ///
  /// - Throws: `Omission` where the run has not what it shows.
  /// - Complexity: O(n) for n records.
  func figure(_ kind: Figure.Kind) throws(Omission) -> Figure {
    if records.isEmpty { throw Omission(reason: "the run has no record") }
    if records.count == 1 { throw Omission(reason: "the run has one record, and one point is no curve") }
    let panels =
      switch kind {
      case .phasePortrait: try phasePortrait()
      case .potentialAndMargin: try potentialAndMargin()
      case .marginBudget: try marginBudget()
      case .distance: try distance()
      }
    return Figure(kind: kind, panels: panels)
  }

  // MARK: Phase portrait

  private func phasePortrait() throws(Omission) -> [PlotPanel] {
    let path = records.map { PlotPoint($0.point.sSum, $0.point.potential) }
    let seen = path.compactMap(\.self)
    guard seen.count >= 2 else {
      throw Omission(reason: "<s, u> and f_A are finite at fewer than two records")
    }
    let model = ReducedPath(run)
    let modelled = model.states.map { PlotPoint($0.s, $0.f) }
    // A model that runs away from the run says so by leaving the frame.
    let (xs, ys) = (Self.widened(seen.map(\.x)), Self.widened(seen.map(\.y)))
    let all = seen + modelled.compactMap(\.self).filter { xs.contains($0.x) && ys.contains($0.y) }
    var panel = PlotPanel(
      x: PlotAxis("⟨{/:Italic s}, {/:Italic u}⟩", linear: all.map(\.x), tickCount: isWide ? 8 : 5),
      y: PlotAxis("{/:Italic f}_{/:Italic A}", linear: all.map(\.y)))
    let tau = run.setting.thresholds.potential
    if let largest = all.map({ abs($0.y) }).max(), tau > 0, tau < largest {
      panel.bands.append(
        .init(
          span: -tau...tau, isVertical: false, shade: FigureStyle.phaseOneShade,
          title: "|{/:Italic f}_{/:Italic A}| ≤ τ"))
    }
    panel.curves += nullclines(model, panel)
    panel.curves.append(
      .init(
        points: Decimation.keepingExtremes(path, isParametric: true), style: .observed, title: "observed",
        marksPoints: marksRecords))
    if modelled.count >= 2 {
      panel.curves.append(
        .init(
          points: Decimation.keepingExtremes(modelled, isParametric: true), style: .predicted,
          title: "reduced model"))
    }
    if let start = path.first ?? nil {
      panel.marks.append(.init(point: start, style: .start, title: "start"))
    }
    if let began = run.analysis.phases.transition?.heldSince,
      let index = records.firstIndex(where: { $0.step == began }), let point = path[index]
    {
      panel.marks.append(.init(point: point, style: .transition, title: "Phase 2 begins"))
    }
    if let end = seen.last { panel.marks.append(.init(point: end, style: .end, title: "end")) }
    return [panel]
  }

  /// The range of values, and as much again on either side.
  private static func widened(_ values: [Double]) -> ClosedRange<Double> {
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    return 2 * least - most...2 * most - least
  }

  /// Where the reduced model leaves <s, u> or f_A as it is; both lines pass through the origin.
  private func nullclines(_ path: ReducedPath, _ panel: PlotPanel) -> [PlotPanel.Curve] {
    guard let m = path.model?.m else { return [] }
    let lines: [(CurveStyle, String, along: Double, across: Double)] = [
      (.reference, "Δ⟨{/:Italic s}, {/:Italic u}⟩ = 0", m.sf, -m.ss),
      (.secondReference, "Δ{/:Italic f}_{/:Italic A} = 0", m.ff, -m.fs),
    ]
    return lines.compactMap { style, title, dx, dy in
      let points = panel.crossings(dx: dx, dy: dy)
      return points.count == 2 ? .init(points: points, style: style, title: title) : nil
    }
  }

  // MARK: Curves against the step

  private func stepAxis() -> PlotAxis {
    PlotAxis("step", linear: records.map { Double($0.step) }, tickCount: isWide ? 10 : 6, margin: 0)
  }

  private func curve(
    _ style: CurveStyle, _ title: String, _ value: (StepRecord) -> PlotPoint?
  ) -> PlotPanel.Curve {
    .init(
      points: Decimation.keepingExtremes(records.map(value)), style: style, title: title,
      marksPoints: marksRecords)
  }

  private func potentialAndMargin() throws(Omission) -> [PlotPanel] {
    let margins = records.compactMap { PlotPoint(Double($0.step), $0.point.marginTerms?.sum) }
    guard !margins.isEmpty else {
      throw Omission(reason: "the margin is undefined at every record: the run has converged")
    }
    return [potential(), margin(margins)]
  }

  private func potential() -> PlotPanel {
    let name = "|{/:Italic f}_{/:Italic A}|"
    let seen = records.compactMap { PlotPoint(Double($0.step), positive: abs($0.point.potential)) }
    guard let largest = seen.map(\.y).max(), let smallest = seen.map(\.y).min() else {
      // f_A = 0 throughout has no logarithm.
      var panel = PlotPanel(x: stepAxis(), y: PlotAxis(name, linear: [0, 1]), bands: PhaseBands.bands(run))
      panel.curves.append(
        curve(.observed, "observed") { PlotPoint(Double($0.step), abs($0.point.potential)) })
      return panel
    }
    let model = zip(records, ReducedPath(run).states).map { record, state in
      PlotPoint(Double(record.step), positive: abs(state.f))
    }
    let tau = run.setting.thresholds.potential
    let showsTau = tau > smallest / 10 && tau < largest * 10
    let values = seen.map(\.y) + (showsTau ? [tau] : [])
    var panel = PlotPanel(
      x: stepAxis(), y: PlotAxis(name, logarithmic: values), bands: PhaseBands.bands(run))
    panel.curves.append(
      curve(.observed, "observed") { PlotPoint(Double($0.step), positive: abs($0.point.potential)) })
    if model.count >= 2 {
      panel.curves.append(
        .init(points: Decimation.keepingExtremes(model), style: .predicted, title: "reduced model"))
    }
    if showsTau { panel.curves.append(level(tau, .reference, "τ = \(PlotAxis.plain(tau))", panel.x)) }
    if case .found(let knee) = run.analysis.knee,
      let step = PlotPoint(Double(knee.step), positive: panel.y.low),
      let top = PlotPoint(Double(knee.step), positive: panel.y.high)
    {
      panel.curves.append(.init(points: [step, top], style: .secondReference, title: "knee"))
    }
    return panel
  }

  private func margin(_ seen: [PlotPoint]) -> PlotPanel {
    let delta = run.setting.thresholds.margin
    var panel = PlotPanel(
      x: stepAxis(), y: PlotAxis("margin (paper scale)", linear: seen.map(\.y) + [delta, 0]),
      bands: PhaseBands.bands(run))
    panel.curves.append(
      curve(.observed, "observed") { PlotPoint(Double($0.step), $0.point.marginTerms?.sum) })
    panel.curves.append(level(delta, .reference, deltaTitle, panel.x))
    return panel
  }

  private func marginBudget() throws(Omission) -> [PlotPanel] {
    let terms: [(CurveStyle, String, @Sendable (MarginTerms) -> Double)] = [
      (.observed, "margin", { $0.sum }), (.constant, "constant", { $0.constant }),
      (.first, "first", { $0.first }), (.diagonal, "diagonal", { $0.diagonal }),
      (.higher, "higher", { $0.higher }),
    ]
    let seen = records.compactMap(\.point.marginTerms)
    let values = terms.flatMap { term in seen.compactMap { PlotPoint(0, term.2($0))?.y } }
    guard !values.isEmpty else {
      throw Omission(reason: "the margin is undefined at every record: the run has converged")
    }
    let delta = run.setting.thresholds.margin
    var panel = PlotPanel(
      x: stepAxis(), y: PlotAxis("margin and its terms (paper scale)", linear: values + [delta, 0]),
      bands: PhaseBands.bands(run))
    panel.curves = terms.map { style, title, value in
      curve(style, title) { PlotPoint(Double($0.step), $0.point.marginTerms.map(value)) }
    }
    panel.curves.append(level(delta, .reference, deltaTitle, panel.x))
    return [panel]
  }

  private func distance() throws(Omission) -> [PlotPanel] {
    let seen = records.compactMap { PlotPoint(Double($0.step), positive: $0.point.distance) }
    guard !seen.isEmpty else {
      throw Omission(reason: "||W - W*||_F is zero at every record and has no logarithm")
    }
    var panel = PlotPanel(
      x: stepAxis(),
      y: PlotAxis("||{/:Italic W} − {/:Italic W}*||_{/:Italic F}", logarithmic: seen.map(\.y)),
      bands: PhaseBands.bands(run))
    panel.curves.append(
      curve(.observed, "observed") { PlotPoint(Double($0.step), positive: $0.point.distance) })
    let rates: [(CurveStyle, String, Double)] = [
      (.predicted, "rate π/2 − 1, near the origin", OriginHessian.smallestEigenvalue),
      (.reference, "rate δ of the theorem", run.setting.thresholds.margin),
    ]
    for (style, title, rate) in rates {
      let points = DistanceRate.points(run, rate: rate)
      guard points.count >= 2 else { continue }
      panel.curves.append(.init(points: Decimation.keepingExtremes(points), style: style, title: title))
    }
    return [panel]
  }

  private var deltaTitle: String { "δ = " + PlotAxis.plain(run.setting.thresholds.margin) }

  private func level(_ value: Double, _ style: CurveStyle, _ title: String, _ x: PlotAxis) -> PlotPanel.Curve
  {
    .init(points: [PlotPoint(x.low, value), PlotPoint(x.high, value)], style: style, title: title)
  }
}

extension PlotPanel {
  /// The points in which a line through the origin leaves the frame; none when it misses it.
  func crossings(dx: Double, dy: Double) -> [PlotPoint?] {
    // The line is t (dx, dy); each axis allows an interval of t.
    var (from, to) = (-Double.infinity, Double.infinity)
    for (d, axis) in [(dx, x), (dy, y)] where d != 0 {
      let ends = [axis.low / d, axis.high / d].sorted()
      (from, to) = (max(from, ends[0]), min(to, ends[1]))
    }
    guard from < to, from.isFinite, to.isFinite else { return [] }
    return [PlotPoint(from * dx, from * dy), PlotPoint(to * dx, to * dy)]
  }
}
