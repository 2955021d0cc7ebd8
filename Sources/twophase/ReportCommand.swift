import ArgumentParser
import TwoPhaseReport
import TwoPhaseStore

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Draws runs of a store: an HTML page, figures for a paper, LaTeX, Markdown.",
    discussion: """
      ID is a run's number, or "last". Alone it gives report-ID.html, one file that opens offline in any browser. Several IDs \
      give one page that compares the runs. With --figures, --latex or --markdown only those are made; with --output everything \
      goes into a folder: report.html, report.json, series.csv, report.md and what else is asked for. The names of the files \
      written are printed. A run that is under way is drawn as far as it is.

      Examples:
        twophase report last
        twophase report 3 --figures pdf --width two-columns --latex --output paper
        twophase report 3 --latex > verdicts.tex
        twophase report 1 2 5 --output slopes
      """)

  @Argument(help: ArgumentHelp("The runs.", valueName: "ID")) var ids: [String]
  @Option(help: ArgumentHelp("The folder for all files.", valueName: "DIR")) var output: String?
  @Option(help: "Draw figures for a paper, through gnuplot.") var figures: FigureFormat?
  @Option(help: "The figures' width: 3.25 or 6.75 inches.") var width = FigureWidth.oneColumn
  @Flag(
    help:
      "Write the verdicts as a LaTeX table (booktabs) with a caption, and with --figures their environments.")
  var latex = false
  @Flag(help: "Write the report as Markdown, for an issue or a notebook.") var markdown = false
  @OptionGroup var path: StorePathOption

  func run() throws {
    var request = ReportRequest()
    request.figures = figures
    request.width = width
    request.latex = latex
    request.markdown = markdown
    request.output = output
    let store = try RunStore(reading: path.resolved)
    let outcome = try request.write(try store.runs(named: ids, atLeast: 1))
    for note in outcome.notes { Terminal.note("twophase: note: \(note)\n") }
    Terminal.show(outcome.text.isEmpty ? outcome.files.map { $0 + "\n" }.joined() : outcome.text)
    if !outcome.text.isEmpty { for file in outcome.files { Terminal.note("\(file)\n") } }
  }
}

extension FigureFormat: ExpressibleByArgument {}
extension FigureWidth: ExpressibleByArgument {}
