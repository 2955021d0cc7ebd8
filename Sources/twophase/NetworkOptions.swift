import ArgumentParser
import TwoPhaseTheory

/// The options that describe the network, the same in every command.
struct NetworkOptions: ParsableArguments {
  // "unconditional": a negative number is a value, not an option.
  @Option(
    name: .customLong("slope"), parsing: .unconditional,
    help: ArgumentHelp("PReLU's slope, in [-1, 1) (default: 0, ReLU).", valueName: "a"),
    transform: NumberArgument.real)
  var givenSlope: Double?
  @Option(name: .customLong("readout"), help: "How hidden units become the output (default: sum).")
  var givenReadout: Readout?
  @Flag(name: .customLong("no-identity"), help: "The neurons are W, not I + W.") var noIdentity = false

  var slope: Double { givenSlope ?? 0 }
  var readout: Readout { givenReadout ?? .sum }
  /// True when any of them was given.
  var isGiven: Bool { givenSlope != nil || givenReadout != nil || noIdentity }

  func network() throws -> Network {
    try Network(slope: slope, readout: readout, identityMapping: !noIdentity)
  }
}

extension Readout: ExpressibleByArgument {}
