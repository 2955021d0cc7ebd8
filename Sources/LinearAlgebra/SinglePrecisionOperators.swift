import CVectorKernels

/// W W^T, W^T W and A in single precision, for `PointNorms`.
///
/// Up to `largestFormed` neurons W^T W and A are formed as symmetric matrices: an application then reads half a matrix.
/// W^T W comes from the Gram matrices in O(n^2); A = T - V \bar V^T, T = V* \bar V*^T fixed, costs n^3 operations. In larger
/// dimensions copies of W and D are read, once for both operators where both are wanted.
struct SinglePrecisionOperators: Sendable {
  /// The largest dimension at which forming A costs less than it saves.
  static let largestFormed = Int(TPK_FORMED_LARGEST)

  let dimension: Int
  let isFormed: Bool
  private let addsIdentity: Bool
  /// W and D, or V and T's lower triangle.
  private var first: [Float]
  private var second: [Float]
  /// A's lower triangle, and W^T W's upper one a column further.
  private var pair: [Float]

  /// Room for the neurons of a target V*, n x n with column lengths `targetNorms`.
  init(targetNeurons: Matrix, targetNorms: [Double], addsIdentity: Bool) {
    let n = targetNeurons.rowCount
    dimension = n
    self.addsIdentity = addsIdentity
    isFormed = n <= Self.largestFormed
    first = [Float](repeating: 0, count: n * n)
    second = first
    pair = [Float](repeating: 0, count: isFormed ? n * (n + 1) : 0)
    if isFormed { tpk_outer_gram(Int64(n), targetNeurons.elements, targetNorms, &second) }
  }

  /// Brings everything to a point, shared among threads; allocates nothing.
  mutating func move(to point: PointNorms.Point) {
    let n = Int64(dimension)
    guard isFormed else {
      tpk_narrow(n * n, point.weights.elements, &first)
      tpk_narrow(n * n, point.neurons.displacement.elements, &second)
      return
    }
    if n > TPK_UNCUT_LARGEST { tpk_narrow(n * n, point.neurons.neurons.elements, &first) }
    point.neurons.neurons.elements.withUnsafeBufferPointer { v in
      point.neurons.norms.withUnsafeBufferPointer { norms in
        point.targetGram.elements.withUnsafeBufferPointer { m in
          point.targetCross.elements.withUnsafeBufferPointer { p in
            point.displacementGram.elements.withUnsafeBufferPointer { e in
              first.withUnsafeBufferPointer { single in
                second.withUnsafeBufferPointer { t in
                  var sources = tpk_formed_sources(
                    n: n, addsIdentity: addsIdentity ? 1 : 0, neurons: v.baseAddress,
                    singleNeurons: single.baseAddress, norm: norms.baseAddress, teacherGram: m.baseAddress,
                    teacherCross: p.baseAddress, displacementGram: e.baseAddress, teacherOuter: t.baseAddress)
                  tpk_form_pair(&sources, &pair)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Pointers to everything, for as long as a search takes.
  struct Pointers {
    let dimension: Int64
    /// A's lower triangle and W^T W's upper one, where they are formed.
    fileprivate let auxiliary: UnsafePointer<Float>?
    fileprivate let student: UnsafePointer<Float>?
    /// W and D, elsewhere.
    fileprivate let neurons: UnsafePointer<tpk_single_neurons>
    var isFormed: Bool { auxiliary != nil }

    /// y = W^T W x where that is formed, y = W W^T x elsewhere.
    func applyStudent(
      _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, room: UnsafeMutablePointer<Float>
    ) {
      if let student {
        tpk_single_symmetric_apply(dimension, 0, student, x, y, room)
      } else {
        tpk_single_gram_apply(dimension, neurons.pointee.weights, x, y, room, 1)
      }
    }

    /// y = A x.
    func applyAuxiliary(
      _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, room: UnsafeMutablePointer<Float>
    ) {
      if let auxiliary {
        tpk_single_symmetric_apply(dimension, 1, auxiliary, x, y, room)
      } else {
        tpk_single_auxiliary_apply(dimension, neurons, x, y, room, 1)
      }
    }

    /// y = A x and z = W W^T u, where nothing is formed.
    func applyBoth(
      _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, room: UnsafeMutablePointer<Float>,
      _ u: UnsafePointer<Double>, _ z: UnsafeMutablePointer<Double>, otherRoom: UnsafeMutablePointer<Float>
    ) {
      tpk_single_both_apply(dimension, neurons, x, y, room, u, z, otherRoom)
    }
  }

  /// Calls `body` with pointers to the operators of the point that was moved to, which has these neurons.
  func withPointers<Result>(to neurons: NeuronOperator, _ body: (Pointers) -> Result) -> Result {
    pair.withUnsafeBufferPointer { pair in
      first.withUnsafeBufferPointer { w in
        second.withUnsafeBufferPointer { d in
          neurons.norms.withUnsafeBufferPointer { norms in
            neurons.targetNorms.withUnsafeBufferPointer { targets in
              neurons.normDifferences.withUnsafeBufferPointer { differences in
                var single = tpk_single_neurons(
                  weights: w.baseAddress, displacement: d.baseAddress, addsIdentity: addsIdentity ? 1 : 0,
                  norm: norms.baseAddress, teacherNorm: targets.baseAddress,
                  normDifference: differences.baseAddress)
                return withUnsafePointer(to: &single) { single in
                  body(
                    Pointers(
                      dimension: Int64(dimension), auxiliary: isFormed ? pair.baseAddress : nil,
                      student: isFormed ? pair.baseAddress.map { $0 + dimension } : nil, neurons: single))
                }
              }
            }
          }
        }
      }
    }
  }
}
