import Foundation
import LinearAlgebra
import Testing

@Suite("NumPy files")
struct NPYTests {
  @Test("a file that NumPy wrote is read with its shape and values", arguments: NumPyFile.all)
  func readsNumPy(file: NumPyFile) throws {
    let array = try NPYArray(data: file.data, path: "W.npy")
    #expect(array.shape == file.shape)
    #expect(array.values == file.values)
  }

  @Test("what is written is byte for byte what NumPy wrote", arguments: NumPyFile.all)
  func writesLikeNumPy(file: NumPyFile) {
    let format = NPYArray.Format(
      element: file.dtype.hasSuffix("f4") ? .float32 : .float64, fortranOrder: file.order == "F",
      littleEndian: file.dtype.hasPrefix("<"), version: file.version)
    #expect(NPYArray(shape: file.shape, values: file.values).data(format) == file.data)
  }

  @Test(
    "every combination of dtype, order, byte order, version and shapes with up to 3 dimensions is covered")
  func covered() {
    #expect(NumPyFile.all.count == 72)
    #expect(Set(NumPyFile.all.map(\.testDescription)).count == 72)
  }

  @Test("signed zeros, infinities, NaN and the extremes keep their bits", arguments: ["<f8", ">f4"])
  func specialValues(dtype: String) throws {
    let data = try #require(NumPyFile.special(dtype))
    let array = try NPYArray(data: data, path: "W.npy")
    let tiny = dtype == "<f8" ? Double.leastNonzeroMagnitude : Double(Float.leastNonzeroMagnitude)
    let huge = dtype == "<f8" ? Double.greatestFiniteMagnitude : Double(Float.greatestFiniteMagnitude)
    let expected = [0, -0.0, .infinity, -.infinity, .nan, tiny, huge]
    #expect(array.values.map(\.bitPattern) == expected.map(\.bitPattern))
    let format = NPYArray.Format(
      element: dtype == "<f8" ? .float64 : .float32, littleEndian: dtype.hasPrefix("<"))
    #expect(array.data(format) == data)
  }

  @Test(
    "every array comes back from every format", arguments: [[], [1], [0], [7], [5, 3], [0, 4], [4, 2, 3]])
  func roundTrip(shape: [Int]) throws {
    let array = NPYArray(shape: shape, values: (0..<shape.reduce(1, *)).map { Double($0) - 2.5 })
    for version in 1...3 {
      for element in [NPYArray.Format.Element.float32, .float64] {
        for (fortran, little) in [(false, false), (false, true), (true, false), (true, true)] {
          let format = NPYArray.Format(
            element: element, fortranOrder: fortran, littleEndian: little, version: version)
          #expect(try NPYArray(data: array.data(format), path: "W.npy") == array, "\(format)")
          #expect(array.data(format).count % 64 == array.values.count * (element == .float32 ? 4 : 8) % 64)
        }
      }
    }
  }

  @Test("data that are a slice of other data are read from where the slice begins")
  func slices() throws {
    let array = NPYArray(shape: [2, 2], values: [1, 2, 3, 4])
    let padded = Data([9, 9, 9]) + array.data() + Data([9])
    #expect(try NPYArray(data: padded.dropFirst(3).dropLast(), path: "W.npy") == array)
  }

  @Test(
    "headers that other writers of .npy produce are understood",
    arguments: [
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1), }   \n",
      "{'shape': (2, 1), 'fortran_order': False, 'descr': '<f8'}",
      "{\"descr\":\"<f8\",\"fortran_order\":False,\"shape\":(2,1,)}\n",
      "  { 'descr' : '<f8' ,\n\t'fortran_order' : False , 'shape' : ( 2 , 1 ) , }\r\n",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 1L), }",
      "{'descr': '=f8', 'fortran_order': False, 'shape': (2, 1), }",
      "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 1), }",
    ])
  func unusualHeaders(header: String) throws {
    let body = [1.5, -2].flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
    let array = try NPYArray(data: npyFile(header, body: body), path: "W.npy")
    #expect(array == NPYArray(shape: [2, 1], values: [1.5, -2]))
  }

  @Test("a header longer than version 1 allows is read in version 2")
  func longHeader() throws {
    let header =
      "{'descr': '<f8', 'fortran_order': False, 'shape': (), }" + String(repeating: " ", count: 70_000)
    let data = npyFile(header, body: [UInt8](repeating: 0, count: 8), version: (2, 0))
    #expect(try NPYArray(data: data, path: "W.npy") == NPYArray(shape: [], values: [0]))
  }

  @Test("a matrix's entry [i, j] is NumPy's, whatever the order of the file", arguments: ["C", "F"])
  func matrixIndices(order: String) throws {
    let numPy = try #require(NumPyFile.all.first { $0.shape == [2, 3] && $0.order == order })
    try withTemporaryFolder { folder in
      try numPy.data.write(to: URL(fileURLWithPath: "\(folder)/W.npy"))
      let matrix = try Matrix(npy: "\(folder)/W.npy")
      #expect(matrix == Matrix(rows: [[0.75, -1.5, 2.25], [-3, 3.75, -4.5]]))
    }
  }

  @Test("a matrix is written as little-endian float64 in C order, and comes back")
  func matrixRoundTrip() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/W.npy"
      let matrix = Matrix(rows: [[0.75, -1.5, 2.25], [-3, 3.75, -4.5]])
      try matrix.writeNPY(to: path)
      let numPy = NumPyFile.all.first {
        $0.dtype == "<f8" && $0.order == "C" && $0.version == 1 && $0.shape == [2, 3]
      }
      #expect(try AtomicFile.read(path) == numPy?.data)
      #expect(try Matrix(npy: path) == matrix)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["W.npy"])
    }
  }
}
