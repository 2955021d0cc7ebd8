// arcsin and its remainder on arrays.
#include "dispatch.h"
#include "vector_kernels.h"
#include <math.h>
#include <sleef.h>

#if defined(__x86_64__)
#include <immintrin.h>

// sleef.h hides its wide prototypes unless the whole file is compiled for that target.
__attribute__((target("avx2,fma"))) __m256d Sleef_asind4_u10avx2(__m256d);
__attribute__((target("avx512f"))) __m512d Sleef_asind8_u10avx512f(__m512d);

__attribute__((target("avx512f"))) static int64_t asin_avx512(int64_t n, const double *x, double *y) {
  int64_t i = 0;
  for (; i + 8 <= n; i += 8) _mm512_storeu_pd(y + i, Sleef_asind8_u10avx512f(_mm512_loadu_pd(x + i)));
  return i;
}

__attribute__((target("avx2,fma"))) static int64_t asin_avx2(int64_t n, const double *x, double *y) {
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) _mm256_storeu_pd(y + i, Sleef_asind4_u10avx2(_mm256_loadu_pd(x + i)));
  return i;
}

static int64_t asin_wide(int64_t n, const double *x, double *y) {
  if (__builtin_cpu_supports("avx512f")) return asin_avx512(n, x, y);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return asin_avx2(n, x, y);
  int64_t i = 0;
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
