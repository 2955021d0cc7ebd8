import CLAPACKE
import CVectorKernels

/// ||W||_2 and ||A||_2 along a run, by Lanczos iterations in single precision between applications in double.
///
/// What comes out is a Rayleigh quotient in double precision with its residual; where single precision would not do (a norm
/// far below its neurons', or out of its range) every application is in double.
public struct PointNorms: Sendable {
  /// Below this everything is in double precision: there is nothing to save.
  private static let smallestDimension = 48
  /// The lengths of an image, relative to max |v_j| (squared, for W^T W), below which rounding in what was formed would be felt.
  private static let smallestFormed = 1e-2
  /// Images of other lengths leave single precision's range when they are squared.
  private static let singleRange = 1e-8...1e8

  private var operators: SinglePrecisionOperators?
  private var student: Search
  private var auxiliary: Search

  /// A point of a run.
  public struct Point {
    let weights: Matrix
    let neurons: NeuronOperator
    let targetGram: Matrix
    let targetCross: Matrix
    let displacementGram: Matrix

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
    student = Search(dimension: n, tolerance: tolerance)
    auxiliary = student
    operators =
      n < Self.smallestDimension
      ? nil
      : SinglePrecisionOperators(
        targetNeurons: targetNeurons, targetNorms: targetNorms, addsIdentity: addsIdentity)
  }

  /// ||W||_2 and ||A||_2 at a point; allocates nothing.
  ///
  /// - Returns: both with the residual reached, which is beyond the tolerance where Lanczos failed.
  /// - Complexity: n^3 single-precision operations where A is formed; some tens of applications.
  public mutating func find(at point: Point) -> (
    student: SpectralNormEstimate, auxiliary: SpectralNormEstimate
  ) {
    operators?.move(to: point)
    guard let operators else {
      return LanczosSpectralNorm.spectralNorms(
        &student.lanczos, of: point.weights, &auxiliary.lanczos, of: point.neurons)
    }
    let none = SpectralNormEstimate(value: 0, residual: .infinity, iterations: 0)
    var found = (none, none)
    var largest = 0.0
    for norm in point.neurons.norms { largest = max(largest, norm) }
    withUnsafeMutablePointer(to: &student) { student in
      withUnsafeMutablePointer(to: &auxiliary) { auxiliary in
        withUnsafeMutablePointer(to: &found) { found in
          var work = Work(
            student: student, auxiliary: auxiliary, operators: operators, point: point,
            largestNeuron: largest,
            found: found)
          // Formed matrices are searched by one thread each; otherwise the threads share every application.
          guard operators.isFormed else {
            work.run(0)
            work.run(1)
            return
          }
          withUnsafeMutablePointer(to: &work) { work in
            // The longer one first: whichever thread is free takes the other.
            tpk_parallel(2, { $0?.assumingMemoryBound(to: Work.self).pointee.run(Int($1)) }, work)
          }
        }
      }
    }
    return found
  }

  /// One of the two norms, and what its search keeps from point to point.
  private struct Search: Sendable {
    var lanczos: LanczosSpectralNorm
    private var room: [Float]
    private var product: [Double]

    init(dimension n: Int, tolerance: Double) {
      lanczos = LanczosSpectralNorm(dimension: n, tolerance: tolerance)
      room = [Float](repeating: 0, count: Int(tpk_single_room(Int64(n))))
      product = [Double](repeating: 0, count: n)
    }

    mutating func findStudent(_ point: Point, _ operators: SinglePrecisionOperators, largestNeuron: Double)
      -> SpectralNormEstimate
    {
      let n = Int32(operators.dimension)
      let (isFormed, scale) = (operators.isFormed, largestNeuron * largestNeuron)
      let estimate = operators.withStudent { apply in
        point.weights.elements.withUnsafeBufferPointer { w in
          product.withUnsafeMutableBufferPointer { product in
            room.withUnsafeMutableBufferPointer { room in
              guard let room = room.baseAddress else { return SpectralNormEstimate.none }
              return lanczos.run(
                isDefinite: true,
                usesSingle: { PointNorms.allowsSingle($0, isFormed ? scale : 0) }
              ) { isSingle, x, y, partial in
                if isSingle {
                  apply(x, y, room)
                } else if isFormed {  // the formed matrix is W^T W
                  cblas_dgemv(
                    CblasColMajor, CblasNoTrans, n, n, 1, w.baseAddress, n, x, 1, 0, product.baseAddress, 1)
                  cblas_dgemv(
                    CblasColMajor, CblasTrans, n, n, 1, w.baseAddress, n, product.baseAddress, 1, 0, y, 1)
                } else {
                  tpk_gram_apply(Int64(n), w.baseAddress, x, y, partial, 1)
                }
              }
            }
          }
        }
      }
      return estimate.squareRoot(isZero: { point.weights.largestMagnitude == 0 })
    }

    mutating func findAuxiliary(_ point: Point, _ operators: SinglePrecisionOperators, largestNeuron: Double)
      -> SpectralNormEstimate
    {
      let isShared: Int32 = operators.isFormed ? 0 : 1
      return operators.withAuxiliary(of: point.neurons) { apply in
        point.neurons.withPointers { neurons in
          room.withUnsafeMutableBufferPointer { room in
            guard let room = room.baseAddress else { return SpectralNormEstimate.none }
            return lanczos.run(
              usesSingle: { PointNorms.allowsSingle($0, operators.isFormed ? largestNeuron : 0) }
            ) { isSingle, x, y, partial in
              if isSingle {
                apply(x, y, room)
              } else {
                tpk_auxiliary_apply(Int64(operators.dimension), neurons, x, y, partial, isShared)
              }
            }
          }
        }
      }
    }
  }

  /// Whether single precision will do for an operator that makes an image of this length of a unit vector.
  private static func allowsSingle(_ length: Double, _ scale: Double) -> Bool {
    singleRange.contains(length) && length >= smallestFormed * scale
  }

  private struct Work {
    let student: UnsafeMutablePointer<Search>
    let auxiliary: UnsafeMutablePointer<Search>
    let operators: SinglePrecisionOperators
    let point: Point
    let largestNeuron: Double
    let found: UnsafeMutablePointer<(SpectralNormEstimate, SpectralNormEstimate)>

    func run(_ part: Int) {
      if part == 0 {
        found.pointee.1 = auxiliary.pointee.findAuxiliary(point, operators, largestNeuron: largestNeuron)
      } else {
        found.pointee.0 = student.pointee.findStudent(point, operators, largestNeuron: largestNeuron)
      }
    }
  }
}
