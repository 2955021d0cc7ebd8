import LinearAlgebra

/// |found - expected| / |expected|; zero when both are zero.
package func relativeError(_ found: Double, _ expected: Double) -> Double {
  if found == expected { return 0 }
  return abs(found - expected) / max(abs(expected), .leastNonzeroMagnitude)
}

/// The largest |found - expected| over the largest |expected|.
package func relativeError(_ found: [Double], _ expected: [Double]) -> Double {
  precondition(found.count == expected.count)
  let scale = expected.reduce(0) { max($0, abs($1)) }
  let error = zip(found, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
  return error == 0 ? 0 : error / max(scale, .leastNonzeroMagnitude)
}

/// The largest |found - expected| over the largest |expected|.
package func relativeError(_ found: Matrix, _ expected: Matrix) -> Double {
  relativeError(found.elements, expected.elements)
}
