import Benchmark
import LinearAlgebra
import TwoPhaseTheory
import TwoPhaseTraining

/// A d x d Gaussian matrix of spectral norm about 0.4.
private func weights(_ d: Int, purpose: UInt32) -> Matrix {
  NormalStream(seed: 3, purpose: purpose).matrix(rowCount: d, columnCount: d)
    .scaled(by: 0.2 / Double(d).squareRoot())
}

/// The quantities at a point, and steps of SGD at B = 256 with and without them.
func registerSteps(dimension d: Int) {
  Benchmark(
    "PointEvaluator.evaluate, d = \(d)",
    closure: { (_: Benchmark, subject: Subject<(PointEvaluator, Matrix)>) throws in
      blackHole(try subject.value.0.evaluate(student: subject.value.1))
    },
    setup: {
      let evaluator = try PointEvaluator(network: Network(), teacher: weights(d, purpose: 2))
      return Subject((evaluator, weights(d, purpose: 1)))
    })

  for (name, cadence) in [("recorded", 1), ("bare", Int.max)] {
    Benchmark(
      "InstrumentedSGD step, \(name), d = \(d), B = 256",
      closure: { (_: Benchmark, subject: Subject<InstrumentedSGD<MinibatchGradient>>) throws in
        try oneStep(&subject.value)
      },
      setup: {
        let teacher = weights(d, purpose: 2)
        let network = try Network()
        var sgd = try InstrumentedSGD(
          network: network, student: weights(d, purpose: 1), teacher: teacher,
          source: MinibatchGradient(
            inputs: .gaussian(seed: 3), batch: 256, network: network, teacher: teacher),
          learningRate: 1e-5, cadence: cadence)
        try oneStep(&sgd)  // the step from 0 is recorded at every cadence
        return Subject(sgd)
      })
  }
}

/// One update, with a record of the point before it where the cadence says so. The next call continues the run.
private func oneStep(_ sgd: inout InstrumentedSGD<MinibatchGradient>) throws {
  _ = try sgd.run(steps: 1, recordsEnd: false) { blackHole($0) }
}
