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

  /// True where the threads form the matrices together, before the searches; in smaller dimensions each search forms its own.
  private var isFormedTogether: Bool { isFormed && dimension > Int(TPK_UNCUT_LARGEST) }

  /// Pointers to everything, for as long as a search takes.
  struct Pointers {
    let dimension: Int64
    /// A's lower triangle and W^T W's upper one, where they are formed.
    fileprivate let pair: UnsafeMutablePointer<Float>?
    fileprivate let sources: UnsafePointer<tpk_formed_sources>
    /// W and D, elsewhere.
    fileprivate let neurons: UnsafePointer<tpk_single_neurons>
    var isFormed: Bool { pair != nil }
    fileprivate let formsApart: Bool

    /// Forms W^T W, where that is left to its search.
    func prepareStudent() {
      if formsApart { tpk_form_student(sources, pair) }
    }

    /// Forms A, where that is left to its search.
    func prepareAuxiliary() {
      if formsApart { tpk_form_auxiliary(sources, pair) }
    }

    /// y = W^T W x where that is formed, y = W W^T x elsewhere.
    func applyStudent(
      _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, room: UnsafeMutablePointer<Float>
    ) {
      if let pair {
        tpk_single_symmetric_apply(dimension, 0, pair + Int(dimension), x, y, room)
      } else {
        tpk_single_gram_apply(dimension, neurons.pointee.weights, x, y, room, 1)
      }
    }

    /// y = A x.
    func applyAuxiliary(
      _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, room: UnsafeMutablePointer<Float>
    ) {
      if let pair {
        tpk_single_symmetric_apply(dimension, 1, pair, x, y, room)
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

  /// Brings everything to a point, shared among threads, and calls `body` with pointers to it; allocates nothing.
  mutating func withPointers<Result>(at point: PointNorms.Point, _ body: (Pointers) -> Result) -> Result {
    let n = Int64(dimension)
    if isFormed {
      if isFormedTogether { tpk_narrow(n * n, point.neurons.neurons.elements, &first) }
    } else {
      tpk_narrow(n * n, point.weights.elements, &first)
      tpk_narrow(n * n, point.neurons.displacement.elements, &second)
    }
    let (isFormed, formsTogether, adds) = (isFormed, isFormedTogether, Int32(addsIdentity ? 1 : 0))
    return pair.withUnsafeMutableBufferPointer { pair in
      first.withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in
          point.neurons.withPointers { neurons in
            point.targetGram.elements.withUnsafeBufferPointer { m in
              point.targetCross.elements.withUnsafeBufferPointer { p in
                point.displacementGram.elements.withUnsafeBufferPointer { e in
                  var sources = tpk_formed_sources(
                    n: n, addsIdentity: adds, neurons: neurons.pointee.neurons,
                    singleNeurons: first.baseAddress, norm: neurons.pointee.norm, teacherGram: m.baseAddress,
                    teacherCross: p.baseAddress, displacementGram: e.baseAddress,
                    teacherOuter: second.baseAddress)
                  if formsTogether { tpk_form_pair(&sources, pair.baseAddress) }
                  var single = tpk_single_neurons(
                    weights: first.baseAddress, displacement: second.baseAddress, addsIdentity: adds,
                    norm: neurons.pointee.norm, teacherNorm: neurons.pointee.teacherNorm,
                    normDifference: neurons.pointee.normDifference)
                  return withUnsafePointer(to: &sources) { sources in
                    withUnsafePointer(to: &single) { single in
                      body(
                        Pointers(
                          dimension: n, pair: isFormed ? pair.baseAddress : nil, sources: sources,
                          neurons: single, formsApart: isFormed && !formsTogether))
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
