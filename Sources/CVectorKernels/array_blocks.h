// Array kernels that are cheaper at arguments up to 1/2, where no square root is needed.
#ifndef TPK_ARRAY_BLOCKS_H
#define TPK_ARRAY_BLOCKS_H
#include <math.h>
#include <stdint.h>

// y[i] = SMALL in every block whose arguments are all within 1/2, as the cosines of nearly all pairs of neurons in many
// dimensions are, and ANY in the others. Both are expressions in i. Two vectors in flight hide each other's latency.
// x and y may be the same array, but not overlap otherwise.
#define TPK_IN_BLOCKS(n, x, y, SMALL, ANY)                                                    \
  for (int64_t start = 0; start < (n); start += 64) {                                         \
    int64_t end = (n) - start < 64 ? (n) : start + 64;                                        \
    int64_t beyond = 0;                                                                       \
    for (int64_t i = start; i < end; i++) beyond |= -(int64_t)(fabs((x)[i]) > 0.5);           \
    if (beyond) {                                                                             \
      _Pragma("clang loop vectorize(assume_safety) interleave_count(2)") for (int64_t i = start; i < end; i++) (y)[i] = ANY;   \
    } else {                                                                                  \
      _Pragma("clang loop vectorize(assume_safety) interleave_count(2)") for (int64_t i = start; i < end; i++) (y)[i] = SMALL; \
    }                                                                                         \
  }

#endif
