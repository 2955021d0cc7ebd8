import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTraining

@Suite("Unusable trajectories")
struct UnusableTrajectoryTests {
  static func npy(_ shape: [Int], _ value: Double = 0.5) -> Data {
    FileBuilder.npy(shape: shape, values: [Double](repeating: value, count: shape.reduce(1, *)))
  }

  static func zip(_ entries: [(String, Data)]) -> Data {
    FileBuilder.zip(entries.map { (name: $0.0 + ".npy", data: $0.1) })
  }

  static func numbers(_ values: [Double]) -> Data { FileBuilder.npy(shape: [values.count], values: values) }

  static let weights = npy([3, 2, 2])

  /// Name of the file, its contents, and what the one line must say.
  static let cases: [(name: String, data: Data, says: [String])] = [
    ("ragged.npz", zip([("0", npy([2, 2])), ("1", npy([3, 3]))]), ["(1.npy)", "3 x 3", "2 x 2"]),
    ("wide.npz", zip([("weights", npy([3, 2, 4]))]), ["2 x 4", "square"]),
    ("wide.npy", npy([3, 2, 4]), ["2 x 4", "square"]),
    ("none.npz", zip([("weights", npy([0, 2, 2]))]), ["(0, 2, 2)", "at least one"]),
    ("flat.npy", npy([4]), ["(4)", "[T, d, d]"]),
    ("missing.npz", zip([("weights", weights), ("steps", numbers([0, 1]))]), ["[2]", "[3]"]),
    (
      "unsorted.npz", zip([("weights", weights), ("steps", numbers([0, 2, 1]))]),
      ["[2]", "step 1 after 2", "increasing"]
    ),
    ("twice.npz", zip([("weights", weights), ("steps", numbers([0, 1, 1]))]), ["step 1 twice"]),
    ("names.npz", zip([("1", npy([2, 2])), ("01", npy([2, 2]))]), ["step 1 twice", "'01'", "'1'"]),
    ("negative.npz", zip([("weights", weights), ("steps", numbers([-1, 0, 1]))]), ["-1", "whole number"]),
    ("half.npz", zip([("weights", weights), ("steps", numbers([0, 0.5, 1]))]), ["0.5", "whole number"]),
    (
      "nanstep.npz", zip([("weights", weights), ("steps", numbers([0, .nan, 1]))]), ["nan", "whole number"]
    ),
    ("rate.npz", zip([("weights", weights), ("learning_rate", numbers([0.1, -1]))]), ["-1", "positive"]),
    (
      "rates.npz", zip([("weights", weights), ("learning_rate", numbers([1, 1, 1, 1]))]), ["4 learning rates"]
    ),
    ("other.npz", zip([("a", npy([2, 2])), ("b", npy([2, 2]))]), ["a, b", "weights"]),
    ("no.npz", FileBuilder.zip([]), ["no arrays"]),
    ("text.npz", Data("not a zip".utf8), ["zip archive"]),
    ("cut.npz", zip([("weights", weights)]).prefix(100), ["zip archive"]),
    ("integers.npy", FileBuilder.npy(shape: [1, 1, 1], descr: "<i8", body: Data(count: 8)), ["integer"]),
    ("short.npy", weights.dropLast(8), ["truncated", "88", "96"]),
    (
      "length.safetensors", FileBuilder.safetensors([("weights", [1, 1, 1], [1])], headerLength: 1 << 60),
      ["header length"]
    ),
    (
      "small.safetensors", FileBuilder.safetensors([("weights", [1, 1, 1], [1])], headerLength: 10),
      ["header"]
    ),
    ("tiny.safetensors", Data([1, 2, 3]), ["3 bytes"]),
    (
      "cut.safetensors",
      FileBuilder.safetensors([("weights", [3, 2, 2], TrajectoryTests.values)]).dropLast(8), ["data_offsets"]
    ),
    (
      "shape.safetensors", FileBuilder.safetensors([("weights", [3, 2, 3], TrajectoryTests.values)]),
      ["96 bytes", "144"]
    ),
  ]

  @Test("each is refused in one line that names the file and what is wrong", arguments: cases.indices)
  func refused(_ index: Int) throws {
    let (name, data, says) = Self.cases[index]
    let files = try Files()
    let path = try files.write(Data(data), name)
    let error = try #require(throws: (any Error).self, "\(name)") { try Trajectory(path: path) }
    let failure = try #require(error as? any DescribedFailure, "\(name): \(error)")
    #expect(failure.kind == .dataFormat)
    #expect(failure.description.hasPrefix(path) && !failure.description.contains("\n"))
    for word in says { #expect(failure.description.contains(word), "\(name): \(failure.description)") }
  }

  @Test("a damaged entry is found by its checksum when it is read to its end")
  func checksum() throws {
    var data = Self.zip([("weights", FileBuilder.npy(shape: [3, 2, 2], values: TrajectoryTests.values))])
    let place = try #require(data.range(of: FileBuilder.bytes([5.5]))?.lowerBound)
    data[place] ^= 1
    let files = try Files()
    let trajectory = try Trajectory(path: files.write(data, "damaged.npz"))
    let error = try #require(throws: ZipError.self) { try TrajectoryTests.matrices(trajectory) }
    #expect(error.description.contains("crc") && error.kind == .dataFormat)
  }

  @Test("files, folders and kinds that are not there are told apart")
  func missing() throws {
    let files = try Files()
    #expect(
      try #require(throws: FileFailure.self) { try Trajectory(path: files.path + "/no.npz") }.kind
        == .missingInput)
    #expect(
      try #require(throws: TrajectoryError.self) { try Trajectory(path: files.path) }.description.contains(
        "step_*.npy"))
    let text = try files.write(Data("x".utf8), "run.txt")
    #expect(
      try #require(throws: OptionError.self) { try Trajectory(path: text) }.expected.contains(".safetensors"))
    try files.write(Self.npy([2, 2]), "twice/step_1.npy")
    try files.write(Self.npy([2, 2]), "twice/step_01.npy")
    let twice = try #require(throws: TrajectoryError.self) { try Trajectory(path: files.path + "/twice") }
    #expect(twice.description.contains("step_01") && twice.description.contains("step_1"))
  }

  @Test("damaged bytes anywhere end in an error or in numbers, never in a trap")
  func fuzz() throws {
    let files = try Files()
    let originals: [(String, Data)] = [
      ("a.npz", NumPyArchives.compressed), ("b.npz", NumPyArchives.stored), ("c.npz", NumPyArchives.named),
      ("d.npy", FileBuilder.npy(shape: [3, 2, 2], values: TrajectoryTests.values)),
      ("e.safetensors", FileBuilder.safetensors([("weights", [3, 2, 2], TrajectoryTests.values)])),
    ]
    var random = TestRandom(7)
    for (name, original) in originals {
      for _ in 0..<300 {
        var data = original
        let place = Int(random.uniform(0...1) * Double(data.count - 1))
        if random.uniform(0...1) < 0.3 {
          data = data.prefix(place)
        } else {
          data[data.startIndex + place] = UInt8(random.uniform(0...255.99))
        }
        let path = try files.write(Data(data), name)
        do {
          let trajectory = try Trajectory(path: path)
          guard trajectory.dimension <= 64, trajectory.count <= 1000 else { continue }
          _ = try TrajectoryTests.matrices(trajectory)
        } catch let failure as any DescribedFailure {
          #expect(!failure.description.contains("\n"))
        }
      }
    }
  }
}
