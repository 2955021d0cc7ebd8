import TwoPhaseExperiments

/// How the curves of an experiment's figure are drawn. What was measured is mostly ink and has marks, predictions are dashed
/// without marks, references are thin. Within a role, curves differ in dashes, in marks and in lightness, so that a grey print
/// tells them apart.
package enum SeriesStyle {
  /// Curves of each role in a figure that are told apart by colour alone at most.
  package static let count = 8

  // In the order of their use, neighbours far apart in lightness: 0, 51, 31, 69, 11, 60, 21, 41.
  private static let colours = [
    "000000", "c05e20", "0d4b81", "cea230", "3c0039", "13a19a", "6b0412", "764aaf",
  ]
  // Filled circle, square, filled triangle, diamond, circle, cross, filled triangle upside down, plus.
  private static let marks = [7, 4, 9, 12, 6, 2, 11, 1]
  // Long dashes with short gaps: the curve stays a line.
  private static let measuredDashes: [[Int]] = [
    [], [36, 6], [26, 5, 5, 5], [18, 5], [40, 5, 4, 5, 4, 5], [26, 5, 12, 5], [50, 8], [12, 4],
  ]
  private static let predictedDashes: [[Int]] = [
    [14, 9], [5, 5], [14, 6, 3, 6], [8, 8], [22, 10], [3, 6], [14, 6, 3, 6, 3, 6], [8, 4, 3, 4],
  ]
  private static let referenceDashes: [[Int]] = [[3, 7], [9, 9], [3, 12], [12, 5, 3, 5]]
  private static let referenceColours = ["444444", "777777"]

  /// The look of a measured curve. From the ninth on, a colour and mark come again with other dashes.
  package static func measured(_ index: Int) -> LineLook {
    LineLook(
      colour: colours[index % count], dashes: measuredDashes[(index + index / count) % count], lineWidth: 1,
      mark: marks[index % count])
  }

  /// The look of a predicted curve.
  ///
  /// - Parameter isPaired: whether it has the colour of the measured curve with its number; else colours begin at the other end.
  package static func predicted(_ index: Int, isPaired: Bool) -> LineLook {
    LineLook(
      colour: colours[isPaired ? index % count : count - 1 - index % count],
      dashes: predictedDashes[(index + index / count) % count], lineWidth: 1.1)
  }

  /// The look of a reference.
  package static func reference(_ index: Int) -> LineLook {
    LineLook(
      colour: referenceColours[index % referenceColours.count],
      dashes: referenceDashes[index % referenceDashes.count], lineWidth: 0.6)
  }

  /// The look of every curve of every panel. Where panels have labels in common, a label has one look throughout the figure, as
  /// long as there are few.
  package static func looks(_ panels: [ExperimentPanel]) -> [[LineLook]] {
    let all = panels.flatMap(\.curves)
    let isShared = ExperimentCurve.Role.allCases.allSatisfy { role in
      let own = panels.reduce(0) { $0 + labels($1.curves, role).count }
      return labels(all, role).count <= count && (role != .measured || labels(all, role).count < own)
    }
    return panels.map { panel in
      let known = isShared ? all : panel.curves
      let isPaired =
        labels(known, .measured).count == labels(known, .predicted).count
        && labels(known, .predicted).count > 1
      var used: [ExperimentCurve.Role: Int] = [:]
      return panel.curves.map { curve in
        // Two curves of one panel may have one label; then their order tells them apart.
        let hasOwnLabel = labels(panel.curves, curve.role).count == curve.role.number(in: panel.curves)
        let index =
          hasOwnLabel
          ? labels(known, curve.role).firstIndex(of: curve.label) ?? 0 : used[curve.role, default: 0]
        used[curve.role, default: 0] += 1
        switch curve.role {
        case .measured: return measured(index)
        case .predicted: return predicted(index, isPaired: isPaired)
        case .reference: return reference(index)
        }
      }
    }
  }

  /// The labels of a role, each once, in their order.
  private static func labels(_ curves: [ExperimentCurve], _ role: ExperimentCurve.Role) -> [String] {
    var seen: Set<String> = []
    return curves.filter { $0.role == role }.map(\.label).filter { seen.insert($0).inserted }
  }
}

extension ExperimentCurve.Role {
  /// In the order of their importance.
  static let allCases: [Self] = [.measured, .predicted, .reference]

  fileprivate func number(in curves: [ExperimentCurve]) -> Int { curves.filter { $0.role == self }.count }
}
