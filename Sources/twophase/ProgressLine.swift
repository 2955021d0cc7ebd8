import Dispatch
import Foundation

/// A progress line on a terminal: bar, steps, rate, time left. Nothing when standard error is not a terminal.
struct ProgressLine {
  private static let width = 30
  private static let interval: UInt64 = 100_000_000  // nanoseconds between two drawings

  private let total: Int
  private let unit: String
  private let isShown = Terminal.showsProgress
  private let start = DispatchTime.now().uptimeNanoseconds
  private var lastDrawn: UInt64 = 0

  init(total: Int, unit: String = "steps") {
    self.total = total
    self.unit = unit
  }

  mutating func update(_ step: Int) {
    guard isShown, total > 0 else { return }
    let now = DispatchTime.now().uptimeNanoseconds
    guard now - lastDrawn >= Self.interval else { return }
    lastDrawn = now
    let seconds = Double(now - start) / 1e9
    let done = min(1, Double(step) / Double(total))
    let filled = Int(done * Double(Self.width))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    let rate = seconds > 0 ? Double(step) / seconds : 0
    let left = rate > 0 ? String(format: "%.0f s left", Double(total - step) / rate) : "estimating"
    Terminal.note(
      "\r[\(bar)] \(step)/\(total) \(unit)  \(String(format: "%.0f", rate)) \(unit)/s  \(left)\u{1B}[K")
  }

  /// Removes the line.
  func clear() {
    if lastDrawn > 0 { Terminal.note("\r\u{1B}[K") }
  }
}
