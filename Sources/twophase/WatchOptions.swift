import ArgumentParser
import LinearAlgebra
import TwoPhaseLive
import TwoPhaseReport
import TwoPhaseTraining

/// Ways to watch a run while it is made.
struct WatchOptions: ParsableArguments {
  static let defaultPort: UInt16 = 8417

  @Option(
    defaultAsFlag: Port(text: "\(WatchOptions.defaultPort)"), parsing: .next,
    help: ArgumentHelp(
      "Serve the report's page while the run is made, at http://127.0.0.1:PORT (default: \(WatchOptions.defaultPort); 0: any free port).",
      valueName: "PORT"))
  var serve: Port?
  @Option(
    help: ArgumentHelp(
      "Where --serve listens: whoever can reach it can read the run (default: 127.0.0.1, this machine alone).",
      valueName: "address"))
  var serveAddress: String?
  @Option(help: ArgumentHelp("Write event files for TensorBoard.", valueName: "DIR")) var tensorboard: String?

  /// Does the work with the observers that the options name; a page is served to the work's end.
  func around(_ work: ([any RunObserver]) throws -> RecordedRun) throws -> RecordedRun {
    var observers: [any RunObserver] = []
    if let tensorboard { observers.append(try TensorBoardWriter(folder: tensorboard)) }
    guard let serve else {
      if serveAddress != nil {
        throw OptionError("--serve-address", found: "it without --serve", expected: "both")
      }
      return try work(observers)
    }
    let server = try LiveServer(
      port: try serve.number(), address: serveAddress ?? "127.0.0.1", library: .installed(),
      announce: { Terminal.note("\($0)\n") })
    defer { server.finish() }
    return try work(observers + [server])
  }
}

/// A port as it was typed.
struct Port: ExpressibleByArgument, CustomStringConvertible {
  let text: String

  init(text: String) { self.text = text }
  init(argument: String) { text = argument }

  var description: String { text }

  func number() throws(OptionError) -> UInt16 {
    guard let number = UInt16(text) else {
      throw OptionError(
        "--serve", found: MessageText.line(text, limit: 40), expected: "a port from 0 to 65535")
    }
    return number
  }
}
