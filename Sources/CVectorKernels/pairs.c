// Pair terms (i, j) of the population gradient, differences formed without cancellation: theory.md sections 2 and 4.
#include "dispatch.h"
#include "vector_kernels.h"
#include <math.h>
#include <string.h>

enum { CHUNK = 256 };

// Everything about the pairs (i, j), i in one chunk, that follows from c_ij and c*_ij - c_ij.
typedef struct {
  double student[CHUNK];     // y = c_ij
  double teacher[CHUNK];     // x = c*_ij
  double studentSine[CHUNK];
  double teacherSine[CHUNK];
  double slope[CHUNK];       // mu - 1, where arcsin x - arcsin y = arcsin(mu (x - y))
  double argument[CHUNK];    // mu (x - y), clamped to [-1, 1]
  double studentRemainder[CHUNK], teacherRemainder[CHUNK], differenceRemainder[CHUNK];
} chunk_state;

static inline __attribute__((always_inline)) double clamp(double x) {
  x = x > 1 ? 1 : x;
  return x < -1 ? -1 : x;
}

TPK_CLONES static void cosines(
    int64_t n, const double *gram, const double *cross, const double *direct, double inverseNorm, double step,
    const double *norm, const double *teacherNorm, const double *normDifference, double *difference, chunk_state *s) {
  for (int64_t i = 0; i < n; i++) {
    double y = gram[i] * inverseNorm / norm[i];
    double dc = (step * cross[i] * inverseNorm - normDifference[i] * y) / teacherNorm[i];
    double there = direct[i] * inverseNorm / teacherNorm[i];
    dc = norm[i] > TPK_DIRECT_RATIO * teacherNorm[i] && direct != gram ? there - y : dc;
    double x = clamp(y + dc);
    y = clamp(y);
    double sx = __builtin_elementwise_sqrt((1 - x) * (1 + x));
    double sy = __builtin_elementwise_sqrt((1 - y) * (1 + y));
    double sines = sx + sy;
    double mean = sines > 0 ? (x + y) / sines : 0;
    double slope = y * mean - y * y / (1 + sy);
    difference[i] = dc;
    s->student[i] = y;
    s->teacher[i] = x;
    s->studentSine[i] = sy;
    s->teacherSine[i] = sx;
    s->slope[i] = slope;
    s->argument[i] = clamp(dc * (1 + slope));
  }
}

static inline __attribute__((always_inline)) void differences(
    const chunk_state *s, int64_t i, double dc, double *r3, double *dr3, double *r2, double *dr2) {
  double x = s->teacher[i], y = s->student[i], sines = s->teacherSine[i] + s->studentSine[i];
  *r3 = s->teacherRemainder[i];
  // Beyond 1/2 nothing cancels, and the difference form would come near arcsin's steep ends.
  *dr3 = fabs(dc) <= 0.5 ? s->differenceRemainder[i] + dc * s->slope[i]
                         : s->teacherRemainder[i] - s->studentRemainder[i];
  *r2 = x * x / (1 + s->teacherSine[i]);
  *dr2 = sines > 0 ? dc * (x + y) / sines : 0;
}

static void remainders(int64_t n, chunk_state *s) {
  tpk_arcsine_remainder(n, s->student, s->studentRemainder);
  tpk_arcsine_remainder(n, s->teacher, s->teacherRemainder);
  tpk_arcsine_remainder(n, s->argument, s->differenceRemainder);
}

// |x| G(c) with G(c) = sqrt(1-c^2) + c arcsin c - 1 = c R3(c) + c^2 - R2(c).
static inline __attribute__((always_inline)) double kernel(double c, double sine, double r3) {
  return c * r3 + c * c * (1 - 1 / (1 + sine));
}

tpk_pair_sums tpk_pair_column(
    int64_t n, int64_t j, const double *gram, const double *cross, const double *direct, const double *norm,
    const double *teacherNorm, const double *normDifference, double collinearLimit,
    tpk_pair_columns out) {
  chunk_state s;
  tpk_pair_sums sums = {0, 0, 0};
  double inverseNorm = 1 / norm[j];
  for (int64_t start = 0; start < n; start += CHUNK) {
    int64_t count = n - start < CHUNK ? n - start : CHUNK;
    double *dc = out.cosineDifference + start;
    cosines(count, gram + start, cross + start, (direct ? direct : gram) + start, inverseNorm, 1, norm + start,
            teacherNorm + start, normDifference + start, dc, &s);
    if (j >= start && j < start + count) {  // the pair (j, j) has its own closed form
      s.student[j - start] = s.teacher[j - start] = s.slope[j - start] = s.argument[j - start] = 0;
      s.studentSine[j - start] = s.teacherSine[j - start] = 1;
      dc[j - start] = 0;
    }
    remainders(count, &s);
    for (int64_t i = 0; i < count; i++) {
      int64_t k = start + i;
      out.cosine[k] = s.teacher[i];
      differences(&s, i, dc[i], &out.arcsine[k], &out.arcsineDifference[k], &out.sine[k], &out.sineDifference[k]);
      sums.studentKernel += norm[k] * kernel(s.student[i], s.studentSine[i], s.studentRemainder[i]);
      sums.crossKernel += teacherNorm[k] * kernel(s.teacher[i], s.teacherSine[i], s.teacherRemainder[i]);
      sums.collinear += fabs(s.student[i]) > collinearLimit || fabs(s.teacher[i]) > collinearLimit;
    }
  }
  return sums;
}

double tpk_path_column(
    int64_t n, int64_t j, double t, double tau, const double *gram, const double *cross,
    const double *crossTransposed, const double *displacementGram, const double *norm,
    const double *teacherNorm, const double *normDifference, const double *use) {
  chunk_state s;
  double movedGram[CHUNK], movedCross[CHUNK], dc[CHUNK];
  double sum = 0, inverseNorm = 1 / norm[j];
  double along = (crossTransposed[j] + tau * displacementGram[j]) * inverseNorm;  // \bar v_j . D_j
  for (int64_t start = 0; start < n; start += CHUNK) {
    int64_t count = n - start < CHUNK ? n - start : CHUNK;
    const double *q = displacementGram + start, *z = crossTransposed + start, *y = cross + start;
    for (int64_t i = 0; i < count; i++) {
      movedGram[i] = gram[start + i] + tau * (y[i] + z[i] + tau * q[i]);
      movedCross[i] = y[i] + tau * q[i];
    }
    cosines(count, movedGram, movedCross, movedGram, inverseNorm, t, norm + start, teacherNorm + start,
            normDifference + start, dc, &s);
    remainders(count, &s);
    for (int64_t i = 0; i < count; i++) {
      double r3, dr3, r2, dr2;
      differences(&s, i, dc[i], &r3, &dr3, &r2, &dr2);
      double term = (s.teacher[i] + r3) * t * q[i] + (dc[i] + dr3) * (z[i] + tau * q[i])
          + (normDifference[start + i] * (1 - r2) - norm[start + i] * dr2) * along;
      sum += use[start + i] != 0 ? term : 0;
    }
  }
  return sum;
}

void tpk_transpose(int64_t n, const double *x, double *y) {
  enum { BLOCK = 16 };
  for (int64_t jb = 0; jb < n; jb += BLOCK)
    for (int64_t ib = 0; ib < n; ib += BLOCK) {
      int64_t jend = jb + BLOCK < n ? jb + BLOCK : n, iend = ib + BLOCK < n ? ib + BLOCK : n;
      for (int64_t j = jb; j < jend; j++)
        for (int64_t i = ib; i < iend; i++) y[j + i * n] = x[i + j * n];
    }
}
