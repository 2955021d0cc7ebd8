// BLAS products and passes over columns, shared by the pool's threads.
#ifndef TPK_PARALLEL_H
#define TPK_PARALLEL_H
#include "gram_pairs.h"
#include "pool.h"
#include <stdint.h>

// C = alpha op(A) op(B) + beta C, column blocks of C in parallel. op is transposition when the flag is set.
void tpk_product(
    int transposeA, int transposeB, int64_t m, int64_t n, int64_t k, double alpha, const double *a, int64_t lda,
    const double *b, int64_t ldb, double beta, double *c, int64_t ldc);

// Lower triangle of C (n x n) = alpha A^T A + beta C for a k x n matrix; with `both`, C = alpha (A^T B + B^T A) + beta C.
void tpk_symmetric_product(
    int both, int64_t n, int64_t k, double alpha, const double *a, const double *b, double beta, double *c);

// A^T B and the lower triangle of B^T B in one go, for n x n matrices.
void tpk_gram_products(int64_t n, const double *a, const double *b, double *cross, double *square);

// Lower triangle of C (n x n) = A A^T for an n x k matrix.
void tpk_row_gram(int64_t n, int64_t k, const double *a, double *c);

// A minibatch forward: Z = X V, Y = X D, residual[b] = sum_j sigma(z_bj) - sigma(z_bj + y_bj), PReLU with the given slope;
// returns the sum of squares. `partial` has room for batch entries per thread.
double tpk_batch_forward(
    int64_t batch, int64_t d, double slope, const double *x, const double *v, const double *displacement, double *z,
    double *y, double *residual, double *partial);

// And backward: Q = residual sigma'(Z) (sigma'(0) = slope) and W += alpha X^T Q.
void tpk_batch_backward(
    int64_t batch, int64_t d, double slope, double alpha, const double *x, const double *z, const double *residual,
    double *q, double *w);

// Fills a batch x d block with the draws of a step, column pairs in parallel: the bits of tpk_normals.
void tpk_batch_normals(uint32_t key0, uint32_t key1, uint64_t step, int64_t rowCount, int64_t columnCount, double *out);

// y[i] = beta y[i] + x[i].
void tpk_scaled_sum(int64_t n, double beta, const double *x, double *y);

// D = W* - W and V = W, plus the identity when asked for; n x n.
void tpk_displace(
    int64_t n, int addsIdentity, const double *teacher, const double *student, double *displacement, double *neurons);

// 1 when every |x[i]| <= limit, 0 when one is larger or not a number.
int tpk_all_within(int64_t n, double limit, const double *x);

// y = W W^T x, each column read once. `partial` has room for n entries per thread.
void tpk_gram_apply(int64_t n, const double *w, const double *x, double *y, double *partial, int isParallel);

// y = A x with A = V* \bar V*^T - V \bar V^T, without cancellation near W*: D alpha + V epsilon with
// alpha_i = \bar v*_i . x and epsilon_i = (\bar v*_i - \bar v_i) . x. Each column of V and D is read once.
typedef struct {
  const double *neurons, *displacement;                         // V, D, n x n
  const double *norm, *teacherNorm, *normDifference;  // one per neuron
} tpk_neurons;
void tpk_auxiliary_apply(int64_t n, const tpk_neurons *p, const double *x, double *y, double *partial, int isParallel);

// y = D a + V b and along[j] = v_j . s, each column of V and D read once.
void tpk_combine(
    int64_t n, const double *v, const double *d, const double *a, const double *b, const double *s, double *y,
    double *along, double *partial);

// Parts that tpk_gram_pairs_all cuts the pairs of n neurons into: a number that depends on n alone.
int tpk_gram_parts(int64_t n);

// All pairs: their sums, and for each i the sums over j of c*_ij and of c*_ij - c_ij. The sums do not depend on the number of
// threads. `partial` has room for 2 (n + TPK_GRAM_PADDING) entries for each part, `parts` for one.
void tpk_gram_pairs_all(
    const tpk_gram *gram, tpk_gram_sums *parts, double *partial, tpk_gram_sums *sums, double *cosineSums,
    double *differenceSums, tpk_beside beside);

#endif
