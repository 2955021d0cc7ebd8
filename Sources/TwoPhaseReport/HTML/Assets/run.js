// The page of one run.
const RunView = (() => {
  const embedded = JSON.parse(document.getElementById("data").textContent);
  const data = Dataset.from(embedded);
  const group = new ChartGroup([data]);
  const column = (index) => (k) => data.columns[index][k];
  // The four terms in the order in which the program adds them: the same bits.
  const margin = (k) => {
    const c = data.columns;
    return c[3][k] + c[5][k] + (c[4][k] + c[6][k]);
  };
  // What P at the record before predicted for this one, when that was one step before.
  const foretold = (k) => (k > 0 && data.step(k) - data.step(k - 1) === 1 ? data.columns[2][k - 1] : NaN);
  const reduced = (k) => {
    const start = group.marks && group.marks.prediction;
    return start ? start.value * Math.exp(-start.rate * (data.step(k) - start.step)) : NaN;
  };
  const curve = (label, value, colour, more) => ({label, value, colour, dataset: data, ...more});

  function addCharts() {
    const mark = (name, label) => () =>
      (group.marks ? [{value: group.marks[name], label: label + " = " + Number(group.marks[name].toPrecision(4))}] : []);
    const none = () => [];
    group.add("potential", {
      axis: "|f_A|", logarithmic: true, hasBothAxes: true, lines: mark("tau", "\u03c4"),
      curves: [
        curve("f_A", (k) => Math.abs(data.columns[1][k]), "--curve-1", {read: column(1), width: 2}),
        curve("predicted by P", (k) => Math.abs(foretold(k)), "--curve-3", {read: foretold, dash: [2, 3], guide: true, absent: "none"}),
        curve("reduced model |f_A|", reduced, "--curve-2", {dash: [7, 4], guide: true, absent: "none"}),
      ],
    });
    group.add("margin", {
      axis: "margin (paper scale)", logarithmic: false, lines: mark("delta", "\u03b4"),
      curves: [
        curve("margin", margin, "--curve-1", {width: 2.5, absent: "undefined: converged"}),
        curve("constant", column(3), "--curve-2", {dash: [7, 3]}),
        curve("first", column(4), "--curve-3", {dash: [3, 3]}),
        curve("diagonal", column(5), "--curve-4", {dash: [9, 3, 2, 3]}),
        curve("higher", column(6), "--curve-5", {dash: [1.5, 2.5]}),
      ],
    });
    group.add("distance", {
      axis: "\u2016W \u2212 W*\u2016_F", logarithmic: false, hasBothAxes: true, lines: none,
      curves: [curve("\u2016W \u2212 W*\u2016_F", column(7), "--curve-1", {width: 2})],
    });
    group.add("norm", {
      axis: "\u2016W\u2016\u2082", logarithmic: false, hasBothAxes: true, lines: none,
      curves: [curve("\u2016W\u2016\u2082", column(8), "--curve-1", {width: 2})],
    });
    group.add("loss", {
      axis: "loss (true scale)", logarithmic: true, hasBothAxes: true, lines: none,
      curves: [
        curve("population", column(9), "--curve-1", {width: 2}),
        curve("batch", column(10), "--curve-2", {width: 1, absent: "none"}),
      ],
    });
  }

  // Marks and captions come with the part of the page that a live run replaces.
  function readMarks() {
    const finding = document.getElementById("finding");
    group.marks = JSON.parse(finding.dataset.marks);
    if (group.marks && group.marks.first === null) group.marks = null;
    for (const {id, text} of JSON.parse(finding.dataset.captions)) {
      const caption = document.getElementById("caption-" + id);
      if (caption && caption.textContent !== text) caption.textContent = text;
    }
  }

  function showOrHide() {
    const isEmpty = data.count === 0;
    document.getElementById("no-records").hidden = !isEmpty;
    for (const chart of group.charts) chart.figure.hidden = isEmpty;
  }

  function makeCopyButton() {
    const button = document.getElementById("copy");
    if (!button) return;
    const source = document.getElementById(button.dataset.copies);
    const say = (text) => { document.getElementById("copied").textContent = text; };
    const select = () => {
      getSelection().selectAllChildren(source);
      say(document.execCommand("copy") ? "Copied." : "Selected: press Ctrl-C.");
    };
    button.addEventListener("click", () => {
      if (!navigator.clipboard) { select(); return; }
      navigator.clipboard.writeText(source.textContent).then(() => say("Copied."), select);
    });
  }

  addCharts();
  readMarks();
  showOrHide();
  makeCopyButton();
  group.draw();

  // A live run: records, then a summary now and then, then the end. Drawn at most ten times a second.
  function follow() {
    const connection = document.getElementById("connection");
    const say = (text, state) => {
      if (connection.textContent !== text) connection.textContent = text;
      connection.dataset.state = state;
    };
    const source = new EventSource("/events?from=" + embedded.total);
    let [timer, drawn] = [0, 0];
    const drawSoon = () => {
      if (timer) return;
      timer = setTimeout(() => {
        timer = 0;
        drawn = performance.now();
        if (group.isWhole) group.showAll();
        showOrHide();
        group.draw();
      }, Math.max(0, drawn + 100 - performance.now()));
    };
    source.addEventListener("open", () => say("Connected: records arrive as they are computed.", "open"));
    source.addEventListener("error", () => {
      say(source.readyState === EventSource.CLOSED
        ? "The connection is closed: the page shows what had arrived." : "The connection was lost; trying again.", "lost");
    });
    source.addEventListener("records", (event) => { if (data.append(JSON.parse(event.data)) > 0) drawSoon(); });
    source.addEventListener("summary", (event) => {
      const fresh = document.createElement("template");
      fresh.innerHTML = JSON.parse(event.data);
      for (const part of [...fresh.content.children]) {
        const old = document.getElementById(part.id);
        if (old) old.replaceWith(part);
      }
      readMarks();
      drawSoon();
    });
    source.addEventListener("end", (event) => {
      source.close();
      say("The run ended: " + JSON.parse(event.data) + ".", "ended");
      drawSoon();
    });
    addEventListener("pagehide", () => source.close());
  }
  if (document.getElementById("content").dataset.live) follow();
  return {group, data, margin};
})();
