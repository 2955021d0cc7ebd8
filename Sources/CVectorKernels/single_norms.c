// The columns stream from memory as in parallel.c's gram_columns: the product with one column is formed while the one before it,
// still in the first cache, is added to y.
#include "single_norms.h"
#include "dispatch.h"
#include "parts.h"
#include "pool.h"
#include <cblas.h>

typedef float lanes __attribute__((vector_size(64)));
typedef float loose __attribute__((vector_size(64), aligned(4)));
enum { LANES = 16 };
// Macros, since a vector in a function's signature would fix how it is passed for one processor level.
#define load(x) (*(const loose *)(x))
#define store(x, v) (*(loose *)(x) = (v))

static inline __attribute__((always_inline)) double total(const float *v) {
  float s[LANES / 2];
  for (int k = 0; k < LANES / 2; k++) s[k] = v[k] + v[k + LANES / 2];
  return ((double)(s[0] + s[4]) + (double)(s[1] + s[5])) + ((double)(s[2] + s[6]) + (double)(s[3] + s[7]));
}

TPK_CLONES static void narrow_range(int64_t n, const double *x, float *y) {
  for (int64_t i = 0; i < n; i++) y[i] = (float)x[i];
}

typedef struct {
  int parts;
  int64_t n;
  const double *x;
  float *y;
} narrow_work;

static void narrow_part(void *context, int part) {
  const narrow_work *p = context;
  int64_t from = cut(p->n, p->parts, part, 64), to = cut(p->n, p->parts, part + 1, 64);
  narrow_range(to - from, p->x + from, p->y + from);
}

void tpk_narrow(int64_t n, const double *x, float *y) {
  narrow_work p = {tpk_threads(), n, x, y};
  tpk_parallel(p.parts, narrow_part, &p);
}

TPK_CLONES static void gram_columns(int64_t n, int64_t columns, const float *w, const float *x, float *y) {
  const float *before0 = w, *before1 = w;
  float f0 = 0, f1 = 0;
  for (int64_t i = 0; i < n; i++) y[i] = 0;
  for (int64_t j = 0; j <= columns; j += 2) {
    // Past the end: the same columns again, whose products are not used.
    const float *w0 = j < columns ? w + j * n : before0, *w1 = j + 1 < columns ? w + (j + 1) * n : before1;
    lanes a = {0}, b = {0};
    int64_t i = 0;
    for (; i + LANES <= n; i += LANES) {
      lanes here = load(x + i);
      a += load(w0 + i) * here;
      b += load(w1 + i) * here;
      store(y + i, load(y + i) + f0 * load(before0 + i) + f1 * load(before1 + i));
    }
    double s0 = total((const float *)&a), s1 = total((const float *)&b);
    for (; i < n; i++) {
      s0 += w0[i] * x[i];
      s1 += w1[i] * x[i];
      y[i] += f0 * before0[i] + f1 * before1[i];
    }
    f0 = j < columns ? (float)s0 : 0;
    f1 = j + 1 < columns ? (float)s1 : 0;
    before0 = w0;
    before1 = w1;
  }
  if (columns % 2 == 1)  // the last pair of columns was met at the end of the loop
    for (int64_t i = 0; i < n; i++) y[i] += f0 * before0[i];
}

TPK_CLONES static void auxiliary_columns(
    int64_t n, int64_t from, int64_t to, const tpk_single_neurons *p, const float *x, float *y) {
  const float *beforeW = p->weights, *beforeD = p->displacement;
  float alpha = 0, epsilon = 0;
  for (int64_t i = 0; i < n; i++) y[i] = 0;
  for (int64_t j = from; j <= to; j++) {
    const float *w = j < to ? p->weights + j * n : beforeW, *d = j < to ? p->displacement + j * n : beforeD;
    lanes a = {0}, b = {0};
    int64_t i = 0;
    for (; i + LANES <= n; i += LANES) {
      lanes here = load(x + i);
      a += load(w + i) * here;
      b += load(d + i) * here;
      store(y + i, load(y + i) + alpha * load(beforeD + i) + epsilon * load(beforeW + i));
    }
    double alongNeuron = total((const float *)&a), alongDisplacement = total((const float *)&b);
    for (; i < n; i++) {
      alongNeuron += w[i] * x[i];
      alongDisplacement += d[i] * x[i];
      y[i] += alpha * beforeD[i] + epsilon * beforeW[i];
    }
    if (j == to) break;
    if (p->addsIdentity) alongNeuron += x[j];
    double turned = (alongDisplacement - p->normDifference[j] * (alongNeuron / p->norm[j])) / p->teacherNorm[j];
    alpha = (float)((alongNeuron + alongDisplacement) / p->teacherNorm[j]);
    epsilon = (float)turned;
    if (p->addsIdentity) y[j] += epsilon;
    beforeW = w;
    beforeD = d;
  }
}

// What a neuron's column contributes: A x gets alpha of D's column and epsilon of V's, W W^T u gets factor of W's.
typedef struct { float alpha, epsilon, factor; } shares;

static inline __attribute__((always_inline)) shares shares_of(
    const tpk_single_neurons *p, int64_t j, const float *x, double alongNeuron, double alongDisplacement, double alongWeights) {
  if (p->addsIdentity) alongNeuron += x[j];
  double turned = (alongDisplacement - p->normDifference[j] * (alongNeuron / p->norm[j])) / p->teacherNorm[j];
  return (shares){(float)((alongNeuron + alongDisplacement) / p->teacherNorm[j]), (float)turned, (float)alongWeights};
}

// Both at once: W is read once for the two, two columns at a time.
TPK_CLONES static void both_columns(
    int64_t n, int64_t from, int64_t to, const tpk_single_neurons *p, const float *x, const float *u, float *y, float *z) {
  const float *lastW0 = p->weights, *lastW1 = lastW0, *lastD0 = p->displacement, *lastD1 = lastD0;
  shares s0 = {0, 0, 0}, s1 = {0, 0, 0};
  for (int64_t i = 0; i < n; i++) y[i] = z[i] = 0;
  for (int64_t j = from; j < to + 2; j += 2) {
    // Past the end: the same columns again, whose products are not used.
    const float *w0 = j < to ? p->weights + j * n : lastW0, *d0 = j < to ? p->displacement + j * n : lastD0;
    const float *w1 = j + 1 < to ? p->weights + (j + 1) * n : w0, *d1 = j + 1 < to ? p->displacement + (j + 1) * n : d0;
    lanes a0 = {0}, a1 = {0}, b0 = {0}, b1 = {0}, c0 = {0}, c1 = {0};
    int64_t i = 0;
    for (; i + LANES <= n; i += LANES) {
      lanes here = load(x + i), there = load(u + i), column0 = load(w0 + i), column1 = load(w1 + i);
      a0 += column0 * here;
      a1 += column1 * here;
      b0 += load(d0 + i) * here;
      b1 += load(d1 + i) * here;
      c0 += column0 * there;
      c1 += column1 * there;
      lanes last0 = load(lastW0 + i), last1 = load(lastW1 + i);
      store(y + i, load(y + i) + s0.alpha * load(lastD0 + i) + s1.alpha * load(lastD1 + i) + s0.epsilon * last0 + s1.epsilon * last1);
      store(z + i, load(z + i) + s0.factor * last0 + s1.factor * last1);
    }
    double n0 = total((const float *)&a0), n1 = total((const float *)&a1), m0 = total((const float *)&b0);
    double m1 = total((const float *)&b1), v0 = total((const float *)&c0), v1 = total((const float *)&c1);
    for (; i < n; i++) {
      n0 += w0[i] * x[i];
      n1 += w1[i] * x[i];
      m0 += d0[i] * x[i];
      m1 += d1[i] * x[i];
      v0 += w0[i] * u[i];
      v1 += w1[i] * u[i];
      y[i] += s0.alpha * lastD0[i] + s1.alpha * lastD1[i] + s0.epsilon * lastW0[i] + s1.epsilon * lastW1[i];
      z[i] += s0.factor * lastW0[i] + s1.factor * lastW1[i];
    }
    s0 = s1 = (shares){0, 0, 0};
    if (j < to) s0 = shares_of(p, j, x, n0, m0, v0);
    if (j + 1 < to) s1 = shares_of(p, j + 1, x, n1, m1, v1);
    if (p->addsIdentity && j < to) y[j] += s0.epsilon;
    if (p->addsIdentity && j + 1 < to) y[j + 1] += s1.epsilon;
    lastW0 = w0;
    lastW1 = w1;
    lastD0 = d0;
    lastD1 = d1;
  }
}

typedef struct {
  int parts;
  int64_t n;
  const float *w, *x, *u;
  const tpk_single_neurons *neurons;
  float *partial, *otherPartial;
} operator_work;

static void gram_part(void *context, int part) {
  const operator_work *p = context;
  int64_t from = cut(p->n, p->parts, part, 1), to = cut(p->n, p->parts, part + 1, 1);
  gram_columns(p->n, to - from, p->w + from * p->n, p->x, p->partial + part * p->n);
}

static void auxiliary_part(void *context, int part) {
  const operator_work *p = context;
  int64_t from = cut(p->n, p->parts, part, 1), to = cut(p->n, p->parts, part + 1, 1);
  auxiliary_columns(p->n, from, to, p->neurons, p->x, p->partial + part * p->n);
}

static void both_part(void *context, int part) {
  const operator_work *p = context;
  int64_t from = cut(p->n, p->parts, part, 1), to = cut(p->n, p->parts, part + 1, 1);
  both_columns(p->n, from, to, p->neurons, p->x, p->u, p->partial + part * p->n, p->otherPartial + part * p->n);
}

TPK_CLONES static void add_partials(int64_t n, int parts, const float *partial, double *y) {
  for (int64_t i = 0; i < n; i++) y[i] = partial[i];
  for (int part = 1; part < parts; part++)
    for (int64_t i = 0; i < n; i++) y[i] += partial[part * n + i];
}

// For as many threads as there may ever be: their number can be changed between calls.
int64_t tpk_single_room(int64_t n) { return n * (n > TPK_FORMED_LARGEST ? 1 + MOST_PARTS : 2); }

static void apply(operator_work p, tpk_part part, const double *x, double *y, float *room) {
  narrow_range(p.n, x, room);
  p.x = room;
  p.partial = room + p.n;
  tpk_parallel(p.parts, part, &p);
  add_partials(p.n, p.parts, p.partial, y);
}

void tpk_single_gram_apply(int64_t n, const float *w, const double *x, double *y, float *room, int isParallel) {
  apply((operator_work){.parts = isParallel ? tpk_threads() : 1, .n = n, .w = w}, gram_part, x, y, room);
}

void tpk_single_auxiliary_apply(
    int64_t n, const tpk_single_neurons *neurons, const double *x, double *y, float *room, int isParallel) {
  apply(
      (operator_work){.parts = isParallel ? tpk_threads() : 1, .n = n, .neurons = neurons}, auxiliary_part, x, y, room);
}

void tpk_single_both_apply(
    int64_t n, const tpk_single_neurons *neurons, const double *x, double *y, float *room, const double *u, double *z,
    float *otherRoom) {
  operator_work p = {.parts = tpk_threads(), .n = n, .neurons = neurons, .x = room, .u = otherRoom, .partial = room + n,
                     .otherPartial = otherRoom + n};
  narrow_range(n, x, room);
  narrow_range(n, u, otherRoom);
  tpk_parallel(p.parts, both_part, &p);
  add_partials(n, p.parts, p.partial, y);
  add_partials(n, p.parts, p.otherPartial, z);
}

void tpk_single_symmetric_apply(int64_t n, int isLower, const float *c, const double *x, double *y, float *room) {
  narrow_range(n, x, room);
  cblas_ssymv(CblasColMajor, isLower ? CblasLower : CblasUpper, (int)n, 1, c, (int)n, room, 1, 0, room + n, 1);
  add_partials(n, 1, room + n, y);
}
