import Foundation
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

  @Test("two correlated regressors: estimates and intervals as numpy and scipy give them")
  func numpy() throws {
    // numpy 2.4.6, scipy 1.17.1: X = [1, x1, x2]; b = lstsq(X, y); r = y - X b; s2 = r.r / 5;
    // se = sqrt(s2 diag(inv(X'X))); b -+ t.ppf((1 + confidence) / 2, 5) se
    let first: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
    let second: [Double] = [2, 1, 4, 3, 6, 5, 8, 7.5]
    let values = [3.1, 3.9, 7.2, 7.8, 11.1, 12.2, 15.0, 15.7]
    let rows = zip(first, second).map { [$0, $1] }
    let fit = try #require(LinearRegression(rows: rows, values: values))
    #expect(fit.count == 8)
    #expect(abs(fit.intercept - 0.6401257861635187) < 1e-13)
    let expected = [
      (1.3633333333333333, 1.121969162524103, 1.6046975041425635),
      (0.5972327044025159, 0.3633206413248895, 0.8311447674801422),
    ]
    for (found, known) in zip(fit.coefficients, expected) {
      #expect(abs(found.estimate - known.0) < 1e-13)
      #expect(abs(found.low - known.1) < 1e-10 && abs(found.high - known.2) < 1e-10)
    }
    let wide = try #require(LinearRegression(rows: rows, values: values, confidence: 0.99))
    #expect(abs(wide.coefficients[0].low - 0.9847362257375907) < 1e-10)
    #expect(abs(wide.coefficients[1].high - 0.9641406436216189) < 1e-10)
  }

  @Test("Wampler's polynomial of degree 5: all coefficients are one")
  func wampler() throws {
    // NIST StRD Wampler1, one of its two hard ones: y = 1 + x + ... + x^5 at x = 0, ..., 20.
    let rows = (0...20).map { x in (1...5).map { k in pow(Double(x), Double(k)) } }
    let fit = try #require(LinearRegression(rows: rows, values: rows.map { 1 + $0.reduce(0, +) }))
    #expect(abs(fit.intercept - 1) < 1e-6)
    for coefficient in fit.coefficients { #expect(abs(coefficient.estimate - 1) < 1e-7) }
  }

  @Test("what is left is orthogonal to every column and sums to zero")
  func residuals() throws {
    var random = TestRandom(33)
    let rows = (0..<40).map { _ -> [Double] in
      let x = random.normal()
      return [x, x + 0.01 * random.normal(), random.normal() + 5]
    }
    let values = rows.map { _ in random.normal() }
    let fit = try #require(LinearRegression(rows: rows, values: values))
    let left = zip(rows, values).map { row, value in
      value - fit.intercept - zip(row, fit.coefficients).reduce(0) { $0 + $1.0 * $1.1.estimate }
    }
    #expect(abs(left.reduce(0, +)) < 1e-12)
    for k in 0..<3 { #expect(abs(zip(rows, left).reduce(0) { $0 + $1.0[k] * $1.1 }) < 1e-11) }
  }

  @Test("units, signs and the order of rows and columns change the numbers as they should")
  func equivariance() throws {
    var random = TestRandom(34)
    let rows = (0..<25).map { _ in [random.normal(), random.normal()] }
    let values = rows.map { 3 - $0[0] + 0.5 * $0[1] + random.normal() }
    let fit = try #require(LinearRegression(rows: rows, values: values))
    for unit in [1e-60, 1e-6, 1e6, 1e60] {
      let scaled = try #require(
        LinearRegression(rows: rows.map { [$0[0] * unit, $0[1]] }, values: values.map { 7 - 2 * $0 }))
      let (a, b) = (fit.coefficients[0], scaled.coefficients[0])
      #expect(abs(b.estimate * unit + 2 * a.estimate) < 1e-12)
      #expect(abs(b.low * unit + 2 * a.high) < 1e-12 && abs(b.high * unit + 2 * a.low) < 1e-12)
      #expect(abs(scaled.coefficients[1].low + 2 * fit.coefficients[1].high) < 1e-12)
      #expect(abs(scaled.intercept - (7 - 2 * fit.intercept)) < 1e-12)
    }
    let turned = try #require(
      LinearRegression(rows: rows.reversed().map { [$0[1], $0[0]] }, values: values.reversed()))
    for k in 0..<2 {
      #expect(abs(turned.coefficients[1 - k].estimate - fit.coefficients[k].estimate) < 1e-13)
      #expect(abs(turned.coefficients[1 - k].low - fit.coefficients[k].low) < 1e-13)
    }
  }

  @Test("99 % intervals of a regressor that others nearly give cover it in 99 % of simulated sets")
  func coverageAt99() {
    var random = TestRandom(18)
    var missed = 0
    for _ in 0..<2000 {
      var rows: [[Double]] = []
      var values: [Double] = []
      for _ in 0..<6 {
        let x = random.normal()
        rows.append([x, x + 0.1 * random.normal()])
        values.append(rows[rows.count - 1][1] + random.normal())
      }
      guard let fit = LinearRegression(rows: rows, values: values, confidence: 0.99) else { continue }
      if fit.coefficients[1].low > 1 || fit.coefficients[1].high < 1 { missed += 1 }
    }
    // 20 expected, standard deviation 4.4: five of them either side.
    #expect(missed > 0 && missed < 43, "\(missed)")
  }

  @Test("one row more than coefficients and intercept suffices; no column leaves the mean")
  func smallest() throws {
    let fit = try #require(LinearRegression(rows: [[1], [2], [4]], values: [1, 2, 3]))
    #expect(fit.coefficients[0].low < fit.coefficients[0].estimate)
    #expect(LinearRegression(rows: [[1, 0], [2, 1], [4, 0]], values: [1, 2, 3]) == nil)
    let mean = try #require(LinearRegression(rows: [[], [], []], values: [1, 2, 6]))
    #expect(mean.intercept == 3 && mean.coefficients.isEmpty)
  }

  @Test("there is no fit for a column that is constant, whether or not its mean is exact")
  func constantColumns() {
    var random = TestRandom(35)
    var found: [String] = []
    for n in [4, 7, 60, 90, 101] {
      let values = (0..<n).map { _ in random.normal() }
      let free = (0..<n).map { _ in random.normal() }
      for constant in [0, 1, -3, 0.1, 1e-300, 1e10 / 3, log(2.0), log(5.0), log(20.0), log(100.0), .pi] {
        let alone = LinearRegression(rows: values.map { _ in [constant] }, values: values)
        let beside = LinearRegression(rows: free.map { [$0, constant] }, values: values)
        for fit in [alone, beside].compactMap({ $0 }) {
          found.append("\(n) of \(constant): \(fit.coefficients.last?.estimate ?? 0)")
        }
      }
    }
    #expect(found.isEmpty, "\(found.count) of 110, such as \(found.first ?? "")")
  }

  @Test("there is no fit for columns that others give, to rounding")
  func dependentColumns() {
    var random = TestRandom(36)
    for n in [6, 50] {
      let rows = (0..<n).map { _ -> [Double] in
        let (x, y) = (random.normal(), random.normal())
        return [x, y, 0.1 * x + 0.3 * y - 0.7]
      }
      let values = rows.map { _ in random.normal() }
      #expect(LinearRegression(rows: rows, values: values) == nil)
      #expect(LinearRegression(rows: rows.map { [$0[2], 1e8 * $0[0], $0[1]] }, values: values) == nil)
    }
  }
}
