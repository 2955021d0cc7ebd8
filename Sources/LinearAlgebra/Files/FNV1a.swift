/// The 64-bit FNV-1a hash, to know contents again: not against anyone who wants to be taken for another.
public enum FNV1a {
  /// The hash of words, in their order.
  ///
  /// - Complexity: O(n) for n words.
  public static func hash(_ words: some Sequence<UInt64>) -> UInt64 {
    words.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ $1) &* 0x100_0000_01b3 }
  }
}
