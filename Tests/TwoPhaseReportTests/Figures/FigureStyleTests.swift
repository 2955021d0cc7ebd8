import Foundation
import Testing
import TwoPhaseReport

@Suite("Figures in grey")
struct FigureStyleTests {
  /// The curves that one figure holds.
  static let together: [[CurveStyle]] = [
    [.observed, .first, .constant, .diagonal, .higher, .reference],
    [.observed, .predicted, .reference, .secondReference],
  ]

  @Test(
    "curves of one figure differ in dashes, and in lightness unless a mark or the width tells them apart",
    arguments: together)
  func told(_ styles: [CurveStyle]) {
    for (index, a) in styles.enumerated() {
      for b in styles.dropFirst(index + 1) {
        #expect(a.dashes != b.dashes, "\(a) \(b)")
        let marks = a.mark != b.mark || a.lineWidth != b.lineWidth
        #expect(abs(a.lightness - b.lightness) >= 10 || marks, "\(a) \(b)")
      }
    }
    let terms = styles.filter { $0.mark != nil }
    #expect(Set(terms.compactMap(\.mark)).count == terms.count)
    let lightness = terms.map(\.lightness).sorted()
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $1 - $0 >= 10 })
  }

  @Test("every curve stands out from white and from both shades")
  func contrast() {
    #expect(abs(CurveStyle.observed.lightness) < 1e-9)
    for style in CurveStyle.allCases { #expect(style.lightness <= 70, "\(style)") }
    #expect(FigureStyle.phaseOneShade != FigureStyle.returnShade)
    for shade in [FigureStyle.phaseOneShade, FigureStyle.returnShade] {
      #expect((Int(shade.prefix(2), radix: 16) ?? 0) >= 0xd0)
    }
  }
}
