import Foundation
import LinearAlgebra
import TwoPhaseLemmas

/// The pages of all lemmas, made from their definitions and a test: README.md, ID.md, counterexamples/ and, for figures,
/// data/ID.csv.
public struct LemmaPages: Sendable {
  private let folder: ReportFolder
  private let data: ReportFolder
  private let counterexamples: ReportFolder

  /// The folder of the pages, made when it does not exist.
  ///
  /// - Throws: `ReportFolderError` when it cannot be created or written.
  public init(folder: String) throws {
    self.folder = try ReportFolder(folder, option: "DIR")
    func inside(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    data = try ReportFolder(inside("data"), option: "DIR")
    counterexamples = try ReportFolder(inside("counterexamples"), option: "DIR")
  }

  /// Writes everything.
  ///
  /// - Throws: `FileFailure`.
  public func write(_ results: [LemmaResult], options: TestOptions) throws {
    var pages: [(String, String)] = [("README.md", Self.index(results, options))]
    for result in results {
      var file: String?
      if let witness = result.counterexample {
        try LemmaCaseFile.write(witness, of: result.lemma, to: counterexamples.path)
        file = "counterexamples/\(result.lemma.id).json"
      }
      let page = LemmaPage(result: result, options: options, counterexampleFile: file)
      pages.append(("\(result.lemma.id).md", page.markdown))
      if page.hasFigure {
        try AtomicFile.write(Data(Self.csv(result).utf8), to: data.path + "/\(result.lemma.id).csv")
      }
    }
    for (name, text) in pages { try AtomicFile.write(Data(text.utf8), to: folder.path + "/" + name) }
  }

  private static func csv(_ result: LemmaResult) -> String {
    let kind = if case .order = result.lemma.claim.form { "order" } else { "slack" }
    var lines = ["# \(kind)", "dimension,slope,gamma,lhs,rhs"]
    for seen in result.observations {
      lines.append(
        "\(seen.dimension),\(seen.slope),\(seen.normBound),\(seen.comparison.lhs),\(seen.comparison.rhs)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func index(_ results: [LemmaResult], _ options: TestOptions) -> String {
    var text = """
      # The lemmas, tested

      Every page here is generated from the lemma's definition in `Sources/TwoPhaseLemmas` and from a test of it (`make lemma-pages`).
      *holds* means that no violation was found in the samples and ascents that the page counts; it is no proof. How to test
      them, and how to add your own: [Lemmas](../lemmas.md).


      """
    let samples = results.reduce(0) { $0 + $1.samples }
    let ascents = results.reduce(0) { $0 + $1.ascents }
    text += "\(results.count) lemmas, \(samples) cases drawn (seed \(options.seed)), \(ascents) ascents.\n"
    let contradicted = results.filter { $0.lemma.isExpectedToFail && $0.verdict == .violated }
    if !contradicted.isEmpty {
      text += "\n## What is not true\n\n"
      for result in contradicted {
        guard case .fails(let because) = result.lemma.expectation else { continue }
        text +=
          "- [\(LemmaPage.escaped(result.lemma.title))](\(result.lemma.id).md): \(LemmaPage.escaped(because)).\n"
      }
    }
    for part in Lemma.Part.allCases {
      let own = results.filter { $0.lemma.part == part }
      guard !own.isEmpty else { continue }
      text +=
        "\n## \(part.title)\n\n| lemma | says | verdict | constant: claimed, best seen |\n| --- | --- | --- | --- |\n"
      for result in own {
        let lemma = result.lemma
        text +=
          "| [\(lemma.id)](\(lemma.id).md) | \(LemmaPage.cell(LemmaPage.escaped(lemma.title))) | \(result.verdict.word)"
          + "\(lemma.isExpectedToFail ? ", as expected" : "") | \(LemmaPage.cell(LemmaPage.escaped(constant(result)))) |\n"
      }
    }
    return text
  }

  private static func constant(_ result: LemmaResult) -> String {
    if let fit = result.fit, case .order(let claim) = result.lemma.claim.form {
      return "order \(NumberText.compact(claim.order)), " + String(format: "%.3f", fit.exponent.mean)
    }
    guard let constant = result.lemma.constant else { return "" }
    let claimed = constant.claimed.map(NumberText.compact) ?? "none"
    let bound = constant.best == .largest ? "at most" : "at least"
    let seen = result.estimatedConstant.map { "\(bound) \(NumberText.compact($0))" } ?? "none"
    return "\(constant.symbol): \(claimed), \(seen)"
  }
}
