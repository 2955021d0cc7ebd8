import Foundation
import TwoPhaseSweeps

/// Where estimates are along the colours. Fractions go from 0 to 1, so that maps of fractions compare; all else from the least
/// estimate to the largest.
struct MapScale {
  /// A number beside the colour bar.
  struct Tick {
    /// 0 to 1.
    let place: Double
    /// In gnuplot's enhanced text.
    let label: String
  }

  let low: Double
  let high: Double
  let isLogarithmic: Bool
  let ticks: [Tick]
  /// The factor that all labels share, " / 10^{6}", or nothing.
  let factor: String

  /// The scale of a map.
  ///
  /// - Complexity: O(n) for n cells.
  init(_ map: SweepMap) {
    // What is too large or too small for gnuplot's arithmetic has the end's colour.
    let isMedian = map.quantity.kind == .median
    let values = map.cells.compactMap(\.estimate).filter { abs($0) < PlotPoint.limit }
    isLogarithmic =
      isMedian && map.quantity.isLogarithmic && !values.isEmpty
      && values.allSatisfy { $0 > 1 / PlotPoint.limit }
    if isMedian, let least = values.min(), let most = values.max() {
      // Numbers that differ by less than their labels show are one, in the middle.
      if isLogarithmic {
        (low, high) = log10(most / least) < 1e-3 ? (least / 2, most * 2) : (least, most)
      } else {
        let size = max(abs(least), abs(most))
        let room = max(size, 1 / PlotPoint.limit) / 2
        (low, high) = most - least <= 1e-5 * size ? (least - room, most + room) : (least, most)
      }
    } else {
      (low, high) = (0, 1)
    }
    let axis = PlotAxis("", linear: [low, high], margin: 0)
    factor = isLogarithmic ? "" : axis.title
    let scale = (low, high, isLogarithmic)
    let marks = isLogarithmic ? Self.powers(low, high) : axis.ticks.map { ($0.position, $0.label ?? "") }
    ticks = marks.compactMap { position, label in
      guard let place = Self.place(position, scale) else { return nil }
      return (-1e-9...1 + 1e-9).contains(place) ? Tick(place: min(max(place, 0), 1), label: label) : nil
    }
  }

  /// Powers of ten, with twice and five times each where those are few; some of them where they are many.
  private static func powers(_ low: Double, _ high: Double) -> [(Double, String)] {
    let (first, last) = (Int(log10(low).rounded(.down)), Int(log10(high).rounded(.up)))
    let decades = log10(high / low)
    let step = max(1, Int((decades / 6).rounded(.up)))
    let factors: [Double] = decades < 3.5 ? [1, 2, 5] : [1]
    let room = low * (1 - 1e-9)...high * (1 + 1e-9)
    let marks = stride(from: first, through: last, by: step).flatMap { exponent -> [Double] in
      factors.map { $0 * pow(10, Double(exponent)) }.filter(room.contains)
    }
    // Less than a decade may hold no such number.
    let shown = marks.count > 1 ? marks : [low, (low * high).squareRoot(), high]
    return shown.map { ($0, PlotAxis.plain($0)) }
  }

  /// A value's place, 0 to 1; nil for what is no number.
  func place(_ value: Double) -> Double? {
    Self.place(value, (low, high, isLogarithmic)).map { min(max($0, 0), 1) }
  }

  private static func place(_ value: Double, _ scale: (low: Double, high: Double, isLogarithmic: Bool))
    -> Double?
  {
    guard value.isFinite else { return nil }
    if scale.isLogarithmic {
      guard value > 0 else { return nil }
      return (log(value / scale.low) / log(scale.high / scale.low)).ifFinite
    }
    // Halves first: the span of two finite numbers may not be finite.
    return ((value / 2 - scale.low / 2) / (scale.high / 2 - scale.low / 2)).ifFinite
  }
}
