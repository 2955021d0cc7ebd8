/// A hand-written gradient beside central differences of the loss.
public struct GradientCheck: Sendable, Equatable {
  /// The largest |difference| over all parameters, relative to the largest |entry| of the gradient.
  public let largestError: Double
  /// The parameter at which it is.
  public let parameter: Int

  /// Compares the gradient with (f(p + h e_k) - f(p - h e_k)) / 2h at each parameter. Off kinks the error is O(h^2).
  ///
  /// - Parameters:
  ///   - parameters: the point.
  ///   - gradient: the hand-written gradient there, one entry for each parameter.
  ///   - step: h, relative to max(1, |p_k|).
  ///   - loss: the loss at any point.
  /// - Complexity: two losses a parameter.
  public init(
    parameters: [Double], gradient: [Double], step: Double = 1e-5, loss: ([Double]) throws -> Double
  ) rethrows {
    precondition(parameters.count == gradient.count, "one entry of the gradient for each parameter")
    let scale = gradient.reduce(0) { max($0, abs($1)) }
    var (worst, index) = (0.0, 0)
    var moved = parameters
    for k in parameters.indices {
      let h = step * max(1, abs(parameters[k]))
      moved[k] = parameters[k] + h
      let above = try loss(moved)
      moved[k] = parameters[k] - h
      let below = try loss(moved)
      moved[k] = parameters[k]
      let error = abs((above - below) / (2 * h) - gradient[k])
      // A NaN anywhere is the worst.
      if !(error <= worst) { (worst, index) = (error, k) }
    }
    largestError = worst == 0 ? 0 : worst / scale
    parameter = index
  }
}
