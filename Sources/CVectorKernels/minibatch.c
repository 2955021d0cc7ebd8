// The elementwise passes of one minibatch step.
#include "minibatch.h"
#include "dispatch.h"

TPK_CLONES double tpk_prelu_residual(
    int64_t batch, int64_t d, double slope, const double *z, const double *y, double *residual) {
  for (int64_t b = 0; b < batch; b++) residual[b] = 0;
  for (int64_t j = 0; j < d; j++) {
    const double *zj = z + j * batch, *yj = y + j * batch;
    for (int64_t b = 0; b < batch; b++) {
      double moved = zj[b] + yj[b];
      double here = zj[b] > 0 ? zj[b] : slope * zj[b];
      double there = moved > 0 ? moved : slope * moved;
      double across = there - here;
      double same = zj[b] > 0 ? yj[b] : slope * yj[b];
      residual[b] -= (zj[b] > 0) == (moved > 0) ? same : across;
    }
  }
  double sum = 0;
  for (int64_t b = 0; b < batch; b++) sum += residual[b] * residual[b];
  return sum;
}

TPK_CLONES void tpk_prelu_backpropagate(int64_t batch, int64_t d, double slope, const double *residual, double *z) {
  for (int64_t j = 0; j < d; j++) {
    double *zj = z + j * batch;
    for (int64_t b = 0; b < batch; b++) zj[b] = residual[b] * (zj[b] > 0 ? 1.0 : slope);
  }
}
