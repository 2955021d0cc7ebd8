import Foundation
import TwoPhaseSweeps

/// A map as map.json holds it: schema "twophase.map/1", docs/maps.md. Numbers are exact; what is undefined is null.
public struct SweepMapDocument: Encodable, Sendable {
  let schema = "twophase.map/1"
  let sweep: String
  let x: Axis
  let y: Axis
  let quantity: Quantity
  let confidence: Nullable<Double>
  let within: Nullable<String>
  let cells: [Cell]
  let contours: [Contour]
  let fits: [Fit]
  let notes: [String]
  let theorem: Nullable<EmpiricalTheoremDocument>
  let runsMade: Int
  let runCount: Int
  let failed: Int
  let command: Nullable<String>
  let version: Nullable<String>

  struct Axis: Encodable, Sendable {
    let name: String
    let title: String
    let places: [Nullable<Double>]
    let labels: [String]
    let isLogarithmic: Bool
    let isCategorical: Bool

    init(_ axis: SweepMap.Axis) {
      (name, title, labels) = (axis.name, axis.title, axis.labels)
      places = axis.places.map { Nullable($0.ifFinite) }
      (isLogarithmic, isCategorical) = (axis.isLogarithmic, axis.isCategorical)
    }
  }

  struct Quantity: Encodable, Sendable {
    let name: String
    let title: String
    let kind: String
    let isLogarithmic: Bool
  }

  struct Run: Encodable, Sendable {
    let number: Int
    let seed: String
    let value: Nullable<Double>
    let note: String
  }

  struct Cell: Encodable, Sendable {
    let x: Int
    let y: Int
    let estimate: Nullable<Double>
    let low: Nullable<Double>
    let high: Nullable<Double>
    let count: Int
    let note: Nullable<String>
    let runs: [Run]

    init(_ cell: SweepMap.Cell) {
      (x, y, count, note) = (cell.x, cell.y, cell.count, Nullable(cell.note))
      estimate = Nullable(cell.estimate?.ifFinite)
      (low, high) = (Nullable(cell.low?.ifFinite), Nullable(cell.high?.ifFinite))
      runs = cell.runs.map {
        Run(number: $0.number, seed: $0.seed, value: Nullable($0.value?.ifFinite), note: $0.note)
      }
    }
  }

  /// A line's pieces as arrays of [x, y].
  struct Contour: Encodable, Sendable {
    let label: String
    let kind: String
    let note: String
    let lines: [[[Nullable<Double>]]]

    init(_ contour: SweepMap.Contour) {
      (label, kind, note) = (contour.label, contour.kind.rawValue, contour.note)
      lines = contour.lines.map { $0.map { [Nullable($0.x.ifFinite), Nullable($0.y.ifFinite)] } }
    }
  }

  struct Fit: Encodable, Sendable {
    struct Exponent: Encodable, Sendable {
      let name: String
      let estimate: Nullable<Double>
      let low: Nullable<Double>
      let high: Nullable<Double>
    }
    let exponents: [Exponent]
    let count: Int
    let note: String

    init(_ fit: SweepMap.Fit) {
      exponents = fit.exponents.map {
        Exponent(
          name: $0.name, estimate: Nullable($0.estimate.ifFinite), low: Nullable($0.low.ifFinite),
          high: Nullable($0.high.ifFinite))
      }
      (count, note) = (fit.count, fit.note)
    }
  }

  /// The document of a map. Cost: O(n) for n runs.
  public init(_ map: SweepMap, theorem: EmpiricalTheorem? = nil, facts: SweepMapFacts) {
    sweep = map.sweep
    (x, y) = (Axis(map.x), Axis(map.y))
    quantity = Quantity(
      name: map.quantity.name, title: map.quantity.title, kind: map.quantity.kind.rawValue,
      isLogarithmic: map.quantity.isLogarithmic)
    confidence = Nullable(map.confidence.ifFinite)
    within = Nullable(map.within)
    cells = map.cells.map(Cell.init)
    contours = map.contours.map(Contour.init)
    fits = map.fits.map(Fit.init)
    notes = map.notes
    self.theorem = Nullable(theorem.map(EmpiricalTheoremDocument.init))
    (runsMade, runCount, failed) = (facts.runsMade, facts.runCount, facts.failed)
    (command, version) = (Nullable(facts.command), Nullable(facts.version))
  }

  /// The document as UTF-8 JSON, one line.
  ///
  /// - Throws: never for want of a number: none in it is NaN or infinite.
  public func json() throws -> Data { try JSONText.data(self, pretty: false) }
}
