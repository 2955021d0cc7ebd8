import ReportTestSupport
import TestSupport
import Testing
import TwoPhaseExperiments
import TwoPhaseReport

@Suite("Series of experiments in grey")
struct SeriesStyleTests {
  @Test("the first eight measured curves all differ in dashes, in marks and by eight in lightness")
  func measured() {
    let looks = (0..<SeriesStyle.count).map(SeriesStyle.measured)
    for (index, a) in looks.enumerated() {
      for b in looks.dropFirst(index + 1) {
        #expect(a.dashes != b.dashes && a.mark != b.mark)
        #expect(abs(a.lightness - b.lightness) >= 8, "\(a.colour) \(b.colour)")
      }
      #expect(a.lightness <= 70 && a.mark != nil)
    }
    // Neighbours in a key are far apart.
    for (a, b) in zip(looks, looks.dropFirst()) { #expect(abs(a.lightness - b.lightness) >= 19) }
  }

  @Test("up to 64 curves of a role differ in dashes or in mark and lightness together")
  func repeated() {
    let looks = (0..<64).map(SeriesStyle.measured)
    for (index, a) in looks.enumerated() {
      for b in looks.dropFirst(index + 1) { #expect(a.dashes != b.dashes || a.mark != b.mark) }
    }
  }

  @Test("roles are told apart: predictions are dashed and unmarked, references thin and grey")
  func roles() {
    func ink(_ look: LineLook) -> Double {
      let drawn = stride(from: 0, to: look.dashes.count, by: 2).reduce(0) { $0 + look.dashes[$1] }
      return look.dashes.isEmpty ? 1 : Double(drawn) / Double(look.dashes.reduce(0, +))
    }
    for index in 0..<SeriesStyle.count {
      let (measured, predicted, reference) = (
        SeriesStyle.measured(index), SeriesStyle.predicted(index, isPaired: false),
        SeriesStyle.reference(index)
      )
      #expect(ink(measured) >= 0.7 && ink(predicted) <= 0.7 && measured.dashes != predicted.dashes)
      #expect(predicted.mark == nil && !predicted.dashes.isEmpty && predicted.lightness <= 70)
      #expect(reference.mark == nil && reference.lineWidth < 0.7 && !reference.dashes.isEmpty)
    }
    let predicted = (0..<SeriesStyle.count).map { SeriesStyle.predicted($0, isPaired: true).dashes }
    #expect(Set(predicted).count == SeriesStyle.count)
  }

  @Test("a label looks alike in every panel, and curves of one panel differ")
  func labels() {
    let curve = { (label: String) in MadeExperiments.curve(label, at: [0, 1]) { $0 } }
    let looks = SeriesStyle.looks([
      MadeExperiments.panel("a", [curve("p"), curve("q")]),
      MadeExperiments.panel("b", [curve("q"), curve("p")]),
      MadeExperiments.panel("c", [curve("q"), curve("q")]),
    ])
    #expect(looks[0][0] == looks[1][1] && looks[0][1] == looks[1][0] && looks[0][0] != looks[0][1])
    #expect(looks[2][0] != looks[2][1])
    let many = SeriesStyle.looks([MadeExperiments.many])[0]
    for (index, a) in many.enumerated() { #expect(!many.dropFirst(index + 1).contains(a)) }
  }
}
