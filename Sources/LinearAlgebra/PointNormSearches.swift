import CLAPACKE
import CVectorKernels

/// One of the two norms of `PointNorms`, and what its search keeps from point to point.
struct PointNormSearch: Sendable {
  var lanczos: LanczosSpectralNorm
  fileprivate var room: [Float]
  fileprivate var product: [Double]

  init(dimension n: Int, tolerance: Double) {
    lanczos = LanczosSpectralNorm(dimension: n, tolerance: tolerance)
    room = [Float](repeating: 0, count: Int(tpk_single_room(Int64(n))))
    product = [Double](repeating: 0, count: n)
  }

  /// Calls `body` with the current basis vector, its image to be, and room.
  fileprivate mutating func withVectors(
    _ body: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Room) -> Void
  ) {
    room.withUnsafeMutableBufferPointer { single in
      product.withUnsafeMutableBufferPointer { product in
        guard let single = single.baseAddress, let product = product.baseAddress else { return }
        lanczos.applyToCurrent { x, y, partial in
          body(x, y, Room(single: single, product: product, partial: partial))
        }
      }
    }
  }

  fileprivate struct Room {
    let single: UnsafeMutablePointer<Float>
    let product: UnsafeMutablePointer<Double>
    let partial: UnsafeMutablePointer<Double>
  }
}

/// The two searches at one point. Formed matrices are searched by one thread each; otherwise the threads share every
/// application, and both searches go on together, so that W is read once for both.
struct PointNormSearches {
  /// The lengths of an image, relative to max |v_j| (squared, for W^T W), below which rounding in what was formed would be felt.
  private static let smallestFormed = 1e-2
  /// Images of other lengths leave single precision's range when they are squared.
  private static let singleRange = 1e-8...1e8

  let student: UnsafeMutablePointer<PointNormSearch>
  let auxiliary: UnsafeMutablePointer<PointNormSearch>
  let single: SinglePrecisionOperators.Pointers
  let neurons: UnsafePointer<tpk_neurons>
  let weights: UnsafePointer<Double>?
  let largestNeuron: Double

  /// Both searches, from begin to end.
  ///
  /// - Parameter other: called once, with the searches where they are long pieces of work, to be taken along.
  func run(beside other: (LongWork) -> Void) {
    guard single.isFormed else {
      other(.none)
      return runTogether()
    }
    var searches = self
    withUnsafeMutablePointer(to: &searches) { searches in
      other(
        LongWork(
          parts: tpk_beside(
            parts: 2,
            part: { context, part in
              guard let searches = context?.assumingMemoryBound(to: PointNormSearches.self).pointee else {
                return
              }
              // The longer one first: whichever thread is free takes the other.
              if part == 0 { searches.runAuxiliary() } else { searches.runStudent() }
            }, context: searches)))
    }
  }

  private func runStudent() {
    single.prepareStudent()
    var want = student.pointee.lanczos.beginSearch(isDefinite: true)
    while want != .nothing {
      applyStudent(isSingle: want == .singleImage)
      want = continueStudent()
    }
  }

  private func runAuxiliary() {
    single.prepareAuxiliary()
    var want = auxiliary.pointee.lanczos.beginSearch(isDefinite: false)
    while want != .nothing {
      applyAuxiliary(isSingle: want == .singleImage)
      want = continueAuxiliary()
    }
  }

  private func runTogether() {
    var own = student.pointee.lanczos.beginSearch(isDefinite: true)
    var other = auxiliary.pointee.lanczos.beginSearch(isDefinite: false)
    while own != .nothing || other != .nothing {
      if own == .singleImage, other == .singleImage {
        auxiliary.pointee.withVectors { x, y, room in
          student.pointee.withVectors { u, z, otherRoom in
            single.applyBoth(x, y, room: room.single, u, z, otherRoom: otherRoom.single)
          }
        }
      } else {
        if own != .nothing { applyStudent(isSingle: own == .singleImage) }
        if other != .nothing { applyAuxiliary(isSingle: other == .singleImage) }
      }
      withUnsafeMutablePointer(to: &own) { own in
        withUnsafeMutablePointer(to: &other) { other in
          var turn = Turn(searches: self, student: own, auxiliary: other)
          withUnsafeMutablePointer(to: &turn) { turn in
            tpk_parallel(2, { $0?.assumingMemoryBound(to: Turn.self).pointee.goOn(Int($1)) }, turn)
          }
        }
      }
    }
  }

  /// Both searches take in their images, each with a thread of its own.
  private struct Turn {
    let searches: PointNormSearches
    let student: UnsafeMutablePointer<LanczosSpectralNorm.Want>
    let auxiliary: UnsafeMutablePointer<LanczosSpectralNorm.Want>

    func goOn(_ part: Int) {
      if part == 0 {
        if auxiliary.pointee != .nothing { auxiliary.pointee = searches.continueAuxiliary() }
      } else if student.pointee != .nothing {
        student.pointee = searches.continueStudent()
      }
    }
  }

  private func applyStudent(isSingle: Bool) {
    let n = Int32(single.dimension)
    student.pointee.withVectors { x, y, room in
      if isSingle {
        single.applyStudent(x, y, room: room.single)
      } else if single.isFormed {  // the formed matrix is W^T W
        cblas_dgemv(CblasColMajor, CblasNoTrans, n, n, 1, weights, n, x, 1, 0, room.product, 1)
        cblas_dgemv(CblasColMajor, CblasTrans, n, n, 1, weights, n, room.product, 1, 0, y, 1)
      } else {
        tpk_gram_apply(single.dimension, weights, x, y, room.partial, 1)
      }
    }
  }

  private func applyAuxiliary(isSingle: Bool) {
    auxiliary.pointee.withVectors { x, y, room in
      if isSingle {
        single.applyAuxiliary(x, y, room: room.single)
      } else {
        tpk_auxiliary_apply(single.dimension, neurons, x, y, room.partial, single.isFormed ? 0 : 1)
      }
    }
  }

  fileprivate func continueStudent() -> LanczosSpectralNorm.Want {
    student.pointee.lanczos.continueSearch(usesSingle: {
      allowsSingle($0, scale: largestNeuron * largestNeuron)
    })
  }

  fileprivate func continueAuxiliary() -> LanczosSpectralNorm.Want {
    auxiliary.pointee.lanczos.continueSearch(usesSingle: { allowsSingle($0, scale: largestNeuron) })
  }

  /// Whether single precision will do for an operator that makes an image of this length of a unit vector.
  private func allowsSingle(_ length: Double, scale: Double) -> Bool {
    Self.singleRange.contains(length) && length >= (single.isFormed ? Self.smallestFormed * scale : 0)
  }
}
