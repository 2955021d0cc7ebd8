// A chart: a figure of the page, drawn by dygraphs from the visible window of its group.
//
// A curve is {label, dataset, value(index), read(index)?, colour, dash?, width?, guide?}: `value` is what is drawn, `read`
// what is read out (the same unless given); a guide does not stretch the axis.
class Chart {
  constructor(group, id, spec) {
    this.group = group;
    this.spec = spec;
    this.logarithmic = spec.logarithmic;
    this.figure = document.getElementById("chart-" + id);
    this.plot = this.figure.querySelector(".plot");
    this.canvas = this.figure.querySelector(".canvas");
    this.readout = this.figure.querySelector(".readout");
    this.caption = this.figure.querySelector("figcaption");
    this.id = id;
    this.cursor = element("div", "cursor", this.plot);
    this.selection = element("div", "selection", this.plot);
    this.makeReadout();
    this.makeAxisButton();
    new ChartInput(this);
  }

  makeReadout() {
    this.stepText = element("span", "at", this.readout);
    this.values = this.spec.curves.map((curve) => {
      const entry = element("span", "entry", this.readout);
      entry.append(lineSample(curve));
      element("span", "label", entry).textContent = curve.label;
      return element("span", "value", entry);
    });
  }

  makeAxisButton() {
    const button = this.figure.querySelector(".axis");
    if (!this.spec.hasBothAxes) return;
    button.hidden = false;
    const name = () => { button.textContent = this.logarithmic ? "Linear axis" : "Logarithmic axis"; };
    name();
    button.addEventListener("click", () => {
      this.logarithmic = !this.logarithmic;
      name();
      this.draw();
    });
  }

  // Draws the group's window.
  draw() {
    const [low, high] = this.group.window;
    const width = this.canvas.clientWidth;
    if (width === 0) return;
    const curves = this.spec.curves.map((curve) => {
      const value = this.logarithmic
        ? (k) => { const v = curve.value(k); return v > 0 ? v : NaN; } : curve.value;
      return visiblePoints(curve.dataset, value, low, high, Math.max(200, width));
    });
    this.range = this.valueRange(curves);
    // The last column is drawn on top: the first curve.
    let rows = mergedRows(curves.toReversed());
    if (rows.length === 0) rows = [[low, ...curves.map(() => null)]];
    const options = {
      file: rows, dateWindow: [low, high], valueRange: this.range,
      axes: {
        x: {axisLabelFormatter: stepLabel, pixelsPerLabel: 64, drawGrid: false},
        y: {
          ticker: this.logarithmic ? logarithmicTicks : Dygraph.numericTicks, axisLabelFormatter: numberLabel,
          axisLabelWidth: 52, pixelsPerLabel: 32, logscale: this.logarithmic,
        },
      },
      axisLabelFontSize: Math.max(12, 9 / this.group.scale), ...this.look(),
    };
    if (this.graph) this.graph.updateOptions(options);
    else {
      const {file, ...rest} = options;
      this.graph = new Dygraph(this.canvas, file, {
        labels: ["step", ...this.spec.curves.map((_, k) => "c" + k).toReversed()],
        connectSeparatedPoints: true, legend: "never", interactionModel: {}, highlightCircleSize: 0,
        showLabelsOnHighlight: false, xlabel: "step", ylabel: this.spec.axis, rightGap: 16, xLabelHeight: 18, yLabelWidth: 20,
        ...rest,
      });
    }
    this.showCursor();
  }

  // Colours and strokes from the style sheet, which knows about light, dark and paper.
  look() {
    const series = {};
    this.spec.curves.forEach((curve, k) => {
      series["c" + k] = {
        color: colour(curve.colour), strokePattern: curve.dash || null, strokeWidth: curve.width || 1.75,
      };
    });
    return {
      series, gridLineColor: colour("--grid"), axisLineColor: colour("--axis"),
      underlayCallback: (context, area, graph) => this.group.underlay(context, area, graph, this),
    };
  }

  // The least and the largest value in sight, with room around; guides and far thresholds do not count.
  valueRange(curves) {
    let [least, largest] = [Infinity, -Infinity];
    const take = (v) => { if (v < least) least = v; if (v > largest) largest = v; };
    curves.forEach((curve, c) => { if (!this.spec.curves[c].guide) curve.y.forEach(take); });
    if (least > largest) return this.logarithmic ? [0.1, 10] : [0, 1];
    for (const line of this.spec.lines()) {
      if (!Number.isFinite(line.value) || (this.logarithmic && line.value <= 0)) continue;
      const near = this.logarithmic
        ? line.value <= 5 * largest && line.value >= least / 5
        : line.value <= largest + 0.5 * (largest - least) && line.value >= least - 0.5 * (largest - least);
      if (near) take(line.value);
    }
    if (this.logarithmic) {
      const room = Math.max(1.08, (largest / least) ** 0.05);
      return [least / room, largest * room];
    }
    const room = 0.06 * (largest - least) || 0.06 * Math.abs(largest) || 1;
    return [least - room, largest + room];
  }

  resize() { if (this.graph) { this.graph.resize(); this.draw(); } }

  // The group's read-out: the record's exact numbers, as the shortest text that reads back to the same double, and a line
  // where it is.
  showCursor() {
    const at = this.group.reading();
    this.stepText.textContent = at.text;
    this.spec.curves.forEach((curve, k) => {
      const index = this.group.index(curve.dataset);
      const value = index < 0 ? NaN : (curve.read || curve.value)(index);
      let text = !Number.isNaN(value) ? String(value) : index < 0 ? "no record" : curve.absent || "undefined";
      // Runs that are recorded at other steps: the nearest record, and where it is.
      if (at.isChosen && index >= 0 && curve.dataset.step(index) !== at.step) text += " at step " + curve.dataset.step(index);
      this.values[k].textContent = text;
    });
    const isVisible = this.graph && at.isChosen && at.step >= this.group.window[0] && at.step <= this.group.window[1];
    this.cursor.hidden = !isVisible;
    if (isVisible) {
      const area = this.graph.getArea();
      this.cursor.style.left = this.graph.toDomXCoord(at.step) + "px";
      this.cursor.style.top = area.y + "px";
      this.cursor.style.height = area.h + "px";
    }
  }

  // The step under a point of the screen.
  stepAt(clientX) {
    return this.graph.toDataXCoord(clientX - this.plot.getBoundingClientRect().left);
  }
}

function element(name, className, parent) {
  const result = document.createElement(name);
  result.className = className;
  parent.append(result);
  return result;
}

function colour(name) {
  return name.startsWith("--") ? getComputedStyle(document.documentElement).getPropertyValue(name).trim() : name;
}

// A short piece of a curve, for its legend.
function lineSample(curve) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 26 8");
  svg.setAttribute("class", "sample");
  const line = document.createElementNS(space, "line");
  for (const [key, value] of [["x1", 1], ["x2", 25], ["y1", 4], ["y2", 4]]) line.setAttribute(key, value);
  line.style.stroke = curve.colour.startsWith("--") ? `var(${curve.colour})` : curve.colour;
  line.style.strokeWidth = (curve.width || 1.75) + 0.25;
  if (curve.dash) line.style.strokeDasharray = curve.dash.join(" ");
  svg.append(line);
  return svg;
}

function grouped(text) { return text.replace(/\B(?=(\d{3})+$)/g, "\u202f"); }

function stepLabel(value) {
  return Number.isInteger(value) ? (Math.abs(value) >= 10000 ? grouped(String(value)) : String(value)) : "";
}

function numberLabel(value) {
  const number = Number(value.toPrecision(8));
  const size = Math.abs(number);
  if (size !== 0 && (size >= 1e5 || size < 1e-3)) return number.toExponential().replace("e+", "e").replace("-", "\u2212");
  return String(number).replace("-", "\u2212");
}

// Powers of ten; with 2 and 5 between them, or all digits, where there is room for more; else ticks as on a linear axis.
function logarithmicTicks(low, high, pixels, options, graph, values) {
  const room = Math.max(2, Math.floor(pixels / 30));
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const every = Math.max(1, Math.ceil((last - first) / room));
  const ticks = (digits) => {
    const found = [];
    for (let power = Math.ceil(first / every) * every; power <= last; power += every) {
      for (const digit of digits) {
        const value = Number(digit + "e" + power);
        if (value >= low && value <= high) found.push({v: value, label: digit === 1 ? powerLabel(power) : numberLabel(value)});
      }
    }
    return found;
  };
  if (every > 1) return ticks([1]);
  let best = ticks([1]);
  for (const digits of [[1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]]) {
    const more = ticks(digits);
    if (more.length <= room) best = more;
  }
  return best.length >= 3 ? best : Dygraph.numericTicks(low, high, pixels, options, graph, values);
}

function powerLabel(power) {
  if (Math.abs(power) <= 3) return numberLabel(Number("1e" + power));
  const digits = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
  return "10" + String(power).replace("-", "\u207b").replace(/\d/g, (digit) => digits[digit]);
}
