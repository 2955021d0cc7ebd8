import Foundation
import Testing

/// A plain reader of event files: frames with their checksums, then the fields of each message.
struct EventReader {
  struct Event {
    var step = 0
    var version: String?
    var isStart = false
    var scalars: [(tag: String, value: Float, plugin: String?)] = []
    var texts: [(tag: String, text: String)] = []
  }

  enum Field {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  /// The events of a file, in order; stops at one that is cut off.
  static func events(_ path: String) throws -> [Event] {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var events: [Event] = []
    var at = 0
    while at + 12 <= bytes.count {
      let length = Int(little(bytes[at..<at + 8]))
      try #require(
        little(bytes[at + 8..<at + 12]) == masked(bytes[at..<at + 8]), "checksum of a length in \(path)")
      guard at + 16 + length <= bytes.count else { break }
      let content = bytes[at + 12..<at + 12 + length]
      let stored = little(bytes[at + 12 + length..<at + 16 + length])
      try #require(stored == masked(content), "checksum of an event in \(path)")
      events.append(try event(content))
      at += 16 + length
    }
    return events
  }

  /// The event files of a folder, in order.
  static func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains("tfevents") }.sorted()
      .map { (folder as NSString).appendingPathComponent($0) }
  }

  /// What a reader makes of a folder: later files win from the step at which they start.
  static func scalars(_ folder: String) throws -> [String: [(step: Int, value: Float)]] {
    var result: [String: [(step: Int, value: Float)]] = [:]
    for file in try files(folder) {
      for event in try events(file) {
        if event.isStart { for tag in result.keys { result[tag]?.removeAll { $0.step >= event.step } } }
        for scalar in event.scalars { result[scalar.tag, default: []].append((event.step, scalar.value)) }
      }
    }
    return result
  }

  private static func event(_ content: ArraySlice<UInt8>) throws -> Event {
    var event = Event()
    for (number, field) in try fields(content) {
      switch (number, field) {
      case (2, .number(let step)): event.step = Int(step)
      case (3, .bytes(let text)): event.version = String(decoding: text, as: UTF8.self)
      case (7, .bytes(let log)): event.isStart = log.elementsEqual([8, 1])
      case (5, .bytes(let summary)):
        for case (1, .bytes(let value)) in try fields(summary) { try read(value, into: &event) }
      default: break
      }
    }
    return event
  }

  private static func read(_ value: ArraySlice<UInt8>, into event: inout Event) throws {
    var tag = ""
    var plugin: String?
    var number: Float?
    var text: String?
    for (field, content) in try fields(value) {
      if case (2, .number(let bits)) = (field, content) { number = Float(bitPattern: UInt32(bits)) }
      guard case .bytes(let bytes) = content else { continue }
      if field == 1 { tag = String(decoding: bytes, as: UTF8.self) }
      if field == 9 {
        for case (1, .bytes(let data)) in try fields(bytes) {
          for case (1, .bytes(let name)) in try fields(data) {
            plugin = String(decoding: name, as: UTF8.self)
          }
        }
      }
      guard field == 8 else { continue }
      let tensor = try fields(bytes)
      for case (8, .bytes(let string)) in tensor { text = String(decoding: string, as: UTF8.self) }
      let type = tensor.compactMap { if case (1, .number(let type)) = $0 { type } else { nil } }
      try #require(type == [7])
    }
    if let number { event.scalars.append((tag, number, plugin)) }
    if let text { event.texts.append((tag, text)) }
  }

  private static func fields(_ content: ArraySlice<UInt8>) throws -> [(Int, Field)] {
    var rest = content
    var result: [(Int, Field)] = []
    func varint() throws -> UInt64 {
      var value: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 64, by: 7) {
        let next = rest.popFirst()
        let byte = try #require(next)
        value |= UInt64(byte & 0x7f) << shift
        if byte < 0x80 { break }
      }
      return value
    }
    while !rest.isEmpty {
      let key = try varint()
      switch key & 7 {
      case 0: result.append((Int(key >> 3), .number(try varint())))
      case 1:
        result.append((Int(key >> 3), .number(little(rest.prefix(8)))))
        rest = rest.dropFirst(8)
      case 2:
        let length = Int(try varint())
        try #require(length <= rest.count)
        result.append((Int(key >> 3), .bytes(rest.prefix(length))))
        rest = rest.dropFirst(length)
      case 5:
        result.append((Int(key >> 3), .number(little(rest.prefix(4)))))
        rest = rest.dropFirst(4)
      default: throw NSError(domain: "wire type", code: Int(key & 7))
      }
    }
    return result
  }

  private static func little(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func masked(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    let value = CRC32CTests.plain(bytes)
    return UInt64((value >> 15 | value << 17) &+ 0xa282_ead8)
  }
}
