import LinearAlgebra
import Testing
import TwoPhaseNetworks

@Suite("Labelled data")
struct LabelledDataTests {
  private func files(_ labels: [Double], rows: Int? = nil) throws -> (DataFolder, String, String) {
    let folder = try DataFolder()
    let n = rows ?? labels.count
    try Matrix(rowCount: n, columnCount: 2, columnMajor: (0..<(2 * n)).map(Double.init)).writeNPY(
      to: folder.file("i.npy"))
    try NPYArray(shape: [labels.count], values: labels).write(to: folder.file("l.npy"))
    return (folder, folder.file("i.npy"), folder.file("l.npy"))
  }

  @Test("two .npy files make data")
  func npy() throws {
    let (folder, inputs, labels) = try files([0, 2, 1])
    let data = try LabelledData(inputsNPY: inputs, labelsNPY: labels)
    #expect(data.labels == [0, 2, 1] && data.classCount == 3 && data.dimension == 2)
    #expect(data.inputs.rows == [[0, 3], [1, 4], [2, 5]])
    _ = folder
  }

  @Test(
    "labels that are no classes are refused",
    arguments: [
      ([0, 1.5, 1], "found 1.5 at [1], expected whole numbers of at least 0"),
      ([0, -1, 1], "found -1.0 at [1], expected whole numbers of at least 0"),
      ([0, 1, .nan], "found NaN at [2], expected whole numbers of at least 0"),
      ([0, 1e300, 1], "found 1e+300 at [1], expected whole numbers of at least 0"),
      (
        [0, 1_000_000, 1],
        "found 1000000 as the largest label of 3 inputs, expected at most as many classes as inputs"
      ),
      ([0, 0, 0], "found only class 0, expected at least two classes"),
    ])
  func labels(values: [Double], message: String) throws {
    let (folder, inputs, labels) = try files(values)
    do {
      _ = try LabelledData(inputsNPY: inputs, labelsNPY: labels)
      Issue.record("accepted")
    } catch let error as DataSetError {
      #expect(error.description == "\(labels): \(message)")
    }
    _ = folder
  }

  @Test("another number of labels than inputs, and inputs that are not finite, are refused")
  func shapes() throws {
    let (folder, inputs, labels) = try files([0, 1], rows: 3)
    #expect(throws: DataSetError.self) { try LabelledData(inputsNPY: inputs, labelsNPY: labels) }
    _ = folder
    let bad = Matrix(rows: [[1], [.nan]])
    #expect(throws: DataSetError.self) { try LabelledData(inputs: bad, labels: [0, 1]) }
    #expect(throws: DataSetError.self) {
      try LabelledData(inputs: Matrix(rows: [[1], [2]]), labels: [0, 2], classCount: 2)
    }
  }

  private func synthetic(_ count: Int) throws -> LabelledData {
    try LabelledData(
      inputs: NormalStream(seed: 5, purpose: 1).matrix(rowCount: count, columnCount: 3),
      labels: (0..<count).map { $0 % 7 == 0 ? 2 : $0 % 2 })
  }

  @Test("a split's parts are disjoint, complete and stratified", arguments: [0.1, 0.2, 0.5])
  func split(fraction: Double) throws {
    let data = try synthetic(211)
    let split = try data.split(testFraction: fraction, seed: 3)
    #expect((split.training + split.test).sorted() == Array(0..<211))
    for label in 0..<3 {
      let own = data.labels.filter { $0 == label }.count
      let tested = split.test.filter { data.labels[$0] == label }.count
      #expect(tested == Int((fraction * Double(own)).rounded()))
    }
  }

  @Test("the same seed and lane give the same split, others another one")
  func seeds() throws {
    let data = try synthetic(100)
    let split = try data.split(testFraction: 0.2, seed: 3, lane: 1)
    #expect(try data.split(testFraction: 0.2, seed: 3, lane: 1) == split)
    #expect(try data.split(testFraction: 0.2, seed: 3, lane: 2) != split)
    #expect(try data.split(testFraction: 0.2, seed: 4, lane: 1) != split)
    #expect(throws: DataSetError.self) { try data.split(testFraction: 0.001, seed: 3) }
    #expect(throws: DataSetError.self) { try data.split(testFraction: 1, seed: 3) }
  }

  @Test("each place of a permutation takes each value about equally often")
  func permutation() {
    let stream = NormalStream(seed: 1, purpose: 119)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 5), count: 5)
    for lane in 0..<5000 {
      for (place, value) in stream.permutation(5, lane: UInt32(lane)).enumerated() {
        counts[place][value] += 1
      }
    }
    // Binomial(5000, 1/5): deviation 28.3; 25 counts within 4.5 deviations.
    #expect(counts.joined().allSatisfy { abs($0 - 1000) < 128 })
    #expect(stream.permutation(0) == [] && stream.permutation(1) == [0])
  }

  @Test("scaling centres each entry and makes the mean square 1, from the training part alone")
  func scaling() throws {
    let data = try LabelledData(
      inputs: Matrix(rows: [[1, 5, 2], [3, 5, 6], [5, 5, 1]]), labels: [0, 1, 0])
    let scaling = try InputScaling(training: data)
    #expect(scaling.mean == [3, 5, 3])
    let scaled = scaling.applied(to: data).inputs
    let squares = scaled.elements.reduce(0) { $0 + $1 * $1 }
    #expect(abs(squares / 9 - 1) < 1e-14)
    #expect(scaled.column(1) == [0, 0, 0])
    let other = scaling.applied(
      to: try LabelledData(inputs: Matrix(rows: [[3, 5, 3], [3, 6, 3]]), labels: [0, 1]))
    #expect(other.inputs.rows[0] == [0, 0, 0] && other.inputs[1, 1] == 1 / scaling.scale)
    let equal = try LabelledData(inputs: Matrix(rows: [[1, 2], [1, 2]]), labels: [0, 1])
    #expect(throws: DataSetError.self) { try InputScaling(training: equal) }
  }
}
