import Foundation
import TwoPhaseSweeps

/// An axis of a map as it is drawn: where cells end, as fractions of the axis. Between two places the border is their middle, on a
/// logarithmic axis their geometric mean; words have equal room.
struct MapPlaces {
  private enum Spacing {
    case equal
    case linear
    case logarithmic
  }

  /// The cells' ends from 0 to 1: one more than there are places.
  let edges: [Double]
  /// Where the places themselves are.
  let centres: [Double]
  /// What stands there, in gnuplot's enhanced text.
  let enhancedLabels: [String]
  /// The same as plain text.
  let labels: [String]
  let isCategorical: Bool

  private let spacing: Spacing
  /// The axis' ends in its own numbers, or their logarithms.
  private let from: Double
  private let to: Double

  /// The places of an axis.
  ///
  /// - Complexity: O(n) for n places.
  init(_ axis: SweepMap.Axis) {
    let places = axis.places
    isCategorical = axis.isCategorical
    let isRising =
      places.allSatisfy { abs($0) < PlotPoint.limit }
      && zip(places, places.dropFirst()).allSatisfy { $0 < $1 }
    var spacing = Spacing.linear
    if axis.isCategorical || !isRising {
      spacing = .equal
    } else if axis.isLogarithmic, places.allSatisfy({ $0 > 0 }) {
      spacing = .logarithmic
    }
    let marks: [Double] =
      switch spacing {
      case .equal: places.indices.map(Double.init)
      case .linear: places
      case .logarithmic: places.map { log($0) }
      }
    // A place alone: half of it on either side.
    let only = abs(marks.first ?? 0)
    let ends = Self.ends(marks, alone: spacing == .linear && only > 0 ? only / 2 : 0.5)
    let (from, to) = (ends.first ?? 0, ends.last ?? 1)
    (self.spacing, self.from, self.to) = (spacing, from, to)
    edges = ends.map { ($0 - from) / (to - from) }
    centres = marks.map { ($0 - from) / (to - from) }
    let texts = places.indices.map { index in
      index < axis.labels.count ? axis.labels[index] : NumberText.compact(places[index])
    }
    let numbers = zip(places, texts).map { place, text -> String? in
      // A number as the other figures write it, where four digits are all of it.
      guard !axis.isCategorical, Double(text) == place, Double(NumberText.compact(place)) == place else {
        return nil
      }
      return PlotAxis.plain(place)
    }
    enhancedLabels = zip(numbers, texts).map { $0 ?? GnuplotText.escaped(GnuplotText.plain($1)) }
    labels = zip(numbers, texts).map { $0.map(MapWords.plain) ?? GnuplotText.plain($1) }
  }

  private static func ends(_ marks: [Double], alone: Double) -> [Double] {
    guard let first = marks.first, let last = marks.last else { return [] }
    guard marks.count > 1 else { return [first - alone, first + alone] }
    let inner = zip(marks, marks.dropFirst()).map { $0 / 2 + $1 / 2 }
    return [first - (inner[0] - first)] + inner + [last + (last - inner[inner.count - 1])]
  }

  /// Where a number of the axis is, a fraction of it; nil where it has no place.
  func position(_ value: Double) -> Double? {
    guard value.isFinite, !centres.isEmpty else { return nil }
    let mark: Double
    switch spacing {
    case .equal:
      guard isCategorical else { return nil }
      mark = value
    case .linear: mark = value
    case .logarithmic:
      guard value > 0 else { return nil }
      mark = log(value)
    }
    return ((mark - from) / (to - from)).ifFinite
  }

  /// The labels that have room when each takes `size` of the axis' `room`: every second, third, ... where places have equal room,
  /// else each that is clear of the last.
  func shown(_ size: (Int) -> Double, room: Double) -> Set<Int> {
    guard centres.count > 1 else { return Set(centres.indices) }
    func isClear(_ a: Int, _ b: Int) -> Bool {
      (centres[b] - centres[a]) * room >= size(a) / 2 + size(b) / 2
    }
    let gaps = zip(centres, centres.dropFirst()).map { $1 - $0 }
    guard (gaps.max() ?? 0) > 1.5 * (gaps.min() ?? 0) else {
      let step = (1..<centres.count).first { step in
        let chosen = stride(from: 0, to: centres.count, by: step)
        return zip(chosen, chosen.dropFirst()).allSatisfy(isClear)
      }
      return Set(stride(from: 0, to: centres.count, by: step ?? centres.count))
    }
    var last = 0
    var chosen: Set<Int> = [0]
    for index in centres.indices.dropFirst() where isClear(last, index) {
      chosen.insert(index)
      last = index
    }
    return chosen
  }
}
