import LinearAlgebra

/// All inner products among student and teacher neurons i and j, in double-double arithmetic, straight from W and W*
/// (I + W is never rounded).
struct PairGram {
  /// v_i . v_i, v_j . v_j, v_i . v_j
  let studentI: DoubleDouble
  let studentJ: DoubleDouble
  let student: DoubleDouble
  /// v*_i . v*_i, v*_j . v*_j, v*_i . v*_j
  let teacherI: DoubleDouble
  let teacherJ: DoubleDouble
  let teacher: DoubleDouble
  /// v*_i . v_j, v*_j . v_i
  let crossIJ: DoubleDouble
  let crossJI: DoubleDouble

  /// - Complexity: eight inner products, each about 20 d operations.
  init(student w: Matrix, teacher t: Matrix, identityMapping: Bool, _ i: Int, _ j: Int) {
    let (wi, wj) = (Neuron(w, i, identityMapping), Neuron(w, j, identityMapping))
    let (ti, tj) = (Neuron(t, i, identityMapping), Neuron(t, j, identityMapping))
    studentI = wi.dot(wi)
    studentJ = wj.dot(wj)
    student = wi.dot(wj)
    teacherI = ti.dot(ti)
    teacherJ = tj.dot(tj)
    teacher = ti.dot(tj)
    crossIJ = ti.dot(wj)
    crossJI = tj.dot(wi)
  }

  /// The inner product of a student neuron and its own teacher neuron.
  static func product(
    _ student: Matrix, _ teacher: Matrix, identityMapping: Bool, column j: Int
  ) -> DoubleDouble {
    Neuron(student, j, identityMapping).dot(Neuron(teacher, j, identityMapping))
  }

  /// One column, plus the unit vector of its index if the network has the identity mapping.
  private struct Neuron {
    let column: ArraySlice<Double>
    let index: Int?

    init(_ matrix: Matrix, _ j: Int, _ identityMapping: Bool) {
      column = matrix.elements[(j * matrix.rowCount)..<((j + 1) * matrix.rowCount)]
      index = identityMapping ? j : nil
    }

    func dot(_ other: Neuron) -> DoubleDouble {
      var sum = DoubleDouble(dot: column, other.column)
      if let i = index, let j = other.index {
        sum = sum + DoubleDouble(column[column.startIndex + j], other.column[other.column.startIndex + i])
        if i == j { sum = sum + DoubleDouble(1) }
      }
      return sum
    }
  }

  /// The terms of student neuron j with neuron i moving from student to teacher.
  var pairIJ: NearCollinearPair {
    NearCollinearPair(
      square: studentI, movedSquare: teacherI, otherSquare: studentJ, product: student, movedProduct: crossIJ)
  }

  /// The terms of student neuron i with neuron j moving from student to teacher.
  var pairJI: NearCollinearPair {
    NearCollinearPair(
      square: studentJ, movedSquare: teacherJ, otherSquare: studentI, product: student, movedProduct: crossJI)
  }
}
