/// The ends of a symmetric tridiagonal matrix's spectrum, found by Laguerre's iteration on its characteristic polynomial.
///
/// From outside the spectrum the iteration is monotone and of third order, and one evaluation costs a division for each row:
/// a small part of the cost of all eigenvalues and vectors, so that Lanczos can look at its residual at every iteration.
struct TridiagonalEdge {
  /// The eigenvalue.
  var value: Double
  /// The magnitude of the last component of its eigenvector of length one.
  var lastComponent: Double

  /// The largest eigenvalue of the leading `size` x `size` matrix (the smallest, when `sign` is -1).
  ///
  /// - Parameters:
  ///   - bound: a number at or beyond that end of the spectrum; the nearer the cheaper.
  ///   - scale: the size of the matrix's entries.
  static func find(
    diagonal: UnsafePointer<Double>, offDiagonal: UnsafePointer<Double>, size: Int, sign: Double,
    bound: Double, scale: Double
  ) -> TridiagonalEdge {
    guard scale > 0 else { return TridiagonalEdge(value: 0, lastComponent: 1) }
    let matrix = Scaled(
      diagonal: diagonal, offDiagonal: offDiagonal, size: size, factor: sign / scale, scale: scale)
    var x = sign * bound / scale
    var found = matrix.evaluate(x)
    if found == nil {  // the bound was none, by rounding
      x += 1
      found = matrix.evaluate(x)
    }
    for _ in 0..<80 {
      guard let here = found else { break }
      let n = Double(size)
      // Laguerre's step to the left.
      let spread = max(0, (n - 1) * (n * here.squares - here.sum * here.sum))
      let step = n / (here.sum + spread.squareRoot())
      guard step.isFinite, step > 1e-17 else { break }
      let next = x - step
      guard next < x, step > 2e-16 * abs(x) else { break }
      x = next
      found = matrix.evaluate(x)
    }
    return TridiagonalEdge(value: sign * x * scale, lastComponent: matrix.lastComponent(x))
  }

  /// The eigenvector of an eigenvalue at an end of the spectrum, from its last component upwards as `lastComponent`; not scaled
  /// to length one.
  static func eigenvector(
    diagonal: [Double], offDiagonal: [Double], size: Int, value: Double, into vector: inout [Double]
  ) {
    var component = 1.0
    vector[size - 1] = component
    var pivot = value - diagonal[size - 1]
    for k in stride(from: size - 2, through: 0, by: -1) {
      let off = offDiagonal[k]
      component *= pivot / off
      guard component.isFinite else {
        // The last components are nothing beside this one: begin with it.
        for i in k..<size { vector[i] = 0 }
        vector[k] = 1
        component = 1
        pivot = value - diagonal[k] - off * (off / pivot)
        continue
      }
      vector[k] = component
      pivot = value - diagonal[k] - off * (off / pivot)
    }
  }

  /// How many eigenvalues are larger than x: Sturm's count.
  static func countAbove(_ x: Double, diagonal: [Double], offDiagonal: [Double], size: Int, scale: Double)
    -> Int
  {
    var count = 0
    var pivot = 1.0
    for k in 0..<size {
      let off = k == 0 ? 0 : offDiagonal[k - 1]
      pivot = x - diagonal[k] - off * (off / pivot)
      if pivot == 0 { pivot = -1e-16 * scale }
      if pivot < 0 { count += 1 }
    }
    return count
  }

  /// The matrix over its scale, turned over when its smallest eigenvalue is wanted.
  private struct Scaled {
    let diagonal: UnsafePointer<Double>
    let offDiagonal: UnsafePointer<Double>
    let size: Int
    let factor: Double
    let scale: Double

    /// With p the characteristic polynomial: p'/p and (p'/p)^2 - p''/p; nil when x is not beyond the spectrum.
    func evaluate(_ x: Double) -> (sum: Double, squares: Double)? {
      // Pivots q of x - T, from the first row on, and their first two derivatives by x: all q are positive beyond the end.
      var (q, first, second) = (x - factor * diagonal[0], 1.0, 0.0)
      guard q > 0 else { return nil }
      var sum = 1 / q
      var squares = sum * sum
      for k in 1..<max(1, size) {
        let off = offDiagonal[k - 1] / scale
        let inverse = 1 / q
        let weight = off * inverse * (off * inverse)
        let previous = first
        q = x - factor * diagonal[k] - off * (off * inverse)
        first = 1 + weight * previous
        second = weight * (second - 2 * previous * previous * inverse)
        guard q > 0 else { return nil }
        let ratio = first / q
        sum += ratio
        squares += ratio * ratio - second / q
      }
      return (sum, squares)
    }

    /// The magnitude of the last component of the eigenvector of length one of the eigenvalue x. From the last component
    /// upwards the others grow, so that the recurrence is stable in this direction, and in this one only.
    func lastComponent(_ x: Double) -> Double {
      var (component, square) = (1.0, 1.0)
      var pivot = x - factor * diagonal[size - 1]
      for k in stride(from: size - 2, through: 0, by: -1) {
        let off = abs(offDiagonal[k] / scale)
        component *= pivot / off
        square += component * component
        pivot = x - factor * diagonal[k] - off * (off / pivot)
      }
      let found = 1 / square.squareRoot()
      return found.isNaN ? 1 : found
    }
  }
}
