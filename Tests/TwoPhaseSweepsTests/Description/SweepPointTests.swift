import Foundation
import Testing
import TwoPhaseSweeps
import TwoPhaseTheory
import TwoPhaseTraining

@Suite("Runs of a sweep by their numbers")
struct SweepPointTests {
  static func sweep(_ text: String) throws -> SweepDescription {
    try SweepDescription(text: "name: test\n" + text, path: "s.yaml")
  }

  static func rows(_ text: String) throws -> [[String]] {
    let sweep = try Self.sweep(text)
    return try (0..<sweep.count).map { try sweep.point($0).variables.map(\.text) }
  }

  @Test("a product in the order of the file, the last axis fastest")
  func product() throws {
    let rows = try Self.rows("axes:\n  dimension: [20, 30]\n  start: [zero, wrong-way, x.npy]\n")
    #expect(
      rows == [
        ["20", "zero"], ["20", "wrong-way"], ["20", "x.npy"], ["30", "zero"], ["30", "wrong-way"],
        ["30", "x.npy"],
      ])
  }

  @Test("zip takes all axes along together")
  func zip() throws {
    let text = "axes:\n  dimension: [20, 30]\n  seed: {seeds: 2, from: 7}\ncombine: zip\n"
    #expect(try Self.rows(text) == [["20", "7"], ["30", "8"]])
    #expect(
      try Self.sweep(text).variables == [
        .init("dimension", .list, isAxis: true), .init("seed", .seeds, isAxis: true),
      ])
  }

  @Test("a list of axes and lists multiplies its items in order")
  func nested() throws {
    let rows = try Self.rows(
      """
      axes: {startNorm: [1, 2], dimension: [5, 6], steps: [10, 20]}
      combine: [[steps, startNorm], dimension]
      """)
    // Values stay in the order of the file.
    #expect(rows == [["1", "5", "10"], ["1", "6", "10"], ["2", "5", "20"], ["2", "6", "20"]])
    let swapped = try Self.rows(
      "axes: {startNorm: [1, 2], dimension: [5, 6]}\ncombine: [dimension, startNorm]\n")
    #expect(swapped == [["1", "5"], ["2", "5"], ["1", "6"], ["2", "6"]])
  }

  @Test("grids have exact ends and the numbers that a list would have")
  func grids() throws {
    func values(_ axis: String) throws -> [Double] {
      let sweep = try Self.sweep("axes:\n  startNorm: \(axis)\n")
      return try (0..<sweep.count).map { try sweep.point($0).request.startNorm ?? .nan }
    }
    #expect(try values("{linspace: [0.01, 0.05, 5]}") == [0.01, 0.02, 0.03, 0.04, 0.05])
    #expect(try values("{linspace: [-0.1, 0.7, 9]}") == [-0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
    #expect(try values("{linspace: [2, 2, 1]}") == [2])
    #expect(try values("{logspace: [1e-3, 1000, 7]}") == [1e-3, 0.01, 0.1, 1, 10, 100, 1000])
    #expect(try values("{logspace: [1024, 1, 11]}") == [1024, 512, 256, 128, 64, 32, 16, 8, 4, 2, 1])
    let fine = try values("{logspace: [0.1, 2, 12]}")
    #expect(fine.first == 0.1 && fine.last == 2 && fine.count == 12)
    #expect(try values("{logspace: [2.0, 1e-1, 12]}") == fine.reversed())
    #expect(
      try values("{logspace: [0.1, 2, 23]}").enumerated().filter { $0.offset % 2 == 0 }.map(\.element) == fine
    )
    for (a, b) in Swift.zip(fine, fine.dropFirst()) { #expect(abs(b / a / pow(20, 1.0 / 11) - 1) < 1e-14) }
    // Short texts: at most 15 digits.
    #expect(fine.allSatisfy { "\($0)".filter(\.isNumber).count <= 16 })
  }

  @Test("whole values are whole: as written, of whole settings, and of seeds")
  func kinds() throws {
    let sweep = try Self.sweep(
      """
      base: {batch: 64}
      axes:
        dimension: {linspace: [20, 40, 3]}
        startNorm: [1, 2.0, 1e-1]
        k: [3]
        seed: {seeds: 1}
      derived:
        steps: dimension * 1e1 / k * 3
        ratio: dimension / batch
      """)
    let point = try sweep.point(1)
    #expect(
      point.variables == [.integer(20), .real(2), .integer(3), .integer(1), .integer(200), .real(0.3125)])
    #expect(try sweep.point(0).variables[1] == .integer(1))
    #expect(point.request.steps == 200 && point.request.dimension == 20 && point.request.seed == 1)
    #expect(
      sweep.variables == [
        .init("dimension", .linear, isAxis: true), .init("startNorm", .list, isAxis: true),
        .init("k", .list, isAxis: true), .init("seed", .seeds, isAxis: true),
        .init("steps", .list, isAxis: false),
        .init("ratio", .list, isAxis: false),
      ])
  }

  @Test("every setting reaches its run")
  func settings() throws {
    let sweep = try Self.sweep(
      """
      base:
        dimension: 30
        start: W.npy
        startNorm: 0.5
        teacher: T.npy
        teacherNorm: 0.1
        slope: -0.25
        readout: l1
        identityMapping: false
        gradient: sampled
        data: X.npy
        batch: 32
        paperLearningRate: 0.01
        steps: 400
        every: 5
        measure: scalars
        schedule: theorem
        normBound: 2
        theoremGamma: 0.02
        delta: 0.05
        potentialThreshold: 0.4
        dwell: 7
        profile: observed
        constants: c.yaml
      axes: {seed: {seeds: 2, from: 100}}
      stop: {distance: 0.01, loss: 1e-3, afterTransition: 20, atReturn: true}
      keep: {series: true, weights: true}
      """)
    var expected = RunRequest()
    expected.dimension = 30
    expected.start = .file("W.npy")
    expected.startNorm = 0.5
    expected.teacherFile = "T.npy"
    expected.teacherNorm = 0.1
    expected.slope = -0.25
    expected.readout = .l1
    expected.identityMapping = false
    expected.dataFile = "X.npy"
    expected.batch = 32
    expected.learningRate =
      0.01 / (try Network(slope: -0.25, readout: .l1, identityMapping: false)).trueOverPaper
    expected.steps = 400
    expected.cadence = 5
    expected.stepDetail = .scalars
    expected.seed = 101
    expected.schedule = .theorem
    expected.normBound = 2
    expected.constants.gamma = 0.02
    expected.constants.delta = 0.05
    expected.constants.potentialThreshold = 0.4
    expected.constants.dwell = 7
    expected.constants.theorem.profile = .observed
    expected.constants.theorem.file = "c.yaml"
    expected.stopDistance = 0.01
    expected.stopLoss = 1e-3
    expected.stopAfterTransition = 20
    expected.stopAtReturn = true
    #expect(try sweep.point(1).request == expected)
    #expect(sweep.keep.series && sweep.keep.weights && sweep.count == 2)
  }

  @Test("the file of the documentation")
  func documented() throws {
    let sweep = try Self.sweep(
      """
      base: {start: wrong-way, teacherNorm: 0.1, steps: 400, measure: scalars, batch: 50}
      axes:
        gamma: {logspace: [0.1, 2, 12]}
        dimension: [20, 30, 50]
        seed: {seeds: 20}
      derived:
        startNorm: gamma
        learningRate: 0.05 / dimension
        ratio: dimension / batch # a variable of its own
      """)
    #expect(sweep.count == 720)
    try sweep.check()
    let last = try sweep.point(719)
    #expect(last.number == 719 && last.request.startNorm == 2 && last.request.learningRate == 0.001)
    #expect(last.variables == [.real(2), .integer(50), .integer(20), .real(2), .real(0.001), .real(1)])
    // The same value as the run of the request made by hand.
    var request = RunRequest()
    request.teacherNorm = 0.1
    request.steps = 400
    request.stepDetail = .scalars
    request.batch = 50
    request.dimension = 20
    request.startNorm = 0.1
    request.learningRate = 0.05 / 20
    #expect(try sweep.point(0).request == request)
  }

  @Test("a million runs are described without being listed")
  func million() throws {
    let sweep = try Self.sweep(
      """
      axes:
        gamma: {logspace: [0.01, 2, 100]}
        dimension: {linspace: [20, 119, 100]}
        seed: {seeds: 100}
      derived: {startNorm: gamma, learningRate: 0.05 / dimension^2, steps: round(400 * sqrt(dimension))}
      """)
    #expect(sweep.count == 1_000_000)
    try sweep.check()
    var sum = 0
    for number in stride(from: 0, to: sweep.count, by: 7) { sum += Int(try sweep.point(number).request.seed) }
    // Seeds 1 to 100 equally often, but for the last few.
    #expect(abs(Double(sum) / (1e6 / 7) - 50.5) < 0.01)
    let huge = try Self.sweep("axes: {seed: {seeds: 1000000000}}")
    #expect(try huge.point(999_999_999).request.seed == 1_000_000_000)
    try huge.check()
  }
}
