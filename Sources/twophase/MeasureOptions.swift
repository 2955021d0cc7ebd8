import ArgumentParser
import TwoPhaseTheory

/// What is measured of the steps, the same in every command that sees steps.
struct MeasureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      What is measured of each step beside the theory's scalars: all; norms: ||g|| without the noise (H5 is not tested); \
      scalars: nothing (H4, H5 and C5 are not tested). The less, the faster, above all at large d.
      """, valueName: "what"))
  var measure = StepDetail.all
}

extension StepDetail: ExpressibleByArgument {}
