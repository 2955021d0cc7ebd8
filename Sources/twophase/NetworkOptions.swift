import ArgumentParser
import TwoPhaseTheory

/// The options that describe the network, the same in every command.
struct NetworkOptions: ParsableArguments {
  // "unconditional": a negative number is a value, not an option.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("PReLU's slope, in [-1, 1) (default: 0, ReLU).", valueName: "a"),
    transform: NumberArgument.real)
  var slope = 0.0
  @Option(help: "How hidden units become the output: sum or l1.") var readout = Readout.sum
  @Flag(name: .customLong("no-identity"), help: "The neurons are W, not I + W.") var noIdentity = false

  func network() throws -> Network {
    try Network(slope: slope, readout: readout, identityMapping: !noIdentity)
  }
}

extension Readout: ExpressibleByArgument {}
