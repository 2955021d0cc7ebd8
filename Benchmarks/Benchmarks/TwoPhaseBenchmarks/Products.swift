import Benchmark
import LinearAlgebra

/// A matrix product, and the spectral norm of a slowly moving matrix.
func registerProducts() {
  let stream = NormalStream(seed: 2, purpose: 1)
  Benchmark(
    "GEMM 512 x 512 x 512",
    closure: { (_: Benchmark, factors: Subject<(a: Matrix, b: Matrix, product: Matrix)>) in
      factors.value.product.setProduct(factors.value.a, .plain, factors.value.b, .plain)
    },
    setup: {
      let a = stream.matrix(rowCount: 512, columnCount: 512)
      let b = stream.matrix(rowCount: 512, columnCount: 512, step: 1)
      return Subject((a: a, b: b, product: Matrix(rowCount: 512, columnCount: 512)))
    })

  for d in [100, 300] {
    Benchmark(
      "LanczosSpectralNorm warm, d = \(d)",
      closure: { (benchmark: Benchmark, subject: Subject<(LanczosSpectralNorm, Matrix, Matrix)>) in
        // A small move, as between two steps of a run; not part of the measurement.
        subject.value.1.add(subject.value.2, scaledBy: 1e-5)
        benchmark.startMeasurement()
        blackHole(subject.value.0.spectralNorm(of: subject.value.1))
        benchmark.stopMeasurement()
      },
      setup: {
        var lanczos = LanczosSpectralNorm(dimension: d)
        // Symmetric matrices; a run's W is not, and has another spectrum.
        let (a, b) = (symmetric(stream, d, step: 0), symmetric(stream, d, step: 1))
        blackHole(lanczos.spectralNorm(of: a))
        return Subject((lanczos, a, b))
      })
  }
}

private func symmetric(_ stream: NormalStream, _ d: Int, step: UInt64) -> Matrix {
  let half = stream.matrix(rowCount: d, columnCount: d, step: step)
  var sum = half
  sum.setTranspose(half)
  sum.add(half)
  return sum
}
