import Foundation

/// Where the reports of a sweep's runs are, and the command that makes one.
public struct MapRunLinks: Sendable {
  /// Paths of reports by the run's number, relative to the page; not percent-encoded.
  public let addresses: [Int: String]
  /// The command that shows a run, by its number.
  public let showCommand: @Sendable (Int) -> String

  /// Links of a sweep's runs.
  public init(_ addresses: [Int: String] = [:], showCommand: @escaping @Sendable (Int) -> String) {
    self.addresses = addresses
    self.showCommand = showCommand
  }

  /// The address as a link holds it: a path and nothing else, whatever stands in it.
  func address(_ number: Int) -> String? {
    guard let path = addresses[number], !path.isEmpty else { return nil }
    return PageLink.encoded(path)
  }

  /// What stands before and after the number in the command of every run; nil when they are not all alike.
  func commandPattern(_ numbers: [Int]) -> (before: String, after: String)? {
    // The number with the most digits is the least likely to stand elsewhere in the command too.
    guard let longest = numbers.max() else { return nil }
    let parts = showCommand(longest).components(separatedBy: "\(longest)")
    guard parts.count == 2 else { return nil }
    let isPattern = numbers.allSatisfy { showCommand($0) == "\(parts[0])\($0)\(parts[1])" }
    return isPattern ? (parts[0], parts[1]) : nil
  }
}
