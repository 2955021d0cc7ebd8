import CVectorKernels

/// W W^T, W^T W and A in single precision, for `PointNorms`.
///
/// Up to `largestFormed` neurons W^T W and A are formed as symmetric matrices: an application then reads half a matrix.
/// W^T W comes from the Gram matrices in O(n^2); A = T - V \bar V^T, T = V* \bar V*^T fixed, costs n^3 operations. In larger
/// dimensions copies of W and D are read.
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

  /// Calls `body` with y = W^T W x where that is formed, y = W W^T x elsewhere; the last argument is room.
  func withStudent<Result>(
    _ body: ((UnsafePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Float>) -> Void) ->
      Result
  ) -> Result {
    let n = Int64(dimension)
    return pair.withUnsafeBufferPointer { pair in
      first.withUnsafeBufferPointer { w in
        body { x, y, room in
          if isFormed {
            tpk_single_symmetric_apply(n, 0, pair.baseAddress.map { $0 + Int(n) }, x, y, room)
          } else {
            tpk_single_gram_apply(n, w.baseAddress, x, y, room, 1)
          }
        }
      }
    }
  }

  /// Calls `body` with y = A x; the last argument is room.
  func withAuxiliary<Result>(
    of neurons: NeuronOperator,
    _ body: ((UnsafePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Float>) -> Void) ->
      Result
  ) -> Result {
    let n = Int64(dimension)
    return pair.withUnsafeBufferPointer { pair in
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
                  body { x, y, room in
                    if isFormed {
                      tpk_single_symmetric_apply(n, 1, pair.baseAddress, x, y, room)
                    } else {
                      tpk_single_auxiliary_apply(n, single, x, y, room, 1)
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
