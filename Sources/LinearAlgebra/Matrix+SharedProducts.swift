import CVectorKernels

extension Matrix {
  /// As `setProduct`, with the columns of the result shared among the threads of `WorkSharing`; allocates nothing.
  ///
  /// - Complexity: 2 m n k floating-point operations.
  public mutating func setSharedProduct(
    _ a: Matrix, _ aForm: Form = .plain, _ b: Matrix, _ bForm: Form = .plain, alpha: Double = 1,
    beta: Double = 0
  ) {
    let inner = innerDimension(a, aForm, b, bForm)
    guard rowCount > 0, columnCount > 0 else { return }
    let (m, n) = (Int64(rowCount), Int64(columnCount))
    elements.withUnsafeMutableBufferPointer { c in
      tpk_product(
        aForm == .plain ? 0 : 1, bForm == .plain ? 0 : 1, m, n, Int64(inner), alpha, a.elements,
        Int64(max(1, a.rowCount)), b.elements, Int64(max(1, b.rowCount)), beta, c.baseAddress, m)
    }
  }

  /// Lower triangle of `self = alpha a^T a + beta self`, shared among threads; the upper triangle is left as it is.
  ///
  /// - Complexity: n^2 k floating-point operations for a k x n matrix `a`; allocates nothing.
  public mutating func setLowerGram(_ a: Matrix, alpha: Double = 1, beta: Double = 0) {
    precondition(rowCount == a.columnCount && columnCount == a.columnCount, "the Gram matrix is n x n")
    let inner = Int64(a.rowCount)
    elements.withUnsafeMutableBufferPointer { c in
      a.elements.withUnsafeBufferPointer { a in
        tpk_symmetric_product(
          0, Int64(rowCount), inner, alpha, a.baseAddress, a.baseAddress, beta,
          c.baseAddress)
      }
    }
  }

  /// `self = a^T a`, both triangles filled, shared among threads; allocates nothing.
  ///
  /// - Complexity: n^2 k floating-point operations for a k x n matrix `a`.
  public mutating func setSharedGram(_ a: Matrix) {
    setLowerGram(a)
    mirrorLowerTriangle()
  }

  /// `self = a a^T`, both triangles filled, shared among threads; allocates nothing.
  ///
  /// - Complexity: n^2 k floating-point operations for an n x k matrix `a`.
  public mutating func setSharedRowGram(_ a: Matrix) {
    precondition(rowCount == a.rowCount && columnCount == a.rowCount, "the Gram matrix of rows is n x n")
    elements.withUnsafeMutableBufferPointer { c in
      tpk_row_gram(Int64(a.rowCount), Int64(a.columnCount), a.elements, c.baseAddress)
    }
    mirrorLowerTriangle()
  }

  /// Lower triangle of `self = alpha (a^T b + b^T a) + beta self`, shared among threads; the upper triangle is left as it is.
  ///
  /// - Complexity: 2 n^2 k floating-point operations for k x n matrices; allocates nothing.
  public mutating func setLowerSymmetricProduct(_ a: Matrix, _ b: Matrix, alpha: Double = 1, beta: Double = 0)
  {
    precondition(rowCount == a.columnCount && columnCount == b.columnCount, "the product is n x n")
    precondition(a.rowCount == b.rowCount && isSquare, "shapes differ")
    elements.withUnsafeMutableBufferPointer { c in
      tpk_symmetric_product(
        1, Int64(rowCount), Int64(a.rowCount), alpha, a.elements, b.elements, beta, c.baseAddress)
    }
  }

  /// `self = beta self + a`, entry by entry, shared among threads; allocates nothing.
  public mutating func scaleAndAdd(_ beta: Double, _ a: Matrix) {
    precondition(a.rowCount == rowCount && a.columnCount == columnCount, "shapes differ")
    elements.withUnsafeMutableBufferPointer { y in
      tpk_scaled_sum(Int64(y.count), beta, a.elements, y.baseAddress)
    }
  }

  /// `cross = a^T b` and the lower triangle of `square = b^T b` in one go, shared among threads, for n x n matrices; allocates
  /// nothing.
  ///
  /// - Complexity: 3 n^3 floating-point operations.
  public static func setGramProducts(_ a: Matrix, _ b: Matrix, cross: inout Matrix, square: inout Matrix) {
    let n = a.rowCount
    precondition(a.isSquare && b.isSquare && cross.isSquare && square.isSquare, "shapes differ")
    precondition(b.rowCount == n && cross.rowCount == n && square.rowCount == n, "shapes differ")
    cross.elements.withUnsafeMutableBufferPointer { cross in
      square.elements.withUnsafeMutableBufferPointer { square in
        tpk_gram_products(Int64(n), a.elements, b.elements, cross.baseAddress, square.baseAddress)
      }
    }
  }
}
