import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseTraining

@Suite("Trajectories in every way NumPy and safetensors write them")
struct TrajectoryVariantsTests {
  /// np.save of weights [3, 2, 2] = 0.5, 1.5, ..., 11.5 by NumPy 2.4.6.
  static let saved: [(name: String, isSingle: Bool, data: Data)] = [
    (
      ">f8", false,
      decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPmY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDIsIDIpLCB9ICAg\
        ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo/4AAAAAAAAD/4AAAAAAAAQAQAAAAA\
        AABADAAAAAAAAEASAAAAAAAAQBYAAAAAAABAGgAAAAAAAEAeAAAAAAAAQCEAAAAAAABAIwAAAAAAAEAlAAAAAAAAQCcAAAAAAAA=
        """)
    ),
    (
      ">f4", true,
      decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPmY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDIsIDIpLCB9ICAg\
        ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo/AAAAP8AAAEAgAABAYAAAQJAAAECw\
        AABA0AAAQPAAAEEIAABBGAAAQSgAAEE4AAA=
        """)
    ),
    (
      "<f4 in Fortran order", true,
      decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMywgMiwgMiksIH0gICAg\
        ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAA/AACQQAAACEEAACBAAADQQAAA\
        KEEAAMA/AACwQAAAGEEAAGBAAADwQAAAOEE=
        """)
    ),
  ]

  /// safetensors 0.8.0: save({'w.0': w[0], 'w.1': w[1], 'w.2': w[2]}, metadata={'learning_rate': '0.5'})
  static let named = decoded(
    """
    2AAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJsZWFybmluZ19yYXRlIjoiMC41In0sIncuMCI6eyJkdHlwZSI6IkY2NCIsInNoYXBl\
    IjpbMiwyXSwiZGF0YV9vZmZzZXRzIjpbMCwzMl19LCJ3LjEiOnsiZHR5cGUiOiJGNjQiLCJzaGFwZSI6WzIsMl0sImRhdGFfb2Zm\
    c2V0cyI6WzMyLDY0XX0sIncuMiI6eyJkdHlwZSI6IkY2NCIsInNoYXBlIjpbMiwyXSwiZGF0YV9vZmZzZXRzIjpbNjQsOTZdfX0A\
    AAAAAADgPwAAAAAAAPg/AAAAAAAABEAAAAAAAAAMQAAAAAAAABJAAAAAAAAAFkAAAAAAAAAaQAAAAAAAAB5AAAAAAAAAIUAAAAAA\
    AAAjQAAAAAAAACVAAAAAAAAAJ0A=
    """)

  static func decoded(_ text: String) -> Data { Data(base64Encoded: text) ?? Data() }

  static let weights = FileBuilder.npy(shape: [3, 2, 2], values: TrajectoryTests.values)

  static func trajectory(_ arrays: [(String, Data)]) throws -> Trajectory {
    let files = try Files()
    let path = try files.write(UnusableTrajectoryTests.zip(arrays), "run.npz")
    return try Trajectory(path: path)
  }

  @Test("byte orders, precisions and orders of indices of a .npy give the same snapshots", arguments: 0..<3)
  func arrays(_ index: Int) throws {
    let files = try Files()
    let trajectory = try Trajectory(path: files.write(Self.saved[index].data, "run.npy"))
    #expect(trajectory.sourceIsSinglePrecision == Self.saved[index].isSingle)
    #expect(try TrajectoryTests.matrices(trajectory) == TrajectoryTests.expected)
    #expect(try TrajectoryTests.matrices(trajectory, [2, 0, 1]) == [2, 0, 1].map(TrajectoryTests.snapshot))
  }

  @Test("tensors that the safetensors library wrote are snapshots, with the rate of their metadata")
  func safetensors() throws {
    let files = try Files()
    let trajectory = try Trajectory(path: files.write(Self.named, "run.safetensors"))
    #expect(trajectory.format == "safetensors" && trajectory.steps == [0, 1, 2])
    #expect(trajectory.learningRates == [0.5, 0.5, 0.5])
    #expect(try TrajectoryTests.matrices(trajectory) == TrajectoryTests.expected)
    #expect(trajectory.nameOfSnapshot(2).contains("w.2"))
  }

  @Test("steps may be integers of any type and order of bytes, with gaps")
  func steps() throws {
    let types: [(String, [UInt8])] = [
      ("|i1", [0, 3, 100]), ("|u1", [0, 3, 100]), ("<i2", [0, 0, 3, 0, 100, 0]),
      (">u2", [0, 0, 0, 3, 0, 100]),
      (">i4", [0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100]), ("<u4", [0, 0, 0, 0, 3, 0, 0, 0, 100, 0, 0, 0]),
    ]
    for (descr, body) in types {
      let steps = FileBuilder.npy(shape: [3], descr: descr, body: Data(body))
      #expect(try Self.trajectory([("weights", Self.weights), ("steps", steps)]).steps == [0, 3, 100])
    }
    let reals = UnusableTrajectoryTests.numbers([1, 2, 1e15])
    let trajectory = try Self.trajectory([("steps", reals), ("weights", Self.weights)])
    #expect(trajectory.steps == [1, 2, 1_000_000_000_000_000])
  }

  @Test("a learning rate is one number, one a snapshot or one a step between snapshots")
  func learningRates() throws {
    func rates(_ data: Data) throws -> [Double]? {
      try Self.trajectory([("weights", Self.weights), ("learning_rate", data)]).learningRates
    }
    #expect(
      try rates(FileBuilder.npy(shape: [], descr: "<i8", body: Data([2, 0, 0, 0, 0, 0, 0, 0]))) == [2, 2, 2])
    #expect(try rates(FileBuilder.npy(shape: [], values: [0.5])) == [0.5, 0.5, 0.5])
    #expect(try rates(UnusableTrajectoryTests.numbers([0.5])) == [0.5, 0.5, 0.5])
    #expect(try rates(UnusableTrajectoryTests.numbers([3, 2])) == [3, 2, 2])
    #expect(try rates(UnusableTrajectoryTests.numbers([3, 2, 1])) == [3, 2, 1])
    #expect(throws: TrajectoryError.self) { try rates(UnusableTrajectoryTests.numbers([])) }
    #expect(throws: TrajectoryError.self) { try rates(UnusableTrajectoryTests.npy([3, 1])) }
    for bad in [0, -1, .infinity, .nan] {
      #expect(throws: TrajectoryError.self) { try rates(FileBuilder.npy(shape: [], values: [bad])) }
    }
  }

  @Test("float32 weights are widened exactly and the identity is taken away in double precision")
  func singlePrecision() throws {
    let files = try Files()
    let single = Float(1.001)
    let body = withUnsafeBytes(of: single.bitPattern.littleEndian) { Data($0) }
    let path = try files.write(FileBuilder.npy(shape: [1, 1, 1], descr: "<f4", body: body), "run.npy")
    var options = TrajectoryOptions()
    #expect(try TrajectoryTests.matrices(Trajectory(path: path, options: options))[0][0, 0] == Double(single))
    options.includesIdentity = true
    #expect(
      try TrajectoryTests.matrices(Trajectory(path: path, options: options))[0][0, 0] == Double(single) - 1)
  }

  @Test("a large array in Fortran order is refused with what to save instead")
  func largeFortran() throws {
    let files = try Files()
    let path = try files.write(FileBuilder.npy(shape: [100, 600, 600], values: [], fortran: true), "run.npy")
    let header = try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    try #require(truncate(path, off_t(header + 100 * 600 * 600 * 8)) == 0)
    let error = try #require(throws: TrajectoryError.self) { try Trajectory(path: path) }
    #expect(error.description.contains("np.ascontiguousarray"))
  }

  @Test("snapshots keep what is not finite: the caller decides")
  func notFinite() throws {
    let files = try Files()
    let path = try files.write(FileBuilder.npy(shape: [1, 1, 1], values: [.nan]), "run.npy")
    #expect(try TrajectoryTests.matrices(Trajectory(path: path))[0][0, 0].isNaN)
    let teacher = try files.write(FileBuilder.npy(shape: [2, 2], values: [1, 2, .infinity, 4]), "T.npy")
    #expect(throws: NPYError.self) { try Trajectory.readMatrix(path: teacher, options: TrajectoryOptions()) }
  }

  @Test("a teacher is read from an archive or tensors that hold no other matrix")
  func teacher() throws {
    let files = try Files()
    let matrix = FileBuilder.npy(shape: [2, 2], values: [1, 2, 3, 4])
    let expected = Matrix(rows: [[1, 2], [3, 4]])
    let one = try files.write(
      UnusableTrajectoryTests.zip([("T", matrix), ("seed", UnusableTrajectoryTests.numbers([7]))]), "T.npz")
    #expect(try Trajectory.readMatrix(path: one, options: TrajectoryOptions()) == expected)
    let tensor = try files.write(FileBuilder.safetensors([("T", [2, 2], [1, 2, 3, 4])]), "T.safetensors")
    #expect(try Trajectory.readMatrix(path: tensor, options: TrajectoryOptions()) == expected)
    let two = try files.write(UnusableTrajectoryTests.zip([("T", matrix), ("W", matrix)]), "two.npz")
    #expect(throws: TrajectoryError.self) {
      try Trajectory.readMatrix(path: two, options: TrajectoryOptions())
    }
  }
}
