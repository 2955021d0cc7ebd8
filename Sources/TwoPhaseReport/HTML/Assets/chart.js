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
    let rows = mergedRows(curves);
    if (rows.length === 0) rows = [[low, ...curves.map(() => null)]];
    const options = {
      file: rows, dateWindow: [low, high], valueRange: this.range,
      axes: {
        x: {axisLabelFormatter: stepLabel, pixelsPerLabel: 64, drawGrid: false},
        y: {
          axisLabelFormatter: this.logarithmic ? logarithmicLabel : numberLabel, axisLabelWidth: 52, pixelsPerLabel: 32,
          logscale: this.logarithmic,
        },
      },
      ...this.look(),
    };
    if (this.graph) this.graph.updateOptions(options);
    else {
      const {file, ...rest} = options;
      this.graph = new Dygraph(this.canvas, file, {
        labels: ["step", ...this.spec.curves.map((_, k) => "c" + k)],
        connectSeparatedPoints: true, legend: "never", interactionModel: {}, highlightCircleSize: 0,
        showLabelsOnHighlight: false, xlabel: "step", ylabel: this.spec.axis, rightGap: 8, xLabelHeight: 18, yLabelWidth: 18,
        axisLabelFontSize: 12, labelsKMB: false, ...rest,
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

  // The group's read-out: the record's exact numbers, and a line where it is.
  showCursor() {
    const at = this.group.reading();
    this.stepText.textContent = at.text;
    this.spec.curves.forEach((curve, k) => {
      const index = this.group.index(curve.dataset);
      this.values[k].textContent = index < 0 ? "none" : curve.text ? curve.text(index) : exact((curve.read || curve.value)(index));
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

// The shortest text that reads back to the same double.
function exact(value) { return Number.isNaN(value) ? "undefined" : String(value); }

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

function logarithmicLabel(value) {
  const power = Math.log10(value);
  if (Math.abs(power - Math.round(power)) < 1e-9 && Math.abs(power) > 2.5) {
    const digits = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
    const text = String(Math.round(power)).replace("-", "\u207b").replace(/\d/g, (digit) => digits[digit]);
    return "10" + text;
  }
  return numberLabel(value);
}
