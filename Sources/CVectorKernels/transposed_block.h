// A small transposed copy, 4 x 4 entries at a time in registers.
#ifndef TPK_TRANSPOSED_BLOCK_H
#define TPK_TRANSPOSED_BLOCK_H
#include <stdint.h>

// y[i + j * toLead] = x[j + i * fromLead] for j < rows and i < columns: x is rows x columns.
static inline __attribute__((always_inline)) void tpk_transpose_block(
    int64_t rows, int64_t columns, const double *x, int64_t fromLead, double *y, int64_t toLead) {
  typedef double four __attribute__((vector_size(32), aligned(8)));
  int64_t i = 0;
  for (; i + 4 <= columns; i += 4) {
    const double *from = x + i * fromLead;
    int64_t j = 0;
    for (; j + 4 <= rows; j += 4) {
      four a = *(const four *)(from + j), b = *(const four *)(from + fromLead + j);
      four c = *(const four *)(from + 2 * fromLead + j), d = *(const four *)(from + 3 * fromLead + j);
      four ab = __builtin_shufflevector(a, b, 0, 4, 2, 6), ba = __builtin_shufflevector(a, b, 1, 5, 3, 7);
      four cd = __builtin_shufflevector(c, d, 0, 4, 2, 6), dc = __builtin_shufflevector(c, d, 1, 5, 3, 7);
      *(four *)(y + i + j * toLead) = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
      *(four *)(y + i + (j + 1) * toLead) = __builtin_shufflevector(ba, dc, 0, 1, 4, 5);
      *(four *)(y + i + (j + 2) * toLead) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
      *(four *)(y + i + (j + 3) * toLead) = __builtin_shufflevector(ba, dc, 2, 3, 6, 7);
    }
    for (; j < rows; j++)
      for (int k = 0; k < 4; k++) y[i + k + j * toLead] = from[j + k * fromLead];
  }
  for (; i < columns; i++)
    for (int64_t j = 0; j < rows; j++) y[i + j * toLead] = x[j + i * fromLead];
}

#endif
