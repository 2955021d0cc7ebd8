/// How much each break would lower the residual sum of squares below that of one line.
///
/// With `e` the residuals of the line and `h = max(t - k, 0)`, a break at `k` gains
/// `<h, e>^2 / ||h_perp||^2`, where `h_perp` is the part of `h` orthogonal to all lines. Moving `k` by one
/// record changes each inner product by a few prefix sums. The mirrored hinge `g = max(k - t, 0)` differs
/// from `h` by a line only, so it gains the same; whichever of the two has the smaller norm is used at each
/// break, for its `||.||^2 - (projection on lines)^2` cancels least.
enum HingeSweep {
  /// The gain of a break at each record. Times increase and have mean 0. Cost: O(n).
  static func gains(time: [Double], residuals: [Double]) -> [Double] {
    let before = sweep(time: time, residuals: residuals)
    let after = sweep(time: time.reversed().map { -$0 }, residuals: residuals.reversed())
    return zip(before, after.reversed()).map { $0.square <= $1.square ? $0.gain : $1.gain }
  }

  private struct Break {
    let square: Double
    let gain: Double
  }

  /// The gains of the hinges `g = max(k - t, 0)`, for `k` from the first time to the last.
  private static func sweep(time: [Double], residuals: [Double]) -> [Break] {
    let timeSquare = time.reduce(0) { $0 + $1 * $1 }
    var breaks: [Break] = []
    breaks.reserveCapacity(time.count)
    var count = 0.0
    var timeSum = 0.0
    var residualSum = 0.0
    var total = 0.0
    var square = 0.0
    var withTime = 0.0
    var withResidual = 0.0
    var previous = time.first ?? 0
    for (now, residual) in zip(time, residuals) {
      let advance = now - previous
      square += advance * (2 * total + advance * count)
      total += advance * count
      withTime += advance * timeSum
      withResidual += advance * residualSum
      let onLines = total * total / Double(time.count) + withTime * withTime / timeSquare
      let orthogonal = square - onLines
      breaks.append(
        Break(square: square, gain: orthogonal > 0 ? withResidual * withResidual / orthogonal : 0))
      count += 1
      timeSum += now
      residualSum += residual
      previous = now
    }
    return breaks
  }
}
