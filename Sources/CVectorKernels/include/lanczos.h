// The vector work of one Lanczos iteration.
#ifndef TPK_LANCZOS_H
#define TPK_LANCZOS_H
#include <stdint.h>

// What an iteration adds to the tridiagonal matrix, and how long the image was before anything was taken from it.
typedef struct { double diagonal, coupling, length; } tpk_lanczos_entry;

// Takes from `image` its components along the `count` orthonormal vectors of `basis` (n entries each), a second time when what
// is left is at most `cancellation` of its length. The diagonal entry is the component along the last one. `projections` is room
// for 2 count entries.
tpk_lanczos_entry tpk_lanczos_orthogonalize(
    int64_t n, int64_t count, const double *basis, double cancellation, double *image, double *projections);

// y[i] = x[i] / divisor.
void tpk_quotient(int64_t n, const double *x, double divisor, double *y);

#endif
