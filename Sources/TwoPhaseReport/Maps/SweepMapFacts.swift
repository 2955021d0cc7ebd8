/// How a map's runs were made, as far as it is known.
public struct SweepMapFacts: Sendable, Equatable {
  /// Runs that have been made, failed ones among them.
  public var runsMade: Int
  /// Runs of the whole sweep, made or not.
  public var runCount: Int
  /// Runs that could not be made.
  public var failed: Int
  /// The exact command that drew the map.
  public var command: String?
  /// The program's version.
  public var version: String?

  /// Facts of a sweep.
  public init(runsMade: Int, runCount: Int, failed: Int, command: String? = nil, version: String? = nil) {
    self.runsMade = runsMade
    self.runCount = runCount
    self.failed = failed
    self.command = command
    self.version = version
  }

  /// "1920 of 2000, 3 of them failed".
  var runsText: String {
    "\(runsMade) of \(runCount)" + (failed == 0 ? ", none failed" : ", \(failed) of them failed")
  }
}
