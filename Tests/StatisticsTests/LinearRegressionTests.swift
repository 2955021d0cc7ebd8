import Statistics
import TestSupport
import Testing

@Suite("Linear regression")
struct LinearRegressionTests {
  @Test("an exact plane is found exactly, with intervals of no width")
  func exact() throws {
    let rows = [[0.0, 1], [1, 0], [2, 5], [3, -1], [4, 2.5]]
    let fit = try #require(LinearRegression(rows: rows, values: rows.map { 2 + 3 * $0[0] - 0.5 * $0[1] }))
    #expect(abs(fit.intercept - 2) < 1e-12)
    #expect(abs(fit.coefficients[0].estimate - 3) < 1e-12)
    #expect(abs(fit.coefficients[1].estimate + 0.5) < 1e-12)
    #expect(fit.coefficients.allSatisfy { $0.high - $0.low < 1e-11 })
  }

  @Test("one regressor: slope and interval as by hand")
  func byHand() throws {
    // x = 0, 1, 2, 3; y = 1, 2, 2, 4: slope 0.9, residual square 0.7 over 2 degrees, sum of squares of x 5;
    // t(0.975, 2) = 4.302652729911275, so 0.9 -+ 4.3027 sqrt(0.35 / 5).
    let fit = try #require(LinearRegression(rows: [[0], [1], [2], [3]], values: [1, 2, 2, 4]))
    #expect(abs(fit.coefficients[0].estimate - 0.9) < 1e-14)
    #expect(abs(fit.intercept - 0.9) < 1e-14)
    #expect(abs(fit.coefficients[0].high - (0.9 + 4.302652729911275 * (0.07).squareRoot())) < 1e-9)
    #expect(abs(fit.coefficients[0].low - (0.9 - 4.302652729911275 * (0.07).squareRoot())) < 1e-9)
  }

  @Test("95 % intervals cover the true coefficients in about 95 % of simulated sets")
  func coverage() {
    var random = TestRandom(17)
    var covered = 0
    let sets = 1000
    for _ in 0..<sets {
      var rows: [[Double]] = []
      var values: [Double] = []
      for _ in 0..<12 {
        let x = random.normal()
        rows.append([x, 0.8 * x + random.normal()])
        values.append(1 + 2 * rows.last![0] - rows.last![1] + random.normal())
      }
      guard let fit = LinearRegression(rows: rows, values: values) else { continue }
      if fit.coefficients[0].low <= 2 && 2 <= fit.coefficients[0].high { covered += 1 }
    }
    // 950 expected, standard deviation 6.9: five of them either side.
    #expect(covered > 915 && covered < 985)
  }

  @Test("a shift of the regressors moves the intercept alone; columns far from zero keep their digits")
  func shifted() throws {
    var random = TestRandom(2)
    let rows = (0..<30).map { _ in [random.normal(), random.normal()] }
    let values = rows.map { $0[0] - 2 * $0[1] + 0.1 * random.normal() }
    let fit = try #require(LinearRegression(rows: rows, values: values))
    let moved = try #require(LinearRegression(rows: rows.map { [$0[0] + 1e6, $0[1] - 1e6] }, values: values))
    for (a, b) in zip(fit.coefficients, moved.coefficients) {
      #expect(abs(a.estimate - b.estimate) < 1e-8)
      #expect(abs(a.low - b.low) < 1e-8)
    }
  }

  @Test("there is no fit for too few rows, constant or dependent columns, or what is no number")
  func none() {
    #expect(LinearRegression(rows: [[1], [2]], values: [1, 2]) == nil)
    #expect(LinearRegression(rows: [], values: []) == nil)
    #expect(LinearRegression(rows: [[1], [1], [1], [1]], values: [1, 2, 3, 4]) == nil)
    #expect(LinearRegression(rows: [[1, 2], [2, 4], [3, 6], [5, 10]], values: [1, 2, 3, 4]) == nil)
    #expect(LinearRegression(rows: [[1], [2], [3]], values: [1, .nan, 3]) == nil)
    #expect(LinearRegression(rows: [[1], [.infinity], [3]], values: [1, 2, 3]) == nil)
  }
}
