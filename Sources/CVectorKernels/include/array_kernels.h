// Functions of the theory on whole arrays, vectorised, dispatched at run time.
#ifndef TPK_ARRAY_KERNELS_H
#define TPK_ARRAY_KERNELS_H
#include <stdint.h>

// h[i] = sqrt(1 - c^2) + c arcsin c at c = c[i], |c| <= 1: the loss's kernel as a function of the cosine, at most 1 ulp off.
void tpk_loss_kernel(int64_t n, const double *c, double *h);

#endif
