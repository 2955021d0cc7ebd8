/// ||W||_2 and ||A||_2 along a run, by Lanczos iterations in single precision between applications in double.
///
/// What comes out is a Rayleigh quotient in double precision with its residual; where single precision would not do (a norm
/// far below its neurons', or out of its range) every application is in double.
public struct PointNorms: Sendable {
  /// Below this everything is in double precision: there is nothing to save.
  private static let smallestDimension = 48

  private var operators: SinglePrecisionOperators?
  private var student: PointNormSearch
  private var auxiliary: PointNormSearch

  /// A point of a run.
  public struct Point {
    let weights: Matrix
    let neurons: NeuronOperator
    /// M = V*^T V*.
    public let targetGram: Matrix
    /// P = V*^T D.
    public let targetCross: Matrix
    /// E = D^T D.
    public let displacementGram: Matrix

    /// W; V, D and the neurons' lengths; M = V*^T V*, P = V*^T D and E = D^T D (M's and E's lower triangles are read).
    public init(
      weights: Matrix, neurons: NeuronOperator, targetGram: Matrix, targetCross: Matrix,
      displacementGram: Matrix
    ) {
      self.weights = weights
      self.neurons = neurons
      self.targetGram = targetGram
      self.targetCross = targetCross
      self.displacementGram = displacementGram
    }
  }

  /// Room for n neurons.
  ///
  /// - Parameters:
  ///   - targetNeurons: V*, n x n, with the lengths `targetNorms` of its columns.
  ///   - addsIdentity: whether V = I + W.
  ///   - tolerance: the relative residual to reach: the error is at most its square over the spectrum's relative gap.
  /// - Complexity: n^3 floating-point operations where A will be formed; keeps 1 to 1.5 n x n matrices.
  public init(targetNeurons: Matrix, targetNorms: [Double], addsIdentity: Bool, tolerance: Double) {
    let n = targetNeurons.rowCount
    precondition(targetNeurons.isSquare && targetNorms.count == n, "shapes differ")
    student = PointNormSearch(dimension: n, tolerance: tolerance)
    auxiliary = student
    operators =
      n < Self.smallestDimension
      ? nil
      : SinglePrecisionOperators(
        targetNeurons: targetNeurons, targetNorms: targetNorms, addsIdentity: addsIdentity)
  }

  /// ||W||_2 and ||A||_2 at a point; allocates nothing.
  ///
  /// - Parameter other: called once; takes the searches along where it is given work, which it must do (`GramPairs.update`).
  /// - Returns: both with the residual reached, which is beyond the tolerance where Lanczos failed.
  /// - Complexity: n^3 single-precision operations where A is formed; some tens of applications.
  public mutating func find(at point: Point, beside other: (LongWork) -> Void) -> (
    student: SpectralNormEstimate, auxiliary: SpectralNormEstimate
  ) {
    guard operators != nil else {
      other(.none)
      return LanczosSpectralNorm.spectralNorms(
        &student.lanczos, of: point.weights, &auxiliary.lanczos, of: point.neurons)
    }
    return Self.find(at: point, &operators, &student, &auxiliary, beside: other)
  }

  /// Static, so that the three it changes are named.
  private static func find(
    at point: Point, _ operators: inout SinglePrecisionOperators?, _ student: inout PointNormSearch,
    _ auxiliary: inout PointNormSearch, beside other: (LongWork) -> Void
  ) -> (student: SpectralNormEstimate, auxiliary: SpectralNormEstimate) {
    var largest = 0.0
    for norm in point.neurons.norms { largest = max(largest, norm) }
    withUnsafeMutablePointer(to: &student) { student in
      withUnsafeMutablePointer(to: &auxiliary) { auxiliary in
        operators?.withPointers(at: point) { single in
          point.neurons.withPointers { neurons in
            point.weights.elements.withUnsafeBufferPointer { weights in
              let searches = PointNormSearches(
                student: student, auxiliary: auxiliary, single: single, neurons: neurons,
                weights: weights.baseAddress, largestNeuron: largest)
              searches.run(beside: other)
            }
          }
        }
      }
    }
    return (
      student.lanczos.search.found.squareRoot(isZero: { point.weights.largestMagnitude == 0 }),
      auxiliary.lanczos.search.found
    )
  }
}
