// arcsin and its remainder R3(x) = arcsin x - x on arrays.
//
// One polynomial serves both: arcsin s = s + s t P(t), t = s^2, for s in [0, 1/2]; beyond, arcsin x = pi/2 - 2 arcsin s with
// s = sqrt((1 - x)/2). Plain C, vectorised by the compiler for each processor level: SLEEF's wide arcsin cannot be called
// from a file that is not compiled for wide vectors as a whole (how such an argument is passed follows from the file's flags,
// not from a function's target attribute), and its 128-bit one is four times slower.
#include "array_blocks.h"
#include "dispatch.h"
#include "vector_kernels.h"
#include <math.h>

// P on [0, 1/4]: Chebyshev fit in 70 digits, absolute error 1.5e-17, of which arcsin keeps a thirtieth of an ulp.
static const double p[] = {
    0x1.5555555555556p-3, 0x1.3333333332ecap-4, 0x1.6db6db6e31f13p-5, 0x1.f1c71c1db0623p-6, 0x1.6e8bb1c8209a2p-6,
    0x1.1c4d35cf95421p-6, 0x1.c9cf07674736ap-7, 0x1.782651caa6547p-7, 0x1.52420b04b37bep-7, 0x1.65a9c4dfcf8b2p-8,
    0x1.1d189408314eep-6, -0x1.e6aaa8a0a04ccp-7, 0x1.d72b2bc8155f8p-6};

static inline __attribute__((always_inline)) double tail_of_series(double s, double t) {
  double sum = p[12];
  for (int k = 11; k >= 0; k--) sum = sum * t + p[k];
  return s * t * sum;
}

typedef struct { double arcsine, remainder; } parts;

static inline __attribute__((always_inline)) parts evaluate(double x) {
  const double quarterTurn = 0x1.921fb54442d18p0, quarterTurnTail = 0x1.1a62633145c07p-54;
  double size = fabs(x);
  int small = size <= 0.5;
  double t = small ? size * size : 0.5 * (1 - size);
  double s = small ? size : __builtin_elementwise_sqrt(t);
  double rest = tail_of_series(s, t);
  double head = quarterTurn - 2 * s;
  double tail = ((quarterTurn - head) - 2 * s) + (quarterTurnTail - 2 * rest);  // what head's rounding lost comes first
  double arcsine = small ? s + rest : head + tail;
  double remainder = small ? rest : (head - size) + tail;
  parts out = {copysign(arcsine, x), copysign(remainder, x)};
  return out;
}

// The same where |x| <= 1/2: the same bits in half the time.
static inline __attribute__((always_inline)) double small_remainder(double x) { return tail_of_series(x, x * x); }

static inline __attribute__((always_inline)) double small_arcsine(double x) {
  double rest = tail_of_series(x, x * x);
  return x + rest;
}

TPK_CLONES void tpk_asin(int64_t n, const double *x, double *y) {
  TPK_IN_BLOCKS(n, x, y, small_arcsine(x[i]), evaluate(x[i]).arcsine)
}

TPK_CLONES void tpk_arcsine_remainder(int64_t n, const double *x, double *y) {
  TPK_IN_BLOCKS(n, x, y, small_remainder(x[i]), evaluate(x[i]).remainder)
}

TPK_CLONES void tpk_sqrt(int64_t n, const double *x, double *y) {
  for (int64_t i = 0; i < n; i++) y[i] = __builtin_elementwise_sqrt(x[i]);
}
