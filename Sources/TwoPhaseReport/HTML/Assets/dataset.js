"use strict";

// The records of one run: columns of doubles, the step first. Exactly what was recorded, never rounded.
class Dataset {
  constructor(columns, count) {
    this.columns = columns;
    this.count = count;
  }

  // From base64 of little-endian doubles, the byte order of every machine that browsers run on.
  static from(embedded) {
    const columns = embedded.columns.map((text) => {
      if (Uint8Array.fromBase64) return new Float64Array(Uint8Array.fromBase64(text).buffer);
      const binary = atob(text);
      const bytes = new Uint8Array(binary.length);
      for (let k = 0; k < binary.length; k++) bytes[k] = binary.charCodeAt(k);
      return new Float64Array(bytes.buffer);
    });
    return new Dataset(columns, embedded.count);
  }

  get firstStep() { return this.columns[0][0]; }
  get lastStep() { return this.columns[0][this.count - 1]; }
  step(index) { return this.columns[0][index]; }

  // Appends rows whose steps are new; returns how many were.
  append(rows) {
    let appended = 0;
    for (const row of rows) {
      if (this.count > 0 && row[0] <= this.lastStep) continue;
      if (this.count === this.columns[0].length) this.grow();
      for (let c = 0; c < this.columns.length; c++) {
        const value = row[c];
        this.columns[c][this.count] = value === null || value === undefined ? NaN : value;
      }
      this.count++;
      appended++;
    }
    return appended;
  }

  grow() {
    const room = Math.max(1024, 2 * this.columns[0].length);
    this.columns = this.columns.map((old) => {
      const column = new Float64Array(room);
      column.set(old);
      return column;
    });
  }

  // The index of the first record at or after a step.
  indexFrom(step) {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.columns[0][middle] < step) low = middle + 1; else high = middle;
    }
    return low;
  }

  // The index of the record nearest to a step; -1 without records.
  nearest(step) {
    if (this.count === 0) return -1;
    const after = Math.min(this.indexFrom(step), this.count - 1);
    if (after === 0) return 0;
    return step - this.step(after - 1) <= this.step(after) - step ? after - 1 : after;
  }
}

// The points of a curve that a screen can show: all when they are few, else of each bucket of steps the least and the
// largest. The values drawn are recorded ones.
function visiblePoints(dataset, value, low, high, buckets) {
  const first = Math.max(0, dataset.indexFrom(low) - 1);
  const end = Math.min(dataset.count, dataset.indexFrom(high) + 2);
  const [x, y] = [[], []];
  if (end - first <= 4 * buckets) {
    for (let k = first; k < end; k++) { x.push(dataset.step(k)); y.push(value(k)); }
    return {x, y};
  }
  const scale = buckets / (high - low || 1);
  let k = first;
  while (k < end) {
    const bucket = Math.floor((dataset.step(k) - low) * scale);
    let [least, largest] = [-1, -1];
    let [leastValue, largestValue] = [Infinity, -Infinity];
    const start = k;
    for (; k < end && Math.floor((dataset.step(k) - low) * scale) === bucket; k++) {
      const v = value(k);
      if (v < leastValue) { leastValue = v; least = k; }
      if (v > largestValue) { largestValue = v; largest = k; }
    }
    if (least < 0) { x.push(dataset.step(start)); y.push(NaN); continue; }
    for (const index of least === largest ? [least] : [Math.min(least, largest), Math.max(least, largest)]) {
      x.push(dataset.step(index));
      y.push(value(index));
    }
  }
  return {x, y};
}

// Curves over one list of steps, as dygraphs wants them: null where a curve has no point, NaN where it has a gap.
function mergedRows(curves) {
  const rows = [];
  const at = curves.map(() => 0);
  for (;;) {
    let x = Infinity;
    for (let c = 0; c < curves.length; c++) {
      if (at[c] < curves[c].x.length) x = Math.min(x, curves[c].x[at[c]]);
    }
    if (x === Infinity) return rows;
    const row = [x];
    for (let c = 0; c < curves.length; c++) {
      const curve = curves[c];
      row.push(at[c] < curve.x.length && curve.x[at[c]] === x ? curve.y[at[c]++] : null);
    }
    rows.push(row);
  }
}
