// Each function describes its work in a structure on the caller's stack: nothing is allocated.
#include "parallel.h"
#include "dispatch.h"
#include "parts.h"
#include "philox.h"
#include "pool.h"
#include <cblas.h>
#include <string.h>

// ---- products

typedef struct {
  int transposeA, transposeB, parts;
  int64_t m, n, k, lda, ldb, ldc;
  double alpha, beta;
  const double *a, *b;
  double *c;
} product;

static void product_part(void *context, int part) {
  const product *p = context;
  int64_t from = cut(p->n, p->parts, part, 8), to = cut(p->n, p->parts, part + 1, 8);
  if (from == to) return;
  cblas_dgemm(CblasColMajor, p->transposeA ? CblasTrans : CblasNoTrans, p->transposeB ? CblasTrans : CblasNoTrans, (int)p->m,
              (int)(to - from), (int)p->k, p->alpha, p->a, (int)p->lda, p->transposeB ? p->b + from : p->b + from * p->ldb,
              (int)p->ldb, p->beta, p->c + from * p->ldc, (int)p->ldc);
}

void tpk_product(
    int transposeA, int transposeB, int64_t m, int64_t n, int64_t k, double alpha, const double *a, int64_t lda,
    const double *b, int64_t ldb, double beta, double *c, int64_t ldc) {
  if (m == 0 || n == 0) return;
  product p = {transposeA, transposeB, tpk_threads(), m, n, k, lda, ldb, ldc, alpha, beta, a, b, c};
  tpk_parallel(p.parts, product_part, &p);
}

typedef struct {
  int both, blocks;
  CBLAS_TRANSPOSE form, otherForm;  // of the left and the right factor
  int64_t n, k, lead, step;         // vectors are `step` entries apart, a matrix' columns `lead`
  double alpha, beta;
  const double *a, *b;
  double *c;
} symmetric;

// Part numbers run over the blocks of the lower triangle, the square ones below the diagonal first: they cost twice as much.
static void symmetric_part(void *context, int part) {
  const symmetric *p = context;
  int row = 1, column = part, below = p->blocks * (p->blocks - 1) / 2;
  if (part < below) {
    while (column >= row) column -= row++;
  } else {
    row = column = part - below;
  }
  int64_t top = cut(p->n, p->blocks, row, 8), left = cut(p->n, p->blocks, column, 8);
  int m = (int)(cut(p->n, p->blocks, row + 1, 8) - top), n = (int)(cut(p->n, p->blocks, column + 1, 8) - left), k = (int)p->k;
  if (m == 0 || n == 0) return;
  int lead = (int)p->lead, size = (int)p->n;
  double *c = p->c + top + left * p->n;
  const double *at = p->a + top * p->step, *al = p->a + left * p->step;
  const double *bt = p->b + top * p->step, *bl = p->b + left * p->step;
  if (row == column) {
    if (p->both)
      cblas_dsyr2k(CblasColMajor, CblasLower, p->form, n, k, p->alpha, at, lead, bt, lead, p->beta, c, size);
    else
      cblas_dsyrk(CblasColMajor, CblasLower, p->form, n, k, p->alpha, at, lead, p->beta, c, size);
    return;
  }
  cblas_dgemm(CblasColMajor, p->form, p->otherForm, m, n, k, p->alpha, at, lead, bl, lead, p->beta, c, size);
  if (p->both) cblas_dgemm(CblasColMajor, p->form, p->otherForm, m, n, k, p->alpha, bt, lead, al, lead, 1, c, size);
}

// As many blocks as threads give each the same work: 2 threads one square and two triangles. Small squares are cheaper than
// small triangles, so that little matrices are cut once more.
static int blocks_of(int64_t n, int threads) {
  int blocks = threads == 1 ? 1 : n / threads < 100 ? 2 * threads : threads;
  while (blocks > 1 && n / blocks < 24) blocks--;
  return blocks;
}

static void symmetric_product(symmetric *p) {
  if (p->n == 0) return;
  p->blocks = blocks_of(p->n, tpk_threads());
  tpk_parallel(p->blocks * (p->blocks + 1) / 2, symmetric_part, p);
}

typedef struct {
  product cross;
  symmetric square;
} gram_work;

// The long pieces first: the short ones fill up the thread that is done before the other.
static void gram_part(void *context, int part) {
  gram_work *p = context;
  if (part < p->cross.parts) product_part(&p->cross, part);
  else symmetric_part(&p->square, part - p->cross.parts);
}

void tpk_gram_products(int64_t n, const double *a, const double *b, double *cross, double *square) {
  if (n == 0) return;
  int threads = tpk_threads();
  gram_work p = {
      .cross = {.transposeA = 1, .parts = threads, .m = n, .n = n, .k = n, .lda = n, .ldb = n, .ldc = n, .alpha = 1,
                .a = a, .b = b, .c = cross},
      .square = {.form = CblasTrans, .otherForm = CblasNoTrans, .n = n, .k = n, .lead = n, .step = n, .alpha = 1,
                 .a = b, .b = b, .c = square}};
  p.square.blocks = blocks_of(n, threads);
  tpk_parallel(threads + p.square.blocks * (p.square.blocks + 1) / 2, gram_part, &p);
}

void tpk_symmetric_product(
    int both, int64_t n, int64_t k, double alpha, const double *a, const double *b, double beta, double *c) {
  symmetric p = {.both = both, .form = CblasTrans, .otherForm = CblasNoTrans, .n = n, .k = k, .lead = k, .step = k,
                 .alpha = alpha, .beta = beta, .a = a, .b = both ? b : a, .c = c};
  symmetric_product(&p);
}

void tpk_row_gram(int64_t n, int64_t k, const double *a, double *c) {
  symmetric p = {.form = CblasNoTrans, .otherForm = CblasTrans, .n = n, .k = k, .lead = n, .step = 1, .alpha = 1, .a = a,
                 .b = a, .c = c};
  symmetric_product(&p);
}

// ---- the minibatch step

typedef struct {
  int parts;
  int64_t batch, d;
  double slope, alpha;
  const double *x, *v, *displacement, *residual;
  double *z, *y, *q, *w, *partial;
} batch_step;

TPK_CLONES static void subtract_outputs(
    int64_t batch, int64_t columns, double slope, const double *z, const double *y, double *residual) {
  for (int64_t b = 0; b < batch; b++) residual[b] = 0;
  for (int64_t j = 0; j < columns; j++) {
    const double *zj = z + j * batch, *yj = y + j * batch;
    for (int64_t b = 0; b < batch; b++) {
      double here = zj[b], moved = here + yj[b];
      double across = (moved > 0 ? moved : slope * moved) - (here > 0 ? here : slope * here);
      double same = here > 0 ? yj[b] : slope * yj[b];
      residual[b] -= (here > 0) == (moved > 0) ? same : across;
    }
  }
}

static void forward_part(void *context, int part) {
  const batch_step *p = context;
  int64_t from = cut(p->d, p->parts, part, 8), to = cut(p->d, p->parts, part + 1, 8);
  int64_t columns = to - from, batch = p->batch, d = p->d;
  double *z = p->z + from * batch, *y = p->y + from * batch;
  if (columns > 0) {
    cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, (int)batch, (int)columns, (int)d, 1, p->x, (int)batch,
                p->v + from * d, (int)d, 0, z, (int)batch);
    cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, (int)batch, (int)columns, (int)d, 1, p->x, (int)batch,
                p->displacement + from * d, (int)d, 0, y, (int)batch);
  }
  subtract_outputs(batch, columns, p->slope, z, y, p->partial + part * batch);
}

double tpk_batch_forward(
    int64_t batch, int64_t d, double slope, const double *x, const double *v, const double *displacement, double *z,
    double *y, double *residual, double *partial) {
  batch_step p = {.parts = tpk_threads(), .batch = batch, .d = d, .slope = slope, .x = x, .v = v,
                  .displacement = displacement, .z = z, .y = y, .partial = partial};
  tpk_parallel(p.parts, forward_part, &p);
  memcpy(residual, partial, sizeof(double) * (size_t)batch);
  for (int part = 1; part < p.parts; part++)
    for (int64_t b = 0; b < batch; b++) residual[b] += partial[part * batch + b];
  double sum = 0;
  for (int64_t b = 0; b < batch; b++) sum += residual[b] * residual[b];
  return sum;
}

TPK_CLONES static void multiply_slopes(
    int64_t batch, int64_t columns, double slope, const double *z, const double *residual, double *q) {
  for (int64_t j = 0; j < columns; j++)
    for (int64_t b = 0; b < batch; b++)
      q[b + j * batch] = residual[b] * (z[b + j * batch] > 0 ? 1.0 : slope);
}

static void backward_part(void *context, int part) {
  const batch_step *p = context;
  int64_t from = cut(p->d, p->parts, part, 8), to = cut(p->d, p->parts, part + 1, 8);
  int64_t columns = to - from, batch = p->batch, d = p->d;
  if (columns == 0) return;
  multiply_slopes(batch, columns, p->slope, p->z + from * batch, p->residual, p->q + from * batch);
  cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, (int)d, (int)columns, (int)batch, p->alpha, p->x, (int)batch,
              p->q + from * batch, (int)batch, 1, p->w + from * d, (int)d);
}

void tpk_batch_backward(
    int64_t batch, int64_t d, double slope, double alpha, const double *x, const double *z, const double *residual,
    double *q, double *w) {
  batch_step p = {.parts = tpk_threads(), .batch = batch, .d = d, .slope = slope, .alpha = alpha, .x = x,
                  .residual = residual, .z = (double *)z, .q = q, .w = w};
  tpk_parallel(p.parts, backward_part, &p);
}

typedef struct {
  int parts;
  uint32_t key0, key1;
  uint64_t step;
  int64_t rowCount, columnCount;
  double *out;
} normals;

// Rows are cut, since a column's number is not an argument of tpk_normals.
static void normals_part(void *context, int part) {
  const normals *p = context;
  int64_t from = cut(p->rowCount, p->parts, part, 128), to = cut(p->rowCount, p->parts, part + 1, 128);
  if (from < to)
    tpk_normals(p->key0, p->key1, p->step, (uint32_t)from, to - from, p->columnCount, p->out + from, p->rowCount);
}

void tpk_batch_normals(uint32_t key0, uint32_t key1, uint64_t step, int64_t rowCount, int64_t columnCount, double *out) {
  normals p = {tpk_threads(), key0, key1, step, rowCount, columnCount, out};
  tpk_parallel(p.parts, normals_part, &p);
}

// ---- elementwise

typedef struct {
  int parts;
  int64_t n;
  double beta;
  const double *x;
  double *y;
} elementwise;

TPK_CLONES static void scale_range(int64_t n, double beta, const double *x, double *y) {
  for (int64_t i = 0; i < n; i++) y[i] = beta * y[i] + x[i];
}

static void scaled_sum_part(void *context, int part) {
  const elementwise *p = context;
  int64_t from = cut(p->n, p->parts, part, 64), to = cut(p->n, p->parts, part + 1, 64);
  scale_range(to - from, p->beta, p->x + from, p->y + from);
}

void tpk_scaled_sum(int64_t n, double beta, const double *x, double *y) {
  elementwise p = {tpk_threads(), n, beta, x, y};
  tpk_parallel(p.parts, scaled_sum_part, &p);
}

typedef struct {
  int parts, addsIdentity;
  int64_t n;
  const double *teacher, *student;
  double *displacement, *neurons;
} displace_work;

TPK_CLONES static void displace_column(
    int64_t n, const double *teacher, const double *student, double *displacement, double *neuron) {
  for (int64_t i = 0; i < n; i++) {
    displacement[i] = teacher[i] - student[i];
    neuron[i] = student[i];
  }
}

static void displace_part(void *context, int part) {
  const displace_work *p = context;
  int64_t n = p->n, to = cut(n, p->parts, part + 1, 1);
  for (int64_t j = cut(n, p->parts, part, 1); j < to; j++) {
    displace_column(n, p->teacher + j * n, p->student + j * n, p->displacement + j * n, p->neurons + j * n);
    if (p->addsIdentity) p->neurons[j + j * n] += 1;
  }
}

void tpk_displace(
    int64_t n, int addsIdentity, const double *teacher, const double *student, double *displacement, double *neurons) {
  displace_work p = {tpk_threads(), addsIdentity, n, teacher, student, displacement, neurons};
  tpk_parallel(p.parts, displace_part, &p);
}

typedef struct {
  int parts;
  int64_t n;
  double limit;
  const double *x;
  int64_t outside[MOST_PARTS];
} within_work;

TPK_CLONES static int64_t count_outside(int64_t n, double limit, const double *x) {
  int64_t count = 0;
  for (int64_t i = 0; i < n; i++) count += !(__builtin_fabs(x[i]) <= limit);
  return count;
}

static void within_part(void *context, int part) {
  within_work *p = context;
  int64_t from = cut(p->n, p->parts, part, 64), to = cut(p->n, p->parts, part + 1, 64);
  p->outside[part] = count_outside(to - from, p->limit, p->x + from);
}

int tpk_all_within(int64_t n, double limit, const double *x) {
  within_work p = {.parts = tpk_threads(), .n = n, .limit = limit, .x = x};
  tpk_parallel(p.parts, within_part, &p);
  for (int part = 0; part < p.parts; part++)
    if (p.outside[part] > 0) return 0;
  return 1;
}

// ---- operators that read each column once

typedef double lanes __attribute__((vector_size(32)));
typedef double loose __attribute__((vector_size(32), aligned(8)));
// Macros, since a vector in a function's signature would fix how it is passed for one processor level.
#define load(x) (*(const loose *)(x))
#define store(x, v) (*(loose *)(x) = (v))
#define total(v) (((v)[0] + (v)[1]) + ((v)[2] + (v)[3]))

// The product with one pair of columns streams from memory while the pair before it, still in the first cache, is added to y:
// a loop that did one after the other would leave memory idle half the time.
TPK_CLONES static void gram_columns(int64_t n, int64_t columns, const double *w, const double *x, double *y) {
  const double *before0 = w, *before1 = w;
  double f0 = 0, f1 = 0;
  for (int64_t i = 0; i < n; i++) y[i] = 0;
  for (int64_t j = 0; j <= columns; j += 2) {
    // Past the end: the same columns again, whose products are not used.
    const double *w0 = j < columns ? w + j * n : before0, *w1 = j + 1 < columns ? w + (j + 1) * n : before1;
    lanes a0 = {0}, a1 = {0}, b0 = {0}, b1 = {0};
    int64_t i = 0;
    for (; i + 8 <= n; i += 8) {
      lanes x0 = load(x + i), x1 = load(x + i + 4);
      a0 += load(w0 + i) * x0;
      b0 += load(w1 + i) * x0;
      a1 += load(w0 + i + 4) * x1;
      b1 += load(w1 + i + 4) * x1;
      store(y + i, load(y + i) + f0 * load(before0 + i) + f1 * load(before1 + i));
      store(y + i + 4, load(y + i + 4) + f0 * load(before0 + i + 4) + f1 * load(before1 + i + 4));
    }
    lanes a = a0 + a1, b = b0 + b1;
    double s0 = total(a), s1 = total(b);
    for (; i < n; i++) {
      s0 += w0[i] * x[i];
      s1 += w1[i] * x[i];
      y[i] += f0 * before0[i] + f1 * before1[i];
    }
    f0 = j < columns ? s0 : 0;
    f1 = j + 1 < columns ? s1 : 0;
    before0 = w0;
    before1 = w1;
  }
  if (columns % 2 == 1)  // the last pair of columns was met at the end of the loop
    for (int64_t i = 0; i < n; i++) y[i] += f0 * before0[i];
}

TPK_CLONES static void auxiliary_columns(
    int64_t n, int64_t from, int64_t to, const tpk_neurons *p, const double *x, double *y) {
  const double *beforeV = p->neurons, *beforeD = p->displacement;
  double alpha = 0, epsilon = 0;
  for (int64_t i = 0; i < n; i++) y[i] = 0;
  for (int64_t j = from; j <= to; j++) {
    const double *v = j < to ? p->neurons + j * n : beforeV, *d = j < to ? p->displacement + j * n : beforeD;
    lanes a0 = {0}, a1 = {0}, b0 = {0}, b1 = {0};
    int64_t i = 0;
    for (; i + 8 <= n; i += 8) {
      lanes x0 = load(x + i), x1 = load(x + i + 4);
      a0 += load(v + i) * x0;
      b0 += load(d + i) * x0;
      a1 += load(v + i + 4) * x1;
      b1 += load(d + i + 4) * x1;
      store(y + i, load(y + i) + alpha * load(beforeD + i) + epsilon * load(beforeV + i));
      store(y + i + 4, load(y + i + 4) + alpha * load(beforeD + i + 4) + epsilon * load(beforeV + i + 4));
    }
    lanes a = a0 + a1, b = b0 + b1;
    double alongNeuron = total(a), alongDisplacement = total(b);
    for (; i < n; i++) {
      alongNeuron += v[i] * x[i];
      alongDisplacement += d[i] * x[i];
      y[i] += alpha * beforeD[i] + epsilon * beforeV[i];
    }
    if (j == to) break;
    alpha = (alongNeuron + alongDisplacement) / p->teacherNorm[j];
    epsilon = (alongDisplacement - p->normDifference[j] * (alongNeuron / p->norm[j])) / p->teacherNorm[j];
    beforeV = v;
    beforeD = d;
  }
}

TPK_CLONES static void combine_columns(
    int64_t n, int64_t from, int64_t to, const double *v, const double *d, const double *a, const double *b, const double *s,
    double *y, double *along) {
  for (int64_t i = 0; i < n; i++) y[i] = 0;
  for (int64_t j = from; j < to; j++) {
    const double *vj = v + j * n, *dj = d + j * n;
    double aj = a[j], bj = b[j];
    lanes sum = {0};
    int64_t i = 0;
    for (; i + 4 <= n; i += 4) {
      lanes neuron = load(vj + i);
      sum += neuron * load(s + i);
      store(y + i, load(y + i) + aj * load(dj + i) + bj * neuron);
    }
    double dot = total(sum);
    for (; i < n; i++) {
      dot += vj[i] * s[i];
      y[i] += aj * dj[i] + bj * vj[i];
    }
    along[j] = dot;
  }
}

typedef struct {
  int parts;
  int64_t n;
  const double *w, *x, *v, *d, *a, *b;
  const tpk_neurons *neurons;
  double *partial, *along;
} operator_work;

static void columns_gram_part(void *context, int part) {
  const operator_work *p = context;
  int64_t from = cut(p->n, p->parts, part, 1), to = cut(p->n, p->parts, part + 1, 1);
  gram_columns(p->n, to - from, p->w + from * p->n, p->x, p->partial + part * p->n);
}

static void auxiliary_part(void *context, int part) {
  const operator_work *p = context;
  int64_t from = cut(p->n, p->parts, part, 1), to = cut(p->n, p->parts, part + 1, 1);
  auxiliary_columns(p->n, from, to, p->neurons, p->x, p->partial + part * p->n);
}

static void combine_part(void *context, int part) {
  const operator_work *p = context;
  int64_t from = cut(p->n, p->parts, part, 1), to = cut(p->n, p->parts, part + 1, 1);
  combine_columns(p->n, from, to, p->v, p->d, p->a, p->b, p->x, p->partial + part * p->n, p->along);
}

static void add_partials(const operator_work *p, double *y) {
  memcpy(y, p->partial, sizeof(double) * (size_t)p->n);
  for (int part = 1; part < p->parts; part++)
    for (int64_t i = 0; i < p->n; i++) y[i] += p->partial[part * p->n + i];
}

void tpk_gram_apply(int64_t n, const double *w, const double *x, double *y, double *partial, int isParallel) {
  operator_work p = {.parts = isParallel ? tpk_threads() : 1, .n = n, .w = w, .x = x, .partial = partial};
  tpk_parallel(p.parts, columns_gram_part, &p);
  add_partials(&p, y);
}

void tpk_auxiliary_apply(int64_t n, const tpk_neurons *neurons, const double *x, double *y, double *partial, int isParallel) {
  operator_work p = {.parts = isParallel ? tpk_threads() : 1, .n = n, .neurons = neurons, .x = x, .partial = partial};
  tpk_parallel(p.parts, auxiliary_part, &p);
  add_partials(&p, y);
}

void tpk_combine(
    int64_t n, const double *v, const double *d, const double *a, const double *b, const double *s, double *y, double *along,
    double *partial) {
  operator_work p = {
      .parts = tpk_threads(), .n = n, .v = v, .d = d, .a = a, .b = b, .x = s, .along = along, .partial = partial};
  tpk_parallel(p.parts, combine_part, &p);
  add_partials(&p, y);
}

// ---- pairs

typedef struct {
  int parts;
  const tpk_gram *gram;
  tpk_gram_sums *sums;
  double *partial;
  tpk_beside beside;
} pairs_work;

// Narrow where there are few columns: the first ones have the most pairs, and every thread must get its share.
int tpk_gram_parts(int64_t n) {
  int64_t width = n < 256 ? 16 : 32;
  return (int)smaller(MOST_PARTS, (n + width - 1) / width);
}

static inline int64_t padded(int64_t n) { return n + TPK_GRAM_PADDING; }

static void pairs_part(void *context, int index) {
  const pairs_work *p = context;
  if (index < p->beside.parts) {
    p->beside.part(p->beside.context, index);
    return;
  }
  int part = index - p->beside.parts;
  int64_t n = p->gram->n, from = cut(n, p->parts, part, 8), to = cut(n, p->parts, part + 1, 8), room = padded(n);
  double *cosines = p->partial + 2 * part * room, *differences = cosines + room;
  // Rows before the part's first column have no pairs in it: neither cleared here nor added up below.
  memset(cosines + from, 0, sizeof(double) * (size_t)(room - from));
  memset(differences + from, 0, sizeof(double) * (size_t)(room - from));
  tpk_gram_pairs(p->gram, from, to, p->sums + part, cosines, differences);
}

TPK_CLONES static void add_rows(int64_t n, const double *x, double *y) {
  for (int64_t i = 0; i < n; i++) y[i] += x[i];
}

void tpk_gram_pairs_all(
    const tpk_gram *gram, tpk_gram_sums *parts, double *partial, tpk_gram_sums *sums, double *cosineSums,
    double *differenceSums, tpk_beside beside) {
  int64_t n = gram->n;
  pairs_work p = {tpk_gram_parts(n), gram, parts, partial, beside};
  tpk_parallel(beside.parts + p.parts, pairs_part, &p);
  tpk_gram_sums all = {0};
  memset(cosineSums, 0, sizeof(double) * (size_t)n);
  memset(differenceSums, 0, sizeof(double) * (size_t)n);
  for (int part = 0; part < p.parts; part++) {
    const tpk_gram_sums *one = parts + part;
    all.first += one->first;
    all.higher += one->higher;
    all.rate += one->rate;
    all.studentKernel += one->studentKernel;
    all.crossKernel += one->crossKernel;
    if (one->largestCosine > all.largestCosine) all.largestCosine = one->largestCosine;
    int64_t from = cut(n, p.parts, part, 8);
    const double *cosines = partial + 2 * part * padded(n), *differences = cosines + padded(n);
    add_rows(n - from, cosines + from, cosineSums + from);
    add_rows(n - from, differences + from, differenceSums + from);
  }
  *sums = all;
}
