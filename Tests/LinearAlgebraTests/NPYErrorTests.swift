import Foundation
import LinearAlgebra
import Testing

/// The failure that reading `data` ends with, having checked its kind and that it is one line naming the file.
private func failure(_ data: Data, _ comment: Comment? = nil) -> NPYError? {
  let error = #expect(throws: NPYError.self, comment) { try NPYArray(data: data, path: "W.npy") }
  #expect(error?.kind == .dataFormat)
  #expect(error?.description.hasPrefix("W.npy: ") == true)
  #expect(error?.description.contains { $0.isNewline } == false)
  return error
}

@Suite("Unusable NumPy files")
struct NPYErrorTests {
  @Test("a file cut short at any byte is refused", arguments: [1, 2, 3])
  func truncated(version: Int) {
    let array = NPYArray(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
    let data = array.data(NPYArray.Format(version: version))
    for count in 0..<data.count {
      let problem = failure(data.prefix(count), "cut to \(count) bytes")?.problem
      switch problem {
      case .notNPY: #expect(count == 0)
      case .truncatedHeader(let found, let expected):
        #expect(found == count && count < expected && expected <= 128)
      case .length(let found, let expected): #expect(found == count - 128 && expected == 48)
      default: Issue.record("cut to \(count) bytes: \(String(describing: problem))")
      }
    }
    #expect(
      failure(data.dropLast(5))?.description == "W.npy: truncated: found 43 bytes of data, expected 48")
  }

  @Test("bytes after the data are refused")
  func trailing() {
    let data = NPYArray(shape: [2], values: [1, 2]).data()
    #expect(failure(data + Data([0]))?.description == "W.npy: found 17 bytes of data, expected 16")
  }

  @Test("a file of another kind is refused", arguments: ["", "x", "PK\u{3}\u{4}0123456789", "1,2\n3,4\n"])
  func otherFiles(text: String) {
    #expect(
      failure(Data(text.utf8))?.description == "W.npy: found no NumPy signature, expected a .npy file")
  }

  @Test(
    "an unknown format version is refused",
    arguments: [(0, 0), (1, 1), (4, 0), (255, 255)] as [(UInt8, UInt8)])
  func versions(version: (UInt8, UInt8)) {
    let data = npyFile("{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }", version: version)
    #expect(
      failure(data)?.description
        == "W.npy: found .npy version \(version.0).\(version.1), expected 1.0, 2.0 or 3.0")
  }

  @Test(
    "a dtype other than float32 and float64 is named",
    arguments: [
      ("'<i8'", "'<i8' (int64)"), ("'>u2'", "'>u2' (uint16)"), ("'<f2'", "'<f2' (float16)"),
      ("'<f16'", "'<f16' (float128)"), ("'<c16'", "'<c16' (complex128)"), ("'|b1'", "'|b1' (bool)"),
      ("'|O'", "'|O' (object)"), ("'<U5'", "'<U5' (text)"), ("'|S3'", "'|S3' (bytes)"),
      ("'<M8[ns]'", "'<M8[ns]' (datetime)"), ("'|V8'", "'|V8'"), ("''", "''"),
      ("'|f8'", "'|f8' (without a byte order)"), ("'f4'", "'f4' (without a byte order)"),
      ("[('x', '<f8'), ('y', '<f8')]", "with fields (a structured array)"),
      ("'<\ni8'", "with an unreadable name"), ("'<f8\u{7}'", "with an unreadable name"),
      ("'" + String(repeating: "i", count: 60_000) + "'", "with an unreadable name"),
    ])
  func dtypes(descr: String, named: String) {
    #expect(
      failure(npyFile(descr: descr, shape: "(0,)"))?.description
        == "W.npy: found dtype \(named), expected float32 or float64")
  }

  @Test(
    "a header that is not the dictionary it should be is refused",
    arguments: [
      "", " ", "{", "}", "{}", "{,}", "[]", "None", "\0\0\0\0", "\u{301}{}", "{'descr'", "{'descr': '<f8",
      "{'descr': '<f8', 'fortran_order': False}", "{'descr': '<f8', 'shape': (2,)}",
      "{'fortran_order': False, 'shape': (2,)}", "{'descr': '<f8' 'fortran_order': False, 'shape': (2,)}",
      "{'descr': '<f8', 'fortran_order': 0, 'shape': (2,)}",
      "{'descr': 8, 'fortran_order': False, 'shape': ()}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': 2}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': [2]}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)} trailing",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (,)}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2",
      "{'descr': '<\\x668', 'fortran_order': False, 'shape': ()}",
      String(repeating: "(", count: 60_000), String(repeating: "{'a':", count: 10_000),
    ])
  func malformedHeaders(header: String) {
    guard case .header? = failure(npyFile(header, body: [UInt8](repeating: 0, count: 16)))?.problem else {
      Issue.record("accepted, or refused for another reason")
      return
    }
  }

  @Test(
    "a hostile shape is refused at once",
    arguments: [
      "(4611686018427387904, 4)", "(4, 4611686018427387904)", "(4611686018427387904,)",
      "(4611686018427387904, 0)",
      "(0, 4611686018427387904)", "(3037000500, 3037000500)", "(2097152, 2097152, 2097152)", "(-1,)",
      "(-2, -2)",
      "(9223372036854775807,)", "(9223372036854775808,)", "(99999999999999999999999999, 0)", "(1.5,)",
      "('2',)",
      "(True,)", "((2,),)", "(1152921504606846976,)", "(1e3,)", "(0x10,)", "(--2,)",
    ])
  func hostileShapes(shape: String) {
    for order in ["False", "True"] {
      guard case .header? = failure(npyFile(order: order, shape: shape, count: 2))?.problem else {
        Issue.record("accepted, or refused for another reason")
        return
      }
    }
  }

  @Test(
    "an empty array with one huge extent takes no time", .timeLimit(.minutes(1)),
    arguments: ["False", "True"])
  func emptyButHuge(order: String) throws {
    try withTemporaryFolder { folder in
      for (text, shape) in [("(0, 1099511627776)", [0, 1 << 40]), ("(1099511627776, 0)", [1 << 40, 0])] {
        try npyFile(order: order, shape: text).write(to: URL(fileURLWithPath: "\(folder)/W.npy"))
        let matrix = try Matrix(npy: "\(folder)/W.npy")
        #expect([matrix.rowCount, matrix.columnCount] == shape)
        #expect(matrix.npy == NPYArray(shape: shape, values: []))
      }
    }
  }

  @Test("a huge array whose data are not there is refused before memory is taken for it")
  func hugeButAbsent() {
    let error = failure(npyFile(shape: "(1000000, 1000000)", count: 1))
    #expect(error?.problem == .length(found: 8, expected: 8_000_000_000_000))
  }

  @Test("a header said to be longer than the file is refused", arguments: [1, 2, 3] as [UInt8])
  func headerBeyondTheFile(version: UInt8) {
    let length = version == 1 ? 0xffff : 0xffff_ffff
    let start = version == 1 ? 10 : 12
    #expect(
      failure(npyFile("{}", version: (version, 0), length: length))?.problem
        == .truncatedHeader(found: start + 2, expected: start + length))
  }

  @Test("more than three dimensions are refused")
  func dimensions() {
    #expect(
      failure(npyFile(shape: "(1, 2, 1, 1)", count: 2))?.description
        == "W.npy: found an array of shape (1, 2, 1, 1), expected at most 3 dimensions")
  }

  @Test("damaging any byte of the header never crashes")
  func damagedHeaders() throws {
    let array = NPYArray(shape: [1, 2, 1], values: [1, 2])
    let data = array.data()
    for position in 0..<128 {
      for byte in [0, 0x20, 0x27, 0x28, 0x29, 0x30, 0x39, 0x4c, 0x80, 0xff] as [UInt8] {
        var damaged = data
        damaged[position] = byte
        do {
          _ = try NPYArray(data: damaged, path: "W.npy")
        } catch {
          #expect(error.path == "W.npy")
        }
      }
    }
  }

  /// The failure that reading `array` as a matrix ends with; its path is checked and replaced by W.npy.
  private func matrixFailure(_ array: NPYArray, requireSquare: Bool = false) throws -> String? {
    var description: String?
    try withTemporaryFolder { folder in
      let path = "\(folder)/W.npy"
      try array.write(to: path, NPYArray.Format(element: .float32, fortranOrder: true))
      let error = #expect(throws: NPYError.self) { try Matrix(npy: path, requireSquare: requireSquare) }
      #expect(error?.kind == .dataFormat)
      #expect(error?.path == path)
      description = error?.description.replacingOccurrences(of: path, with: "W.npy")
    }
    return description
  }

  @Test("the first NaN or infinity is found row by row", arguments: [Double.nan, .infinity, -.infinity])
  func notFinite(value: Double) throws {
    let array = NPYArray(shape: [3, 2], values: [0, 1, 2, value, .nan, 5])
    #expect(
      try matrixFailure(array) == "W.npy: found NaN or infinity at [1, 1], expected finite numbers")
  }

  @Test("a matrix that is not square is refused when a square one is asked for, and only then")
  func notSquare() throws {
    let array = NPYArray(shape: [2, 3], values: [Double](repeating: 0, count: 6))
    #expect(
      try matrixFailure(array, requireSquare: true)
        == "W.npy: found a 2 x 3 matrix, expected a square one")
    try withTemporaryFolder { folder in
      try array.write(to: "\(folder)/W.npy")
      #expect(try Matrix(npy: "\(folder)/W.npy").columnCount == 3)
    }
  }

  @Test("an array that is not 2-dimensional is no matrix", arguments: [[], [4], [1, 2, 2]])
  func notMatrix(shape: [Int]) throws {
    let array = NPYArray(shape: shape, values: [Double](repeating: 0, count: shape.reduce(1, *)))
    let found = shape.map(String.init).joined(separator: ", ")
    #expect(
      try matrixFailure(array)
        == "W.npy: found an array of shape (\(found)), expected a matrix (2 dimensions)")
  }

  @Test("an empty matrix is refused where a square one is asked for")
  func empty() throws {
    let description = try matrixFailure(NPYArray(shape: [0, 0], values: []), requireSquare: true)
    #expect(description == "W.npy: found an array of shape (0, 0), expected at least one row and column")
  }
}
