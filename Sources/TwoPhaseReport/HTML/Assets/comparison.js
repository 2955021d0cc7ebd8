// The page of several runs.
const ComparisonView = (() => {
  const embedded = JSON.parse(document.getElementById("data").textContent);
  const datasets = embedded.runs.map((run) => Dataset.from(run.series));
  const group = new ChartGroup(datasets);
  const none = () => [];
  const curves = (index, change, absent) => embedded.runs.map((run, k) => {
    const data = datasets[k];
    const recorded = (i) => data.columns[index][i];
    return {
      label: run.label, dataset: data, colour: run.colour, dash: run.dash, width: 2, read: recorded, absent,
      value: change ? (i) => change(recorded(i)) : recorded,
    };
  });
  // A threshold is drawn when the runs share it.
  const shared = (name, label) => () => {
    const values = new Set(embedded.runs.map((run) => run[name]));
    return values.size === 1 ? [...values].map((value) => ({value, label: label + " = " + Number(value.toPrecision(4))})) : [];
  };
  group.add("potential", {axis: "|f_A|", logarithmic: true, hasBothAxes: true, lines: shared("tau", "\u03c4"), curves: curves(1, Math.abs)});
  group.add("margin", {axis: "margin (paper scale)", logarithmic: false, lines: shared("delta", "\u03b4"), curves: curves(2, null, "undefined: converged")});
  group.add("distance", {axis: "\u2016W \u2212 W*\u2016_F", logarithmic: false, hasBothAxes: true, lines: none, curves: curves(3)});
  group.add("loss", {axis: "loss (true scale)", logarithmic: true, hasBothAxes: true, lines: none, curves: curves(4)});
  const isEmpty = datasets.every((data) => data.count === 0);
  for (const chart of group.charts) chart.figure.hidden = isEmpty;
  if (!isEmpty) group.draw();
  return {group, datasets};
})();
