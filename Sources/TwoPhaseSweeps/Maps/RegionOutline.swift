/// The boundary between marked cells and their unmarked neighbours, along the borders of cells.
enum RegionOutline {
  private struct Corner: Hashable {
    let x: Int
    let y: Int
  }

  /// The boundary's pieces, with the marked cells on the left of each, corners only. The map's own edge is no boundary.
  ///
  /// - Parameters:
  ///   - marked: the cells, x fastest.
  ///   - x: the borders along x, one more than cells.
  ///   - y: the borders along y.
  /// - Complexity: O(n) for n cells.
  static func lines(_ marked: [Bool], x: [Double], y: [Double]) -> [[SweepMap.Contour.Point]] {
    let (width, height) = (x.count - 1, y.count - 1)
    func isOutside(_ i: Int, _ j: Int) -> Bool {
      i >= 0 && i < width && j >= 0 && j < height && !marked[j * width + i]
    }
    // Each directed edge between a marked and an unmarked cell, by where it starts; at most two start at a corner.
    var edges: [Corner: [Corner]] = [:]
    var order: [Corner] = []
    var ends: [Corner: Int] = [:]
    for j in 0..<height {
      for i in 0..<width where marked[j * width + i] {
        let (a, b) = (Corner(x: i, y: j), Corner(x: i + 1, y: j))
        let (c, d) = (Corner(x: i + 1, y: j + 1), Corner(x: i, y: j + 1))
        for (from, to, isEdge) in [
          (a, b, isOutside(i, j - 1)), (b, c, isOutside(i + 1, j)), (c, d, isOutside(i, j + 1)),
          (d, a, isOutside(i - 1, j)),
        ] where isEdge {
          edges[from, default: []].append(to)
          order.append(from)
          ends[to, default: 0] += 1
        }
      }
    }
    // Open pieces start at the map's edge, where none ends; what is left are loops.
    let starts = order.filter { (ends[$0] ?? 0) < (edges[$0]?.count ?? 0) } + order
    var lines: [[SweepMap.Contour.Point]] = []
    for start in starts {
      guard edges[start]?.isEmpty == false else { continue }
      var line = [start]
      var (at, heading) = (start, Corner(x: 0, y: 0))
      while let choices = edges[at], !choices.isEmpty {
        // Where two cells touch at a corner only, turning left keeps to one cell.
        let left = Corner(x: at.x - heading.y, y: at.y + heading.x)
        let next = choices.firstIndex(of: left) ?? 0
        let to = choices[next]
        edges[at]?.remove(at: next)
        let direction = Corner(x: to.x - at.x, y: to.y - at.y)
        if direction == heading { line.removeLast() }
        line.append(to)
        (at, heading) = (to, direction)
      }
      lines.append(line.map { SweepMap.Contour.Point(x: x[$0.x], y: y[$0.y]) })
    }
    return lines
  }
}
