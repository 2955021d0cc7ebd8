import Foundation

extension SweepMap.Axis {
  /// Where cells meet, one more than places: half way between neighbours, geometrically on a logarithmic axis; the outermost
  /// cells reach as far beyond their places as towards their neighbours.
  public var borders: [Double] {
    let positions = places.map(position)
    guard positions.count >= 2 else { return positions.flatMap { [value($0 - 0.5), value($0 + 0.5)] } }
    let inner = zip(positions, positions.dropFirst()).map { $0 / 2 + $1 / 2 }
    let first = 2 * positions[0] - inner[0]
    let last = 2 * positions[positions.count - 1] - inner[inner.count - 1]
    return ([first] + inner + [last]).map(value)
  }

  /// A number's position along the axis: its logarithm on a logarithmic one.
  func position(_ number: Double) -> Double { isLogarithmic ? log(number) : number }

  /// The number at a position.
  func value(_ position: Double) -> Double { isLogarithmic ? exp(position) : position }
}
