import TwoPhaseTheory

extension PointDocument {
  /// The point for people, one quantity a line, each with its scale.
  public var text: String {
    let mapping = identityMapping ? "V = I + W" : "V = W, no identity mapping"
    var lines = [
      "point at d = \(dimension), slope \(NumberText.short(slope)), readout \(readout.rawValue), \(mapping)",
      "",
    ]
    func add(_ name: String, _ value: String, _ note: String = "") {
      let padded = name.padding(to: 30) + value.padding(to: 18) + note
      lines.append("  " + padded.trimmingTrailingSpaces)
    }
    add("population loss L", NumberText.short(populationLoss), "true scale")
    add("potential f_A = trace A", NumberText.short(potential))
    add("||A||_2", NumberText.short(auxiliarySpectralNorm))
    add("||s||_2", NumberText.short(sNorm))
    add("<s, u>", NumberText.short(sSum))
    add("||W - W*||_F", NumberText.short(distance))
    add("||W||_2", NumberText.short(studentSpectralNorm))
    add("||W*||_2", NumberText.short(teacherSpectralNorm))
    lines.append("")
    if let terms = marginTermsPaper.value {
      add("one-point convexity margin", NumberText.short(onePointMarginPaper.value), "paper scale")
      add("", NumberText.short(onePointMargin.value), "true scale")
      add("  constant term", NumberText.short(terms.constant), "paper scale")
      add("  first-order term", NumberText.short(terms.first), "paper scale")
      add("  diagonal term", NumberText.short(terms.diagonal), "paper scale")
      add("  higher-order term", NumberText.short(terms.higher), "paper scale")
    } else {
      lines.append("  one-point convexity margin    undefined: converged (W = W*)")
    }
    func table(_ title: String, _ rows: [[Double]]?) {
      guard let rows else { return }
      lines += ["", "  " + title]
      lines += rows.map { row in
        "  " + row.map { NumberText.short($0).padding(to: 14) }.joined(separator: " ").trimmingTrailingSpaces
      }
    }
    table("A", auxiliaryMatrix)
    table("-grad L, true scale, column = neuron", negativeGradient)
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  /// Padded with spaces to at least `width` characters.
  func padding(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }

  /// Without spaces at the end.
  var trimmingTrailingSpaces: String {
    var result = self
    while result.hasSuffix(" ") { result.removeLast() }
    return result
  }
}
