import Foundation

/// What an event file that another process wrote holds.
enum EventFileScan {
  /// The largest step of a summary in a folder's event files; nil when they hold none. An event that was cut off, as by a
  /// kill, is no event.
  ///
  /// - Complexity: O(events), of which a few bytes each are read.
  static func lastStep(in folder: String) -> Int? {
    var last: Int?
    for name in EventFile.names(in: folder) {
      let path = (folder as NSString).appendingPathComponent(name)
      guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
        continue
      }
      var at = 0
      while let event = event(of: data, at: at) {
        if let step = step(of: data, in: event) { last = max(last ?? step, step) }
        at = event.upperBound + 4
      }
    }
    return last
  }

  /// The range of the event whose frame begins at a byte; nil when it is not all there.
  private static func event(of data: Data, at start: Int) -> Range<Int>? {
    guard start + 12 <= data.count else { return nil }
    var length: UInt64 = 0
    for k in 0..<8 { length |= UInt64(data[start + k]) << UInt64(8 * k) }
    guard length <= UInt64(data.count - start - 12), data.count - start - 12 - Int(length) >= 4 else {
      return nil
    }
    return start + 12..<start + 12 + Int(length)
  }

  /// The step of an event that holds scalars, as `TensorBoardWriter` lays it out: wall time, step, summary.
  private static func step(of data: Data, in event: Range<Int>) -> Int? {
    var at = event.lowerBound + 9
    guard at < event.upperBound, data[at] == 2 << 3 else { return nil }
    at += 1
    var step: UInt64 = 0
    var shift: UInt64 = 0
    while at < event.upperBound, shift < 64 {
      step |= UInt64(data[at] & 0x7f) << shift
      at += 1
      if data[at - 1] < 0x80 { break }
      shift += 7
    }
    guard at < event.upperBound, data[at] == 5 << 3 | 2 else { return nil }
    return Int(exactly: step)
  }
}
