import Foundation
import LinearAlgebra
import TwoPhaseLemmas

/// How far one-point strong convexity reaches, schema "twophase.frontier/1", docs/file-formats.md.
public struct FrontierDocument: Encodable, Sendable {
  struct Frontier: Encodable, Sendable {
    let dimension: Int
    let premise: String
    let survivingGamma: Double
    let refutedGamma: Nullable<Double>
    let marginAtRefuted: Nullable<Double>
    let predictedGamma: Double
  }

  struct Smallest: Encodable, Sendable {
    let dimension: Int
    let premise: String
    let gamma: Double
    let margin: Nullable<Double>
    let potential: Nullable<Double>
    let slope: Nullable<Double>
    let origin: Nullable<String>
  }

  let schema = "twophase.frontier/1"
  let delta: Double
  let seed: UInt64
  let trials: Int
  let searchSeconds: Double
  let scale = "paper"
  let frontier: [Frontier]
  let smallestMargins: [Smallest]

  /// The document of a study.
  ///
  /// - Throws: `TheoryError`, `LAPACKFailure`.
  public init(
    _ study: MarginFrontier, points: [MarginFrontier.Point], smallest: [MarginFrontier.Smallest]
  ) throws {
    delta = study.delta
    seed = study.options.seed
    trials = study.options.trials
    searchSeconds = study.options.searchSeconds
    frontier = points.map {
      Frontier(
        dimension: $0.dimension, premise: $0.premise.rawValue, survivingGamma: $0.surviving,
        refutedGamma: Nullable($0.refuted), marginAtRefuted: Nullable($0.counterexample?.comparison.rhs),
        predictedGamma: MarginFrontier.predictedGamma(dimension: $0.dimension, delta: study.delta))
    }
    smallestMargins = try smallest.map {
      Smallest(
        dimension: $0.dimension, premise: $0.premise.rawValue, gamma: $0.gamma,
        margin: Nullable($0.witness?.comparison.rhs),
        potential: Nullable(try $0.witness?.point.evaluator().potential),
        slope: Nullable($0.witness?.point.network.slope), origin: Nullable($0.witness?.origin.word))
    }
  }

  /// The document as JSON.
  public func json() throws -> String {
    String(decoding: try JSONText.data(self, pretty: true), as: UTF8.self)
  }

  /// Two tables.
  public var text: String {
    var lines = [
      "The largest gamma >= ||W||_2, ||W*||_2 for which the margin stays above delta = \(NumberText.compact(delta)) (paper scale)",
      "",
      "     d  premise                 survives   refuted at  margin there",
    ]
    for point in frontier {
      lines.append(
        Self.padded("\(point.dimension)", 6) + "  " + Self.filled(point.premise, 22)
          + Self.padded(String(format: "%.4f", point.survivingGamma), 10)
          + Self.padded(point.refutedGamma.value.map { String(format: "%.4f", $0) } ?? "-", 13)
          + Self.padded(point.marginAtRefuted.value.map { String(format: "%.4f", $0) } ?? "-", 14))
    }
    lines += [
      "", "The smallest margin found (paper scale)", "",
      "     d  premise                 gamma    margin       f_A   slope",
    ]
    for point in smallestMargins {
      lines.append(
        Self.padded("\(point.dimension)", 6) + "  " + Self.filled(point.premise, 22)
          + Self.padded(NumberText.compact(point.gamma), 7)
          + Self.padded(point.margin.value.map { String(format: "%.4f", $0) } ?? "-", 10)
          + Self.padded(point.potential.value.map { String(format: "%.4f", $0) } ?? "-", 10)
          + Self.padded(point.slope.value.map { String(format: "%.2f", $0) } ?? "-", 8))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func filled(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
