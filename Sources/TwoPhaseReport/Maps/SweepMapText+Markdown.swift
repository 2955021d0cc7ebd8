import Foundation
import TwoPhaseSweeps

extension SweepMapText {
  /// The report as Markdown. Whatever a sweep's file may name stays text: words that are not ours are code or in blocks that are shown
  /// as they are.
  ///
  /// - Parameter figureFile: the figure's file beside it; nil leaves it out.
  /// - Complexity: O(n) for n cells.
  public func markdown(figureFile: String? = nil) -> String {
    var lines = ["# Map of \(MarkdownText.code(map.sweep))", ""]
    lines += block([MapHeadline.text(map), MapHeadline.story(map)])
    if let figureFile {
      lines += ["", "![The map](\(figureFile))"]
    } else if let figureOmission {
      lines += ["", "The figure is left out:", ""] + block([figureOmission])
    }
    lines += ["", "## Cells", ""]
    if let table {
      lines += MarkdownText.table(
        header: table.header.map(Self.cell), rows: table.rows, codeColumns: [0])
      lines += [""] + block([tableKey])
    } else {
      lines += [tableOmission]
    }
    if !map.fits.isEmpty { lines += ["", "## Scaling fits", ""] + block(map.fits.map(fitText)) }
    if !map.contours.isEmpty { lines += ["", "## Lines over the map", ""] + block(contourTexts) }
    if let theorem { lines += theoremLines(theorem) }
    let notes = map.notes + (theorem?.notes ?? [])
    if !notes.isEmpty { lines += ["", "## Notes", ""] + block(notes) }
    lines += ["", "## How to reproduce it", ""]
    lines +=
      facts.command.map { MarkdownText.block([$0], language: "sh") } ?? ["The command was not recorded."]
    return (lines + [""] + block([madeBy])).joined(separator: "\n") + "\n"
  }

  private func theoremLines(_ theorem: EmpiricalTheorem) -> [String] {
    let all = theorem.regions.map { RegionWords(region: $0, confidence: theorem.confidence) }
    let rows = all.map {
      [$0.region.part, $0.ranges, $0.cells, "\($0.region.runs)", $0.bound, $0.heldOut]
    }
    let table = MarkdownText.table(
      header: ["part", "held in all runs", "cells", "runs", "chance of failing", "held out"], rows: rows,
      leftColumns: [1, 5], codeColumns: [0, 1])
    let texts = all.flatMap { words in
      TextWrap.lines(words.name, width: 100, indent: 3)
        + ["all runs: \(words.tally)", "[LY]: \(words.region.claimed)"].flatMap {
          TextWrap.lines($0, width: 97, indent: 2).map { "   " + $0 }
        }
    }
    return ["", "## The empirical theorem", ""] + table + [""]
      + block([RegionWords.caption(theorem)]) + [""] + MarkdownText.block(texts, language: "text")
  }

  /// A header's text as code; a bar ends a cell even within code.
  private static func cell(_ text: String) -> String {
    MarkdownText.code(text).replacingOccurrences(of: "|", with: "\\|")
  }

  /// Lines of prose as a block that is shown as it is.
  private func block(_ texts: [String]) -> [String] {
    MarkdownText.block(texts.flatMap { TextWrap.lines($0, width: 100, indent: 2) }, language: "text")
  }
}
