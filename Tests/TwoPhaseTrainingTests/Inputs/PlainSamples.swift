import LinearAlgebra
import TwoPhaseTheory

/// Loss, margin and gradient on data, sample by sample as they are defined.
struct PlainSamples {
  let loss: Double
  let marginPaper: Double
  let negativeGradientPaper: Matrix
  let gradientErrorPaper: Double

  init(network: Network, teacher: Matrix, student: Matrix, inputs: Matrix) {
    let (n, d) = (inputs.rowCount, inputs.columnCount)
    func outputs(_ weights: Matrix, _ x: [Double]) -> [Double] {
      (0..<d).map { j in
        (0..<d).reduce(network.identityMapping ? x[j] : 0) { $0 + weights[$1, j] * x[$1] }
      }
    }
    var loss = 0.0
    var gradients: [Matrix] = []
    for i in 0..<n {
      let x = (0..<d).map { inputs[i, $0] }
      let own = outputs(student, x)
      let residual =
        own.reduce(0) { $0 + network.activation($1) }
        - outputs(teacher, x).reduce(0) { $0 + network.activation($1) }
      loss += residual * residual / Double(n)
      var gradient = Matrix(rowCount: d, columnCount: d)
      let slopes = own.map { $0 > 0 ? 1 : network.effectiveSlope }
      gradient.addOuterProduct(x, slopes, scaledBy: -2 * residual / network.trueOverPaper)
      gradients.append(gradient)
    }
    var mean = Matrix(rowCount: d, columnCount: d)
    for gradient in gradients { mean.add(gradient, scaledBy: 1 / Double(n)) }
    var displacement = teacher
    displacement.add(student, scaledBy: -1)
    self.loss = loss
    negativeGradientPaper = mean
    marginPaper = mean.innerProduct(displacement) / displacement.innerProduct(displacement)
    let scatter = gradients.reduce(0) {
      let distance = Matrix.distance($1, mean)
      return $0 + distance * distance
    }
    gradientErrorPaper = n > 1 ? (scatter / Double(n) / Double(n - 1)).squareRoot() : 0
  }
}
