import Foundation
import TwoPhaseExperiments
import TwoPhaseTheory

/// Results of experiments that were never made, for reports.
public enum MadeExperiments {
  /// A curve along x.
  public static func curve(
    _ label: String, role: ExperimentCurve.Role = .measured, seeds: Int = 1, marks: Bool = false,
    at xs: [Double], spread: Double? = nil, _ y: (Double) -> Double?
  ) -> ExperimentCurve {
    ExperimentCurve(
      label: label, role: role, seeds: seeds, marksPoints: marks,
      points: xs.map { x in
        let y = y(x)
        let ends = spread.flatMap { spread in y.map { ($0 - spread * abs($0), $0 + spread * abs($0)) } }
        return .init(x: x, y: y, low: ends?.0, high: ends?.1)
      })
  }

  /// A result with these panels and little else.
  public static func result(_ panels: [ExperimentPanel], name: String = "made") -> ExperimentResult {
    ExperimentResult(
      name: name, title: "A made result", claim: "It is drawn.", source: "no one", isQuick: true,
      settings: "width: 3\n", seed: 1, panels: panels, tables: [], findings: [], notes: [])
  }

  /// A panel of a name.
  public static func panel(
    _ id: String, _ title: String, x: ExperimentPanel.Axis = .init("step"),
    y: ExperimentPanel.Axis = .init("loss (true scale)"), _ curves: [ExperimentCurve]
  ) -> ExperimentPanel {
    ExperimentPanel(id: id, title: title, x: x, y: y, curves: curves)
  }

  /// A panel whose title does not matter.
  public static func panel(
    _ id: String, x: ExperimentPanel.Axis = .init("step"),
    y: ExperimentPanel.Axis = .init("loss (true scale)"), _ curves: [ExperimentCurve]
  ) -> ExperimentPanel {
    panel(id, "A title", x: x, y: y, curves)
  }

  private static func steps(_ count: Int) -> [Double] { (0..<count).map(Double.init) }

  /// Marked points on two logarithmic axes with error bars, a prediction and a level.
  public static let powerLaw = panel(
    "a", "Error against width", x: .init("width d", isLogarithmic: true),
    y: .init("||Ghat - P||_2 (paper scale)", isLogarithmic: true),
    [
      curve("measured, 10 seeds", seeds: 10, marks: true, at: [16, 32, 64, 128, 256, 512], spread: 0.2) {
        0.9 / $0.squareRoot()
      },
      curve("without identity", seeds: 10, marks: true, at: [16, 32, 64, 128, 256, 512], spread: 0.3) {
        2.5 / pow($0, 0.3)
      },
      curve("predicted d^-1/2", role: .predicted, seeds: 0, at: [16, 512]) { 1 / $0.squareRoot() },
      curve("bound 0.1", role: .reference, seeds: 0, at: [16, 512]) { _ in 0.1 },
    ])

  /// Lines along steps with bands, one with a gap.
  public static let bands = panel(
    "b", "Training loss",
    y: .init("loss (true scale)", isLogarithmic: true),
    [
      curve("plain", seeds: 5, at: steps(200), spread: 0.3) { exp(-$0 / 60) * (1 + 0.1 * sin($0 / 3)) },
      curve("residual", seeds: 5, at: steps(200), spread: 0.4) {
        (80..<100).contains($0) ? nil : exp(-$0 / 30) + 0.01
      },
      curve("theory", role: .predicted, seeds: 0, at: steps(200)) { exp(-$0 / 32) + 0.008 },
    ])

  /// Many curves.
  public static let many = panel(
    "c", "Ten depths", y: .init("accuracy"),
    (0..<10).map { depth in
      curve("depth \(depth + 1)", seeds: 3, at: steps(120)) { x in
        1 - exp(-x / Double(8 + 9 * depth)) - 0.03 * Double(depth)
      }
    })

  /// A long title, long labels and axes.
  public static let long = panel(
    "d", "The distance to the teacher with and without identity mapping, from the same random starts",
    x: .init("training examples seen by the student network so far (thousands)"),
    y: .init("Frobenius distance of the student's weights to the teacher's (the weights' own unit)"),
    [
      curve("with identity mapping, learning rate 0.0005 in true scale", at: steps(50)) { 3e6 / ($0 + 1) },
      curve("without identity mapping, learning rate 0.0005 in true scale, the same seeds", at: steps(50)) {
        4e6 / ($0 + 2)
      },
      curve("small", role: .predicted, at: steps(50)) { 2e6 / ($0 + 1) },
    ])

  /// A whole result.
  public static let whole = ExperimentResult(
    name: "fig8", title: "Residual links and the loss landscape",
    claim: "With identity mapping the error of the approximation falls as d^-1/2, and training is faster.",
    source: "[S], figure 8", isQuick: false,
    settings: "kind: width\nsettings:\n  widths: [16, 32, 64, 128, 256, 512]\n  seeds: 10\n", seed: 7,
    panels: [powerLaw, bands],
    tables: [
      ExperimentTable(
        title: "Exponents of the error in d",
        columns: ["network", "exponent", "seeds", "verdict of the fit"],
        rows: [
          [
            .text("with identity"), .interval(-0.5012, low: -0.5312, high: -0.4711), .count(10),
            .text("fits"),
          ],
          [.text("without"), .number(-0.3), .count(10), .text("diverged at step 12")],
        ])
    ],
    findings: [
      .init(
        claim: "the exponent in d is at most -0.45 with identity mapping", source: "[S], figure 8",
        verdict: .holds,
        evidence:
          "The exponent is -0.5012, 95 % interval -0.5312 to -0.4711 (10 seeds), and its upper end is below -0.45."
      ),
      .init(
        claim: "the same holds without identity mapping", source: "our question", verdict: .violated,
        evidence: "The exponent is -0.3, interval -0.33 to -0.27."),
      .init(
        claim: "both reach loss 1e-6", source: "[S]", verdict: .notTested,
        evidence: "The runs end at 200 steps, before either could."),
    ],
    notes: ["Losses are in true scale.", "Bands are 95 % intervals by Student's t over seeds."])
}
