// The loss's kernel h as a function of the cosine c: h = sqrt(1 - c^2) + c arcsin c, theory.md section 2.
//
// No sum of two rounded functions: up to 1/2, h = 1 + t E(t) with t = c^2; beyond, with t = (1 - |c|)/2 and s = sqrt(t) the sine
// of half the angle, h = (pi/2) |c| + s^3 S(t) = pi/2 + t (s S(t) - pi). t is exact there, and pi/2 comes in two parts.
#include "array_blocks.h"
#include "array_kernels.h"
#include "dispatch.h"

// On [0, 1/4], Chebyshev fits in 70 digits: E to 9e-18, S to 7e-17.
static const double e[] = {
    0x1.0000000000000p-1, 0x1.55555555559cep-5, 0x1.99999998c5530p-7, 0x1.6db6dbe8b1c08p-8, 0x1.8e38bee28d00bp-9,
    0x1.e8c09a89d56e5p-10, 0x1.44919a9464a6ep-10, 0x1.d021f6a111f18p-11, 0x1.28d0d8d85091ep-11, 0x1.9b6a6b1a1bb1cp-11,
    -0x1.54b897e0a8e70p-12, 0x1.322f9998464c3p-10};
static const double l[] = {
    0x1.5555555555555p+1, 0x1.1111111111563p-2, 0x1.5f15f15e48cb6p-4, 0x1.451451bbeda86p-5, 0x1.6a0508858b3cfp-6,
    0x1.c328384236051p-7, 0x1.2eeb4e51f880bp-7, 0x1.b4fe98ae65319p-8, 0x1.1872ea7b64409p-8, 0x1.89f229a26e1c3p-8,
    -0x1.4cc718deecc35p-9, 0x1.272549e3ab754p-7};
enum { LAST = 11 };

static inline __attribute__((always_inline)) double any(double c) {
  const double quarterTurn = 0x1.921fb54442d18p0, quarterTurnTail = 0x1.1a62633145c07p-54, halfTurn = 0x1.921fb54442d18p1;
  double size = fabs(c);
  int small = size <= 0.5;
  double t = small ? size * size : 0.5 * (1 - size);
  double sum = small ? e[LAST] : l[LAST];
  for (int k = LAST - 1; k >= 0; k--) sum = sum * t + (small ? e[k] : l[k]);
  double beyond = quarterTurn + (t * (__builtin_elementwise_sqrt(t) * sum - halfTurn) + quarterTurnTail);
  return small ? 1 + t * sum : beyond;
}

// The same where |c| <= 1/2: the same bits in half the time.
static inline __attribute__((always_inline)) double small(double c) {
  double t = c * c, sum = e[LAST];
  for (int k = LAST - 1; k >= 0; k--) sum = sum * t + e[k];
  return 1 + t * sum;
}

TPK_CLONES void tpk_loss_kernel(int64_t n, const double *c, double *h) {
  TPK_IN_BLOCKS(n, c, h, small(c[i]), any(c[i]))
}
