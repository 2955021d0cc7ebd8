// Charts that share the window of steps, the read-out and the marks.
class ChartGroup {
  constructor(datasets) {
    this.datasets = datasets;
    this.charts = [];
    this.marks = null;
    this.window = [0, 1];
    this.isWhole = true;
    this.chosen = null;
    this.frame = 0;
    this.scale = 1;
    this.showAll();
    // Paper is narrower than most screens and always light. Charts are scaled for it, their labels less so. Chromium prints
    // a canvas blank whose size was changed for printing.
    for (const query of ["(prefers-color-scheme: dark)", "print"]) {
      matchMedia(query).addEventListener("change", () => this.draw());
    }
    addEventListener("beforeprint", () => this.scaleTo(680));
    addEventListener("afterprint", () => this.scaleTo(Infinity));
    let timer = 0;
    addEventListener("resize", () => { clearTimeout(timer); timer = setTimeout(() => this.resize(), 120); });
    const button = (id, action) => {
      const found = document.getElementById(id);
      if (found) found.addEventListener("click", action);
    };
    button("zoom-in", () => this.zoom(0.5));
    button("zoom-out", () => this.zoom(2));
    button("reset", () => this.reset());
  }

  add(id, spec) { this.charts.push(new Chart(this, id, spec)); }

  // The steps that there are records of.
  get extent() {
    const filled = this.datasets.filter((dataset) => dataset.count > 0);
    if (filled.length === 0) return [0, 1];
    const low = Math.min(...filled.map((dataset) => dataset.firstStep));
    const high = Math.max(...filled.map((dataset) => dataset.lastStep));
    return low === high ? [low - 0.5, high + 0.5] : [low, high];
  }

  showAll() {
    this.window = this.extent;
    this.isWhole = true;
  }

  draw() { for (const chart of this.charts) chart.draw(); }
  resize() { for (const chart of this.charts) chart.resize(); }

  // Scales the charts down to a width.
  scaleTo(width) {
    this.scale = Math.min(1, width / Math.max(1, ...this.charts.map((chart) => chart.canvas.clientWidth)));
    for (const chart of this.charts) chart.canvas.style.zoom = this.scale;
    this.draw();
  }

  // Draws at the next frame, once however often it is asked.
  redraw() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = 0; this.draw(); });
  }

  reset() {
    this.showAll();
    this.choose(null);
    this.redraw();
  }

  // Shows other steps, within those that there are and never less than one.
  show(low, high) {
    const [first, last] = this.extent;
    const width = Math.min(Math.max(high - low, Math.min(1, last - first)), last - first);
    const start = Math.min(Math.max(low, first), last - width);
    this.window = [start, start + width];
    this.isWhole = width >= last - first;
    this.redraw();
  }

  // Zooms around the read-out, else around the middle.
  zoom(factor) {
    const [low, high] = this.window;
    const inside = this.chosen !== null && this.chosen >= low && this.chosen <= high;
    const centre = inside ? this.chosen : (low + high) / 2;
    this.show(centre - factor * (centre - low), centre + factor * (high - centre));
  }

  // Chooses the record nearest to a step for the read-out; null chooses none, and the last records are read.
  choose(step) {
    let best = null;
    if (step !== null) {
      for (const dataset of this.datasets) {
        const index = dataset.nearest(step);
        if (index < 0) continue;
        const found = dataset.step(index);
        if (best === null || Math.abs(found - step) < Math.abs(best - step)) best = found;
      }
    }
    this.chosen = best;
    for (const chart of this.charts) chart.showCursor();
    this.announceSoon();
  }

  // Moves the read-out by some records of the longest run, and the window with it.
  move(count) {
    const dataset = this.datasets.reduce((a, b) => (b.count > a.count ? b : a));
    if (dataset.count === 0) return;
    const [low, high] = this.window;
    const start = this.chosen === null ? dataset.nearest((low + high) / 2) : dataset.nearest(this.chosen) + count;
    this.choose(dataset.step(Math.min(Math.max(start, 0), dataset.count - 1)));
    const width = high - low;
    if (this.chosen < low) this.show(this.chosen - 0.1 * width, this.chosen + 0.9 * width);
    if (this.chosen > high) this.show(this.chosen - 0.9 * width, this.chosen + 0.1 * width);
  }

  // The record of a dataset that is read out; -1 when it has none there.
  index(dataset) {
    if (dataset.count === 0) return -1;
    if (this.chosen === null) return dataset.count - 1;
    if (this.chosen > dataset.lastStep || this.chosen < dataset.firstStep) return -1;
    return dataset.nearest(this.chosen);
  }

  reading() {
    const isChosen = this.chosen !== null;
    const last = Math.max(...this.datasets.map((dataset) => (dataset.count > 0 ? dataset.lastStep : -1)));
    const text = isChosen ? "step " + grouped(String(this.chosen))
      : this.datasets.length > 1 ? "at the end of each run" : last < 0 ? "no record" : "last record, step " + grouped(String(last));
    return {isChosen, step: this.chosen, text};
  }

  // Tells a screen reader what is read out, once it stays.
  announceSoon() {
    clearTimeout(this.announcing);
    if (this.chosen === null || !this.focused) return;
    this.announcing = setTimeout(() => {
      const chart = this.focused;
      const parts = chart.spec.curves.map((curve, k) => {
        const value = Number(chart.values[k].textContent);
        return curve.label + " " + (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : chart.values[k].textContent);
      });
      document.getElementById("announcement").textContent = "Step " + this.chosen + ": " + parts.join(", ");
    }, 500);
  }

  // Phases as shades, thresholds and marked steps as lines, under a chart's curves.
  underlay(context, area, graph, chart) {
    context.save();
    context.beginPath();
    context.rect(area.x, area.y, area.w, area.h);
    context.clip();
    if (this.marks) drawMarks(context, area, graph, this.marks, this.extent[1]);
    for (const line of chart.spec.lines()) drawThreshold(context, area, graph, line, chart.range, Math.max(12, 9 / this.scale));
    context.restore();
  }
}

function drawMarks(context, area, graph, marks, last) {
  const x = (step) => graph.toDomXCoord(step);
  const band = (from, to, name) => {
    const [left, right] = [Math.max(area.x, x(from)), Math.min(area.x + area.w, x(to))];
    if (right <= left) return;
    context.fillStyle = colour(name);
    context.fillRect(left, area.y, right - left, area.h);
  };
  const line = (step, name, dash, width) => {
    const at = Math.round(x(step)) + 0.5;
    if (at < area.x - 1 || at > area.x + area.w + 1) return;
    context.strokeStyle = colour(name);
    context.lineWidth = width;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(at, area.y);
    context.lineTo(at, area.y + area.h);
    context.stroke();
    context.setLineDash([]);
  };
  band(marks.first, marks.began === null ? last : marks.began, "--phase-1");
  if (marks.began !== null) {
    band(marks.began, last, "--phase-2");
    for (const span of marks.returns) band(span.from, span.to === null ? last : span.to, "--phase-1");
  }
  if (marks.knee) {
    band(marks.knee.low, marks.knee.high, "--knee-band");
    line(marks.knee.step, "--knee", [2, 3], 1.5);
  }
  for (const span of marks.returns) line(span.from, "--return", [6, 3], 1.25);
  if (marks.began !== null) line(marks.began, "--transition", [], 1.5);
}

// A threshold with its name; an arrow tells where one lies that is not in sight.
function drawThreshold(context, area, graph, line, range, size) {
  if (!Number.isFinite(line.value) || !range) return;
  const isAbove = line.value > range[1];
  const isBelow = line.value < range[0];
  const y = isAbove ? area.y : isBelow ? area.y + area.h : Math.round(graph.toDomYCoord(line.value)) + 0.5;
  if (!isAbove && !isBelow) {
    context.strokeStyle = colour("--threshold");
    context.lineWidth = 1;
    context.setLineDash([8, 3, 2, 3]);
    context.beginPath();
    context.moveTo(area.x, y);
    context.lineTo(area.x + area.w, y);
    context.stroke();
    context.setLineDash([]);
  }
  context.fillStyle = colour("--threshold");
  context.font = `italic ${size}px ` + getComputedStyle(document.body).fontFamily;
  context.textAlign = "right";
  const isHigh = y < area.y + 1.3 * size;
  context.textBaseline = isHigh ? "top" : "bottom";
  const text = line.label + (isAbove ? ", above this chart \u2191" : isBelow ? ", below this chart \u2193" : "");
  context.fillText(text, area.x + area.w - 4, isHigh ? y + 4 : y - 3);
}

// What mouse, finger and keys do to a chart.
class ChartInput {
  constructor(chart) {
    this.chart = chart;
    this.group = chart.group;
    this.drag = null;
    const plot = chart.plot;
    plot.addEventListener("pointerdown", (event) => this.down(event));
    plot.addEventListener("pointermove", (event) => this.move(event));
    plot.addEventListener("pointerup", (event) => this.up(event));
    plot.addEventListener("pointercancel", () => this.cancel());
    plot.addEventListener("pointerleave", (event) => {
      if (!this.drag && event.pointerType === "mouse" && document.activeElement !== plot) this.group.choose(null);
    });
    plot.addEventListener("dblclick", () => this.group.reset());
    plot.addEventListener("keydown", (event) => this.key(event));
    plot.addEventListener("focus", () => { this.group.focused = chart; });
  }

  down(event) {
    if (!this.chart.graph || event.button !== 0) return;
    if (event.pointerType === "touch") { this.group.choose(this.chart.stepAt(event.clientX)); return; }
    this.drag = {isPan: event.shiftKey, x: event.clientX, window: this.group.window};
    this.chart.plot.setPointerCapture(event.pointerId);
  }

  move(event) {
    if (!this.chart.graph) return;
    if (!this.drag) { this.group.choose(this.chart.stepAt(event.clientX)); return; }
    const moved = event.clientX - this.drag.x;
    const {x: areaX, w: areaWidth, y, h} = this.chart.graph.getArea();
    if (this.drag.isPan) {
      const [low, high] = this.drag.window;
      const steps = moved / areaWidth * (high - low);
      this.group.show(low - steps, high - steps);
      return;
    }
    const left = this.chart.plot.getBoundingClientRect().left;
    const inside = (at) => Math.min(Math.max(at - left, areaX), areaX + areaWidth);
    const [a, b] = [inside(this.drag.x), inside(event.clientX)].sort((p, q) => p - q);
    const style = this.chart.selection.style;
    this.chart.selection.hidden = b - a < 3;
    [style.left, style.width, style.top, style.height] = [a + "px", b - a + "px", y + "px", h + "px"];
    this.drag.span = [a, b];
  }

  up() {
    const drag = this.drag;
    this.cancel();
    if (!drag || drag.isPan || !drag.span || drag.span[1] - drag.span[0] < 4) return;
    this.group.show(...drag.span.map((x) => this.chart.graph.toDataXCoord(x)));
  }

  cancel() {
    this.drag = null;
    this.chart.selection.hidden = true;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const count = event.shiftKey ? 10 : 1;
    const actions = {
      ArrowLeft: () => this.group.move(-count), ArrowRight: () => this.group.move(count),
      PageUp: () => this.group.move(-this.page()), PageDown: () => this.group.move(this.page()),
      "+": () => this.group.zoom(0.5), "=": () => this.group.zoom(0.5), "-": () => this.group.zoom(2),
      Home: () => this.group.reset(), Escape: () => this.group.reset(),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  // A tenth of the records in sight.
  page() {
    const dataset = this.group.datasets[0];
    const [low, high] = this.group.window;
    return Math.max(1, Math.round((dataset.indexFrom(high) - dataset.indexFrom(low)) / 10));
  }
}
