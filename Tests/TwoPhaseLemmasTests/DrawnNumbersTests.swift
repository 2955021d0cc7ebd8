import Foundation
import LinearAlgebra
import Testing
import TwoPhaseLemmas
import TwoPhaseTheory

@Suite("The random numbers of cases")
struct DrawnNumbersTests {
  private static let count = 4000
  private static let points: [LemmaCase] = {
    let domain = Domain(
      dimensions: [2], studentNorm: .between(1, 1), teacherNorm: .between(1, 1), studentShapes: [.gaussian],
      teacherShapes: [.gaussian], parameters: [.init("a", 0...1), .init("b", 0...1)])
    return (try? Recorder.drawn(domain, trials: count, id: "numbers")) ?? []
  }()

  /// What should be independent: two parameters, the seed, one entry of W and one of W*, each centred.
  private func columns() throws -> [[Double]] {
    let points = Self.points
    try #require(points.count == Self.count)
    return [
      try points.map { try $0.parameter("a") - 0.5 }, try points.map { try $0.parameter("b") - 0.5 },
      points.map { Double($0.seed) / 0x1p64 - 0.5 }, points.map { $0.student[0, 0] },
      points.map { $0.student[1, 0] }, points.map { $0.student[0, 1] }, points.map { $0.teacher[0, 0] },
      points.map { $0.teacher[1, 1] },
    ]
  }

  private func correlation(_ x: some Sequence<Double>, _ y: some Sequence<Double>) -> Double {
    let (x, y) = (Array(x), Array(y))
    let n = Double(x.count)
    let (a, b) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    let cross = zip(x, y).reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) }
    let squares = (x.reduce(0) { $0 + ($1 - a) * ($1 - a) }, y.reduce(0) { $0 + ($1 - b) * ($1 - b) })
    return cross / (squares.0 * squares.1).squareRoot()
  }

  @Test("parameters are uniform: 20 equal bins")
  func uniform() throws {
    for column in try columns().prefix(3) {
      var bins = [Int](repeating: 0, count: 20)
      for value in column { bins[min(19, Int((value + 0.5) * 20))] += 1 }
      let expected = Double(Self.count) / 20
      let square = bins.reduce(0) { $0 + pow(Double($1) - expected, 2) / expected }
      // 19 degrees of freedom: mean 19, one in a million above 61 and below 1.5.
      #expect(square > 1.5 && square < 61, "\(square)")
    }
  }

  @Test("parameters, seeds, W and W* are independent of each other, and each case of the one before")
  func independent() throws {
    let columns = try columns()
    let limit = 5 / Double(Self.count).squareRoot()
    for (k, x) in columns.enumerated() {
      for (l, y) in columns.enumerated() {
        if k < l { #expect(abs(correlation(x, y)) < limit, "columns \(k), \(l)") }
        #expect(abs(correlation(x.dropFirst(), y.dropLast())) < limit, "columns \(k), \(l), one case later")
      }
    }
    // Sizes too, which signs would hide; of entries of different matrices, since those of one share its norm.
    let sizes = [0, 1, 2, 3, 6].map { k in columns[k].map { abs($0) } }
    for k in 0..<5 {
      for l in 0..<k { #expect(abs(correlation(sizes[k], sizes[l])) < limit, "sizes \(k), \(l)") }
    }
  }

  @Test("every bit of the cases' seeds is set in half of them, and no two are equal")
  func seeds() throws {
    let seeds = Self.points.map(\.seed)
    #expect(Set(seeds).count == Self.count)
    for bit in 0..<64 {
      let set = seeds.filter { $0 >> UInt64(bit) & 1 == 1 }.count
      #expect(abs(set - Self.count / 2) < 5 * 32, "bit \(bit): \(set)")
    }
  }

  @Test("a Gaussian W prefers no entry and no sign")
  func isotropic() throws {
    let domain = Domain(
      dimensions: [3], studentNorm: .between(1, 1), teacherNorm: .zero, studentShapes: [.gaussian])
    let points = try Recorder.drawn(domain, trials: 2000, id: "isotropic")
    for k in 0..<9 {
      let shares = points.map { $0.student.elements[k] / $0.student.frobeniusNorm }
      let mean = shares.reduce(0, +) / 2000
      let square = shares.reduce(0) { $0 + $1 * $1 } / 2000
      #expect(abs(mean) < 5 / (3 * 2000.0.squareRoot()), "entry \(k)")
      #expect(abs(square - 1.0 / 9) < 0.02, "entry \(k)")
    }
  }

  @Test("all permutations and all single neurons are drawn equally often")
  func discrete() throws {
    let domain = Domain(
      dimensions: [3], studentNorm: .between(1, 1), teacherNorm: .between(1, 1),
      studentShapes: [.permutation], teacherShapes: [.singleNeuron])
    var permutations: [String: Int] = [:]
    var neurons = [0, 0, 0]
    for point in try Recorder.drawn(domain, trials: 1200, id: "discrete") {
      permutations[point.student.elements.map { $0 == 0 ? "0" : $0 > 0 ? "+" : "-" }.joined(), default: 0] +=
        1
      for j in 0..<3 where norm(of: point.teacher.column(j)) > 0 { neurons[j] += 1 }
    }
    #expect(permutations.count == 6)
    for (_, found) in permutations { #expect(abs(found - 200) < 65) }
    for found in neurons { #expect(abs(found - 400) < 82) }
  }

  @Test("the same seed gives the same cases; another lemma, another seed and another index give others")
  func identity() throws {
    let domain = Domain(
      dimensions: [1, 4], studentNorm: .upTo(1), teacherNorm: .upTo(1), slopes: -0.5...0.5,
      parameters: [.init("a", 0...1)])
    let first = try Recorder.drawn(domain, trials: 60, id: "first")
    #expect(try Recorder.drawn(domain, trials: 60, id: "first") == first)
    for other in [
      try Recorder.drawn(domain, trials: 60, id: "second"),
      try Recorder.drawn(domain, trials: 60, id: "firsu"),
      try Recorder.drawn(domain, trials: 60, id: "first", seed: 2),
      try Recorder.drawn(domain, trials: 60, id: "first", seed: 1 << 32 | 1),
    ] {
      #expect(Set(first.map(\.seed)).isDisjoint(with: other.map(\.seed)))
      let numbers = try Set(first.map { try $0.parameter("a") })
      #expect(numbers.count == 60)
      #expect(numbers.isDisjoint(with: try other.map { try $0.parameter("a") }))
    }
  }

  @Test("the case of an index is the same whichever dimensions are tried beside its own")
  func dimensions() throws {
    func points(_ list: [Int]) throws -> [LemmaCase] {
      let domain = Domain(dimensions: list, studentNorm: .upTo(1), teacherNorm: .upTo(1))
      return try Recorder.drawn(domain, trials: 12, id: "beside")
    }
    let alone = try points([3])
    // From the largest dimension down: with [2, 3] the even indices have d = 3.
    let both = try points([2, 3])
    for k in 0..<12 { #expect((both[k] == alone[k]) == (k % 2 == 0), "case \(k)") }
  }

  @Test("drawn parameters lie in their range even where it is one number or its logarithm is drawn")
  func ranges() throws {
    for (k, range) in [0.1...0.1, 1e-3...1e-3, 0.01...0.05, 0.7...0.7, 1e-12...1e12].enumerated() {
      for logarithmic in [true, false] {
        let domain = Domain(
          dimensions: [1], studentNorm: .upTo(1), teacherNorm: .zero,
          parameters: [.init("rate", range, isLogarithmic: logarithmic)])
        let rates = try Recorder.drawn(domain, trials: 200, id: "range-\(k)").map { try $0.parameter("rate") }
        let outside = rates.first { !range.contains($0) }
        #expect(outside == nil, "range \(range), logarithmic: \(logarithmic)")
      }
    }
  }
}
