// The page of a map: the runs behind a cell, beside it while it is pointed at or has the focus, and in a table once it is chosen.
const MapView = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const plot = document.getElementById("plot");
  if (!plot) return {data};
  document.documentElement.classList.add("scripted");
  const cells = [...plot.querySelectorAll(".cell")];
  const index = new Map(cells.map((cell, k) => [cell, k]));
  const at = new Map(data.cells.map((cell, k) => [cell.x + "," + cell.y, k]));
  const find = (id) => document.getElementById(id);
  const tip = find("tip"), section = find("pinned"), box = find("pinned-table");
  let current = 0, shown = -1, pinned = -1;

  cells.forEach((cell, k) => {
    // A title of its own would be a second tip.
    const title = cell.querySelector("title");
    cell.setAttribute("aria-label", title.textContent);
    title.remove();
    cell.setAttribute("tabindex", k === 0 ? "0" : "-1");
  });

  function element(name, text, parent, kind) {
    const made = document.createElement(name);
    if (text !== null) made.textContent = text;
    if (kind) made.className = kind;
    parent.append(made);
    return made;
  }
  const place = (cell) => `${data.x.name} ${data.x.labels[cell.x]}, ${data.y.name} ${data.y.labels[cell.y]}`;
  const value = ([, , number]) =>
    number === null ? "no value" : data.isFraction && (number === 0 || number === 1) ? (number ? "yes" : "no") : String(number);
  const interval = (cell) => (cell.interval === null ? "no interval" : `${data.confidence} interval ${cell.interval}`);
  const command = (number) =>
    (data.pattern.length ? data.pattern[0] + number + data.pattern[1] : data.commands[number] || "");
  const more = (count) => `and ${count} more`;

  // MARK: Beside a cell

  function fillTip(cell) {
    tip.replaceChildren();
    element("p", place(cell), tip);
    element("p", cell.interval === null && cell.estimate === "no estimate" ? cell.estimate : `${cell.estimate}, ${interval(cell)}`, tip, "estimate");
    element("p", cell.count + (cell.note === null ? "" : ": " + cell.note), tip);
    if (!cell.runs.length) return;
    const isWide = window.innerWidth >= 900;
    const room = Math.max(3, Math.floor((window.innerHeight * 0.75 - 110) / 17));
    const columns = isWide && cell.runs.length > Math.min(room, 14) ? 2 : 1;
    const count = Math.min(cell.runs.length, room * columns);
    const list = element("ol", null, tip, columns === 2 ? "two" : "");
    for (const run of cell.runs.slice(0, count)) {
      const item = element("li", null, list);
      element("span", "run " + run[0], item);
      element("span", "seed " + run[1], item);
      element("span", value(run), item);
      element("span", data.notes[run[3]], item);
    }
    if (count < cell.total) element("p", more(cell.total - count), tip, "more");
  }

  function placeTip(k) {
    const near = cells[k].getBoundingClientRect();
    const [width, height] = [tip.offsetWidth, tip.offsetHeight];
    const within = (start, size, room) => Math.max(8, Math.min(start, room - size - 8));
    let left = near.right + 12;
    let top = within(near.top + near.height / 2 - height / 2, height, window.innerHeight);
    if (left + width > window.innerWidth - 8) left = near.left - 12 - width;
    if (left < 8) {
      // No room on either side: below, or else above.
      left = within(near.left + near.width / 2 - width / 2, width, window.innerWidth);
      top = near.bottom + 12 + height <= window.innerHeight - 8 ? near.bottom + 12 : Math.max(8, near.top - 12 - height);
    }
    tip.style.left = left + "px";
    tip.style.top = top + "px";
  }

  function frame(names, k) {
    for (const name of names) {
      for (const side of ["x", "y", "width", "height"]) find(name).setAttribute(side, k < 0 ? 0 : cells[k].getAttribute(side));
    }
  }

  function show(k) {
    if (k === shown && !tip.hidden) return;
    shown = k;
    fillTip(data.cells[k]);
    tip.hidden = false;
    placeTip(k);
    frame(["ring-rim", "ring"], k);
  }

  function hide() {
    tip.hidden = true;
    shown = -1;
    const focused = index.get(document.activeElement);
    frame(["ring-rim", "ring"], focused === undefined ? -1 : focused);
  }

  // MARK: Below the map

  function pin(k) {
    const cell = data.cells[k];
    pinned = k;
    for (const [i, other] of cells.entries()) if (other.hasAttribute("aria-selected") || i === k) {
      if (i === k) other.setAttribute("aria-selected", "true"); else other.removeAttribute("aria-selected");
    }
    frame(["pin-rim", "pin"], k);
    find("pinned-title").textContent = "The runs of " + place(cell);
    find("pinned-text").textContent =
      `${data.name}: ${cell.estimate === "no estimate" ? cell.estimate : cell.estimate + ", " + interval(cell)}; ${cell.count}` +
      (cell.note === null ? "." : ": " + cell.note + ".");
    box.replaceChildren();
    if (cell.runs.length) fillTable(cell);
    section.hidden = false;
    find("announcement").textContent = `${cell.count} of ${place(cell)} listed below the map.`;
  }

  function fillTable(cell) {
    const table = element("table", null, box, "verdicts");
    const left = cell.total - cell.runs.length;
    element("caption", left > 0 ? `The first ${cell.runs.length} of ${cell.total} runs, ${more(left)} in runs.csv.` : "Every run of the cell.", table);
    const head = element("tr", null, element("thead", null, table));
    for (const [name, kind] of [["Run", ""], ["Seed", "number"], [data.name, "number"], ["How it ended", ""], ["Report", ""]]) {
      element("th", name, head, kind).scope = "col";
    }
    const body = element("tbody", null, table);
    for (const run of cell.runs) {
      const row = element("tr", null, body);
      element("th", "run " + run[0], row).scope = "row";
      const entry = (name, text, kind) => {
        const made = element("td", text, row, kind);
        made.dataset.name = name;
        return made;
      };
      entry("Seed", run[1], "number");
      entry("Value", value(run), "number");
      entry("Ended", data.notes[run[3]], "");
      const report = entry("Report", null, "");
      const address = data.links[run[0]];
      if (address) element("a", "report of run " + run[0], report).setAttribute("href", address);
      else if (command(run[0])) element("code", command(run[0]), report);
    }
  }

  function unpin() {
    const last = pinned;
    pinned = -1;
    section.hidden = true;
    frame(["pin-rim", "pin"], -1);
    if (last >= 0) {
      cells[last].removeAttribute("aria-selected");
      focus(last);
    }
  }

  // MARK: Pointer and keys

  function focus(k) {
    cells[current].setAttribute("tabindex", "-1");
    current = k;
    cells[k].setAttribute("tabindex", "0");
    cells[k].focus({preventScroll: false});
  }

  // The next cell in a direction; places without one are passed over.
  function neighbour(k, dx, dy) {
    let {x, y} = data.cells[k];
    for (;;) {
      x += dx;
      y += dy;
      if (x < 0 || y < 0 || x >= data.x.labels.length || y >= data.y.labels.length) return k;
      const next = at.get(x + "," + y);
      if (next !== undefined) return next;
    }
  }
  function rowEnd(k, dx) {
    let end = k;
    for (let next = neighbour(end, dx, 0); next !== end; next = neighbour(end, dx, 0)) end = next;
    return end;
  }

  plot.addEventListener("pointermove", (event) => {
    const k = index.get(event.target);
    if (k !== undefined && event.pointerType !== "touch") show(k);
  });
  plot.addEventListener("pointerleave", () => {
    const focused = index.get(document.activeElement);
    if (focused !== undefined && document.activeElement.matches(":focus-visible")) show(focused);
    else hide();
  });
  plot.addEventListener("focusin", (event) => {
    const k = index.get(event.target);
    if (k === undefined) return;
    if (event.target.matches(":focus-visible")) show(k);
  });
  plot.addEventListener("focusout", hide);
  plot.addEventListener("click", (event) => {
    const k = index.get(event.target);
    if (k === undefined) return;
    focus(k);
    pin(k);
    if (event.pointerType === "touch") hide();
  });
  plot.addEventListener("keydown", (event) => {
    const k = index.get(event.target);
    if (k === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = {
      ArrowLeft: () => neighbour(k, -1, 0), ArrowRight: () => neighbour(k, 1, 0), ArrowUp: () => neighbour(k, 0, 1),
      ArrowDown: () => neighbour(k, 0, -1), Home: () => rowEnd(k, -1), End: () => rowEnd(k, 1),
    };
    if (event.key === "Enter" || event.key === " ") pin(k);
    else if (event.key === "Escape") hide();
    else if (Object.hasOwn(moves, event.key)) focus(moves[event.key]());
    else return;
    event.preventDefault();
  });
  find("unpin").addEventListener("click", unpin);
  window.addEventListener("scroll", () => { if (shown >= 0) placeTip(shown); }, {passive: true});
  return {data, cells, pin};
})();
