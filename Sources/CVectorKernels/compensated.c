// Sums and products carried to twice the working precision (Ogita, Rump and Oishi 2005, Dot2).
#include "dispatch.h"
#include "vector_kernels.h"
#include "pool.h"
#include <math.h>
#include <string.h>

#pragma clang fp contract(off)

enum { LANES = 8 };

static inline __attribute__((always_inline)) void add(double *high, double *low, double value, double tail) {
  double sum = *high + value;
  double back = sum - *high;
  *low += ((*high - (sum - back)) + (value - back)) + tail;
  *high = sum;
}

static inline __attribute__((always_inline)) void add_product(double *high, double *low, double x, double y) {
  double product = x * y;
  add(high, low, product, __builtin_fma(x, y, -product));
}

static inline __attribute__((always_inline)) void fold(const double *high, const double *low, double *h, double *l) {
  *h = 0;
  *l = 0;
  for (int k = 0; k < LANES; k++) add(h, l, high[k], low[k]);
  double sum = *h + *l;
  *l = (*h - sum) + *l;
  *h = sum;
}

TPK_CLONES void tpk_dot2(int64_t n, const double *x, const double *y, double *high, double *low) {
  double h[LANES] = {0}, l[LANES] = {0};
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++) add_product(&h[k], &l[k], x[i + k], y[i + k]);
  for (int k = 0; i + k < n; k++) add_product(&h[k], &l[k], x[i + k], y[i + k]);
  fold(h, l, high, low);
}

TPK_CLONES void tpk_round_sums(int64_t n, double *high, const double *low, double *totalHigh, double *totalLow) {
  double h[LANES] = {0}, l[LANES] = {0};
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++) {
      add(&h[k], &l[k], high[i + k], low[i + k]);
      high[i + k] += low[i + k];
    }
  for (int k = 0; i + k < n; k++) {
    add(&h[k], &l[k], high[i + k], low[i + k]);
    high[i + k] += low[i + k];
  }
  fold(h, l, totalHigh, totalLow);
}

// `width` entries of one column, at most LANES; a constant width becomes straight vector code.
static inline __attribute__((always_inline)) void displace(
    int width, const double *teacher, const double *student, double *displacement, double *neuron, double *sumHigh,
    double *sumLow, double *h, double *l, double *squares) {
  for (int k = 0; k < width; k++) {
    double a = teacher[k], b = student[k];
    double difference = a - b;
    double back = difference - a;
    double tail = (a - (difference - back)) - (b + back);
    displacement[k] = difference;
    add(&sumHigh[k], &sumLow[k], difference, tail);
    squares[k] += difference * difference;
    neuron[k] = b;
    add_product(&h[k], &l[k], b, b);
  }
}

TPK_CLONES tpk_column_scalars tpk_displacement_column(
    int64_t n, int64_t diagonal, const double *restrict teacher, const double *restrict student,
    double *restrict displacement, double *restrict neuron, double *restrict sumHigh, double *restrict sumLow) {
  double h[LANES] = {0}, l[LANES] = {0}, displacements[LANES] = {0};
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES)
    displace(LANES, teacher + i, student + i, displacement + i, neuron + i, sumHigh + i, sumLow + i, h, l, displacements);
  displace(
      (int)(n - i), teacher + i, student + i, displacement + i, neuron + i, sumHigh + i, sumLow + i, h, l, displacements);
  if (diagonal >= 0) neuron[diagonal] += 1;
  if (diagonal >= 0) {  // |e + w|^2 = |w|^2 + 2 w_jj + 1, so that 1 + w_jj is never rounded
    add(&h[0], &l[0], 2 * student[diagonal], 0);
    add(&h[1], &l[1], 1, 0);
  }
  tpk_column_scalars out = {0, 0, 0};
  fold(h, l, &out.squareHigh, &out.squareLow);
  for (int k = 0; k < LANES; k++) out.displacementSquare += displacements[k];
  return out;
}

typedef struct {
  int parts;
  int64_t n;
  int addsIdentity;
  const double *teacher, *student;
  double *displacement, *neurons, *partial;
  tpk_column_scalars *columns;
} all_columns;

static void columns_part(void *context, int part) {
  const all_columns *p = context;
  int64_t n = p->n, from = n * part / p->parts, to = n * (part + 1) / p->parts;
  double *high = p->partial + 2 * part * n, *low = high + n;
  memset(high, 0, sizeof(double) * 2 * (size_t)n);
  for (int64_t j = from; j < to; j++)
    p->columns[j] = tpk_displacement_column(
        n, p->addsIdentity ? j : -1, p->teacher + j * n, p->student + j * n, p->displacement + j * n, p->neurons + j * n,
        high, low);
}

int tpk_displacement_parts(int64_t n) { return n < 64 ? 1 : n < 256 ? 4 : 8; }

void tpk_displacement(
    int64_t n, int addsIdentity, const double *teacher, const double *student, double *displacement, double *neurons,
    tpk_column_scalars *columns, double *sumHigh, double *sumLow, double *partial) {
  all_columns p = {tpk_displacement_parts(n), n, addsIdentity, teacher, student, displacement, neurons, partial, columns};
  tpk_parallel(p.parts, columns_part, &p);
  memcpy(sumHigh, partial, sizeof(double) * (size_t)n);
  memcpy(sumLow, partial + n, sizeof(double) * (size_t)n);
  for (int part = 1; part < p.parts; part++)
    for (int64_t i = 0; i < n; i++)
      add(&sumHigh[i], &sumLow[i], partial[2 * part * n + i], partial[(2 * part + 1) * n + i]);
}
