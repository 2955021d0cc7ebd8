import LinearAlgebra

/// Any key.
private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// - Throws: `DecodingError` that names a key which is none of the known ones.
  func refuseKeys(except known: [String]) throws {
    let keys = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    guard let unknown = keys.sorted().first(where: { !known.contains($0) }) else { return }
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: codingPath,
        debugDescription: "found the key '\(MessageText.line(unknown))', expected only "
          + known.joined(separator: ", ")))
  }
}

extension KeyedDecodingContainer {
  /// One of an enumeration's words.
  ///
  /// - Throws: `DecodingError` that says what was found and which words there are.
  func decodeWord<Word: RawRepresentable & CaseIterable>(
    forKey key: Key
  ) throws -> Word where Word.RawValue == String {
    let text = try decode(String.self, forKey: key)
    guard let word = Word(rawValue: text) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: "found '\(MessageText.line(text))', expected "
          + Word.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return word
  }
}
