// How shared work is cut into parts.
#ifndef TPK_PARTS_H
#define TPK_PARTS_H
#include <stdint.h>

enum { MOST_PARTS = 64 };

static inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

// The first of n items of part `part` of `parts`, in multiples of `grain`.
static inline int64_t cut(int64_t n, int parts, int part, int64_t grain) {
  int64_t grains = (n + grain - 1) / grain;
  return smaller(n, grains * part / parts * grain);
}

#endif
