import Dispatch
import Foundation
import Synchronization
import TwoPhaseStore

/// A progress line of a sweep, told from several threads: on a terminal drawn over and over, in a cluster task's messages a line
/// a minute, elsewhere nothing.
final class SweepProgressLine: Sendable {
  private static let width = 24
  private let interval: Double
  private let isLine: Bool
  private let isShown: Bool
  private let start = DispatchTime.now().uptimeNanoseconds
  private let drawn = Mutex<UInt64>(0)

  init(isTask: Bool) {
    isLine = Terminal.showsProgress
    isShown = isLine || isTask
    interval = isLine ? 0.1 : 60
  }

  func update(_ progress: SweepSession.Progress) {
    guard isShown, progress.total > 0 else { return }
    let now = DispatchTime.now().uptimeNanoseconds
    let isDue = drawn.withLock { last in
      guard Double(now - max(last, start)) / 1e9 >= interval else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let text = progress.text(after: Double(now - start) / 1e9)
    guard isLine else { return Terminal.note(text + "\n") }
    let filled = Int(progress.work * Double(Self.width))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    Terminal.note("\r[\(bar)] \(text)\u{1B}[K")
  }

  /// Removes the line.
  func clear() {
    if isLine, drawn.withLock({ $0 > 0 }) { Terminal.note("\r\u{1B}[K") }
  }
}
