// Every pair's part of the theory's scalars from Gram matrices of the teacher and the displacement (theory.md sections 2, 4, 10).
#ifndef TPK_GRAM_PAIRS_H
#define TPK_GRAM_PAIRS_H
#include <stdint.h>

// Arrays of one number for each neuron are read in whole vectors: how many zeros follow the last.
#define TPK_GRAM_PADDING 8

// The Gram matrices at a point (n x n, column-major) and what is known of each neuron.
typedef struct {
  int64_t n;
  const double *teacherGram;       // M = V*^T V*, lower triangle
  const double *teacherCross;      // P = V*^T D
  const double *displacementGram;  // E = D^T D, lower triangle
  // Per neuron, n entries and TPK_GRAM_PADDING zeros each:
  const double *norm, *inverseNorm;                // |v_i|
  const double *teacherNorm, *inverseTeacherNorm;  // |v*_i|
  const double *normDifference;                    // |v*_i| - |v_i|
  const double *along;                             // \bar v_i . D_i
} tpk_gram;

// Sums over the unordered pairs of a part, both orders (i, j) and (j, i) included.
typedef struct {
  double first;          // sum of <first_j's pair part, D_j>, without f_A(j) \bar v_j . D_j
  double higher;         // sum of <higher_j's pair part, D_j>
  double rate;           // sum of the pair parts of <\bar v_j, A(j) \bar v_j>
  double studentKernel;  // sum of |v_i| |v_j| G(c_ij), G(c) = sqrt(1-c^2) + c arcsin c - 1
  double crossKernel;    // sum of |v*_i| |v_j| G(c*_ij)
  double largestCosine;  // max of |c_ij| and |c*_ij|
} tpk_gram_sums;

// The pairs (i, j), i > j, with `from` <= j < `to`. Adds c*_ij to cosineSums[i] and c*_ij - c_ij to differenceSums[i], both
// orders included: n entries and room for TPK_GRAM_PADDING more each. What is above the triangles is not used.
void tpk_gram_pairs(
    const tpk_gram *gram, int64_t from, int64_t to, tpk_gram_sums *sums, double *cosineSums, double *differenceSums);

#endif
