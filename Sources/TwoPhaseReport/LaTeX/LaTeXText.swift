import Foundation
import LinearAlgebra

/// Text and numbers for LaTeX.
package enum LaTeXText {
  /// Any text as text on one line: every special character escaped, ligatures and optional arguments prevented, control
  /// characters shown as "?".
  ///
  /// - Complexity: O(n) for the first 200 characters; what is longer is cut.
  package static func escaped(_ text: String) -> String {
    var result = ""
    let line = MessageText.line(text, limit: 200).unicodeScalars
    for (scalar, next) in zip(line, line.dropFirst().map(Optional.some) + [nil]) {
      switch scalar {
      case "&", "%", "$", "#", "_", "{", "}": result += "\\\(scalar)"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "\\": result += "\\textbackslash{}"
      case "<": result += "\\textless{}"
      case ">": result += "\\textgreater{}"
      case "|": result += "\\textbar{}"
      // A double quote is a shorthand of babel in some languages.
      case "\"": result += "\\symbol{34}"
      case "`": result += "\\symbol{96}"
      // Two of these join to another character.
      case "'", "-", ",": result += scalar == next ? "\(scalar){}" : "\(scalar)"
      // After a line's end, these would begin an argument.
      case "[", "]", "*": result += "{\(scalar)}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Any text for a comment: on one line, which TeX does not read.
  package static func comment(_ text: String) -> String { MessageText.line(text, limit: 2000) }

  /// A formula of a report's plain text, in TeX: the longer first.
  private static let symbols: [(plain: String, tex: String)] = [
    ("max(||W_0||_2, ||W*||_2)", #"$\max(\|W_0\|_2, \|W^*\|_2)$"#),
    ("||W_T - W*||_F^2", #"$\|W_T - W^*\|_F^2$"#), ("||W - W*||_F^2", #"$\|W - W^*\|_F^2$"#),
    ("||W - W*||_F", #"$\|W - W^*\|_F$"#), ("x ~ N(0, I)", #"$x \sim \mathcal{N}(0, I)$"#),
    ("||W_0||_2", #"$\|W_0\|_2$"#), ("||W*||_2", #"$\|W^*\|_2$"#), ("||W||_2", #"$\|W\|_2$"#),
    ("||g||_2", #"$\|\hat g\|_2$"#), ("||g||_F", #"$\|\hat g\|_F$"#), ("|f_A|", #"$|f_A|$"#),
    ("gamma_0", #"$\gamma_0$"#), ("gamma^2", #"$\gamma^2$"#), ("gamma", #"$\gamma$"#),
    ("etahat", #"$\hat\eta$"#), ("epsilon", #"$\epsilon$"#), ("delta", #"$\delta$"#), ("tau", #"$\tau$"#),
    ("<=", #"$\le$"#), (">=", #"$\ge$"#),
  ]

  /// Words of ours with formulas among them; all else is escaped.
  package static func prose(_ text: String) -> String {
    if text == "d" { return "$d$" }
    var result = ""
    var plain = ""
    var rest = Substring(text)
    while let character = rest.first {
      let isInWord = plain.last.map { $0.isLetter || $0 == "_" } ?? false
      if let symbol = symbols.first(where: { rest.hasPrefix($0.plain) }),
        !(isInWord && symbol.plain.first?.isLetter == true)
      {
        result += escaped(plain) + symbol.tex
        plain = ""
        rest = rest.dropFirst(symbol.plain.count)
      } else {
        plain.append(character)
        rest = rest.dropFirst()
      }
    }
    return result + escaped(plain)
  }

  /// A number in mathematics, four significant digits, `$1.23\times10^{-4}$`; a dash for a missing one.
  package static func number(_ value: Double?) -> String { value.map { "$\(bare($0))$" } ?? "--" }

  /// The same without dollars. No infinity and no NaN is printed as a number.
  package static func bare(_ value: Double) -> String {
    guard value.isFinite else {
      return value.isNaN ? #"\mathrm{undefined}"# : (value < 0 ? #"-\infty"# : #"\infty"#)
    }
    let text = NumberText.compact(value)
    guard let split = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: split)...]) else {
      return text
    }
    let mantissa = text[..<split]
    let power = "10^{\(exponent)}"
    return mantissa == "1" ? power : mantissa == "-1" ? "-\(power)" : "\(mantissa)\\times\(power)"
  }
}
