import TwoPhaseSweeps

/// An empirical theorem within map.json.
struct EmpiricalTheoremDocument: Encodable, Sendable {
  struct Range: Encodable, Sendable {
    let name: String
    let low: String
    let high: String
    let isWhole: Bool
  }

  struct HeldOut: Encodable, Sendable {
    let runs: Int
    let failures: Int
    let bound: Nullable<Double>
  }

  struct Tally: Encodable, Sendable {
    let holds: Int
    let violated: Int
    let vacuous: Int
    let notTested: Int
  }

  struct Region: Encodable, Sendable {
    let part: String
    let title: String
    let ranges: [Range]
    let cells: Int
    let allCells: Int
    let runs: Int
    let failureBound: Nullable<Double>
    let heldOut: Nullable<HeldOut>
    let tally: Tally
    let claimed: String

    init(_ region: EmpiricalTheorem.Region) {
      (part, title, claimed) = (region.part, region.title, region.claimed)
      ranges = region.ranges.map { Range(name: $0.name, low: $0.low, high: $0.high, isWhole: $0.isWhole) }
      (cells, allCells, runs) = (region.cells, region.allCells, region.runs)
      failureBound = Nullable(region.failureBound?.ifFinite)
      heldOut = Nullable(
        region.heldOut.map {
          HeldOut(runs: $0.runs, failures: $0.failures, bound: Nullable($0.bound.ifFinite))
        })
      let tally = region.tally
      self.tally = Tally(
        holds: tally.holds, violated: tally.violated, vacuous: tally.vacuous, notTested: tally.notTested)
    }
  }

  let axes: [String]
  let confidence: Nullable<Double>
  let regions: [Region]
  let notes: [String]

  init(_ theorem: EmpiricalTheorem) {
    axes = theorem.axes
    confidence = Nullable(theorem.confidence.ifFinite)
    regions = theorem.regions.map(Region.init)
    notes = theorem.notes
  }
}
