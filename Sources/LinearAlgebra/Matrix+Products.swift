import CLAPACKE
import CVectorKernels

extension Matrix {
  /// How a factor enters a product.
  public enum Form: Sendable {
    /// As it is.
    case plain
    /// Transposed.
    case transposed

    var flag: CBLAS_TRANSPOSE { self == .plain ? CblasNoTrans : CblasTrans }
  }

  /// `self = alpha op(a) op(b) + beta self`, through BLAS dgemm; allocates nothing.
  ///
  /// - Precondition: the shapes agree with the shape of `self`.
  /// - Complexity: 2 m n k floating-point operations.
  public mutating func setProduct(
    _ a: Matrix, _ aForm: Form = .plain, _ b: Matrix, _ bForm: Form = .plain, alpha: Double = 1,
    beta: Double = 0
  ) {
    let inner = innerDimension(a, aForm, b, bForm)
    guard rowCount > 0, columnCount > 0 else { return }
    let (m, n, k) = (Int32(rowCount), Int32(columnCount), Int32(inner))
    let (lda, ldb) = (Int32(max(1, a.rowCount)), Int32(max(1, b.rowCount)))
    elements.withUnsafeMutableBufferPointer { c in
      a.elements.withUnsafeBufferPointer { a in
        b.elements.withUnsafeBufferPointer { b in
          cblas_dgemm(
            CblasColMajor, aForm.flag, bForm.flag, m, n, k, alpha, a.baseAddress, lda, b.baseAddress, ldb,
            beta,
            c.baseAddress, m)
        }
      }
    }
  }

  /// The inner dimension of `op(a) op(b)`, whose shape must be that of `self`.
  func innerDimension(_ a: Matrix, _ aForm: Form, _ b: Matrix, _ bForm: Form) -> Int {
    let inner = aForm == .plain ? a.columnCount : a.rowCount
    precondition(rowCount == (aForm == .plain ? a.rowCount : a.columnCount), "row counts differ")
    precondition(columnCount == (bForm == .plain ? b.columnCount : b.rowCount), "column counts differ")
    precondition(inner == (bForm == .plain ? b.rowCount : b.columnCount), "inner dimensions differ")
    return inner
  }

  /// The matrix product `self other`.
  ///
  /// - Complexity: 2 m n k floating-point operations and one allocation.
  public func multiplied(by other: Matrix) -> Matrix {
    var result = Matrix(rowCount: rowCount, columnCount: other.columnCount)
    result.setProduct(self, .plain, other, .plain)
    return result
  }

  /// `self = a^T a`, both triangles filled, through BLAS dsyrk; allocates nothing.
  ///
  /// - Complexity: n^2 k floating-point operations for a k x n matrix `a`.
  public mutating func setGram(_ a: Matrix) {
    precondition(rowCount == a.columnCount && columnCount == a.columnCount, "the Gram matrix is n x n")
    guard rowCount > 0 else { return }
    let (n, k) = (Int32(a.columnCount), Int32(a.rowCount))
    elements.withUnsafeMutableBufferPointer { c in
      a.elements.withUnsafeBufferPointer { a in
        cblas_dsyrk(
          CblasColMajor, CblasLower, CblasTrans, n, k, 1, a.baseAddress, max(1, k), 0, c.baseAddress, n)
      }
    }
    mirrorLowerTriangle()
  }

  /// Copies the strictly lower triangle onto the upper one.
  public mutating func mirrorLowerTriangle() {
    let n = rowCount
    precondition(isSquare, "only a square matrix has two triangles")
    elements.withUnsafeMutableBufferPointer { c in
      let block = 16
      for jb in stride(from: 0, to: n, by: block) {
        for ib in stride(from: jb, to: n, by: block) {
          for j in jb..<min(jb + block, n) {
            for i in max(ib, j + 1)..<max(max(ib, j + 1), min(ib + block, n)) { c[j + i * n] = c[i + j * n] }
          }
        }
      }
    }
  }

  /// `self = a^T` for a square matrix, in cache-sized blocks; allocates nothing.
  public mutating func setTranspose(_ a: Matrix) {
    precondition(a.isSquare && isSquare && rowCount == a.rowCount, "shapes differ")
    elements.withUnsafeMutableBufferPointer { y in
      a.elements.withUnsafeBufferPointer { x in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        tpk_transpose(Int64(rowCount), x, y)
      }
    }
  }

  /// `y = alpha op(self) x + beta y`, through BLAS dgemv; allocates nothing.
  ///
  /// - Complexity: 2 m n floating-point operations.
  public func multiply(
    _ form: Form = .plain, _ x: [Double], into y: inout [Double], alpha: Double = 1, beta: Double = 0
  ) {
    precondition(x.count == (form == .plain ? columnCount : rowCount), "the vector has the wrong length")
    precondition(y.count == (form == .plain ? rowCount : columnCount), "the result has the wrong length")
    guard rowCount > 0, columnCount > 0 else {
      for i in y.indices { y[i] = beta == 0 ? 0 : beta * y[i] }
      return
    }
    y.withUnsafeMutableBufferPointer { y in
      cblas_dgemv(
        CblasColMajor, form.flag, Int32(rowCount), Int32(columnCount), alpha, elements, Int32(rowCount), x, 1,
        beta, y.baseAddress, 1)
    }
  }

  /// `op(self) x`.
  public func multiply(_ form: Form = .plain, _ x: [Double]) -> [Double] {
    var y = [Double](repeating: 0, count: form == .plain ? rowCount : columnCount)
    multiply(form, x, into: &y)
    return y
  }

  /// `self += alpha other`, entry by entry; allocates nothing.
  public mutating func add(_ other: Matrix, scaledBy alpha: Double = 1) {
    precondition(rowCount == other.rowCount && columnCount == other.columnCount, "shapes differ")
    elements.withUnsafeMutableBufferPointer { y in
      cblas_daxpy(Int32(y.count), alpha, other.elements, 1, y.baseAddress, 1)
    }
  }

  /// `self += alpha x y^T`, through BLAS dger; allocates nothing.
  public mutating func addOuterProduct(_ x: [Double], _ y: [Double], scaledBy alpha: Double = 1) {
    precondition(x.count == rowCount && y.count == columnCount, "shapes differ")
    guard rowCount > 0, columnCount > 0 else { return }
    let (m, n) = (Int32(rowCount), Int32(columnCount))
    elements.withUnsafeMutableBufferPointer { a in
      cblas_dger(CblasColMajor, m, n, alpha, x, 1, y, 1, a.baseAddress, m)
    }
  }

  /// `self *= alpha`; allocates nothing.
  public mutating func scale(by alpha: Double) {
    elements.withUnsafeMutableBufferPointer { y in
      cblas_dscal(Int32(y.count), alpha, y.baseAddress, 1)
    }
  }

  /// `alpha self`.
  public func scaled(by alpha: Double) -> Matrix {
    var result = self
    result.scale(by: alpha)
    return result
  }
}

extension Matrix {
  /// `result[j]` = the inner product of column j of `self` with column j of `other`; allocates nothing.
  public func columnInnerProducts(_ other: Matrix, into result: inout [Double]) {
    precondition(rowCount == other.rowCount && columnCount == other.columnCount, "shapes differ")
    precondition(result.count == columnCount, "the result has the wrong length")
    elements.withUnsafeBufferPointer { a in
      other.elements.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        for j in 0..<columnCount {
          result[j] = cblas_ddot(Int32(rowCount), a + j * rowCount, 1, b + j * rowCount, 1)
        }
      }
    }
  }

  /// `self[i, i] += values[i]`; allocates nothing.
  public mutating func addToDiagonal(_ values: [Double]) {
    precondition(isSquare && values.count == rowCount, "shapes differ")
    elements.withUnsafeMutableBufferPointer { a in
      for i in 0..<values.count { a[i + i * values.count] += values[i] }
    }
  }

  /// Overwrites every entry with `other`'s, keeping the storage; allocates nothing.
  public mutating func copy(_ other: Matrix) {
    precondition(rowCount == other.rowCount && columnCount == other.columnCount, "shapes differ")
    elements.withUnsafeMutableBufferPointer { y in
      cblas_dcopy(Int32(y.count), other.elements, 1, y.baseAddress, 1)
    }
  }

  /// Overwrites every entry with `value`; allocates nothing.
  public mutating func fill(_ value: Double) {
    elements.withUnsafeMutableBufferPointer { $0.update(repeating: value) }
  }
}
