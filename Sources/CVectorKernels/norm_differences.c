// |v*_j| - |v_j| from squares in twice the working precision: (|v*_j|^2 - |v_j|^2) / (|v*_j| + |v_j|), all in double-double
// arithmetic (Hida, Li and Bailey 2001) on 8 columns at once. One column at a time the divisions' latency is what a small
// step waits for.
#include "dispatch.h"
#include "vector_kernels.h"

#pragma clang fp contract(off)

#define INLINE static inline __attribute__((always_inline))

typedef struct { double high, low; } pair;

INLINE pair sum_of(double a, double b) {
  double sum = a + b, back = sum - a;
  return (pair){sum, (a - (sum - back)) + (b - back)};
}

INLINE pair add(pair x, pair y) {
  pair heads = sum_of(x.high, y.high), tails = sum_of(x.low, y.low), first = sum_of(heads.high, heads.low + tails.high);
  return sum_of(first.high, first.low + tails.low);
}

INLINE pair subtract(pair x, pair y) { return add(x, (pair){-y.high, -y.low}); }

INLINE pair times(double x, pair y) {
  double product = x * y.high;
  return sum_of(product, __builtin_fma(x, y.high, -product) + x * y.low);
}

// Zero for a square that is not positive, and what is not finite as it is. Plain choices, so that 8 columns go through alike.
INLINE pair root_of(pair x) {
  const double largest = 0x1.fffffffffffffp1023;
  int isPlain = x.high > 0 && x.high <= largest;
  double root = __builtin_elementwise_sqrt(isPlain ? x.high : 1.0), product = root * root;
  pair square = {product, __builtin_fma(root, root, -product)};
  pair out = sum_of(root, subtract(x, square).high / (2 * root));
  double other = x.high <= 0 ? 0 : x.high;
  out.high = isPlain ? out.high : other;
  out.low = isPlain ? out.low : 0;
  return out;
}

INLINE pair quotient(pair x, pair y) {
  double first = x.high / y.high;
  pair rest = subtract(x, times(first, y));
  double second = rest.high / y.high;
  pair remaining = subtract(rest, times(second, y));
  return add(sum_of(first, second), (pair){remaining.high / y.high, 0});
}

TPK_CLONES void tpk_norm_differences(int64_t n, const tpk_norms *columns) {
  tpk_norms c = *columns;
  const double *restrict square = c.square, *restrict squareLow = c.squareLow;
  const double *restrict target = c.targetSquare, *restrict targetLow = c.targetSquareLow;
  double *restrict norm = c.norm, *restrict difference = c.difference, *restrict differenceLow = c.differenceLow;
  for (int64_t j = 0; j < n; j++) {
    pair own = {square[j], squareLow[j]}, other = {target[j], targetLow[j]};
    pair root = root_of(own), sum = add(root_of(other), root), rise = quotient(subtract(other, own), sum);
    norm[j] = root.high;
    difference[j] = sum.high > 0 ? rise.high : 0;
    differenceLow[j] = sum.high > 0 ? rise.low : 0;
  }
}
