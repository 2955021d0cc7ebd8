// One pass over the pairs i > j. Blocks of columns are paired with chunks of rows, so that P's transposed entries come from a
// small buffer; every quantity of a pair is formed once for both orders. Rows are taken in whole vectors that start at
// multiples of LANES and are read where they are: what lies above the diagonal or below the last row is masked.
//
// c*_ij - c_ij is formed without cancellation from D. R3 and R2 are differenced as they are: they are accurate to their own
// size, so what is lost is of relative size c / (c* - c), nothing as long as |D| is not far below |V|; the caller sees to that.
#include "gram_pairs.h"
#include "cosine_series.h"
#include "dispatch.h"
#include "transposed_block.h"
#include "vector_kernels.h"
#include <math.h>
#include <string.h>

// Vectors of 8 are one register with AVX-512 and two, which hide each other's latency, with AVX2.
enum { LANES = 8, ROWS = 64, COLUMNS = 32 };
typedef double lanes __attribute__((vector_size(8 * LANES)));
typedef double loose __attribute__((vector_size(8 * LANES), aligned(8)));
typedef int64_t whole __attribute__((vector_size(8 * LANES)));

#define INLINE static inline __attribute__((always_inline))

// Macros, since a vector in a function's signature would fix how it is passed for one processor level.
#define load(x) (*(const loose *)(x))
#define store(x, v) (*(loose *)(x) = (v))
#define splat(x) ((lanes){(x), (x), (x), (x), (x), (x), (x), (x)})
#define total(v) ((((v)[0] + (v)[1]) + ((v)[2] + (v)[3])) + (((v)[4] + (v)[5]) + ((v)[6] + (v)[7])))
#define where(mask, a, b) ((lanes)(((whole)(a) & (mask)) | ((whole)(b) & ~(mask))))
#define larger(a, b) where((a) > (b), a, b)  // one instruction, unlike a maximum that minds what is not a number
#define exceeds(v, x) (__builtin_reduce_or((whole)((v) > (x))) != 0)

// What the pass needs of column j.
typedef struct { double norm, inverseNorm, teacherNorm, inverseTeacherNorm, normDifference, along; } neuron;

// A number for each of c_ij, c*_ij and c*_ji.
typedef struct { lanes here, there, back; } triple;
typedef struct { lanes pij, pji, e, n; } products;  // v*_i . D_j, v*_j . D_i, D_i . D_j, v_i . v_j
typedef struct {
  lanes first, pairs, along, rate, rateAlong, student, cross, crossBack, cosine, difference, largest;
} column_sums;
typedef struct { lanes first, higher, rate, student, cross, largest; } part_sums;

// `entry` is the number of entry (i, j) in the matrices; `across` has P_ji.
INLINE void read(const tpk_gram *g, int64_t entry, int64_t i, int64_t j, const double *across, products *out) {
  lanes m = load(g->teacherGram + entry), pij = load(g->teacherCross + entry);
  lanes e = load(g->displacementGram + entry), pji = load(across);
  if (i <= j || i + LANES > g->n) {
    whole row = (whole){0, 1, 2, 3, 4, 5, 6, 7} + i, kept = (row > j) & (row < g->n);
    m = (lanes)((whole)m & kept);
    pij = (lanes)((whole)pij & kept);
    pji = (lanes)((whole)pji & kept);
    e = (lanes)((whole)e & kept);
  }
  products p = {pij, pji, e, (m - pij) - (pji - e)};
  *out = p;
}

INLINE void cosines(
    const tpk_gram *g, int64_t i, const neuron *j, const products *p, double *cosineSums, double *differenceSums,
    triple *out, column_sums *sum) {
  lanes e = p->e, dji = p->pij - e, dij = p->pji - e;  // v_i . D_j and D_i . v_j
  lanes inverse = load(g->inverseNorm + i);
  lanes here = p->n * inverse * j->inverseNorm;
  lanes step = (dij * j->inverseNorm - load(g->normDifference + i) * here) * load(g->inverseTeacherNorm + i);
  lanes stepBack = (dji * inverse - j->normDifference * here) * j->inverseTeacherNorm;
  lanes there = here + step, back = here + stepBack;
  sum->first += (there + back) * e + (step * dji + stepBack * dij);
  sum->rate += there * dij + step * p->n;
  sum->rateAlong += (back * dji + stepBack * p->n) * inverse;
  store(cosineSums + i, load(cosineSums + i) + there);
  store(differenceSums + i, load(differenceSums + i) + step);
  sum->cosine += back;
  sum->difference += stepBack;
  triple c = {here, there, back};
  *out = c;
}

// All three at once: the chains hide each other's latency. Both polynomials at once would run AVX2 out of registers.
INLINE void polynomial(int count, const double *p, const triple *t, triple *out) {
  triple sum = {splat(p[count - 1]), splat(p[count - 1]), splat(p[count - 1])};
#pragma clang loop unroll(full)
  for (int k = count - 2; k >= 0; k--) {
    lanes next = splat(p[k]);
    sum.here = sum.here * t->here + next;
    sum.there = sum.there * t->there + next;
    sum.back = sum.back * t->back + next;
  }
  *out = sum;
}

INLINE void of_small(const tpk_cosine_series *p, const triple *c, const triple *t, triple *remainder, triple *sine) {
  triple third, second;
  polynomial(p->thirds, p->third, t, &third);
  remainder->here = c->here * t->here * third.here;
  remainder->there = c->there * t->there * third.there;
  remainder->back = c->back * t->back * third.back;
  polynomial(p->seconds, p->second, t, &second);
  sine->here = t->here * second.here;
  sine->there = t->there * second.there;
  sine->back = t->back * second.back;
}

// Any cosines, c[0 ..< 3 LANES] to R3 and R2; rounding may have taken them beyond 1.
TPK_CLONES static void any_functions(double *c, double *remainder, double *sine) {
  for (int k = 0; k < 3 * LANES; k++) c[k] = c[k] > 1 ? 1 : c[k] < -1 ? -1 : c[k];
  tpk_arcsine_remainder(3 * LANES, c, remainder);
  for (int k = 0; k < 3 * LANES; k++) sine[k] = c[k] * c[k] / (1 + __builtin_elementwise_sqrt((1 - c[k]) * (1 + c[k])));
}

// Copies, so that the rest of the loop can keep its numbers in registers.
INLINE void of_any(triple *c, triple *t, triple *remainder, triple *sine) {
  triple x = *c, first, second;
  any_functions((double *)&x, (double *)&first, (double *)&second);
  triple square = {x.here * x.here, x.there * x.there, x.back * x.back};
  *c = x;
  *t = square;
  *remainder = first;
  *sine = second;
}

INLINE void add_functions(
    const tpk_gram *g, int64_t i, const neuron *j, const products *p, const triple *c, const triple *t,
    const triple *remainder, const triple *sine, column_sums *sum) {
  lanes e = p->e, dji = p->pij - e, dij = p->pji - e, norm = load(g->norm + i);
  // G(c) = c R3(c) + c^2 - R2(c)
  sum->student += norm * (c->here * remainder->here + (t->here - sine->here));
  sum->cross += load(g->teacherNorm + i) * (c->there * remainder->there + (t->there - sine->there));
  sum->crossBack += norm * (c->back * remainder->back + (t->back - sine->back));
  sum->pairs += (remainder->there + remainder->back) * e + (remainder->there - remainder->here) * dji
      + (remainder->back - remainder->here) * dij;
  sum->pairs -= load(g->along + i) * (sine->back * j->normDifference + (sine->back - sine->here) * j->norm);
  sum->along += sine->there * load(g->normDifference + i) + (sine->there - sine->here) * norm;
}

// The rows from ..< to of column j; the first is a multiple of LANES.
INLINE void add_column(
    const tpk_gram *g, int64_t lead, int64_t from, int64_t to, int64_t j, const neuron *own, const double *across,
    double *cosineSums, double *differenceSums, column_sums *out) {
  column_sums sum = {0};
  for (int64_t i = from; i < to; i += LANES) {
    products p;
    triple c, remainder, sine;
    read(g, i + j * lead, i, j, across + (i - from), &p);
    cosines(g, i, own, &p, cosineSums, differenceSums, &c, &sum);
    triple t = {c.here * c.here, c.there * c.there, c.back * c.back};
    lanes largest = larger(larger(t.here, t.there), t.back);
    sum.largest = larger(sum.largest, largest);
    if (!exceeds(largest, tpk_eighth.limit)) of_small(&tpk_eighth, &c, &t, &remainder, &sine);
    else if (!exceeds(largest, tpk_quarter.limit)) of_small(&tpk_quarter, &c, &t, &remainder, &sine);
    else if (!exceeds(largest, tpk_half.limit)) of_small(&tpk_half, &c, &t, &remainder, &sine);
    else of_any(&c, &t, &remainder, &sine);
    add_functions(g, i, own, &p, &c, &t, &remainder, &sine, &sum);
  }
  *out = sum;
}

// Lane by lane: what lanes add up to is formed once, at the end.
INLINE void add_to_part(const neuron *j, const column_sums *column, part_sums *part) {
  part->first += column->first;
  part->higher += column->pairs - j->along * column->along;
  part->rate += j->inverseNorm * column->rate + column->rateAlong;
  part->student += j->norm * column->student;
  part->cross += j->norm * column->cross + j->teacherNorm * column->crossBack;
  part->largest = larger(part->largest, column->largest);
}

// The matrices' columns are `lead` entries apart.
TPK_CLONES static void pairs(
    const tpk_gram *gram, int64_t lead, int64_t from, int64_t to, tpk_gram_sums *sums, double *cosineSums,
    double *differenceSums) {
  tpk_gram g = *gram;  // a copy, which no store to the sums can change
  double across[COLUMNS * ROWS] __attribute__((aligned(64)));
  part_sums part = {0};
  for (int64_t left = from; left < to; left += COLUMNS) {
    int64_t right = left + COLUMNS < to ? left + COLUMNS : to;
    for (int64_t top = left / LANES * LANES; top < g.n; top += ROWS) {
      int64_t bottom = top + ROWS < g.n ? top + ROWS : g.n;
      tpk_transpose_block(right - left, bottom - top, g.teacherCross + left + top * lead, lead, across, ROWS);
      for (int64_t j = left; j < right; j++) {
        int64_t row = (j + 1) / LANES * LANES;
        if (row < top) row = top;
        if (row >= bottom) continue;
        neuron own = {g.norm[j], g.inverseNorm[j], g.teacherNorm[j], g.inverseTeacherNorm[j], g.normDifference[j],
                      g.along[j]};
        column_sums sum;
        add_column(
            &g, lead, row, bottom, j, &own, across + (j - left) * ROWS + (row - top), cosineSums, differenceSums, &sum);
        add_to_part(&own, &sum, &part);
        cosineSums[j] += total(sum.cosine);
        differenceSums[j] += total(sum.difference);
      }
    }
  }
  double largest = 0;
  for (int k = 0; k < LANES; k++) largest = fmax(largest, part.largest[k]);
  tpk_gram_sums out = {total(part.first), total(part.higher), total(part.rate), 2 * total(part.student), total(part.cross),
                       sqrt(largest)};
  *sums = out;
}

// A few neurons: copies with room for a whole vector in every column.
static void few_pairs(
    const tpk_gram *g, int64_t from, int64_t to, tpk_gram_sums *sums, double *cosineSums, double *differenceSums) {
  double copies[3][LANES * LANES] = {{0}};
  const double *matrices[3] = {g->teacherGram, g->teacherCross, g->displacementGram};
  for (int which = 0; which < 3; which++)
    for (int64_t j = 0; j < g->n; j++)
      memcpy(copies[which] + j * LANES, matrices[which] + j * g->n, sizeof(double) * (size_t)g->n);
  tpk_gram padded = *g;
  padded.teacherGram = copies[0];
  padded.teacherCross = copies[1];
  padded.displacementGram = copies[2];
  pairs(&padded, LANES, from, to, sums, cosineSums, differenceSums);
}

void tpk_gram_pairs(
    const tpk_gram *g, int64_t from, int64_t to, tpk_gram_sums *sums, double *cosineSums, double *differenceSums) {
  // From 8 neurons on, the last vector of the last column that has pairs, n - 2, ends before the matrices do.
  if (g->n < LANES) few_pairs(g, from, to, sums, cosineSums, differenceSums);
  else pairs(g, g->n, from, to, sums, cosineSums, differenceSums);
}
