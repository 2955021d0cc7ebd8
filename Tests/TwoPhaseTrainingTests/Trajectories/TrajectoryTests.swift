import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTraining

/// A folder of files for one test, removed afterwards.
final class Files: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("trajectory-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ data: Data, _ name: String) throws -> String {
    let file = (path as NSString).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try data.write(to: URL(fileURLWithPath: file))
    return file
  }
}

@Suite("Trajectories of other programs")
struct TrajectoryTests {
  static let values = (0..<12).map { Double($0) + 0.5 }

  /// The k-th snapshot of 0.5, 1.5, ... in C order.
  static func snapshot(_ k: Int) -> Matrix {
    let base = Double(4 * k)
    return Matrix(rows: [[base + 0.5, base + 1.5], [base + 2.5, base + 3.5]])
  }

  static func matrices(_ trajectory: Trajectory, _ order: [Int]? = nil) throws -> [Matrix] {
    try (order ?? Array(trajectory.steps.indices)).map { k in
      var w = Matrix(rowCount: trajectory.dimension, columnCount: trajectory.dimension)
      try trajectory.read(k, into: &w)
      return w
    }
  }

  static let expected = (0..<3).map(snapshot)

  @Test("NumPy's archives are read: stored, compressed, one array a step, Fortran order")
  func archives() throws {
    let files = try Files()
    let stored = try Trajectory(path: files.write(NumPyArchives.stored, "stored.npz"))
    #expect(
      stored.steps == [0, 5, 7] && stored.learningRates == [0.5, 0.25, 0.25] && stored.format == "npz")
    #expect(try Self.matrices(stored) == Self.expected)
    let compressed = try Trajectory(path: files.write(NumPyArchives.compressed, "compressed.npz"))
    #expect(compressed.steps == [0, 5, 7] && compressed.learningRates == [0.25, 0.25, 0.25])
    #expect(try Self.matrices(compressed) == Self.expected)
    #expect(try Self.matrices(compressed, [2, 0, 1, 1, 2]) == [2, 0, 1, 1, 2].map(Self.snapshot))
    let named = try Trajectory(path: files.write(NumPyArchives.named, "named.npz"))
    #expect(named.steps == [0, 5, 7] && named.learningRates == nil && named.sourceIsSinglePrecision)
    #expect(try Self.matrices(named) == Self.expected)
    let fortran = try Trajectory(path: files.write(NumPyArchives.fortran, "fortran.npz"))
    #expect(fortran.steps == [0, 1, 2] && !fortran.sourceIsSinglePrecision)
    #expect(try Self.matrices(fortran) == Self.expected)
  }

  @Test("a .npy, a folder and a .safetensors of the same weights are the same trajectory")
  func forms() throws {
    let files = try Files()
    let npy = try files.write(FileBuilder.npy(shape: [3, 2, 2], values: Self.values), "run.npy")
    for (k, name) in ["steps/step_0.npy", "steps/step_10.npy", "steps/step_9.npy"].enumerated() {
      let place = [0, 2, 1][k]
      try files.write(
        FileBuilder.npy(shape: [2, 2], values: Array(Self.values[(4 * place)..<(4 * place + 4)])), name)
    }
    try files.write(Data("notes".utf8), "steps/README.txt")
    let stacked = try files.write(
      FileBuilder.safetensors(
        [("weights", [3, 2, 2], Self.values)], metadata: "{\"learning_rate\":\"0.125\"}"), "a.safetensors")
    let separate = try files.write(
      FileBuilder.safetensors(
        (0..<3).reversed().map { ("w.\($0)", [2, 2], Array(Self.values[(4 * $0)..<(4 * $0 + 4)])) }),
      "b.safetensors")
    for path in [npy, "\(files.path)/steps", stacked, separate] {
      let trajectory = try Trajectory(path: path)
      #expect(try Self.matrices(trajectory) == Self.expected, "\(path)")
      #expect(trajectory.count == 3 && trajectory.dimension == 2)
    }
    #expect(try Trajectory(path: "\(files.path)/steps").steps == [0, 9, 10], "sorted by number")
    #expect(try Trajectory(path: stacked).learningRates == [0.125, 0.125, 0.125])
    #expect(try Trajectory(path: separate).learningRates == nil)
    let one = try Trajectory(
      path: files.write(FileBuilder.npy(shape: [2, 2], values: [1, 2, 3, 4]), "one.npy"))
    #expect(one.steps == [0])
  }

  @Test("rows are transposed and an included identity is taken away, for trajectory and teacher alike")
  func layouts() throws {
    let files = try Files()
    let path = try files.write(FileBuilder.npy(shape: [3, 2, 2], values: Self.values), "run.npy")
    let teacher = try files.write(FileBuilder.npy(shape: [2, 2], values: [1, 2, 3, 4]), "T.npy")
    let turned = try files.write(
      FileBuilder.npy(shape: [2, 2], values: [1, 3, 2, 4], fortran: true), "F.npy")
    var options = TrajectoryOptions()
    options.layout = .rows
    #expect(try Self.matrices(Trajectory(path: path, options: options)) == Self.expected.map(\.transposed))
    #expect(try Trajectory.readMatrix(path: teacher, options: options) == Matrix(rows: [[1, 3], [2, 4]]))
    #expect(try Trajectory.readMatrix(path: turned, options: options) == Matrix(rows: [[1, 3], [2, 4]]))
    options.includesIdentity = true
    #expect(try Trajectory.readMatrix(path: teacher, options: options) == Matrix(rows: [[0, 3], [2, 3]]))
    options.layout = .columns
    #expect(try Trajectory.readMatrix(path: teacher, options: options) == Matrix(rows: [[0, 2], [3, 3]]))
    let first = try #require(try Self.matrices(Trajectory(path: path, options: options)).first)
    #expect(first == Matrix(rows: [[-0.5, 1.5], [2.5, 2.5]]))
  }

  @Test("float32 is widened exactly, float16 and bfloat16 too")
  func precision() throws {
    func decoded(_ format: ElementFormat, _ bytes: [UInt8]) -> Double {
      var values = [0.0]
      format.decode(bytes, count: 1, into: &values)
      return values[0]
    }
    let single = Float(0.1)
    let bits = withUnsafeBytes(of: single.bitPattern.littleEndian) { Array($0) }
    #expect(decoded(ElementFormat(.float, size: 4), bits) == Double(single))
    #expect(decoded(ElementFormat(.float, size: 4, isLittleEndian: false), bits.reversed()) == Double(single))
    #expect(
      decoded(ElementFormat(.brainFloat, size: 2), Array(bits[2...]))
        == Double(Float(bitPattern: single.bitPattern & 0xffff_0000)))
    // binary16: 1, -2, 65504, the smallest subnormal 2^-24
    let halves: [(UInt16, Double)] = [
      (0x3c00, 1), (0xc000, -2), (0x7bff, 65504), (0x0001, 0x1p-24), (0x3555, 0.333251953125),
    ]
    for (half, value) in halves {
      #expect(decoded(ElementFormat(.float, size: 2), [UInt8(half & 255), UInt8(half >> 8)]) == value)
    }
    #expect(decoded(ElementFormat(.float, size: 2), [0, 0x7c]) == .infinity)
    #expect(decoded(ElementFormat(.signed, size: 2), [0xff, 0xff]) == -1)
    #expect(decoded(ElementFormat(.unsigned, size: 1), [200]) == 200)
  }

  @Test("a trajectory of many gigabytes is read with the memory of a few snapshots")
  func large() throws {
    let files = try Files()
    let d = 500
    let count = 5000  // 10 GB
    let path = try files.write(FileBuilder.npy(shape: [count, d, d], values: []), "large.npy")
    let header = try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    // A sparse file: zeros that take no room on the disk.
    try #require(truncate(path, off_t(header + count * d * d * 8)) == 0)
    let before = try Self.residentBytes()
    let trajectory = try Trajectory(path: path)
    var w = Matrix(rowCount: d, columnCount: d)
    for k in [0, 1, count / 2, count - 1] {
      try trajectory.read(k, into: &w)
      #expect(w.largestMagnitude == 0)
    }
    #expect(trajectory.count == count)
    #expect(try Self.residentBytes() - before < 200 << 20)
  }

  static func residentBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return (Int(line.filter(\.isNumber)) ?? 0) * 1024
  }
}
