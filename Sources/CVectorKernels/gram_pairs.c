// One pass over the pairs i > j. Blocks of columns are paired with chunks of rows, so that P's transposed entries come from a
// small buffer; every quantity of a pair is formed once for both orders.
//
// c*_ij - c_ij is formed without cancellation from D. R3 and R2 are differenced as they are: they are accurate to their own
// size, so what is lost is of relative size c / (c* - c), nothing as long as |D| is not far below |V|; the caller sees to that.
#include "gram_pairs.h"
#include "dispatch.h"
#include "vector_kernels.h"
#include <math.h>
#include <string.h>

enum { ROWS = 64, COLUMNS = 64, LANES = 4 };
typedef double lanes __attribute__((vector_size(8 * LANES)));
typedef double loose __attribute__((vector_size(8 * LANES), aligned(8)));

#define INLINE static inline __attribute__((always_inline))

// Macros, since a vector in a function's signature would fix how it is passed for one processor level.
#define load(x) (*(const loose *)(x))
#define store(x, v) (*(loose *)(x) = (v))
#define splat(x) ((lanes){(x), (x), (x), (x)})
#define total(v) (((v)[0] + (v)[1]) + ((v)[2] + (v)[3]))
#define larger(a, b) __builtin_elementwise_max(a, b)
#define size(a) __builtin_elementwise_abs(a)
#define fma4(a, b, c) __builtin_elementwise_fma(a, b, c)
#define clamp(x) __builtin_elementwise_max(__builtin_elementwise_min(x, splat(1)), splat(-1))

// (arcsin x - x) / x^3 in t = x^2 on [0, 1/4], relative error below 1e-17: arcsine.c's polynomial.
static const double p3[] = {
    0.16666666666666666, 0.075000000000001177, 0.044642857142551895, 0.03038194447553234, 0.022372157443507221,
    0.017352816540325496, 0.01396378001220357, 0.011566459612121669, 0.0096218429701002816, 0.0093195607947674456,
    0.0030448799094556773, 0.019554513336123378, -0.019241671746743041, 0.029612011264955121};
// (1 - sqrt(1 - t)) / t on [0, 1/4]: interpolation at Chebyshev points in 50 digits, relative error 3e-17.
static const double p2[] = {
    0.5, 0.12499999999998329, 0.062500000003728989, 0.039062499673904308, 0.027343764765621, 0.020507416239390026,
    0.016120071772069384, 0.013014606340635124, 0.011508496530271251, 0.0061454159633011407, 0.018772007194662221,
    -0.015726020830850139, 0.030790682716420069};

typedef struct {
  lanes remainder;  // R3(c)
  lanes sine;       // R2(c)
  lanes kernel;     // G(c) = c R3(c) + c^2 - R2(c)
} functions;

INLINE void of_small(const double *x, functions *out) {
  lanes c = load(x), t = c * c;
  lanes a = splat(p3[13]), b = splat(p2[12]);
  for (int k = 12; k >= 0; k--) a = fma4(a, t, splat(p3[k]));
  for (int k = 11; k >= 0; k--) b = fma4(b, t, splat(p2[k]));
  functions f;
  f.remainder = c * t * a;
  f.sine = t * b;
  f.kernel = fma4(c, f.remainder, t - f.sine);
  *out = f;
}

// The entries of one column and one chunk of rows, padded with zeros to whole vectors.
typedef struct {
  double gram[ROWS + LANES], down[ROWS + LANES], across[ROWS + LANES], square[ROWS + LANES];  // M_ij, P_ij, P_ji, E_ij
  double here[ROWS + LANES], there[ROWS + LANES], back[ROWS + LANES];                         // c_ij, c*_ij, c*_ji
  double hereRemainder[ROWS + LANES], thereRemainder[ROWS + LANES], backRemainder[ROWS + LANES];
} chunk;

typedef struct {
  lanes first, higherPairs, higherAlong, higherAcross, rate, rateAlong, student, cross, crossBack, largest;
  lanes columnCosine, columnDifference;
} accumulators;

// What both passes need of column j.
typedef struct { double norm, inverseNorm, teacherNorm, inverseTeacherNorm, normDifference, along; } neuron;

INLINE void cosines(
    const tpk_gram *g, int64_t row, int count, const neuron *j, chunk *s, double *cosineSums, double *differenceSums,
    accumulators *result) {
  accumulators local = *result, *sum = &local;
  for (int k = 0; k < count; k += LANES) {
    int64_t i = row + k;
    lanes m = load(s->gram + k), pij = load(s->down + k), pji = load(s->across + k), e = load(s->square + k);
    lanes dji = pij - e, dij = pji - e;  // v_i . D_j and D_i . v_j
    lanes n = (m - pij) - dij;           // v_i . v_j
    lanes inverse = load(g->inverseNorm + i);
    lanes here = n * inverse * j->inverseNorm;
    lanes step = (dij * j->inverseNorm - load(g->normDifference + i) * here) * load(g->inverseTeacherNorm + i);
    lanes stepBack = (dji * inverse - j->normDifference * here) * j->inverseTeacherNorm;
    lanes there = here + step, back = here + stepBack;
    sum->first += (there + back) * e + (step * dji + stepBack * dij);
    sum->rate += there * dij + step * n;
    sum->rateAlong += (back * dji + stepBack * n) * inverse;
    store(cosineSums + i, load(cosineSums + i) + there);
    store(differenceSums + i, load(differenceSums + i) + step);
    sum->columnCosine += back;
    sum->columnDifference += stepBack;
    store(s->here + k, here);
    store(s->there + k, there);
    store(s->back + k, back);
    sum->largest = larger(sum->largest, larger(size(here), larger(size(there), size(back))));
  }
  *result = local;
}

INLINE void add_functions(
    const tpk_gram *g, int64_t i, const neuron *j, const chunk *s, int k, const functions *here, const functions *there,
    const functions *back, accumulators *sum) {
  lanes e = load(s->square + k), dji = load(s->down + k) - e, dij = load(s->across + k) - e;
  lanes norm = load(g->norm + i);
  sum->student += norm * here->kernel;
  sum->cross += load(g->teacherNorm + i) * there->kernel;
  sum->crossBack += norm * back->kernel;
  sum->higherPairs += (there->remainder + back->remainder) * e + (there->remainder - here->remainder) * dji
      + (back->remainder - here->remainder) * dij;
  sum->higherAlong += there->sine * load(g->normDifference + i) + (there->sine - here->sine) * norm;
  sum->higherAcross += load(g->along + i) * (back->sine * j->normDifference + (back->sine - here->sine) * j->norm);
}

INLINE void of_any(const double *x, const double *remainders, functions *out) {
  lanes c = load(x), remainder = load(remainders);
  functions f;
  f.remainder = remainder;
  f.sine = c * c / (1 + __builtin_elementwise_sqrt((1 - c) * (1 + c)));
  f.kernel = c * remainder + (c * c - f.sine);
  *out = f;
}

static void clamp_all(int count, double *x) {
  for (int k = 0; k < count; k += LANES) store(x + k, clamp(load(x + k)));
}

TPK_CLONES static void small_functions(
    const tpk_gram *g, int64_t row, int count, const neuron *j, const chunk *s, accumulators *sum) {
  accumulators local = *sum;
  for (int k = 0; k < count; k += LANES) {
    functions here, there, back;
    of_small(s->here + k, &here);
    of_small(s->there + k, &there);
    of_small(s->back + k, &back);
    add_functions(g, row + k, j, s, k, &here, &there, &back, &local);
  }
  *sum = local;
}

TPK_CLONES static void any_functions(
    const tpk_gram *g, int64_t row, int count, const neuron *j, chunk *s, accumulators *sum) {
  clamp_all(count, s->here);
  clamp_all(count, s->there);
  clamp_all(count, s->back);
  tpk_arcsine_remainder(count, s->here, s->hereRemainder);
  tpk_arcsine_remainder(count, s->there, s->thereRemainder);
  tpk_arcsine_remainder(count, s->back, s->backRemainder);
  for (int k = 0; k < count; k += LANES) {
    functions here, there, back;
    of_any(s->here + k, s->hereRemainder + k, &here);
    of_any(s->there + k, s->thereRemainder + k, &there);
    of_any(s->back + k, s->backRemainder + k, &back);
    add_functions(g, row + k, j, s, k, &here, &there, &back, sum);
  }
}

static inline void copy_padded(double *to, const double *from, int count) {
  memcpy(to, from, sizeof(double) * (size_t)count);
  for (int k = count; k % LANES != 0; k++) to[k] = 0;
}

TPK_CLONES void tpk_gram_pairs(
    const tpk_gram *g, int64_t from, int64_t to, tpk_gram_sums *sums, double *cosineSums, double *differenceSums) {
  int64_t n = g->n;
  double across[COLUMNS][ROWS];
  chunk s;
  tpk_gram_sums out = {0};
  for (int64_t left = from; left < to; left += COLUMNS) {
    int64_t right = left + COLUMNS < to ? left + COLUMNS : to;
    for (int64_t top = left; top < n; top += ROWS) {
      int64_t bottom = top + ROWS < n ? top + ROWS : n;
      for (int64_t i = top; i < bottom; i++)
        for (int64_t j = left; j < right; j++) across[j - left][i - top] = g->teacherCross[j + i * n];
      for (int64_t j = left; j < right; j++) {
        int64_t row = top > j ? top : j + 1;
        if (row >= bottom) continue;
        int count = (int)(bottom - row), padded = (count + LANES - 1) / LANES * LANES;
        copy_padded(s.gram, g->teacherGram + row + j * n, count);
        copy_padded(s.down, g->teacherCross + row + j * n, count);
        copy_padded(s.square, g->displacementGram + row + j * n, count);
        copy_padded(s.across, across[j - left] + (row - top), count);
        neuron own = {g->norm[j], g->inverseNorm[j], g->teacherNorm[j], g->inverseTeacherNorm[j], g->normDifference[j],
                      g->along[j]};
        accumulators sum = {0};
        cosines(g, row, padded, &own, &s, cosineSums, differenceSums, &sum);
        double bound = fmax(fmax(sum.largest[0], sum.largest[1]), fmax(sum.largest[2], sum.largest[3]));
        if (bound <= 0.5) small_functions(g, row, padded, &own, &s, &sum);
        else any_functions(g, row, padded, &own, &s, &sum);
        out.largestCosine = fmax(out.largestCosine, bound);
        cosineSums[j] += total(sum.columnCosine);
        differenceSums[j] += total(sum.columnDifference);
        out.first += total(sum.first);
        out.higher += total(sum.higherPairs) - own.along * total(sum.higherAlong) - total(sum.higherAcross);
        out.rate += own.inverseNorm * total(sum.rate) + total(sum.rateAlong);
        out.studentKernel += 2 * own.norm * total(sum.student);
        out.crossKernel += own.norm * total(sum.cross) + own.teacherNorm * total(sum.crossBack);
      }
    }
  }
  *sums = out;
}
