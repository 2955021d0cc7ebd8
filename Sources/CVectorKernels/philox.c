// Philox4x32-10 and Box-Muller normals, the same bits on every machine: SLEEF's "cinz" functions use no fused
// multiply-add and give one result at every vector width.
#include "dispatch.h"
#include "philox.h"
#include <sleef.h>
#if defined(__x86_64__)
#include <emmintrin.h>
#endif

#pragma clang fp contract(off)

static const uint64_t LOW = 0xFFFFFFFFu;
enum { ROUNDS = 10, CHUNK = 128 };

// Words are held in 64-bit lanes: their products need no shuffling.
static inline __attribute__((always_inline)) void block(
    uint64_t c0, uint64_t c1, uint64_t c2, uint64_t c3, uint32_t k0, uint32_t k1, uint64_t out[4]) {
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t p0 = 0xD2511F53u * (c0 & LOW), p1 = 0xCD9E8D57u * (c2 & LOW);
    c0 = p1 >> 32 ^ c1 ^ k0;
    c1 = p1 & LOW;
    c2 = p0 >> 32 ^ c3 ^ k1;
    c3 = p0 & LOW;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

void tpk_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint64_t words[4];
  block(counter[0], counter[1], counter[2], counter[3], key[0], key[1], words);
  for (int i = 0; i < 4; i++) out[i] = (uint32_t)words[i];
}

// u[i] in (0, 1], so that its logarithm is finite, and v[i] in [-1, 1), from the block at (pair, firstRow + i, step).
// Integers, then exact conversions: the same bits from every clone.
TPK_CLONES static void uniforms(
    int n, uint32_t pair, uint32_t firstRow, uint64_t step, uint32_t k0, uint32_t k1, double *restrict u,
    double *restrict v) {
  for (int i = 0; i < n; i++) {
    uint64_t words[4];
    block(pair, firstRow + (uint32_t)i, (uint32_t)step, (uint32_t)(step >> 32), k0, k1, words);
    uint64_t a = words[0] << 32 | words[1], b = words[2] << 32 | words[3];
    u[i] = (double)(int64_t)((a >> 11) + 1) * 0x1p-53;
    v[i] = (double)(int64_t)(b >> 11) * 0x1p-52 - 1;
  }
}

// radius[i] = sqrt(-2 log u), (first, second)[i] = radius (sin, cos)(pi v): n is even or the arrays have room for one more.
static void box_muller(int n, const double *u, const double *v, double *first, double *second) {
#if defined(__x86_64__)
  for (int i = 0; i < n; i += 2) {
    __m128d r = _mm_sqrt_pd(_mm_mul_pd(_mm_set1_pd(-2), Sleef_cinz_logd2_u10sse2(_mm_loadu_pd(u + i))));
    Sleef___m128d_2 angle = Sleef_cinz_sincospid2_u05sse2(_mm_loadu_pd(v + i));
    _mm_storeu_pd(first + i, _mm_mul_pd(r, angle.x));
    _mm_storeu_pd(second + i, _mm_mul_pd(r, angle.y));
  }
#else
  for (int i = 0; i < n; i++) {
    double r = __builtin_sqrt(-2 * Sleef_cinz_logd1_u10purec(u[i]));
    Sleef_double_2 angle = Sleef_cinz_sincospid1_u05purec(v[i]);
    first[i] = r * angle.x;
    second[i] = r * angle.y;
  }
#endif
}

void tpk_normals(
    uint32_t key0, uint32_t key1, uint64_t step, uint32_t firstRow, int64_t rowCount, int64_t columnCount,
    double *out, int64_t leadingDimension) {
  double u[CHUNK + 1] = {1}, v[CHUNK + 1] = {0}, first[CHUNK + 1], second[CHUNK + 1];
  for (int64_t column = 0; column < columnCount; column += 2) {
    for (int64_t start = 0; start < rowCount; start += CHUNK) {
      int count = rowCount - start < CHUNK ? (int)(rowCount - start) : CHUNK;
      uniforms(count, (uint32_t)(column / 2), firstRow + (uint32_t)start, step, key0, key1, u, v);
      box_muller(count, u, v, first, second);
      double *target = out + column * leadingDimension + start;
      for (int i = 0; i < count; i++) target[i] = first[i];
      if (column + 1 < columnCount) {
        target += leadingDimension;
        for (int i = 0; i < count; i++) target[i] = second[i];
      }
    }
  }
}
