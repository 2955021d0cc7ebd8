import Foundation

/// One axis of a panel: its range, and ticks with their labels, made here so that minus signs, powers and factors are right.
package struct PlotAxis: Sendable {
  /// A tick; without a label it is a small one.
  package struct Tick: Sendable {
    package let position: Double
    package let label: String?
  }

  /// What is along it, in gnuplot's enhanced text, a unit's factor included.
  package let title: String
  /// The range.
  package let low: Double
  package let high: Double
  package let isLogarithmic: Bool
  package let ticks: [Tick]

  /// A linear axis that shows all values and a little more. A power of 1000 that all labels share moves into the title.
  ///
  /// - Parameter margin: the free part on either side, as a fraction.
  package init(_ title: String, linear values: [Double], tickCount: Int = 5, margin: Double = 0.05) {
    var least = values.min() ?? 0
    var most = values.max() ?? 1
    if least == most {
      let room = least == 0 ? 1 : abs(least) * 0.1
      (least, most) = (least - (margin > 0 ? room : 0), most + room)
    }
    let room = (most - least) * margin
    let (low, high) = (least - room, most + room)
    (self.low, self.high) = (low, high)
    isLogarithmic = false
    let step = Self.niceStep(high - low, count: tickCount)
    let largest = max(abs(low), abs(high))
    let thousands = largest >= 1e5 || step < 1e-3 ? Int((log10(largest) / 3).rounded(.down)) : 0
    let factor = pow(1000, Double(thousands))
    let decimals = max(0, -Int((log10(step / factor) + 1e-9).rounded(.down)))
    ticks = Self.multiples(of: step, from: low, to: high).map { position in
      Tick(position: position, label: Self.fixed(position / factor, decimals: decimals))
    }
    self.title = thousands == 0 ? title : "\(title) / 10^{\(Self.integer(3 * thousands))}"
  }

  /// A logarithmic axis that shows all values, which are positive. Less than two decades get ticks in between.
  package init(_ title: String, logarithmic values: [Double], tickCount: Int = 5) {
    self.title = title
    isLogarithmic = true
    let (least, most) = (log10(values.min() ?? 1), log10(values.max() ?? 1))
    let room = most > least ? 0.05 * (most - least) : 0.02
    let (low, high) = (pow(10, least - room), pow(10, most + room))
    (self.low, self.high) = (low, high)
    let decades = most - least
    if decades >= 2 {
      let stride = Int((decades / Double(tickCount)).rounded(.up))
      let exponents = Int((least - room).rounded(.up))...Int((most + room).rounded(.down))
      let isPlain = exponents.lowerBound >= -2 && exponents.upperBound <= 3
      var ticks = exponents.compactMap { exponent -> Tick? in
        let isShown = exponent.isMultiple(of: stride)
        // Small ticks at powers in between, as long as they do not run into one another.
        guard isShown || stride <= 4 else { return nil }
        let text = isPlain ? Self.plain(pow(10, Double(exponent))) : "10^{\(Self.integer(exponent))}"
        return Tick(position: pow(10, Double(exponent)), label: isShown ? text : nil)
      }
      if decades <= 5 { ticks += Self.between(exponents.lowerBound - 1...exponents.upperBound, low, high) }
      self.ticks = ticks
      return
    }
    let exponents = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
    let round = exponents.flatMap { exponent in [1, 2, 5].map { $0 * pow(10, Double(exponent)) } }
      .filter { $0 >= low && $0 <= high }
    let positions =
      round.count >= 3
      ? round : Self.multiples(of: Self.niceStep(high - low, count: tickCount), from: low, to: high)
    // Evenly spaced numbers crowd at the upper end of a logarithmic axis: those too near to the last label go without.
    var labelled = -Double.infinity
    ticks = positions.map { position in
      let place = log10(position)
      let isShown = place - labelled >= 0.09 * (most - least + 2 * room)
      if isShown { labelled = place }
      return Tick(position: position, label: isShown ? Self.plain(position) : nil)
    }
  }

  /// Small ticks at 2 to 9 times each power of ten.
  private static func between(_ exponents: ClosedRange<Int>, _ low: Double, _ high: Double) -> [Tick] {
    exponents.flatMap { exponent in (2...9).map { Double($0) * pow(10, Double(exponent)) } }
      .filter { $0 >= low && $0 <= high }.map { Tick(position: $0, label: nil) }
  }

  /// 1, 2 or 5 times a power of ten that divides a span into about `count` parts.
  private static func niceStep(_ span: Double, count: Int) -> Double {
    let raw = span / Double(count)
    let power = pow(10, log10(raw).rounded(.down))
    return ([1, 2, 5].first { $0 * power >= raw * 0.7 } ?? 10) * power
  }

  private static func multiples(of step: Double, from low: Double, to high: Double) -> [Double] {
    let (first, last) = ((low / step).rounded(.up), (high / step).rounded(.down))
    guard first.isFinite, last.isFinite, last >= first, last - first < 100 else { return [] }
    return stride(from: first, through: last, by: 1).map { $0 * step }
  }

  private static func fixed(_ value: Double, decimals: Int) -> String {
    let text = String(format: "%.\(min(decimals, 9))f", value)
    return minus(
      text.contains { $0 != "-" && $0 != "0" && $0 != "." }
        ? text : text.replacingOccurrences(of: "-", with: ""))
  }

  private static func integer(_ value: Int) -> String { minus("\(value)") }

  /// Four digits at most, with a true minus sign; with a power of ten for very large and small numbers.
  static func plain(_ value: Double) -> String {
    let text = String(format: "%.4g", value)
    guard let split = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: split)...]) else {
      return minus(text)
    }
    return minus("\(text[..<split])×10^{\(exponent)}")
  }

  /// The sign that is a minus and no hyphen.
  private static func minus(_ text: String) -> String { text.replacingOccurrences(of: "-", with: "−") }
}
