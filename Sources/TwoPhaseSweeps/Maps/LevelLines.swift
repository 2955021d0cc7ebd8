/// Where a function of two numbers is zero, as lines: marching squares on a fine grid, with the crossing of each grid edge found by
/// bisection.
struct LevelLines {
  /// Squares along each side.
  static let squares = 96

  private let x: ClosedRange<Double>
  private let y: ClosedRange<Double>
  private let function: (Double, Double) -> Double?
  /// The function at the corners, x fastest; nil where it is undefined.
  let corners: [Double?]

  /// The function on a rectangle; it is nil where it is undefined, and lines end there.
  init(x: ClosedRange<Double>, y: ClosedRange<Double>, _ function: @escaping (Double, Double) -> Double?) {
    self.x = x
    self.y = y
    self.function = function
    let n = Self.squares + 1
    var corners: [Double?] = []
    corners.reserveCapacity(n * n)
    for j in 0..<n {
      for i in 0..<n { corners.append(function(Self.at(x, i), Self.at(y, j))) }
    }
    self.corners = corners
  }

  private static func at(_ range: ClosedRange<Double>, _ index: Int) -> Double {
    let part = Double(index) / Double(squares)
    return range.lowerBound * (1 - part) + range.upperBound * part
  }

  /// A grid edge: from a corner to the right or upwards.
  private struct Edge: Hashable {
    let i: Int
    let j: Int
    let isAcross: Bool
  }

  /// The lines' points, in the function's own numbers.
  ///
  /// - Complexity: 52 evaluations for each crossed edge.
  func lines() -> [[(x: Double, y: Double)]] {
    var links: [Edge: [Edge]] = [:]
    var order: [Edge] = []
    func link(_ a: Edge, _ b: Edge) {
      links[a, default: []].append(b)
      links[b, default: []].append(a)
      order += [a, b]
    }
    for j in 0..<Self.squares {
      for i in 0..<Self.squares {
        guard let a = corner(i, j), let b = corner(i + 1, j), let c = corner(i + 1, j + 1),
          let d = corner(i, j + 1)
        else { continue }
        let bottom = Edge(i: i, j: j, isAcross: true)
        let right = Edge(i: i + 1, j: j, isAcross: false)
        let top = Edge(i: i, j: j + 1, isAcross: true)
        let left = Edge(i: i, j: j, isAcross: false)
        let signs = [a, b, c, d].map { $0 >= 0 }
        let crossed = [
          (bottom, signs[0] != signs[1]), (right, signs[1] != signs[2]), (top, signs[2] != signs[3]),
          (left, signs[3] != signs[0]),
        ].filter(\.1).map(\.0)
        if crossed.count == 2 { link(crossed[0], crossed[1]) }
        if crossed.count == 4 {
          // A saddle: the centre says which corners are joined.
          let isHigh = (a + b + c + d) >= 0
          if isHigh == signs[0] {
            link(bottom, right)
            link(top, left)
          } else {
            link(left, bottom)
            link(right, top)
          }
        }
      }
    }
    var used: Set<Edge> = []
    var lines: [[(x: Double, y: Double)]] = []
    // Ends first, then what is left are loops.
    for start in order.filter({ links[$0]?.count == 1 }) + order where !used.contains(start) {
      var line: [Edge] = []
      var next: Edge? = start
      while let edge = next {
        used.insert(edge)
        line.append(edge)
        next = links[edge]?.first { !used.contains($0) }
      }
      if line.count > 2, let last = line.last, links[start]?.count == 2, links[last]?.contains(start) == true
      {
        line.append(start)
      }
      lines.append(line.map(crossing))
    }
    return lines
  }

  private func corner(_ i: Int, _ j: Int) -> Double? { corners[j * (Self.squares + 1) + i] }

  /// The zero on an edge, to a 2^-52 of the edge.
  private func crossing(_ edge: Edge) -> (x: Double, y: Double) {
    let (i, j) = (edge.i, edge.j)
    let isPositive = (corner(i, j) ?? 0) >= 0
    let end = edge.isAcross ? (i + 1, j) : (i, j + 1)
    let (x0, x1) = (Self.at(x, i), Self.at(x, end.0))
    let (y0, y1) = (Self.at(y, j), Self.at(y, end.1))
    func point(_ part: Double) -> (x: Double, y: Double) {
      (x0 * (1 - part) + x1 * part, y0 * (1 - part) + y1 * part)
    }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<52 {
      let middle = (low + high) / 2
      let at = point(middle)
      guard let value = function(at.x, at.y) else { break }
      if (value >= 0) == isPositive { low = middle } else { high = middle }
    }
    return point((low + high) / 2)
  }
}
