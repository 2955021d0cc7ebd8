#include "lanczos.h"
#include "dispatch.h"
#include <cblas.h>
#include <math.h>

// BLAS' own norm guards against over- and underflow entry by entry, at ten times the cost: it is asked where that matters only.
static double length_of(int64_t n, const double *x) {
  double square = cblas_ddot((int)n, x, 1, x, 1);
  return square > 1e-200 && square < 1e200 ? sqrt(square) : cblas_dnrm2((int)n, x, 1);
}

static void take_away(int64_t n, int64_t count, const double *basis, double *image, double *projections) {
  cblas_dgemv(CblasColMajor, CblasTrans, (int)n, (int)count, 1, basis, (int)n, image, 1, 0, projections, 1);
  cblas_dgemv(CblasColMajor, CblasNoTrans, (int)n, (int)count, -1, basis, (int)n, projections, 1, 1, image, 1);
}

tpk_lanczos_entry tpk_lanczos_orthogonalize(
    int64_t n, int64_t count, const double *basis, double cancellation, double *image, double *projections) {
  tpk_lanczos_entry entry = {0, 0, length_of(n, image)};
  take_away(n, count, basis, image, projections);
  entry.diagonal = projections[count - 1];
  entry.coupling = length_of(n, image);
  if (entry.coupling <= cancellation * entry.length) {  // what is left has lost digits: once more
    take_away(n, count, basis, image, projections + count);
    entry.coupling = length_of(n, image);
  }
  return entry;
}

TPK_CLONES void tpk_quotient(int64_t n, const double *x, double divisor, double *y) {
  for (int64_t i = 0; i < n; i++) y[i] = x[i] / divisor;
}
