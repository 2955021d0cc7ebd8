#!/usr/bin/env python3
"""High-precision reference points for TwoPhase's closed forms.

Evaluates the *plain* formulas of design/theory.md (sections 1 to 5) with mpmath, at so many digits that no
cancellation matters, and prints 25 significant digits. Nothing here shares a line, or a float trick, with the
Swift code: angles are arccos of a cosine, differences are differences.

Inputs are exactly the doubles written in the JSON; column j of a matrix is neuron j, a matrix is a list of rows.
Each point is evaluated twice, at two working precisions, and refused unless all digits printed agree.

    make_points.py                      write extended-points.json and kernel-values.json beside this file
    make_points.py --check              recompute the golden points and run the self-tests; exit 1 on any mismatch
    make_points.py --check FILE ...     the same for any file of that layout (for example extended-points.json)
    make_points.py --list               names of the points, without evaluating them

Random inputs use only `random.Random(name).random()` (its sequence is fixed across Python versions) and IEEE
operations, so every machine writes the same file. "Gaussian" entries are sums of twelve uniforms.
"""

import argparse
import json
import math
import random
import re
import sys
import time
from pathlib import Path

from mpmath import mp, mpf

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parent / "Golden" / "points.json"

DIGITS = 25  # printed
WORKING = 160  # decimal digits used for the printed value; arccos near +-1 keeps half of them
WITNESS = 112  # the second evaluation, which must agree
AGREEMENT = mpf(10) ** -27  # relative, between the two
GOLDEN_TOLERANCE = mpf(10) ** -22  # relative, against a stored file

# ---------------------------------------------------------------------------------------------------------
# The formulas
# ---------------------------------------------------------------------------------------------------------


def dot(p, q):
    return mp.fsum(x * y for x, y in zip(p, q))


def norm(p):
    return mp.sqrt(dot(p, p))


def columns(matrix):
    """The columns of a list of rows, each entry exactly the double it was written as."""
    d = len(matrix)
    return [[mpf(matrix[row][j]) for row in range(d)] for j in range(d)]


def neurons(weights, identity):
    """v_j = e_j + w_j, or w_j without the identity mapping (section 1)."""
    return [[w[k] + (1 if identity and k == j else 0) for k in range(len(w))] for j, w in enumerate(weights)]


def cosines(left, right):
    """Table of cos theta(left_i, right_j)."""
    a, b = [norm(p) for p in left], [norm(q) for q in right]
    return [
        [max(mpf(-1), min(mpf(1), dot(p, q) / (a[i] * b[j]))) for j, q in enumerate(right)] for i, p in enumerate(left)
    ]


def h(t):
    return mp.sin(t) + (mp.pi / 2 - t) * mp.cos(t)


def arcsine_remainder(x):
    """R3(x) = arcsin x - x."""
    return mp.asin(x) - x


def root_remainder(x):
    """R2(x) = 1 - sqrt(1 - x^2)."""
    return 1 - mp.sqrt(1 - x * x)


def coefficients(slope, readout):
    """c1, c2 of sigma_a(z) = c1 z + c2 |z|; `l1` with slope a is `sum` with slope -|a| (section 1)."""
    a = mpf(slope)
    if readout == "l1":
        a = -abs(a)
    elif readout != "sum":
        raise ValueError(f"unknown readout {readout!r}")
    return (1 + a) / 2, (1 - a) / 2


def population_loss(v, vs, s, c1, c2):
    """L of section 2 (true scale)."""
    pairs = []
    for sign, left, right in ((1, v, v), (-2, vs, v), (1, vs, vs)):
        a, b = [norm(p) for p in left], [norm(q) for q in right]
        for i, row in enumerate(cosines(left, right)):
            for j, c in enumerate(row):
                pairs.append(sign * a[i] * b[j] * h(mp.acos(c)))
    return c1**2 * dot(s, s) + (2 / mp.pi) * c2**2 * mp.fsum(pairs)


def negative_gradient(v, vs, s, c1, c2):
    """-grad_j L of section 2 (true scale), as a list of columns."""
    d = len(v)
    a, b = [norm(p) for p in v], [norm(p) for p in vs]
    angles = [[mp.acos(c) for c in row] for row in cosines(v, v)]
    angles_star = [[mp.acos(c) for c in row] for row in cosines(vs, v)]
    result = []
    for j in range(d):
        bar = [x / a[j] for x in v[j]]
        total = [mpf(0)] * d
        for i in range(d):
            t, ts = angles[i][j], angles_star[i][j]
            radial = b[i] * mp.sin(ts) - a[i] * mp.sin(t)
            for k in range(d):
                total[k] += (mp.pi / 2 - ts) * vs[i][k] - (mp.pi / 2 - t) * v[i][k] + radial * bar[k]
        result.append([2 * c1**2 * s[k] + (4 * c2**2 / mp.pi) * total[k] for k in range(d)])
    return result


def outer_term(p, q):
    """The symmetric matrix p pbar^T - q qbar^T, as rows."""
    a, b = norm(p), norm(q)
    return [[p[r] * p[c] / a - q[r] * q[c] / b for c in range(len(p))] for r in range(len(p))]


def add(left, right, sign=1):
    return [[x + sign * y for x, y in zip(lr, rr)] for lr, rr in zip(left, right)]


def spectral_norm(rows):
    """The largest singular value; 60 digits suffice whatever the working precision is."""
    if all(x == 0 for row in rows for x in row):
        return mpf(0)
    if len(rows) == 1:
        return abs(rows[0][0])
    with mp.workdps(60):
        return max(mp.svd_r(mp.matrix(rows), compute_uv=False))


def symmetric_spectral_norm(rows):
    """The largest |eigenvalue| of a symmetric matrix."""
    if all(x == 0 for row in rows for x in row):
        return mpf(0)
    if len(rows) == 1:
        return abs(rows[0][0])
    scale = max(abs(x) for row in rows for x in row)
    if scale < mp.mpf(10) ** (-mp.dps * 3 // 8):
        return mpf(0)  # rounding of a matrix that is exactly zero
    with mp.workdps(60):
        return max(abs(x) for x in mp.eigsy(mp.matrix(rows), eigvals_only=True))


def evaluate(point, dps, spectra=True):
    """Every expected quantity of a point, in mpf, at `dps` digits."""
    with mp.workdps(dps):
        return _evaluate(point, spectra)


def _evaluate(point, spectra):
    d = point["dimension"]
    c1, c2 = coefficients(point["slope"], point["readout"])
    kappa = (c1 / c2) ** 2
    w, ws = columns(point["student"]), columns(point["teacher"])
    identity = point.get("identityMapping", True)
    v, vs = neurons(w, identity), neurons(ws, identity)
    delta = [[b - a for a, b in zip(w[j], ws[j])] for j in range(d)]
    s = [mp.fsum(delta[j][k] for j in range(d)) for k in range(d)]

    # Section 3.
    gaps = [norm(vs[j]) - norm(v[j]) for j in range(d)]
    potential = mp.fsum(gaps)
    leave_one_out = [potential - g for g in gaps]
    terms = [outer_term(vs[j], v[j]) for j in range(d)]
    auxiliary = terms[0]
    for term in terms[1:]:
        auxiliary = add(auxiliary, term)

    gradient = negative_gradient(v, vs, s, c1, c2)
    distance2 = mp.fsum(dot(x, x) for x in delta)
    out = {
        "populationLoss": population_loss(v, vs, s, c1, c2),
        "potential": potential,
        "potentialLeaveOneOut": leave_one_out,
        "auxiliaryMatrix": auxiliary,
        "auxiliaryTrace": mp.fsum(auxiliary[k][k] for k in range(d)),
        "auxiliarySpectralNorm": symmetric_spectral_norm(auxiliary) if spectra else None,
        "s": s,
        "sNorm": norm(s),
        "sSum": mp.fsum(s),
        "distance": mp.sqrt(distance2),
        "studentSpectralNorm": spectral_norm([[mpf(x) for x in row] for row in point["student"]]) if spectra else None,
        "teacherSpectralNorm": spectral_norm([[mpf(x) for x in row] for row in point["teacher"]]) if spectra else None,
        "negativeGradient": [[gradient[j][k] for j in range(d)] for k in range(d)],
        "onePointMarginPaper": None,
        "onePointMargin": None,
        "marginTermsPaper": None,
    }
    if distance2 == 0:
        return out

    # Section 5: the margin from the gradient, the budget from section 4's four terms.
    out["onePointMargin"] = mp.fsum(dot(gradient[j], delta[j]) for j in range(d)) / distance2
    out["onePointMarginPaper"] = out["onePointMargin"] * mp.pi / (4 * c2**2)
    budget = dict(constant=[], first=[], diagonal=[], higher=[])
    a, b = [norm(p) for p in v], [norm(p) for p in vs]
    table, table_star = cosines(v, v), cosines(vs, v)
    for j in range(d):
        bar = [x / a[j] for x in v[j]]
        constant = [mp.pi / 2 * kappa * x for x in s]
        without = add(auxiliary, terms[j], -1)
        first = [dot(without[k], bar) + leave_one_out[j] * bar[k] for k in range(d)]
        t = mp.acos(table_star[j][j])
        diagonal = [(mp.pi / 2 - t) * vs[j][k] - mp.pi / 2 * v[j][k] + b[j] * mp.sin(t) * bar[k] for k in range(d)]
        higher = [mpf(0)] * d
        for i in range(d):
            if i == j:
                continue
            c, cs = table[i][j], table_star[i][j]
            radial = b[i] * root_remainder(cs) - a[i] * root_remainder(c)
            for k in range(d):
                higher[k] += arcsine_remainder(cs) * vs[i][k] - arcsine_remainder(c) * v[i][k] - radial * bar[k]
        for name, column in (("constant", constant), ("first", first), ("diagonal", diagonal), ("higher", higher)):
            budget[name].append(dot(column, delta[j]))
    out["marginTermsPaper"] = {name: mp.fsum(values) / distance2 for name, values in budget.items()}
    return out


# ---------------------------------------------------------------------------------------------------------
# Comparing and printing
# ---------------------------------------------------------------------------------------------------------


def flatten(value, path=""):
    """(path, leaf) pairs of nested dicts and lists."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from flatten(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from flatten(item, f"{path}[{index}]")
    else:
        yield path, value


def snapped(x, dps):
    """Exactly zero quantities come out as rounding (at most 10^(-dps/2), arccos at 1); call them zero."""
    return mpf(0) if abs(x) < mpf(10) ** (-dps * 3 // 8) else x


def leaves(value, dps):
    return {path: None if leaf is None else snapped(leaf, dps) for path, leaf in flatten(value)}


def disagreement(x, y):
    """Relative difference; infinite when one of them is missing or zero and the other is not."""
    if x is None or y is None:
        return mpf(0) if x is y else mp.inf
    if x == y:
        return mpf(0)
    if x == 0 or y == 0:
        return mp.inf
    return abs(x - y) / max(abs(x), abs(y))


def render(value):
    if isinstance(value, dict):
        return {key: render(item) for key, item in value.items()}
    if isinstance(value, list):
        return [render(item) for item in value]
    if value is None:
        return None
    return mp.nstr(snapped(value, WORKING), DIGITS)


def dumps(data):
    """JSON indented by one blank, with every list of numbers or strings on one line."""
    text = json.dumps(data, indent=1)
    return re.sub(r"\[[^\[\]{}]*\]", lambda m: re.sub(r"\s*\n\s*", " ", m.group(0)).replace("[ ", "[").replace(" ]", "]"), text)


def reference(point):
    """A point with its `expected`, refused when the two working precisions disagree."""
    spectra = point["dimension"] <= 12
    full = evaluate(point, WORKING)
    with mp.workdps(WORKING):
        high = leaves(full, WORKING)
        low = leaves(evaluate(point, WITNESS, spectra), WITNESS)
        for path, value in high.items():
            if not spectra and path.endswith("SpectralNorm"):
                continue
            if disagreement(value, low[path]) > AGREEMENT:
                raise SystemExit(f"{point['name']}: {path} not settled: {mp.nstr(value, 30)} {mp.nstr(low[path], 30)}")
        # The budget is computed on its own: it must add up to the margin, and trace A to f_A.
        if full["marginTermsPaper"] is not None:
            total = mp.fsum(full["marginTermsPaper"].values())
            if abs(total - full["onePointMarginPaper"]) > mpf(10) ** -40:
                raise SystemExit(f"{point['name']}: the four terms do not add up to the margin")
        if abs(full["auxiliaryTrace"] - full["potential"]) > mpf(10) ** -60:
            raise SystemExit(f"{point['name']}: trace A is not f_A")
        if point["dimension"] > 12:
            del full["auxiliaryMatrix"]
        if point["dimension"] > 20:
            del full["negativeGradient"]
        return {**point, "expected": render(full)}


def check_file(path):
    """Recompute a stored file; the worst relative difference, and the number of mismatches."""
    worst, where, failures, count = mpf(0), "", 0, 0
    points = json.loads(Path(path).read_text())
    for point in points:
        with mp.workdps(WORKING):
            computed = leaves(evaluate(point, WORKING), WORKING)
            for key, text in flatten(point["expected"]):
                count += 1
                stored = None if text is None else mpf(text)
                difference = disagreement(computed.get(key), stored)
                if key not in computed or difference > GOLDEN_TOLERANCE:
                    failures += 1
                    print(f"MISMATCH {point['name']} {key}: stored {text}, computed {computed.get(key)}")
                elif difference > worst:
                    worst, where = difference, f"{point['name']} {key}"
    print(f"{path}: {len(points)} points, {count} numbers, {failures} mismatches; worst relative difference "
          f"{mp.nstr(worst, 3)} ({where})")
    return failures


def self_test():
    """The gradient against differences of the loss, and the kernel h against its defining integral."""
    failures = 0
    with mp.workdps(40):
        for t in (mpf("0.3"), mpf("1.2"), mpf("2.9")):
            breaks = sorted({mpf(0), mp.pi / 2, 3 * mp.pi / 2, 2 * mp.pi, t + mp.pi / 2, (t - mp.pi / 2) % (2 * mp.pi)})
            integral = mp.quad(lambda x: abs(mp.cos(x) * mp.cos(x - t)), breaks) / mp.pi
            if abs(integral - 2 / mp.pi * h(t)) > mpf(10) ** -30:
                failures += 1
                print(f"MISMATCH kernel h at {t}")
    chosen = [p for p in all_points() if p["name"] in SELF_TEST]
    assert len(chosen) == len(SELF_TEST)
    with mp.workdps(WORKING):
        worst, step = mpf(0), mpf(10) ** -40
        for point in chosen:
            d, identity = point["dimension"], point["identityMapping"]
            c1, c2 = coefficients(point["slope"], point["readout"])
            w, ws = columns(point["student"]), columns(point["teacher"])
            vs = neurons(ws, identity)

            def loss(weights):
                s = [mp.fsum(ws[j][k] - weights[j][k] for j in range(d)) for k in range(d)]
                return population_loss(neurons(weights, identity), vs, s, c1, c2)

            s = [mp.fsum(ws[j][k] - w[j][k] for j in range(d)) for k in range(d)]
            gradient = negative_gradient(neurons(w, identity), vs, s, c1, c2)
            scale = max(abs(x) for column in gradient for x in column)
            for j in range(d):
                for k in range(d):
                    up, down = [list(x) for x in w], [list(x) for x in w]
                    up[j][k] += step
                    down[j][k] -= step
                    difference = abs((loss(up) - loss(down)) / (2 * step) + gradient[j][k]) / scale
                    worst = max(worst, difference)
    if worst > mpf(10) ** -25:
        failures += 1
        print("MISMATCH gradient against differences of the loss")
    print(f"self-test: kernel integral and finite differences, worst relative {mp.nstr(worst, 3)}")
    return failures


# ---------------------------------------------------------------------------------------------------------
# Inputs: plain doubles, made with IEEE operations only
# ---------------------------------------------------------------------------------------------------------

SLOPES = [-1.0, -0.7, 0.0, 0.3, 0.95]
MIX = [(0.0, "sum"), (0.3, "l1"), (-0.7, "sum"), (0.95, "sum"), (-1.0, "sum"), (0.3, "sum"), (0.95, "l1"), (-0.7, "l1")]
SELF_TEST = ["ext-random-d3-a0.3-l1", "ext-random-d2-a-0.7-sum", "ext-vanilla-d3-1", "ext-near-d5-t0.4-1e-08-0"]


def stream(name):
    return random.Random("TwoPhase " + name)


def bell(rng):
    return math.fsum(rng.random() for _ in range(12)) - 6.0


def gaussian(rng, d):
    return [[bell(rng) for _ in range(d)] for _ in range(d)]


def scaled(matrix, factor):
    return [[x * factor for x in row] for row in matrix]


def frobenius(matrix):
    return math.sqrt(math.fsum(x * x for row in matrix for x in row))


def spectral(matrix):
    """||matrix||_2 to a few digits, by power iteration (only to scale inputs)."""
    d = len(matrix)
    x = [1.0 + 0.1 * k for k in range(d)]
    size = 0.0
    for _ in range(200):
        y = [math.fsum(row[k] * x[k] for k in range(d)) for row in matrix]
        x = [math.fsum(matrix[r][k] * y[r] for r in range(d)) for k in range(d)]
        size = math.sqrt(math.fsum(t * t for t in x))
        x = [t / size for t in x]
    return math.sqrt(size)


def with_norm(rng, d, value):
    matrix = gaussian(rng, d)
    return scaled(matrix, value / spectral(matrix))


def with_distance(rng, d, value):
    matrix = gaussian(rng, d)
    return scaled(matrix, value / frobenius(matrix))


def minus(left, right):
    return [[x - y + 0.0 for x, y in zip(a, b)] for a, b in zip(left, right)]


def zeros(d):
    return [[0.0] * d for _ in range(d)]


def on_grid(matrix, bits):
    """Entries rounded to multiples of 2^-bits, so that later sums and small multiples are exact."""
    return [[round(x * 2.0**bits) / 2.0**bits + 0.0 for x in row] for row in matrix]


def rounded(matrix, decimals):
    """Fewer decimals, only to keep the file small."""
    return [[round(x, decimals) + 0.0 for x in row] for row in matrix]


def column(matrix, j):
    return [row[j] for row in matrix]


def with_column(matrix, j, values):
    return [[values[r] + 0.0 if k == j else x for k, x in enumerate(row)] for r, row in enumerate(matrix)]


def unit_vector(d, j):
    return [1.0 if k == j else 0.0 for k in range(d)]


def neuron(matrix, j, identity):
    e = unit_vector(len(matrix), j) if identity else [0.0] * len(matrix)
    return [x + y for x, y in zip(column(matrix, j), e)]


def set_neuron(matrix, j, values, identity):
    e = unit_vector(len(matrix), j) if identity else [0.0] * len(matrix)
    return with_column(matrix, j, [x - y for x, y in zip(values, e)])


def length(p):
    return math.sqrt(math.fsum(x * x for x in p))


def tilted(rng, p, factor, angle):
    """factor p, turned by about `angle`; exactly factor p (on a grid) when the angle is zero."""
    if angle == 0.0:
        return [factor * x for x in p]
    r = [bell(rng) for _ in p]
    along = math.fsum(x * y for x, y in zip(r, p)) / math.fsum(x * x for x in p)
    r = [x - along * y for x, y in zip(r, p)]
    size = angle * abs(factor) * length(p) / length(r)
    return [factor * x + size * y for x, y in zip(p, r)]


def make(name, slope, readout, student, teacher, identity=True):
    return {
        "name": "ext-" + name,
        "dimension": len(student),
        "slope": slope,
        "readout": readout,
        "identityMapping": identity,
        "student": student,
        "teacher": teacher,
    }


def mixed(k):
    return MIX[k % len(MIX)]


# ---------------------------------------------------------------------------------------------------------
# The families of points
# ---------------------------------------------------------------------------------------------------------


def random_points():
    """a. Random networks with the identity mapping: every slope, both readouts, norms 0.1 to 2."""
    norms = [0.1, 0.25, 0.5, 1.0, 2.0, 0.75, 1.5]
    k = 0
    for d in (1, 2, 3, 4, 6, 8, 12):
        for index, slope in enumerate(SLOPES):
            for readout in ("sum", "l1") if d < 8 else (("sum", "l1")[index % 2],):
                name = f"random-d{d}-a{slope}-{readout}"
                rng = stream(name)
                sizes = [norms[k % 7], norms[(3 * k + 2) % 7]]
                if d == 1:  # w = -1 would make v = 0, where nothing is defined
                    sizes = [1.3 * sizes[0], 0.7 * sizes[1]]
                student, teacher = with_norm(rng, d, sizes[0]), with_norm(rng, d, sizes[1])
                if d >= 6:
                    student, teacher = rounded(student, 9), rounded(teacher, 9)
                yield make(name, slope, readout, student, teacher)
                k += 1
    for k in range(6):
        name, d = f"vanilla-d{(2, 3, 5)[k % 3]}-{k}", (2, 3, 5)[k % 3]
        rng = stream(name)
        yield make(name, *mixed(k), gaussian(rng, d), gaussian(rng, d), identity=False)


DISTANCES = [1.0, 0.3, 0.1, 0.03, 1e-2, 3e-3, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10, 1e-12, 1e-14]


def near_points():
    """b. ||D||_F from 1 down to 1e-14."""
    for k, distance in enumerate(DISTANCES):
        for size in (0.4, 1.5):
            for variant in range(2):
                name = f"near-d5-t{size}-{distance:.0e}-{variant}"
                rng = stream(name)
                teacher = with_norm(rng, 5, size)
                student = minus(teacher, with_distance(rng, 5, distance))
                yield make(name, *mixed(k + 3 * variant + int(size)), student, teacher)
        for d in (3, 5):
            name = f"near-vanilla-d{d}-{distance:.0e}"
            rng = stream(name)
            teacher = gaussian(rng, d)
            student = minus(teacher, with_distance(rng, d, distance))
            yield make(name, *mixed(k + d), student, teacher, identity=False)


def base(name, d, identity, bits=20):
    """A generic pair of networks at distance O(1), on a grid so that small multiples are exact."""
    rng = stream(name)
    if identity:
        student, teacher = with_norm(rng, d, 0.4), with_norm(rng, d, 0.5)
    else:
        student, teacher = gaussian(rng, d), gaussian(rng, d)
    return rng, on_grid(student, bits), on_grid(teacher, bits)


# (label, angle, factor is exact on the grid)
ANGLES = [("exact", 0.0), ("rounded", 0.0), ("1e-03", 1e-3), ("1e-06", 1e-6), ("1e-09", 1e-9), ("1e-12", 1e-12)]


def collinear_points():
    """c. Collinear and antiparallel neurons at distance O(1)."""
    k = 0
    for identity in (True, False):
        kind = "" if identity else "-vanilla"
        for sign, word in ((1.0, "parallel"), (-1.0, "antiparallel")):
            for label, angle in ANGLES:
                d = (3, 4, 5)[k % 3]
                bits = 50 if label == "rounded" else 20

                name = f"cross-{word}{kind}-{label}"  # v*_j along v_i, i != j
                rng, student, teacher = base(name, d, identity, bits)
                factor = sign * (0.7 if label == "rounded" else (1.0, 1.5, 0.5)[k % 3])
                teacher = set_neuron(teacher, 1, tilted(rng, neuron(student, 0, identity), factor, angle), identity)
                yield make(name, *mixed(k), student, teacher, identity)

                name = f"students-{word}{kind}-{label}"  # v_1 along v_0
                rng, student, teacher = base(name, d, identity, bits)
                factor = sign * (1.3 if label == "rounded" else (1.5, 0.75, 1.0)[k % 3])
                student = set_neuron(student, 1, tilted(rng, neuron(student, 0, identity), factor, angle), identity)
                yield make(name, *mixed(k + 1), student, teacher, identity)

                name = f"own-{word}{kind}-{label}"  # v*_0 along v_0 (every neuron when parallel and k is odd)
                rng, student, teacher = base(name, d, identity, bits)
                factor = sign * (1.3 if label == "rounded" else (1.5, 0.75, 1.0)[k % 3] if sign > 0 else (1.0, 1.25)[k % 2])
                if factor == 1.0:
                    factor = 1.25
                which = range(d) if sign > 0 and k % 2 else (0,)
                for j in which:
                    teacher = set_neuron(teacher, j, tilted(rng, neuron(student, j, identity), factor, angle), identity)
                if sign < 0:  # the others close to their own teacher, so that ||D|| is about 2
                    for j in range(1, d):
                        p = neuron(teacher, j, identity)
                        student = set_neuron(student, j, [x + 2.0**-6 * (1 if r != j else -1) for r, x in enumerate(p)], identity)
                yield make(name, *mixed(k + 2), student, teacher, identity)
                k += 1


def near_collinear_points():
    """d. Near W*, where two teacher neurons are collinear or nearly so: the loss has a kink beside the segment."""
    k = 0
    for sign, word in ((1.0, "parallel"), (-1.0, "antiparallel")):
        for label, angle in (("exact", 0.0), ("1e-02", 1e-2), ("1e-04", 1e-4), ("1e-07", 1e-7)):
            for distance in (1e-1, 1e-2, 1e-3, 1e-5, 1e-8, 1e-11):
                d = (3, 4, 5)[k % 3]
                name = f"kink-{word}-{label}-{distance:.0e}"
                rng, _, teacher = base(name, d, False)
                teacher = with_column(teacher, 1, tilted(rng, column(teacher, 0), sign * 1.5, angle))
                student = minus(teacher, with_distance(rng, d, distance))
                yield make(name, *mixed(k), student, teacher, identity=False)
                k += 1
        for distance in (1e-1, 1e-3, 1e-5, 1e-8, 1e-11):
            # D_0 along v*_0: v_0 stays collinear with v*_1 on the whole segment.
            name = f"kink-radial-{word}-{distance:.0e}"
            rng, _, teacher = base(name, 4, False, 12)
            teacher = with_column(teacher, 1, tilted(rng, column(teacher, 0), sign * 1.5, 0.0))
            student = minus(teacher, with_distance(rng, 4, distance))
            factor = 1.0 - 2.0 ** round(math.log2(distance))
            student = with_column(student, 0, [factor * x for x in column(teacher, 0)])
            yield make(name, *mixed(k), student, teacher, identity=False)
            k += 1
            # The same kink with the identity mapping.
            name = f"kink-identity-{word}-{distance:.0e}"
            rng, _, teacher = base(name, 4, True)
            teacher = set_neuron(teacher, 1, tilted(rng, neuron(teacher, 0, True), sign * 1.5, 0.0), True)
            student = minus(teacher, with_distance(rng, 4, distance))
            yield make(name, *mixed(k), student, teacher)
            k += 1
        for angle in (1e-2, 1e-4, 1e-7):
            # v_0 turns through the direction of v*_1 at 0.3 of the way from W* to W: the kink is inside the segment.
            name = f"kink-crossing-{word}-{angle:.0e}"
            rng, _, teacher = base(name, 4, False)
            teacher = with_column(teacher, 1, tilted(rng, column(teacher, 0), sign * 1.5, angle))
            student = minus(teacher, with_distance(rng, 4, angle))
            across = [y / (sign * 1.5) - x for x, y in zip(column(teacher, 0), column(teacher, 1))]
            student = with_column(student, 0, [x + y / 0.3 for x, y in zip(column(teacher, 0), across)])
            yield make(name, *mixed(k), student, teacher, identity=False)
            k += 1
    for distance in (1e-2, 1e-5, 1e-9):
        name = f"kink-three-{distance:.0e}"
        rng, _, teacher = base(name, 4, False)
        teacher = with_column(teacher, 1, [1.5 * x for x in column(teacher, 0)])
        teacher = with_column(teacher, 2, [-0.75 * x for x in column(teacher, 0)])
        student = minus(teacher, with_distance(rng, 4, distance))
        yield make(name, *mixed(k), student, teacher, identity=False)
        k += 1


def zero_potential(student, teacher, identity):
    """The student with entry (0, 0) moved so that f_A is zero to rounding."""
    d = len(student)
    for _ in range(60):
        with mp.workdps(60):
            v, vs = neurons(columns(student), identity), neurons(columns(teacher), identity)
            value = mp.fsum(norm(vs[j]) - norm(v[j]) for j in range(d))
            moved = float(mpf(student[0][0]) + value * norm(v[0]) / v[0][0])
        if moved == student[0][0]:
            break
        student = [[moved if r == 0 and c == 0 else x for c, x in enumerate(row)] for r, row in enumerate(student)]
    return student


def structured_points():
    """e. One far neuron; D with one entry, rank one, diagonal; s = 0; f_A = 0; permuted neurons."""
    k = 0
    for identity in (True, False):
        kind = "" if identity else "-vanilla"
        for d in (4, 5):
            for others in (1e-8, 1e-12, 0.0):
                name = f"one-far{kind}-d{d}-{others:.0e}"
                rng = stream(name)
                teacher = with_norm(rng, d, 0.4) if identity else gaussian(rng, d)
                delta = with_distance(rng, d, others) if others else zeros(d)
                far = [bell(rng) for _ in range(d)]
                delta = with_column(delta, 0, [0.5 / length(far) * x for x in far])
                yield make(name, *mixed(k), minus(teacher, delta), teacher, identity)
                k += 1
    for size in (0.5, 1e-3, 1e-8):
        for identity in (True, False):
            kind = "" if identity else "-vanilla"
            for shape in ("entry-off", "entry-diagonal", "rank-one", "diagonal", "multiple-of-I", "one-column", "one-row"):
                name, d = f"{shape}{kind}-{size:.0e}", 4
                rng = stream(name)
                teacher = with_norm(rng, d, 0.4) if identity else gaussian(rng, d)
                a, b = [bell(rng) for _ in range(d)], [bell(rng) for _ in range(d)]
                delta = {
                    "entry-off": lambda r, c: 1.0 if (r, c) == (1, 2) else 0.0,
                    "entry-diagonal": lambda r, c: -1.0 if (r, c) == (1, 1) else 0.0,
                    "rank-one": lambda r, c: a[r] * b[c],
                    "diagonal": lambda r, c: a[r] if r == c else 0.0,
                    "multiple-of-I": lambda r, c: 0.5 if r == c else 0.0,
                    "one-column": lambda r, c: a[r] if c == 3 else 0.0,
                    "one-row": lambda r, c: b[c] if r == 2 else 0.0,
                }[shape]
                delta = [[delta(r, c) for c in range(d)] for r in range(d)]
                delta = scaled(delta, size / frobenius(delta))
                yield make(name, *mixed(k), minus(teacher, delta), teacher, identity)
                k += 1
    for size in (0.5, 1e-3, 1e-6, 1e-9):
        for label, bits in (("exact", 50), ("rounded", 0)):
            name, d = f"s-zero-{label}-{size:.0e}", 5
            rng = stream(name)
            teacher, delta = with_norm(rng, d, 0.4), with_distance(rng, d, size)
            if bits:
                teacher, delta = on_grid(teacher, bits), on_grid(delta, bits)
            delta = with_column(delta, d - 1, [-math.fsum(row[: d - 1]) for row in delta])
            yield make(name, *mixed(k), minus(teacher, delta), teacher)
            k += 1
    for size in (0.5, 1e-2, 1e-3, 1e-6):
        for label, offset in (("rounding", 0.0), ("1e-03", 1e-3)):
            name, d = f"potential-zero-{label}-{size:.0e}", 4
            rng = stream(name)
            teacher = with_norm(rng, d, 0.4)
            student = zero_potential(minus(teacher, with_distance(rng, d, size)), teacher, True)
            student[0][0] += offset * size  # then f_A is about -offset * size
            yield make(name, *mixed(k), student, teacher)
            k += 1
    for d in (3, 4):
        # The student computes the teacher's function with its neurons renamed: L = 0, gradient 0, D large.
        name = f"permuted-d{d}"
        rng = stream(name)
        teacher = gaussian(rng, d)
        yield make(name, *mixed(k), [row[1:] + row[:1] for row in teacher], teacher, identity=False)
        k += 1
        # All neurons reversed: f_A = 0 and A = 0, yet the loss is not (unless kappa = 0).
        name = f"reversed-d{d}"
        rng = stream(name)
        teacher = gaussian(rng, d)
        yield make(name, *mixed(k), scaled(teacher, -1.0), teacher, identity=False)
        k += 1


def degenerate_points():
    """f. W = W*, W = 0, W* = 0, tiny norms."""
    k = 0
    for d, size in ((1, 0.4), (3, 0.4), (5, 1.5)):
        name = f"converged-d{d}-t{size}"
        teacher = with_norm(stream(name), d, size)
        yield make(name, *mixed(k), [list(row) for row in teacher], teacher)
        k += 1
    for label in ("generic", "collinear"):
        name = f"converged-vanilla-{label}"
        teacher = on_grid(gaussian(stream(name), 3), 20)
        if label == "collinear":
            teacher = with_column(teacher, 1, [-1.5 * x for x in column(teacher, 0)])
        yield make(name, *mixed(k), [list(row) for row in teacher], teacher, identity=False)
        k += 1
    yield make("converged-zero", 0.3, "sum", zeros(4), zeros(4))
    for d, size in ((2, 0.3), (4, 1.0), (5, 1e-3), (4, 1e-6), (4, 1e-9), (3, 1e-13)):
        for which in ("student", "teacher"):
            name = f"{which}-zero-d{d}-{size:.0e}"
            other = with_norm(stream(name), d, size)
            pair = (zeros(d), other) if which == "student" else (other, zeros(d))
            yield make(name, *mixed(k), *pair)
            k += 1
    for size in (1e-2, 1e-4, 1e-6, 1e-8):
        for d in (3, 5):
            name = f"tiny-d{d}-{size:.0e}"
            rng = stream(name)
            yield make(name, *mixed(k), with_norm(rng, d, size), with_norm(rng, d, size))
            k += 1


def large_points():
    """g. d = 20 and d = 40 (without the matrix A; without the gradient at 40; rounded entries keep the file small)."""
    for k, (d, size) in enumerate(((20, 0.5), (20, 1.0), (40, 0.5), (40, 1.0))):
        name = f"large-d{d}-n{size}"
        rng = stream(name)
        student, teacher = with_norm(rng, d, size), with_norm(rng, d, size)
        student, teacher = rounded(student, 9 if d == 20 else 6), rounded(teacher, 9 if d == 20 else 6)
        yield make(name, *((0.0, "sum"), (0.3, "l1"), (0.3, "sum"), (0.0, "sum"))[k], student, teacher)


def all_points():
    for family in (
        random_points,
        near_points,
        collinear_points,
        near_collinear_points,
        structured_points,
        degenerate_points,
        large_points,
    ):
        yield from family()


# ---------------------------------------------------------------------------------------------------------
# One-dimensional kernels
# ---------------------------------------------------------------------------------------------------------

KERNELS = {
    "R3": arcsine_remainder,
    "R2": root_remainder,
    "tMinusSin": lambda t: t - mp.sin(t),
    "sinMinusTCos": lambda t: mp.sin(t) - t * mp.cos(t),
}


def kernel_values():
    """[double argument, 25 digits] pairs: 1e-12 to 1 and negative; the two angle kernels also up to pi."""
    rng = stream("kernels")
    positive = [m * 10.0**e for e in range(-12, -1) for m in (1.0, 3.3)]
    positive += [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 2.0**-0.5, 0.75, 0.8, 0.9, 0.95, 0.99, 0.999]
    positive += [1.0 - 1e-6, 1.0 - 1e-9, 1.0 - 1e-12, 1.0 - 2.0**-53, 1.0]
    positive += [rng.random() for _ in range(6)]
    shared = sorted({-x for x in positive[1::4]} | {-1.0, 0.0} | set(positive))
    angles = shared + [1.2, 1.5, math.pi / 2, 2.0, 2.5, 3.0, 3.14, math.pi]
    result = {}
    with mp.workdps(WORKING):
        for name, function in KERNELS.items():
            arguments = angles if name in ("tMinusSin", "sinMinusTCos") else shared
            result[name] = [[x, mp.nstr(function(mpf(x)), DIGITS)] for x in arguments]
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--check",
        nargs="*",
        metavar="FILE",
        help="recompute stored files (default: the golden points) and self-test; exit 1 on a mismatch",
    )
    parser.add_argument("--list", action="store_true", help="print the names of the points and stop")
    parser.add_argument("--output", type=Path, default=HERE, help="folder to write to (default: beside this script)")
    arguments = parser.parse_args()

    if arguments.list:
        for point in all_points():
            print(point["name"])
        return
    if arguments.check is not None:
        failures = sum(check_file(path) for path in (arguments.check or [GOLDEN]))
        failures += self_test()
        sys.exit(1 if failures else 0)

    start = time.process_time()
    points, names = [], set()
    for point in all_points():
        if point["name"] in names:
            raise SystemExit(f"two points are called {point['name']}")
        names.add(point["name"])
        points.append(reference(point))
    target = arguments.output / "extended-points.json"
    target.write_text(dumps(points) + "\n")
    print(f"{target}: {len(points)} points, {target.stat().st_size} bytes, {time.process_time() - start:.0f} s of CPU")
    kernels = arguments.output / "kernel-values.json"
    kernels.write_text(dumps(kernel_values()) + "\n")
    print(f"{kernels}: {sum(len(v) for v in kernel_values().values())} values")


if __name__ == "__main__":
    main()
