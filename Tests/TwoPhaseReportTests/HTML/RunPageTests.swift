import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TwoPhaseReport
import TwoPhaseTraining

@Suite("The page of a run")
struct RunPageTests {
  static let library = Result { try DygraphsLibrary.installed() }

  static func page(_ run: RecordedRun, live: Bool = false) throws -> PageText {
    PageText(try RunPage(run, live: live, library: try library.get()).html())
  }

  @Test("holds every record to the last bit, and NaN where a number is undefined")
  func exactness() throws {
    let run = try PageRuns.run()
    let series = try JSONDecoder().decode(PageSeries.self, from: try Self.page(run).data())
    #expect(series.count == run.series.count && series.total == run.series.count)
    #expect(try series.column(0) == run.series.column { Double($0.step) })
    #expect(try series.column(1) == run.series.column { $0.point.potential })
    #expect(try series.column(4) == run.series.column { $0.point.marginTerms?.first })
    #expect(try series.column(7) == run.series.column { $0.point.distance })
    #expect(try series.column(9) == run.series.column { $0.point.populationLoss })
    let batch = try series.column(10)
    #expect(batch.dropLast().map { $0 } == run.series.records.dropLast().map(\.batchLoss))
    #expect(batch.last?.isNaN == true)
  }

  @Test(
    "asks for nothing from anywhere: no addresses, no source maps, a policy that forbids all",
    arguments: [false, true])
  func selfContained(live: Bool) throws {
    let page = try Self.page(try PageRuns.run { $0.steps = 20 }, live: live)
    #expect(try page.values(of: "src").isEmpty)
    #expect(try page.values(of: "href").allSatisfy { $0.hasPrefix("#") || $0 == "data:," })
    #expect(!page.html.contains("sourceMappingURL") && !page.html.contains("@import"))
    let policy = try #require(try page.values(of: "content").first { $0.contains("default-src") })
    #expect(policy.hasPrefix("default-src &#39;none&#39;;"))
    #expect(policy.contains("connect-src") == live)
    #expect(try page.values(of: "data-live") == (live ? ["yes"] : []))
    // A script or a style can only end where the template ends it.
    #expect(
      page.html.matches(of: /<\/(?i:script)/).count == 2 && page.html.matches(of: /<\/(?i:style)/).count == 1)
  }

  @Test("a headline says the finding in one sentence, and the verdict table has ten parts with words")
  func finding() throws {
    let page = try Self.page(try PageRuns.run { $0.dimension = 20 }).markup
    let headline = try #require(page.firstMatch(of: /<h1>([^<]*)<\/h1>/)).1
    #expect(headline.hasSuffix(".") && headline.contains("of 10 parts of the theorem hold"))
    for id in ["H1", "H2", "H3", "H4", "H5", "C1", "C2", "C3", "C4", "C5"] {
      #expect(page.contains("<b>\(id)</b>"))
    }
    #expect(page.matches(of: /<span class="verdict (holds|violated|vacuous|notTested)">/).count == 10)
    #expect(page.contains("paper scale") && page.contains("true scale"))
  }

  @Test("the timeline's bands cover the run once, whatever its phases")
  func timeline() throws {
    let runs = [
      try PageRuns.run { $0.dimension = 20 }, try PageRuns.run { $0.steps = 0 },
      try PageRuns.run { $0.start = .gaussian }, try PageRuns.run { $0.identityMapping = false },
    ]
    for run in runs {
      let page = try Self.page(run).markup
      let bands = page.matches(
        of: /<span class="band phase-([12])" style="left:([0-9.]+)%;width:([0-9.]+)%">/)
      #expect(!bands.isEmpty)
      var end = 0.0
      for band in bands {
        #expect(abs(try #require(Double(band.2)) - end) < 0.01)
        end += try #require(Double(band.3))
      }
      #expect(abs(end - 100) < 0.01)
    }
  }

  @Test("rows are the page's columns as JSON, exact, null where undefined")
  func rows() throws {
    let run = try PageRuns.run { $0.steps = 30 }
    let text = try RunPage.rows(run.series.records)
    let rows = try JSONDecoder().decode([[Double?]].self, from: Data(text.utf8))
    let page = try JSONDecoder().decode(PageSeries.self, from: try Self.page(run).data())
    #expect(rows.count == 31 && rows.allSatisfy { $0.count == page.columns.count })
    for column in page.columns.indices {
      let held = try page.column(column)
      #expect(rows.map { $0[column] } == held.map { $0.isNaN ? nil : $0 }, "column \(column)")
    }
    #expect(try RunPage.rows([]) == "[]")
    #expect(text.hasPrefix("[[0,"))
  }

  @Test("the summary is whole elements with the ids of those that it replaces")
  func summary() throws {
    let run = try PageRuns.run { $0.steps = 30 }
    let summary = try RunPage.summaryHTML(run)
    let page = try Self.page(run).markup
    for id in ["finding", "verdicts"] {
      #expect(summary.matches(of: try Regex("<section id=\"\(id)\"")).count == 1)
      #expect(page.matches(of: try Regex("<section id=\"\(id)\"")).count == 1)
    }
    #expect(summary.matches(of: /<section/).count == 2 && summary.matches(of: /<\/section>/).count == 2)
  }

  @Test("runs without records, of one, diverged, converged, and of a trajectory say so, without NaN")
  func unusualRuns() throws {
    let run = try PageRuns.run { $0.steps = 30 }
    let converged = try PageRuns.run {
      $0.start = .zero
      $0.teacherNorm = 0
      $0.steps = 5
    }
    let trajectory = try PageRuns.trajectory()
    let cases: [(RecordedRun, [String])] = [
      (
        try PageRuns.underWay(run, records: 0),
        ["No record yet", "Nothing has been recorded yet", "Status: running, at step 0, 0 records"]
      ),
      (try PageRuns.underWay(run, records: 1), ["One record"]),
      (try PageRuns.run { $0.learningRate = 10 }, ["Diverged at step", "diverged at step"]),
      (converged, ["converged"]), (trajectory, ["trajectory from a file", "not known", "snapshots"]),
    ]
    for (run, words) in cases {
      let text = try Self.page(run).markup
      for word in words { #expect(text.contains(word), "\(word)") }
      #expect(!text.contains(/\b(nan|inf|-inf)\b/))
    }
  }

  @Test("a page of many records says what it leaves out")
  func decimated() throws {
    let run = try PageRuns.long(5000, of: try PageRuns.run())
    let limits = PageLimits(whole: 1000, kept: 800)
    let page = PageText(
      try RunPage(run, live: false, library: try Self.library.get(), limits: limits).html())
    let series = try JSONDecoder().decode(PageSeries.self, from: try page.data())
    #expect(series.count <= 800 && series.total == 5000)
    #expect(page.markup.contains("holds \(series.count) of 5000 records"))
    #expect(page.markup.contains("series.csv"))
    #expect(!(try Self.page(run)).markup.contains("id=\"decimation\""))
  }

  @Test("without the chart library the failure names the package")
  func missingLibrary() throws {
    let failure = #expect(throws: DygraphsMissing.self) { try DygraphsLibrary(folder: "/nonexistent") }
    #expect(failure?.description.contains("libjs-dygraphs") == true && failure?.kind == .missingInput)
  }
}
