// The elementwise passes of one minibatch step, on column-major batch x d arrays.
#ifndef TPK_MINIBATCH_H
#define TPK_MINIBATCH_H
#include <stdint.h>

// residual[b] = sum_j sigma(z_bj) - sigma(z_bj + y_bj), sigma PReLU with the given slope; returns the sum of squares.
// z = X V and y = X (V* - V): near the teacher the difference is formed from y, not from two nearly equal outputs.
double tpk_prelu_residual(int64_t batch, int64_t d, double slope, const double *z, const double *y, double *residual);

// z_bj <- residual[b] sigma'(z_bj), with sigma'(0) = slope.
void tpk_prelu_backpropagate(int64_t batch, int64_t d, double slope, const double *residual, double *z);

#endif
