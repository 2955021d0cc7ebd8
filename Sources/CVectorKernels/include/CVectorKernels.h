#ifndef C_VECTOR_KERNELS_H
#define C_VECTOR_KERNELS_H
#include "array_kernels.h"
#include "backend.h"
#include "minibatch.h"
#include "philox.h"
#include "vector_kernels.h"
#endif
