#ifndef C_VECTOR_KERNELS_H
#define C_VECTOR_KERNELS_H
#include "array_kernels.h"
#include "backend.h"
#include "single_norms.h"
#include "lanczos.h"
#include "minibatch.h"
#include "gram_pairs.h"
#include "parallel.h"
#include "philox.h"
#include "pool.h"
#include "vector_kernels.h"
#endif
