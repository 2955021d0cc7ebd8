// A's work is cut into blocks of columns, each a product of its own with a scaled panel; the diagonal blocks go through a small
// square, since the triangle beside them belongs to the other matrix. Room is on the stack: 150 KB at the largest.
#include "single_norms.h"
#include "dispatch.h"
#include "parts.h"
#include "pool.h"
#include <cblas.h>
#include <math.h>
#include <string.h>

enum { MOST_WIDTH = 64, TILE = 32 };

// Narrow enough for some six blocks, so that two threads end together.
static int64_t width_of(int64_t n) {
  int64_t width = (n / 6 + 7) / 8 * 8;
  return width < 16 ? 16 : smaller(width, MOST_WIDTH);
}

static int64_t blocks_of(int64_t n) { return (n + width_of(n) - 1) / width_of(n); }

TPK_CLONES static void scale_rows(
    int64_t n, int64_t from, int64_t width, const float *neurons, const double *norm, float *panel) {
  for (int64_t k = 0; k < n; k++) {
    float factor = (float)(-1 / norm[k]);
    for (int64_t i = 0; i < width; i++) panel[i + k * width] = factor * neurons[from + i + k * n];
  }
}

// Columns from ..< from + width of A, on and below the diagonal.
static void outer_block(const tpk_formed_sources *s, int64_t from, float *c) {
  int64_t n = s->n, width = smaller(width_of(n), n - from), below = n - from - width;
  float panel[MOST_WIDTH * TPK_FORMED_LARGEST], square[MOST_WIDTH * MOST_WIDTH];
  const float *base = s->teacherOuter;
  scale_rows(n, from, width, s->singleNeurons, s->norm, panel);
  cblas_sgemm(CblasColMajor, CblasNoTrans, CblasTrans, (int)width, (int)width, (int)n, 1, s->singleNeurons + from, (int)n, panel,
              (int)width, 0, square, (int)width);
  for (int64_t j = 0; j < width; j++)
    for (int64_t i = j; i < width; i++) {
      int64_t at = from + i + (from + j) * n;
      c[at] = square[i + j * width] + base[at];
    }
  if (below == 0) return;
  int64_t corner = from + width + from * n;
  for (int64_t j = 0; j < width; j++) memcpy(c + corner + j * n, base + corner + j * n, sizeof(float) * (size_t)below);
  cblas_sgemm(CblasColMajor, CblasNoTrans, CblasTrans, (int)below, (int)width, (int)n, 1, s->singleNeurons + from + width, (int)n,
              panel, (int)width, 1, c + corner, (int)n);
}

// The entries (column, row) of W^T W's upper triangle for the rows of one tile and the columns of another, left of it or itself.
TPK_CLONES static void student_tile(
    const tpk_formed_sources *s, int64_t top, int64_t bottom, int64_t left, int64_t right, float *upper) {
  int64_t n = s->n;
  double identity = s->addsIdentity ? 1 : 0;
  double sum[TILE][TILE];  // M_ij - P_ij + E_ij - V_ij by columns
  for (int64_t j = left; j < right; j++) {
    const double *m = s->teacherGram + j * n, *p = s->teacherCross + j * n, *e = s->displacementGram + j * n, *v = s->neurons + j * n;
    for (int64_t i = top; i < bottom; i++) sum[i - top][j - left] = ((m[i] - p[i]) + e[i]) - identity * v[i];
  }
  for (int64_t i = top; i < bottom; i++) {
    const double *p = s->teacherCross + i * n, *v = s->neurons + i * n;
    int64_t end = smaller(right, i + 1);
    float *out = upper + i * n;
    for (int64_t j = left; j < end; j++) out[j] = (float)(sum[i - top][j - left] - p[j] - identity * v[j]);
    if (end == i + 1) out[i] = (float)(sum[i - top][i - left] - p[i] - identity * (v[i] - 1));
  }
}

// All of A at once: in small dimensions a product cut into blocks costs more than a second thread saves.
TPK_CLONES static void outer_whole(const tpk_formed_sources *s, float *c) {
  int64_t n = s->n;
  float scaled[TPK_UNCUT_LARGEST * TPK_UNCUT_LARGEST];
  for (int64_t j = 0; j < n; j++) {
    double factor = 1 / sqrt(s->norm[j]);
    for (int64_t i = 0; i < n; i++) scaled[i + j * n] = (float)(factor * s->neurons[i + j * n]);
    memcpy(c + j + j * n, s->teacherOuter + j + j * n, sizeof(float) * (size_t)(n - j));
  }
  cblas_ssyrk(CblasColMajor, CblasLower, CblasNoTrans, (int)n, (int)n, -1, scaled, (int)n, 1, c, (int)n);
}

typedef struct {
  const tpk_formed_sources *sources;
  int64_t blocks;
  float *pair;
} formation;

static void student_rows(const tpk_formed_sources *s, int64_t top, float *upper) {
  int64_t bottom = smaller(s->n, top + TILE);
  for (int64_t left = 0; left < bottom; left += TILE) student_tile(s, top, bottom, left, smaller(bottom, left + TILE), upper);
}

static void form_part(void *context, int part) {
  const formation *f = context;
  const tpk_formed_sources *s = f->sources;
  if (part < f->blocks) outer_block(s, part * width_of(s->n), f->pair);
  else student_rows(s, (part - f->blocks) * TILE, f->pair + s->n);
}

void tpk_form_pair(const tpk_formed_sources *sources, float *pair) {
  formation f = {sources, blocks_of(sources->n), pair};
  tpk_parallel((int)(f.blocks + (sources->n + TILE - 1) / TILE), form_part, &f);
}

void tpk_form_auxiliary(const tpk_formed_sources *sources, float *pair) { outer_whole(sources, pair); }

void tpk_form_student(const tpk_formed_sources *sources, float *pair) {
  for (int64_t top = 0; top < sources->n; top += TILE) student_rows(sources, top, pair + sources->n);
}

void tpk_outer_gram(int64_t n, const double *neurons, const double *norm, float *t) {
  for (int64_t j = 0; j < n; j++)
    for (int64_t i = j; i < n; i++) {
      double sum = 0;
      for (int64_t k = 0; k < n; k++) sum += neurons[i + k * n] * neurons[j + k * n] / norm[k];
      t[i + j * n] = (float)sum;
    }
}
