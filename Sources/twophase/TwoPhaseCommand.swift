import ArgumentParser
import Foundation
import LinearAlgebra

@main
struct TwoPhaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "twophase",
    abstract:
      "Checks the two-phase convergence theory of SGD (Li and Yuan 2017; PReLU extension 2018) on real runs.",
    discussion: """
      Exit status: 0 done, whatever the verdicts; 1 a part named by --require does not hold, a lemma is not as expected, or merged runs are not complete; 64 impossible option; 65 unusable contents of a file; 66 missing file; 69 Slurm cannot be asked; 70 internal failure; \
      73 output cannot be created; 74 reading or writing failed; 130 interrupted, with everything recorded kept.

      Examples:
        twophase run --output report
        twophase report last
        twophase verify run.npz --teacher T.npy --learning-rate 5e-4
        twophase inspect --student W.npy --teacher T.npy --slope 0.25
        twophase lemmas test
        twophase reproduce all --quick
        twophase sweep wrong-way.yaml
      """,
    version: "0.1.0",
    subcommands: [
      BenchCommand.self, InspectCommand.self, LemmasCommand.self, MapCommand.self, ReportCommand.self,
      ReproduceCommand.self,
      RunCommand.self, RunsCommand.self, SweepCommand.self, VerifyCommand.self,
    ])

  /// Every failure is one line on standard error and an exit status of sysexits(3).
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as any DescribedFailure {
      Terminal.fail(failure.description, status: failure.kind.rawValue)
    } catch let status as ExitCode {
      exit(withError: status)
    } catch {
      let status = exitCode(for: error)
      if status.isSuccess { exit(withError: error) }
      let kind: FailureKind = status == .validationFailure ? .usage : .software
      Terminal.fail(message(for: error), status: kind.rawValue)
    }
  }
}
