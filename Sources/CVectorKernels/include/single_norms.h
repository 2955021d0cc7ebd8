// W W^T, W^T W and A in single precision: half the memory to read, for Lanczos iterations that need their digits in the first
// application only. Vectors come and go in double precision.
#ifndef TPK_SINGLE_NORMS_H
#define TPK_SINGLE_NORMS_H
#include <stdint.h>

// y[i] = x[i] in single precision, shared among threads.
void tpk_narrow(int64_t n, const double *x, float *y);

// Floats of room that the applications below want.
int64_t tpk_single_room(int64_t n);

// ---- applications that read whole matrices

// y = W W^T x, each column read once.
void tpk_single_gram_apply(int64_t n, const float *w, const double *x, double *y, float *room, int isParallel);

// y = A x = D alpha + V epsilon as tpk_auxiliary_apply, with V = W, or I + W, of which the identity is never rounded.
typedef struct {
  const float *weights, *displacement;                // W, D, n x n
  int addsIdentity;                                   // whether V = I + W
  const double *norm, *teacherNorm, *normDifference;  // one per neuron
} tpk_single_neurons;
void tpk_single_auxiliary_apply(
    int64_t n, const tpk_single_neurons *p, const double *x, double *y, float *room, int isParallel);

// y = A x and z = W W^T u in one pass over W and D.
void tpk_single_both_apply(
    int64_t n, const tpk_single_neurons *p, const double *x, double *y, float *room, const double *u, double *z,
    float *otherRoom);

// ---- the two symmetric matrices formed side by side

// The largest n that they are formed for.
#define TPK_FORMED_LARGEST 512
// Up to this n each is better formed by one thread, as below.
#define TPK_UNCUT_LARGEST 128

// n x n, column-major. Of M, E and T the lower triangles are read.
typedef struct {
  int64_t n;
  int addsIdentity;
  const double *neurons;           // V
  const float *singleNeurons;      // V
  const double *norm;              // |v_j|
  const double *teacherGram;       // M = V*^T V*
  const double *teacherCross;      // P = V*^T D
  const double *displacementGram;  // E = D^T D
  const float *teacherOuter;       // T = V* \bar V*^T
} tpk_formed_sources;

// `pair` has n (n + 1) entries. A = T - V \bar V^T becomes the lower triangle at `pair`, W^T W = V^T V - V - V^T + I (V^T V
// without identity) the upper one at `pair + n`; both with leading dimension n, diagonals included. Shared among threads.
void tpk_form_pair(const tpk_formed_sources *sources, float *pair);

// Each by the calling thread alone, n <= TPK_UNCUT_LARGEST; `singleNeurons` are not read.
void tpk_form_auxiliary(const tpk_formed_sources *sources, float *pair);
void tpk_form_student(const tpk_formed_sources *sources, float *pair);

// T's lower triangle, n x n, in double precision before it is rounded.
void tpk_outer_gram(int64_t n, const double *neurons, const double *norm, float *t);

// y = C x, C symmetric with the given triangle.
void tpk_single_symmetric_apply(int64_t n, int isLower, const float *c, const double *x, double *y, float *room);

#endif
