import Foundation
import LinearAlgebra
import Testing
import TwoPhaseSweeps

@Suite("Errors of a sweep's file")
struct SweepFileErrorTests {
  /// A file with its one line of an error, after "s.yaml".
  struct Case: CustomTestStringConvertible {
    let text: String
    let message: String
    init(_ text: String, _ message: String) {
      self.text = text
      self.message = message
    }
    var testDescription: String { message }
  }

  private static let settings =
    "dimension, start, startNorm, teacher, teacherNorm, slope, readout, identityMapping, gradient, data, batch, "
    + "learningRate, paperLearningRate, steps, every, measure, seed, schedule, normBound, theoremGamma, delta, "
    + "potentialThreshold, dwell, profile, constants"

  private static func expect(_ text: String, _ message: String) {
    let error = #expect(throws: SweepFileError.self) {
      try SweepDescription(text: text, path: "s.yaml").check()
    }
    #expect(error?.description == "s.yaml" + message)
    #expect(error?.kind == .dataFormat)
  }

  /// Line 1 is the name, line 2 "axes:", line 3 an axis of two dimensions.
  private static let head = "name: a\naxes:\n  dimension: [20, 30]\n"

  @Test(
    "as a file",
    arguments: [
      Case("", ": found no mapping, expected a sweep: name, base, axes"),
      Case("- a", ", line 1: found no mapping, expected a sweep: name, base, axes"),
      Case(
        "name: a\n  b: c",
        ", line 2: found YAML that cannot be read (mapping values are not allowed in this context)"),
      Case("axes: {seed: {seeds: 1}}", ": found no 'name', expected one"),
      Case(
        "name: a/b\naxes: 1",
        ", line 1: name: found 'a/b', expected letters, digits and '-', at most 60: it names a folder"),
      Case("name: a\ntitle: []", ", line 2: title: found a list, expected a line of text"),
      Case("name: a", ": found no 'axes', expected at least one axis"),
      Case("name: a\naxes:\n", ", line 2: axes: found nothing, expected at least one axis"),
      Case(
        "name: a\naxis: 1",
        ", line 2: found the key 'axis', expected one of: name, title, base, axes, combine, derived, stop, keep"
      ),
      Case("name: a\nbase: 3", ", line 2: base: found 3, expected keys with values"),
      Case(
        head + "stop: {distance: 1}\nkeep: {all: true}",
        ", line 5: keep: found the key 'all', expected one of: series, weights"),
      Case(head + "keep: {series: yes}", ", line 4: keep.series: found 'yes', expected true or false"),
      Case(
        head + "stop: {step: 1}",
        ", line 4: stop: found the key 'step', expected one of: distance, loss, afterTransition, atReturn"),
      Case(head + "stop:\n  loss: -1", ", line 5: stop.loss: found -1, expected a positive number"),
      Case(
        head + "stop:\n  afterTransition: 1.5",
        ", line 5: stop.afterTransition: found 1.5, expected a whole number of steps, 0 or more"),
      Case(head + "stop:\n  atReturn: 1", ", line 5: stop.atReturn: found 1, expected true or false"),
      Case(head + "base:\n  steps: 1\n  steps: 2", ", line 5: found the key 'steps' twice, expected it once"),
    ])
  func file(_ error: Case) { Self.expect(error.text, error.message) }

  @Test(
    "in base",
    arguments: [
      Case("colour: 1", "base: found the key 'colour', expected one of: \(settings)"),
      Case(
        "repeats: 3", "base: found the key 'repeats', expected an axis of seeds, such as 'seed: {seeds: 5}'"),
      Case("stopDistance: 3", "base: found the key 'stopDistance', expected it as 'distance' under 'stop'"),
      Case(
        "gamma: 3",
        "base: found the key 'gamma', expected 'theoremGamma' for the theorem's constant, or an axis 'gamma' that 'derived' uses"
      ),
      Case("steps: 1.5", "base.steps: found 1.5, expected a whole number"),
      Case("steps: many", "base.steps: found 'many', expected a whole number"),
      Case("steps: 99999999999999999999", "base.steps: found 99999999999999999999, expected a whole number"),
      Case("steps: '400'", "base.steps: found '400', expected a whole number"),
      Case("steps: -1", "base.steps: found -1, expected 0 or more"),
      Case("seed: -1", "base.seed: found -1, expected a whole number from 0 to 9223372036854775807"),
      Case("slope: steep", "base.slope: found 'steep', expected a number"),
      Case("slope: .nan", "base.slope: found '.nan', expected a number"),
      Case("slope: 1", "base.slope: found 1.0, expected a number of at least -1 and below 1"),
      Case("learningRate: 1e999", "base.learningRate: found '1e999', expected a number"),
      Case("learningRate: 0.05 / 20", "base.learningRate: found '0.05 / 20', expected a number"),
      Case(
        "learningRate: [1, 2]", "base.learningRate: found a list, expected one value: several make an axis"),
      Case("learningRate: -0.1", "base.learningRate: found -0.1, expected a positive number"),
      Case("paperLearningRate: 0", "base.paperLearningRate: found 0.0, expected a positive number"),
      Case("identityMapping: 1", "base.identityMapping: found 1, expected true or false"),
      Case("readout: mean", "base.readout: found 'mean', expected one of: sum, l1"),
      Case("gradient: exact", "base.gradient: found 'exact', expected one of: population, sampled"),
      Case("measure: none", "base.measure: found 'none', expected one of: all, norms, scalars"),
      Case("schedule: warm", "base.schedule: found 'warm', expected one of: constant, theorem"),
      Case("profile: mine", "base.profile: found 'mine', expected one of: li-yuan-2017, observed"),
      Case(
        "start: warm",
        "base.start: found 'warm', expected wrong-way, gaussian, standard, zero, orthogonal, or a name that ends in .npy"
      ),
      Case("teacher: 3", "base.teacher: found 3, expected a file's name"),
      Case("data: ~", "base.data: found nothing, expected a file's name"),
      Case("theoremGamma: -1", "base.theoremGamma: found -1.0, expected a positive number of at most 1e100"),
      Case("dwell: 0", "base.dwell: found 0, expected at least 1"),
    ])
  func base(_ error: Case) {
    Self.expect(Self.head + "base:\n  " + error.text, ", line 5: " + error.message)
  }

  @Test(
    "in base, of two settings",
    arguments: [
      Case(
        "learningRate: 1\n  paperLearningRate: 1",
        "6: base.paperLearningRate: found it beside base.learningRate at line 5, expected one of the two"),
      Case(
        "start: zero\n  startNorm: 1",
        "6: base.startNorm: found a norm for start zero, expected it with wrong-way, gaussian or orthogonal"),
      Case(
        "batch: 3\n  gradient: population",
        "5: base.batch: found it with gradient population, expected it with gradient sampled"),
      Case(
        "teacher: T.npy\n  teacherNorm: 1",
        "6: base.teacherNorm: found it beside teacher, expected one of the two"),
    ])
  func pairs(_ error: Case) { Self.expect(Self.head + "base:\n  " + error.text, ", line " + error.message) }

  @Test(
    "in axes",
    arguments: [
      Case(
        "dimension: 20",
        "axes.dimension: found 20, expected a list, or one of {linspace: [from, to, count]}, {logspace: [from, to, count]}, {seeds: count}"
      ),
      Case("dimension: []", "axes.dimension: found an empty list, expected at least one value"),
      Case("dimension: [20, [30]]", "axes.dimension: found a list, expected numbers or words"),
      Case("dimension: [20, 30.5]", "axes.dimension: found 30.5, expected a whole number"),
      Case("dimension: [20,\n    thirty]", "axes.dimension: found 'thirty', expected a whole number"),
      Case("dimension: [20, 30, 2e1]", "axes.dimension: found dimension = 20 twice, expected it once"),
      Case(
        "dimension: {linspace: [20, 25, 3]}",
        "axes.dimension: found 22.5 among its values, expected whole numbers: a list has them, or an axis of another name with 'dimension: round(...)' in derived"
      ),
      Case(
        "dimension: {linspace: [20, 30]}",
        "axes.dimension: found linspace: a list, expected linspace: [from, to, count]"),
      Case(
        "dimension: {linspace: [20, b, 3]}",
        "axes.dimension: found linspace: [20, 'b', 3], expected two numbers and a whole number"),
      Case(
        "dimension: {range: 3}", "axes.dimension: found the key 'range', expected linspace, logspace or seeds"
      ),
      Case(
        "dimension: {from: 3}", "axes.dimension: found none, expected one of linspace, logspace and seeds"),
      Case("dimension: {seeds: 3}", "axes.dimension: found seeds, expected them for the axis 'seed'"),
      Case("seed: {seeds: 0}", "axes.seed: found seeds: 0, expected how many, from 1 to 1000000000"),
      Case("seed: {seeds: 2, from: -1}", "axes.seed: found from: -1, expected the first seed, from 0 on"),
      Case(
        "slope: {linspace: [0, 0.5, 1]}",
        "axes.slope: found the count 1, expected from 2 to 1000000 when the ends differ"),
      Case(
        "slope: {linspace: [0, 0, 2]}",
        "axes.slope: found 2 values from 0 to 0, expected so few that all differ"),
      Case(
        "slope: {logspace: [0, 0.5, 4]}",
        "axes.slope: found the ends 0 and 0.5, expected positive numbers from 1e-100 to 1e100"),
      Case(
        "start: {linspace: [0, 1, 2]}", "axes.start: found linspace, expected words: 'start' is no number"),
      Case(
        "start: [zero, cold]",
        "axes.start: found 'cold', expected wrong-way, gaussian, standard, zero, orthogonal, or a name that ends in .npy"
      ),
      Case(
        "gamma: [a, b]",
        "axes.gamma: found 'a', expected numbers: 'gamma' is no setting, so only formulas can use it"),
      Case(
        "gamma: [1, 2]",
        "axes.gamma: found an axis that changes no run, expected a setting, or a name that a setting under 'derived' uses; settings are: \(settings)"
      ),
      Case(
        "my-axis: [1, 2]",
        "axes: found the name 'my-axis', expected letters and digits, a letter first, at most 40"),
      Case("sqrt: [1, 2]", "axes: found the name 'sqrt', expected another: formulas have sqrt"),
      Case(
        "margin: [1, 2]",
        "axes: found the name 'margin', expected another: every sweep's table has the column margin"),
      Case(
        "c1: [1, 2]", "axes: found the name 'c1', expected another: every sweep's table has the column C1"),
      Case(
        "Batch: [1, 2]",
        "axes: found the name 'Batch', expected another: every sweep's table has the column batch"),
      Case(
        "repeats: [1, 2]",
        "axes: found the name 'repeats', expected an axis of seeds, such as 'seed: {seeds: 5}'"),
    ])
  func axes(_ error: Case) {
    let line = error.text.contains("\n") ? 4 : 3
    Self.expect("name: a\naxes:\n  " + error.text, ", line \(line): " + error.message)
  }

  @Test(
    "in combine",
    arguments: [
      Case("power", "found 'power', expected product, zip, or a list of axes and lists of axes"),
      Case("zip", "found dimension with 2 values along with slope with 3, expected as many of each"),
      Case("[dimension]", "found no slope, expected each axis once"),
      Case("[dimension, slope, [dimension]]", "found dimension twice, expected each axis once"),
      Case("[dimension, slop]", "found 'slop', expected axes: dimension, slope"),
      Case(
        "[dimension, slope, []]",
        "found an empty list, expected product, zip, or a list of axes and lists of axes"),
      Case(
        "[[dimension, slope]]",
        "found dimension with 2 values along with slope with 3, expected as many of each"),
    ])
  func combine(_ error: Case) {
    Self.expect(
      Self.head + "  slope: [0, 0.1, 0.2]\ncombine: " + error.text, ", line 5: combine: " + error.message)
  }

  @Test(
    "in derived",
    arguments: [
      Case("learningRate: 0.05 / (dimension", "learningRate: found '(' without ')' at column 8"),
      Case(
        "learningRate: 0.05 / dim",
        "learningRate: found the unknown name 'dim' at column 8, expected one of: steps, dimension, pi"),
      Case(
        "learningRate: 1 / batch",
        "learningRate: found 'batch', which the file does not set, at column 5, expected one of: steps, dimension, pi"
      ),
      Case(
        "learningRate: x\n  x: dimension",
        "learningRate: found 'x', which is not derived before, at column 1, expected one of: steps, dimension, pi"
      ),
      Case(
        "learningRate: measure",
        "learningRate: found 'measure', which is no number, at column 1, expected one of: steps, dimension, pi"
      ),
      Case("learningRate: [1]", "learningRate: found a list, expected a formula such as 0.05 / dimension"),
      Case("learningRate:", "learningRate: found no formula, expected one such as 0.05 / dimension"),
      Case("start: dimension", "start: found a formula, expected it in base or axes: it is no number"),
      Case("steps: dimension", "steps: found it beside base.steps at line 5, expected it in one place"),
      Case("dimension: 3", "dimension: found it beside axes.dimension at line 3, expected it in one place"),
      Case(
        "batch: dimension / 3",
        "batch: found 6.666666666666667 at dimension = 20, expected a whole number below 2^53: round(), floor() or ceil() makes one"
      ),
      Case("seed: -dimension", "seed: found -20 at dimension = 20, expected a whole number from 0 on"),
      Case(
        "batch: 1e300",
        "batch: found 1e+300 at dimension = 20, expected a whole number below 2^53: round(), floor() or ceil() makes one"
      ),
      Case(
        "learningRate: 1 / (dimension - 30)",
        "learningRate: found -0.1 at dimension = 20, expected a positive number"),
      Case(
        "x: 1 / (dimension - 30)", "x: found a division by zero at dimension = 30, expected a finite number"),
      Case("x: exp(40 * dimension)", "x: found exp(800) at dimension = 20, expected a finite number"),
      Case("batch: dimension - 30", "batch: found -10 at dimension = 20, expected at least 1"),
      Case(
        "slope: (dimension - 20) / 10",
        "slope: found 1.0 at dimension = 30, expected a number of at least -1 and below 1"),
    ])
  func derived(_ error: Case) {
    Self.expect(
      Self.head + "base: {measure: all,\n  steps: 10}\nderived:\n  " + error.text,
      ", line 7: derived." + error.message)
  }

  @Test("of some combinations name the combination")
  func combinations() {
    Self.expect(
      "name: a\naxes:\n  start: [wrong-way, zero]\n  startNorm: [0.5, 1]",
      ", line 4: axes.startNorm: found a norm for start zero at start = zero, startNorm = 0.5, expected it with "
        + "wrong-way, gaussian or orthogonal")
    Self.expect(
      "name: a\naxes:\n  gradient: [sampled, population]\nbase:\n  batch: 32",
      ", line 5: base.batch: found it with gradient population at gradient = population, expected it with gradient "
        + "sampled")
    Self.expect(
      "name: a\naxes:\n  gamma: [1, 2]\nderived:\n  startNorm: gamma\n  GAMMA: 2",
      ", line 6: derived: found the name 'GAMMA', expected another: it differs from axes.gamma in its capitals alone"
    )
    Self.expect(
      "name: a\naxes:\n  dimension: [1, 2]\n  seed: {seeds: 900000000}",
      ": combine: found 2 x 900000000 runs, expected at most 1000000000")
  }

  @Test("large sweeps are looked at in their corners, along every axis, and all over")
  func large() {
    let axes = "name: a\naxes:\n  x: {linspace: [0, 1, 1001]}\n  dimension: {linspace: [1, 1000, 1000]}\n"
    // In one corner alone, along one axis alone.
    Self.expect(
      axes + "derived:\n  startNorm: 1 / (1001 - x - dimension)",
      ", line 6: derived.startNorm: found a division by zero at x = 1, dimension = 1000, expected a finite number"
    )
    Self.expect(
      axes + "derived:\n  startNorm: (x / (dimension - 500))^2",
      ", line 6: derived.startNorm: found a division by zero at x = 0, dimension = 500, expected a finite number"
    )
  }

  @Test("files that are not there are missing input")
  func missing() {
    let error = #expect(throws: SweepFileError.self) {
      try SweepDescription(text: Self.head + "base:\n  teacher: no-such-folder/T.npy", path: "s.yaml").check()
    }
    #expect(
      error?.description
        == "s.yaml, line 5: base.teacher: found no file no-such-folder/T.npy, expected one; names are relative to the "
        + "working folder")
    #expect(error?.kind == .missingInput)
  }
}
