// arcsin and its remainder R3(x) = arcsin x - x on arrays.
//
// One polynomial serves both: arcsin s = s + s t P(t), t = s^2, for s in [0, 1/2]; beyond, arcsin x = pi/2 - 2 arcsin s with
// s = sqrt((1 - x)/2). Plain C, vectorised by the compiler for each processor level: SLEEF's wide arcsin cannot be called
// from a file that is not compiled for wide vectors as a whole (how such an argument is passed follows from the file's flags,
// not from a function's target attribute), and its 128-bit one is four times slower.
#include "dispatch.h"
#include "vector_kernels.h"
#include <math.h>

// P on [0, 1/4]: Chebyshev fit in 40 digits, absolute error 1e-18.
static const double p[] = {
    0.16666666666666666,
    0.075000000000001177,
    0.044642857142551895,
    0.03038194447553234,
    0.022372157443507221,
    0.017352816540325496,
    0.01396378001220357,
    0.011566459612121669,
    0.0096218429701002816,
    0.0093195607947674456,
    0.0030448799094556773,
    0.019554513336123378,
    -0.019241671746743041,
    0.029612011264955121};

typedef struct { double arcsine, remainder; } parts;

static inline __attribute__((always_inline)) parts evaluate(double x) {
  const double quarterTurn = 0x1.921fb54442d18p0, quarterTurnTail = 0x1.1a62633145c07p-54;
  double size = fabs(x);
  int small = size <= 0.5;
  double t = small ? size * size : 0.5 * (1 - size);
  double s = small ? size : __builtin_elementwise_sqrt(t);
  double sum = p[13];
  for (int k = 12; k >= 0; k--) sum = sum * t + p[k];
  double rest = s * t * sum;
  double head = quarterTurn - 2 * s;
  double tail = ((quarterTurn - head) - 2 * s) + (quarterTurnTail - 2 * rest);  // what head's rounding lost comes first
  double arcsine = small ? s + rest : head + tail;
  double remainder = small ? rest : (head - size) + tail;
  parts out = {copysign(arcsine, x), copysign(remainder, x)};
  return out;
}

TPK_CLONES void tpk_asin(int64_t n, const double *x, double *y) {
  for (int64_t i = 0; i < n; i++) y[i] = evaluate(x[i]).arcsine;
}

TPK_CLONES void tpk_arcsine_remainder(int64_t n, const double *x, double *y) {
  for (int64_t i = 0; i < n; i++) y[i] = evaluate(x[i]).remainder;
}

TPK_CLONES void tpk_sqrt(int64_t n, const double *x, double *y) {
  for (int64_t i = 0; i < n; i++) y[i] = __builtin_elementwise_sqrt(x[i]);
}
