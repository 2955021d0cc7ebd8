// Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011) and normal draws from it.
#ifndef TPK_PHILOX_H
#define TPK_PHILOX_H
#include <stdint.h>

// One block: four random words from a counter and a key.
void tpk_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

// Fills a column-major rowCount x columnCount block with N(0, 1) draws. Entry (row, column) is one half of the block at
// counter (column / 2, firstRow + row, step low, step high): the same bits on every machine, however rows are split.
void tpk_normals(
    uint32_t key0, uint32_t key1, uint64_t step, uint32_t firstRow, int64_t rowCount, int64_t columnCount,
    double *out, int64_t leadingDimension);

#endif
