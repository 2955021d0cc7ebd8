// Array kernels of the theory: one pass over contiguous columns, vectorised, dispatched at run time.
#ifndef TPK_VECTOR_KERNELS_H
#define TPK_VECTOR_KERNELS_H

#include <stdint.h>

// y[i] = arcsin(x[i]), at most 1.5 ulp off, |x| <= 1.
void tpk_asin(int64_t n, const double *x, double *y);

// y[i] = sqrt(x[i]), correctly rounded.
void tpk_sqrt(int64_t n, const double *x, double *y);

// y[i] = R3(x[i]) = arcsin(x[i]) - x[i] to relative accuracy, small x included.
void tpk_arcsine_remainder(int64_t n, const double *x, double *y);

// Dot product as if in twice the working precision; the result is *high + *low.
void tpk_dot2(int64_t n, const double *x, const double *y, double *high, double *low);

// One column of D = W* - W and V = I + W (diagonal >= 0) or V = W (diagonal < 0).
// Adds the column, exactly, to the double-double sums sumHigh + sumLow.
// Returns |v|^2 as squareHigh + squareLow, in twice the working precision, and |D|^2.
typedef struct { double squareHigh, squareLow, displacementSquare; } tpk_column_scalars;
tpk_column_scalars tpk_displacement_column(
    int64_t n, int64_t diagonal, const double *teacher, const double *student,
    double *displacement, double *neuron, double *sumHigh, double *sumLow);

// All columns, shared among threads, with D u in sumHigh + sumLow. `partial` has room for 2 n entries for each of the parts,
// whose number depends on n alone.
int tpk_displacement_parts(int64_t n);
void tpk_displacement(
    int64_t n, int addsIdentity, const double *teacher, const double *student, double *displacement, double *neurons,
    tpk_column_scalars *columns, double *sumHigh, double *sumLow, double *partial);

// For each column |v*| - |v| in twice the working precision, and |v|, from the squares' high and low parts.
typedef struct {
  const double *square, *squareLow, *targetSquare, *targetSquareLow;
  double *norm, *difference, *differenceLow;
} tpk_norms;
void tpk_norm_differences(int64_t n, const tpk_norms *columns);

// The sum of n numbers given by their high and low parts, in twice the working precision; high[i] becomes high[i] + low[i].
void tpk_round_sums(int64_t n, double *high, const double *low, double *totalHigh, double *totalLow);

// The pair terms of one column j of theory.md sections 2 and 4 (entry i = j is left zero).
typedef struct {
  double *cosine;             // c*_ij = cos of the angle between teacher neuron i and student neuron j
  double *cosineDifference;   // c*_ij - c_ij
  double *arcsine;            // R3(c*_ij)
  double *arcsineDifference;  // R3(c*_ij) - R3(c_ij)
  double *sine;               // R2(c*_ij)
  double *sineDifference;     // R2(c*_ij) - R2(c_ij)
} tpk_pair_columns;

typedef struct {
  double studentKernel;  // sum over i != j of |v_i| G(c_ij),  G(c) = sqrt(1-c^2) + c arcsin c - 1
  double crossKernel;    // sum over i != j of |v*_i| G(c*_ij)
  int64_t collinear;     // how many i != j have |c| or |c*| above the given limit
} tpk_pair_sums;

// gram = column j of V^T V; cross = column j of D^T V; norms |v_i|, |v*_i| and |v*_i| - |v_i|.
// direct = column j of V*^T V, or NULL: where |v_i| is far above |v*_i|, c*_ij is taken from it, since v_i + D_i cancels.
tpk_pair_sums tpk_pair_column(
    int64_t n, int64_t j, const double *gram, const double *cross, const double *direct, const double *norm,
    const double *teacherNorm, const double *normDifference, double collinearLimit,
    tpk_pair_columns out);

// |v_i| above this many times |v*_i| counts as far above.
#define TPK_DIRECT_RATIO 4.0

// Sum over i != j with use[i] != 0 of the integrand of the loss's path integral (theory.md section 2) for column j at
// the point V + tau D, t = 1 - tau: the inner product of pair (i, j)'s part of the gradient with D_j.
// crossTransposed = column j of V^T D, displacementGram = column j of D^T D; the norms are those at that point.
double tpk_path_column(
    int64_t n, int64_t j, double t, double tau, const double *gram, const double *cross,
    const double *crossTransposed, const double *displacementGram, const double *norm,
    const double *teacherNorm, const double *normDifference, const double *use);

// y (n x n) = transpose of x (n x n), in cache-sized blocks.
void tpk_transpose(int64_t n, const double *x, double *y);

#endif
