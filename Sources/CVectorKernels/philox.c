// Philox4x32-10 and Box-Muller normals, the same bits on every machine and at every vector width: integers, exact
// conversions, and additions, products, quotients and square roots that IEEE 754 rounds in one way only, never fused.
//
// The logarithm, sine and cosine are our own polynomials without a branch, so that the compiler vectorises whole chunks
// for each processor level. A library's would give the library version's bits, and a call for every two entries.
#include "dispatch.h"
#include "philox.h"
#include <string.h>

#pragma clang fp contract(off)

#define INLINE static inline __attribute__((always_inline))

// Four vectors in flight: each is one long chain of dependent operations, and the next ones lie too far ahead for the
// processor to start them by itself. A third of the time.
#define INTERLEAVED _Pragma("clang loop interleave_count(4)")

static const uint64_t LOW = 0xFFFFFFFFu;
enum { ROUNDS = 10, CHUNK = 256, WIDEST = 16 };

// Words are held in 64-bit lanes: their products need no shuffling. Only the low halves of the results are the words;
// what is above them is left there, since a product takes the low half anyway.
INLINE void block(
    uint64_t c0, uint64_t c1, uint64_t c2, uint64_t c3, uint32_t k0, uint32_t k1, uint64_t out[4]) {
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t p0 = 0xD2511F53u * (c0 & LOW), p1 = 0xCD9E8D57u * (c2 & LOW);
    c0 = p1 >> 32 ^ c1 ^ k0;
    c1 = p1;
    c2 = p0 >> 32 ^ c3 ^ k1;
    c3 = p0;
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

INLINE double of_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

INLINE uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

// From the block at (pair[i], row[i], step): count[i] = 2^53 u in 1 ... 2^53, so that log u is finite, and
// turn[i] = 2^52 (v + 1) in 0 ... 2^53 - 1.
TPK_CLONES static void uniforms(
    int n, const uint32_t *restrict pair, const uint32_t *restrict row, uint64_t step, uint32_t k0, uint32_t k1,
    double *restrict count, uint64_t *restrict turn) {
  INTERLEAVED for (int i = 0; i < n; i++) {
    uint64_t words[4];
    block(pair[i], row[i], step & LOW, step >> 32, k0, k1, words);
    // Integers become doubles as the low bits of 2^73 and of 2^52: exact, and one instruction at every level.
    double high = of_bits(0x4480000000000000u | (words[0] & LOW)) - 0x1p73;
    double low = of_bits(0x4330000000000000u | (words[1] & LOW) >> 11) - (0x1p52 - 1);
    count[i] = high + low;
    turn[i] = (words[2] & LOW) << 21 | (words[3] & LOW) >> 11;
  }
}

// log(2^-53 x) for x in 1 ... 2^53, to a unit in the last place. x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)) and
// log(1 + f) = 2 artanh(f / (2 + f)), arranged as in fdlibm's e_log.c, whose polynomial this is.
INLINE double logarithm(double x) {
  const double high = 0x1.62e42feep-1, low = 0x1.a39ef35793c76p-33;  // of log 2; k * high is exact
  uint64_t above = bits_of(x) - 0x3fe6a09e667f3bcdu;                 // over sqrt(1/2): bits 52 and up are k
  double k = of_bits(0x4330000000000000u | above >> 52) - (0x1p52 + 53);
  double f = of_bits((above & 0x000fffffffffffffu) + 0x3fe6a09e667f3bcdu) - 1;
  double s = f / (2 + f), z = s * s, w = z * z;
  double even = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332));
  double odd = z * (0.6666666666666735130 +
                    w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)));
  double half = 0.5 * f * f;
  return k * high - ((half - (s * (half + (even + odd)) + k * low)) - f);
}

// sin and cos of pi v for turn = 2^52 (v + 1), within 2 units in the last place.
INLINE void sine_and_cosine(uint64_t turn, double *sine, double *cosine) {
  // v = q / 2 - 1 + r with |r| <= 1/4: q is in bits 51 to 53, r below.
  const uint64_t sign = 0x8000000000000000u, mantissa = 0x0007ffffffffffffu;
  uint64_t shifted = turn + (1ull << 50);
  double r = of_bits(0x3ff0000000000000u | (shifted & mantissa)) - 1.25;
  double z = r * r;
  // Chebyshev fits in 50 digits on z in [0, 1/16]: (sin(pi r) / r - pi) / z to 4e-19, (cos(pi r) - 1) / z to 2e-18.
  double s = -0x1.6cc577dadd922p-16, c = -0x1.b2f3eb054afcdp-14;
  s = s * z + 0x1.e8f036bcd3237p-12;
  c = c * z + 0x1.f9ce245cada0bp-10;
  s = s * z - 0x1.e3074d2614b2dp-8;
  c = c * z - 0x1.a6d1eef479be1p-6;
  s = s * z + 0x1.50783486facaap-4;
  c = c * z + 0x1.e1f5068688d5bp-3;
  s = s * z - 0x1.32d2cce62b872p-1;
  c = c * z - 0x1.55d3c7e3cb241p+0;
  s = s * z + 0x1.466bc6775aae1p+1;
  c = c * z + 0x1.03c1f081b5ac0p+2;
  s = s * z - 0x1.4abbce625be53p+2;
  c = c * z - 0x1.3bd3cc9be45dep+2;
  uint64_t a = bits_of(r * (s * z + 0x1.921fb54442d18p+1)), b = bits_of(c * z + 1);
  // q = 0 ... 4: sin is -s, -c, s, c, -s and cos is -c, s, c, -s, -c.
  int odd = (int64_t)(shifted << 12) < 0;
  *sine = of_bits((odd ? b : a) ^ (~(shifted << 11) & sign));
  *cosine = of_bits((odd ? a : b) ^ (~((shifted + (1ull << 51)) << 11) & sign));
}

TPK_CLONES static void box_muller(
    int n, const double *restrict count, const uint64_t *restrict turn, double *restrict first, double *restrict second) {
  INTERLEAVED for (int i = 0; i < n; i++) {
    double radius = __builtin_elementwise_sqrt(-2 * logarithm(count[i])), sine, cosine;
    sine_and_cosine(turn[i], &sine, &cosine);
    first[i] = radius * sine;
    second[i] = radius * cosine;
  }
}

// A chunk takes consecutive rows of consecutive column pairs, so that short columns do not leave it half empty.
void tpk_normals(
    uint32_t key0, uint32_t key1, uint64_t step, uint32_t firstRow, int64_t rowCount, int64_t columnCount,
    double *out, int64_t leadingDimension) {
  uint32_t pair[CHUNK] = {0}, row[CHUNK] = {0};
  uint64_t turn[CHUNK];
  double count[CHUNK], first[CHUNK], second[CHUNK];
  if (rowCount <= 0) return;
  int64_t column = 0, start = 0;
  while (column < columnCount) {
    int64_t firstColumn = column, firstStart = start;
    int filled = 0;
    while (filled < CHUNK && column < columnCount) {
      int rows = rowCount - start < CHUNK - filled ? (int)(rowCount - start) : CHUNK - filled;
      for (int i = 0; i < rows; i++) {
        pair[filled + i] = (uint32_t)(column / 2);
        row[filled + i] = firstRow + (uint32_t)start + (uint32_t)i;
      }
      filled += rows;
      start += rows;
      if (start == rowCount) {
        start = 0;
        column += 2;
      }
    }
    int whole = (filled + WIDEST - 1) / WIDEST * WIDEST;  // whole vectors, of which the last may hold more than is kept
    uniforms(whole, pair, row, step, key0, key1, count, turn);
    box_muller(whole, count, turn, first, second);
    for (int done = 0; done < filled; firstColumn += 2, firstStart = 0) {
      int rows = rowCount - firstStart < filled - done ? (int)(rowCount - firstStart) : filled - done;
      double *target = out + firstColumn * leadingDimension + firstStart;
      memcpy(target, first + done, sizeof(double) * (size_t)rows);
      if (firstColumn + 1 < columnCount) memcpy(target + leadingDimension, second + done, sizeof(double) * (size_t)rows);
      done += rows;
    }
  }
}
