import CVectorKernels

/// A = V* \bar V*^T - V \bar V^T as an operator on vectors, never formed (theory.md sections 3 and 10).
///
/// Applied as D alpha + V epsilon, so that nothing cancels near W*. Not for neurons far longer than their teacher's
/// (`CosineDifferences.needsDirect`).
public struct NeuronOperator {
  let neurons: Matrix
  let displacement: Matrix
  let norms: [Double]
  let targetNorms: [Double]
  let normDifferences: [Double]

  /// The operator of neurons V with displacement D = V* - V; the last three hold an entry (or more) for each neuron.
  public init(
    neurons: Matrix, displacement: Matrix, norms: [Double], targetNorms: [Double],
    normDifferences: [Double]
  ) {
    self.neurons = neurons
    self.displacement = displacement
    self.norms = norms
    self.targetNorms = targetNorms
    self.normDifferences = normDifferences
  }

  /// Calls `body` with pointers to everything.
  func withPointers<Result>(_ body: (UnsafePointer<tpk_neurons>) -> Result) -> Result {
    neurons.elements.withUnsafeBufferPointer { v in
      displacement.elements.withUnsafeBufferPointer { d in
        norms.withUnsafeBufferPointer { norms in
          targetNorms.withUnsafeBufferPointer { targets in
            normDifferences.withUnsafeBufferPointer { differences in
              var neurons = tpk_neurons(
                neurons: v.baseAddress, displacement: d.baseAddress, norm: norms.baseAddress,
                teacherNorm: targets.baseAddress, normDifference: differences.baseAddress)
              return withUnsafePointer(to: &neurons) { body($0) }
            }
          }
        }
      }
    }
  }
}
