import Foundation
import LinearAlgebra
import TwoPhaseTheory

/// Makes a violation simpler while it stays one: fewer neurons, zero matrices, zero entries, rounder numbers.
struct Shrinker {
  /// Dimensions up to this are tried anew.
  private static let smallDimension = 12
  /// Cases drawn in each.
  private static let drawsEach = 60

  let lemma: Lemma
  /// The seed of the cases that are drawn anew.
  let seed: UInt64
  /// When to stop; what was reached is kept.
  let isOver: () -> Bool

  /// What must stay of a violation: one that is simple and hardly one would persuade nobody.
  private static let keptShare = 0.25

  /// The simplest violation found that keeps a quarter of the slack it began with.
  func shrink(_ witness: Witness) throws -> Witness {
    var best = try inSmallerDimension(than: witness) ?? witness
    let slack = best.comparison.slack
    let limit = slack.isFinite ? Self.keptShare * slack : 0
    var changed = true
    while changed && !isOver() {
      changed = false
      changed = try dropNeurons(&best, limit) || changed
      changed = try simplifyNetwork(&best, limit) || changed
      changed = try clearMatrices(&best, limit) || changed
      changed = try clearEntries(&best, limit) || changed
      changed = try roundEntries(&best, limit) || changed
    }
    return best
  }

  /// A violation in the smallest dimension that has one, among cases drawn there and one ascent from the tightest. Taking
  /// neurons out of a large case often destroys the structure that made it one.
  private func inSmallerDimension(than witness: Witness) throws -> Witness? {
    let sampler = CaseSampler(lemma: lemma, seed: seed)
    let lowest = max(1, lemma.domain.minimumDimension)
    let highest = min(witness.point.dimension - 1, Self.smallDimension)
    guard lowest <= highest else { return nil }
    for d in lowest...highest where !isOver() && lemma.domain.admits(dimension: d) {
      var tightest: Witness?
      func keep(_ point: LemmaCase, _ sides: Comparison) throws {
        guard sides.slack < tightest?.comparison.slack ?? .infinity else { return }
        guard try lemma.domain.objection(to: point) == nil else { return }
        tightest = Witness(point: point, comparison: sides, origin: .shrunk)
      }
      for index in 0..<Self.drawsEach where !isOver() {
        let number = UInt64(d) << 32 | UInt64(index)
        let drawn =
          try Ascent.defined { try sampler.draw(dimension: d, use: .shrinking, index: number) } ?? nil
        if let drawn, let sides = try Ascent.compare(lemma, drawn) { try keep(drawn, sides) }
      }
      if let start = tightest, !start.comparison.isViolated {
        var random = CaseRandom(seed: seed, lemma: lemma.id, use: .shrinking, index: UInt64(d))
        var visited: [(LemmaCase, Comparison)] = []
        let ascent = Ascent(lemma: lemma) { point, sides in
          if sides.isViolated { visited.append((point, sides)) }
          return isOver()
        }
        _ = try ascent.climb(from: start.point, random: &random)
        for (point, sides) in visited { try keep(point, sides) }
      }
      if let tightest, tightest.comparison.isViolated { return tightest }
    }
    return nil
  }

  /// Replaces the witness when the candidate is a violation inside the domain, with at most `limit` slack.
  private func accept(_ candidate: LemmaCase, _ best: inout Witness, _ limit: Double) throws -> Bool {
    guard candidate != best.point, !isOver() else { return false }
    // The domain first: a claim is never asked about what its lemma does not speak of.
    guard try lemma.domain.objection(to: candidate) == nil,
      let sides = try Ascent.compare(lemma, candidate), sides.isViolated, sides.slack <= limit
    else { return false }
    best = Witness(point: candidate, comparison: sides, origin: .shrunk)
    return true
  }

  /// Leaves out blocks of neurons, with their coordinates: halves, quarters, ... then one at a time.
  private func dropNeurons(_ best: inout Witness, _ limit: Double) throws -> Bool {
    var changed = false
    var block = best.point.dimension / 2
    while block >= 1 && !isOver() {
      var start = 0
      while start < best.point.dimension && !isOver() {
        let d = best.point.dimension
        let kept = (0..<d).filter { $0 < start || $0 >= start + block }
        if !kept.isEmpty, kept.count < d {
          var candidate = best.point
          candidate.student = candidate.student.principalSubmatrix(kept)
          candidate.teacher = candidate.teacher.principalSubmatrix(kept)
          if try accept(candidate, &best, limit) {
            changed = true
            continue
          }
        }
        start += block
      }
      block /= 2
    }
    return changed
  }

  private func simplifyNetwork(_ best: inout Witness, _ limit: Double) throws -> Bool {
    var changed = false
    for slope in [
      0, best.point.network.slope.rounded(decimals: 1), best.point.network.slope.rounded(decimals: 2),
    ]
    where abs(slope) < abs(best.point.network.slope) || slope == 0 {
      var candidate = best.point
      let old = candidate.network
      guard
        let network = try Ascent.defined({
          try Network(slope: slope, readout: old.readout, identityMapping: old.identityMapping)
        })
      else { continue }
      candidate.network = network
      if try accept(candidate, &best, limit) {
        changed = true
        break
      }
    }
    for name in best.point.parameters.keys.sorted() {
      for digits in 1...3 {
        var candidate = best.point
        candidate.parameters[name] = candidate.parameters[name]?.rounded(significant: digits)
        if try accept(candidate, &best, limit) {
          changed = true
          break
        }
      }
    }
    return changed
  }

  /// The whole of W or W* zero; and the skew or the symmetric part alone.
  private func clearMatrices(_ best: inout Witness, _ limit: Double) throws -> Bool {
    var changed = false
    for path in Self.matrices where best.point[keyPath: path].largestMagnitude > 0 {
      var candidate = best.point
      candidate[keyPath: path].fill(0)
      changed = try accept(candidate, &best, limit) || changed
    }
    return changed
  }

  /// Entries set to zero, in blocks of columns first.
  private func clearEntries(_ best: inout Witness, _ limit: Double) throws -> Bool {
    var changed = false
    for path in Self.matrices {
      let count = best.point[keyPath: path].elements.count
      var block = count / 2
      while block >= 1 && !isOver() {
        for start in stride(from: 0, to: count, by: block) {
          var candidate = best.point
          for k in start..<min(start + block, count) { candidate[keyPath: path].elements[k] = 0 }
          changed = try accept(candidate, &best, limit) || changed
        }
        block /= 2
      }
    }
    return changed
  }

  /// Entries rounded to few digits: all at once, then one by one.
  private func roundEntries(_ best: inout Witness, _ limit: Double) throws -> Bool {
    var changed = false
    for path in Self.matrices {
      for digits in 1...3 {
        var candidate = best.point
        let elements = candidate[keyPath: path].elements
        candidate[keyPath: path].elements = elements.map { $0.rounded(significant: digits) }
        if try accept(candidate, &best, limit) {
          changed = true
          break
        }
      }
      for k in best.point[keyPath: path].elements.indices where !isOver() {
        for digits in 1...2 {
          var candidate = best.point
          let value = candidate[keyPath: path].elements[k]
          let rounded = value.rounded(significant: digits)
          guard rounded != value else { break }
          candidate[keyPath: path].elements[k] = rounded
          if try accept(candidate, &best, limit) {
            changed = true
            break
          }
        }
      }
    }
    return changed
  }

  private static var matrices: [WritableKeyPath<LemmaCase, Matrix>] { [\.teacher, \.student] }
}

extension Double {
  /// Rounded to so many decimals.
  fileprivate func rounded(decimals: Int) -> Double {
    let factor = pow(10, Double(decimals))
    return (self * factor).rounded() / factor
  }

  /// Rounded to so many significant decimal digits, as the nearest double to that decimal.
  fileprivate func rounded(significant digits: Int) -> Double {
    guard self != 0, isFinite else { return self }
    return Double(String(format: "%.\(digits - 1)e", self)) ?? self
  }
}
