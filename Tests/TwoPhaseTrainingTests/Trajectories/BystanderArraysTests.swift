import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTraining

@Suite("Arrays beside the weights")
struct BystanderArraysTests {
  static let text = FileBuilder.npy(shape: [], descr: "<U1", body: Data([0x61, 0, 0, 0]))
  static let object = FileBuilder.npy(shape: [], descr: "|O", body: Data([0x80, 4, 0x4e, 0x2e]))

  @Test("texts, objects and lists beside `weights` are no obstacle")
  func besideWeights() throws {
    let trajectory = try TrajectoryVariantsTests.trajectory([
      ("note", Self.text), ("config", Self.object), ("weights", TrajectoryVariantsTests.weights),
      ("loss1", UnusableTrajectoryTests.numbers([1, 2, 3])),
    ])
    #expect(try trajectory.count == 3 && TrajectoryTests.matrices(trajectory) == TrajectoryTests.expected)
  }

  @Test("a list whose name ends in digits is no snapshot beside matrices that are")
  func besideMatrices() throws {
    let trajectory = try TrajectoryVariantsTests.trajectory([
      ("0", UnusableTrajectoryTests.npy([2, 2])), ("1", UnusableTrajectoryTests.npy([2, 2])),
      ("loss1", UnusableTrajectoryTests.numbers([1, 2, 3])), ("note", Self.text),
    ])
    #expect(trajectory.steps == [0, 1])
  }

  @Test("tensors of other types beside `weights` are no obstacle; as `weights` they are refused by name")
  func tensors() throws {
    func file(_ other: String) -> Data {
      let names = ["weights", "mask"].map { $0 == other }
      let header = zip(["weights", "mask"], names).map { name, isOther in
        isOther
          ? "\"\(name)\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[0,3]}"
          : "\"\(name)\":{\"dtype\":\"F64\",\"shape\":[3,2,2],\"data_offsets\":[0,96]}"
      }
      let text = Data("{\(header.joined(separator: ","))}".utf8)
      return Data([UInt8(text.count), 0, 0, 0, 0, 0, 0, 0]) + text + FileBuilder.bytes(TrajectoryTests.values)
    }
    let files = try Files()
    let trajectory = try Trajectory(path: files.write(file("mask"), "run.safetensors"))
    #expect(try TrajectoryTests.matrices(trajectory) == TrajectoryTests.expected)
    let path = try files.write(file("weights"), "bool.safetensors")
    let error = try #require(throws: SafetensorsError.self) { try Trajectory(path: path) }
    #expect(error.description.contains("(weights): found dtype BOOL"))
  }

  @Test("a teacher's archive may hold texts; a teacher of no readable type is refused by its type")
  func teacher() throws {
    let files = try Files()
    let matrix = FileBuilder.npy(shape: [1, 1], values: [3])
    let path = try files.write(UnusableTrajectoryTests.zip([("T", matrix), ("note", Self.text)]), "T.npz")
    #expect(try Trajectory.readMatrix(path: path, options: TrajectoryOptions()) == Matrix(rows: [[3]]))
    let half = FileBuilder.npy(shape: [1, 1], descr: "<f2", body: Data(count: 2))
    let other = try files.write(UnusableTrajectoryTests.zip([("T", half)]), "half.npz")
    let error = try #require(throws: NPYError.self) {
      try Trajectory.readMatrix(path: other, options: TrajectoryOptions())
    }
    #expect(error.description.contains("float16"))
  }

  @Test("steps beyond 2^53 are refused, in arrays and in names")
  func enormousSteps() throws {
    #expect(throws: TrajectoryError.self) {
      try TrajectoryVariantsTests.trajectory([
        ("weights", UnusableTrajectoryTests.npy([1, 2, 2])),
        ("steps", UnusableTrajectoryTests.numbers([1e18])),
      ])
    }
    let name = "step_\(Int.max)"
    let error = try #require(throws: TrajectoryError.self) {
      try TrajectoryVariantsTests.trajectory([(name, UnusableTrajectoryTests.npy([2, 2]))])
    }
    #expect(error.description.contains(name) && error.description.contains("2^53"))
  }

  @Test("a line break in a name stays out of the message")
  func lineBreaks() throws {
    let error = try #require(throws: TrajectoryError.self) {
      try TrajectoryVariantsTests.trajectory([
        ("a\n0", UnusableTrajectoryTests.npy([2, 2])), ("a\n1", UnusableTrajectoryTests.npy([3, 3])),
      ])
    }
    #expect(!error.description.contains("\n") && error.description.contains("a?0"))
  }
}
