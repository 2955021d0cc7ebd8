// arcsin and its remainder on arrays.
#include "dispatch.h"
#include "vector_kernels.h"
#include <math.h>
#include <sleef.h>

#if defined(__x86_64__)
#include <emmintrin.h>

// Two lanes only: how a 256- or 512-bit argument is passed follows from the flags of the whole file, not from a function's
// target attribute, so a wide SLEEF function called from here would read a register that nobody set. The avx2128 variant
// takes 128-bit vectors, which are always passed the same way, and uses fused multiply-add inside.
static int64_t asin_wide(int64_t n, const double *x, double *y) {
  int64_t i = 0;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    for (; i + 2 <= n; i += 2) _mm_storeu_pd(y + i, Sleef_asind2_u10avx2128(_mm_loadu_pd(x + i)));
  else
    for (; i + 2 <= n; i += 2) _mm_storeu_pd(y + i, Sleef_asind2_u10sse2(_mm_loadu_pd(x + i)));
  return i;
}
#else
static int64_t asin_wide(int64_t n, const double *x, double *y) { (void)n, (void)x, (void)y; return 0; }
#endif

void tpk_asin(int64_t n, const double *x, double *y) {
  for (int64_t i = asin_wide(n, x, y); i < n; i++) y[i] = Sleef_asind1_u10purec(x[i]);
}

TPK_CLONES void tpk_sqrt(int64_t n, const double *x, double *y) {
  for (int64_t i = 0; i < n; i++) y[i] = __builtin_elementwise_sqrt(x[i]);
}

// Coefficients (2k)! / (4^k k!^2 (2k+1)), k = 1..., of arcsin x - x = sum a_k x^(2k+1): at |x| <= 1/4 the first one
// left out is below 1e-19 of the sum.
static const double series[] = {
    1.0 / 6, 3.0 / 40, 5.0 / 112, 35.0 / 1152, 63.0 / 2816, 231.0 / 13312, 143.0 / 10240, 6435.0 / 557056,
    12155.0 / 1245184, 46189.0 / 5505024, 88179.0 / 12058624, 676039.0 / 104857600, 1300075.0 / 226492416,
    5014575.0 / 973078528};

TPK_CLONES static void remainder_from_arcsine(int64_t n, const double *x, double *y) {
  for (int64_t i = 0; i < n; i++) {
    double square = x[i] * x[i];
    double sum = series[13];
    for (int k = 12; k >= 0; k--) sum = sum * square + series[k];
    double small = x[i] * square * sum;
    y[i] = square <= 0.0625 ? small : y[i] - x[i];
  }
}

void tpk_arcsine_remainder(int64_t n, const double *x, double *y) {
  tpk_asin(n, x, y);
  remainder_from_arcsine(n, x, y);
}
