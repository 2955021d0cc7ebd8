import ArgumentParser
import LinearAlgebra
import TwoPhaseReport
import TwoPhaseTheory

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Computes every quantity of the theory at one point W.",
    discussion: """
      W and W* are square NumPy .npy matrices (float32 or float64); column j is neuron j, and the identity is not \
      included: the neurons are I + W unless --no-identity is given.

      Examples:
        twophase inspect --student W.npy --teacher T.npy
        twophase inspect --student W.npy --teacher T.npy --slope 0.25 --json
        twophase inspect --student W.npy --teacher T.npy --readout l1 --matrices
        twophase inspect --case counterexamples/potential-as-printed.json
      """)

  @Option(help: ArgumentHelp("The student W.", valueName: "W.npy")) var student: String?
  @Option(help: ArgumentHelp("The teacher W*.", valueName: "T.npy")) var teacher: String?
  @Option(
    name: .customLong("case"),
    help: ArgumentHelp("A case that `lemmas test` saved: its W, W* and network.", valueName: "FILE.json"))
  var caseFile: String?
  @OptionGroup var network: NetworkOptions
  @Flag(help: "Include A and -grad L (true scale).") var matrices = false
  @Flag(help: "Print JSON, schema twophase.point/1.") var json = false

  func run() throws {
    let point = try PointSource(
      student: student, teacher: teacher, caseFile: caseFile,
      network: caseFile == nil || network.isGiven ? try network.network() : nil)
    let document = try PointDocument(
      student: point.student, teacher: point.teacher, network: point.network, matrices: matrices)
    Terminal.show(json ? try document.json() : document.text)
  }
}
