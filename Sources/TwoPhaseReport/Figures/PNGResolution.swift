import Foundation

/// The resolution of a PNG file, which gnuplot does not write: without it a program that places the picture guesses its size.
enum PNGResolution {
  /// The chunk of 300 pixels to the inch, 11811 to the metre, with its checksum (PNG specification, 11.3.4.3).
  private static let chunk: [UInt8] =
    [0, 0, 0, 9] + Array("pHYs".utf8) + [0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1, 0x78, 0xa5, 0x3f, 0x76]
  /// Signature and first chunk, after which it may stand.
  private static let headLength = 8 + 25

  /// The file with 300 pixels to the inch; as it is when it says one already or is no PNG.
  static func stamped(_ file: Data) -> Data {
    guard file.count > headLength, file.starts(with: [0x89, 0x50, 0x4e, 0x47]),
      file.range(of: Data("pHYs".utf8)) == nil
    else { return file }
    return file.prefix(headLength) + chunk + file.dropFirst(headLength)
  }
}
