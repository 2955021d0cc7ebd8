// OpenBLAS picks its kernels by the processor's model when it is loaded, and takes the AVX2 ones for a model that is younger
// than itself: 0.3.21 does so on AMD's Zen 5, at half the rate of its AVX-512 kernels (116 against 197 GF/s here). Newer
// versions pick as this file does. Nothing is done when the user has chosen (OPENBLAS_CORETYPE) or without AVX-512.
#define _GNU_SOURCE
#include "backend.h"
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)

static int is_avx2_core(const char *name) { return strcmp(name, "Haswell") == 0 || strcmp(name, "Zen") == 0; }

static int has_avx512(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
      && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd");
}

// After the constructors of shared libraries, OpenBLAS' own among them, and before any product.
__attribute__((constructor)) static void pick_openblas_core(void) {
  char *(*name)(void) = (char *(*)(void))dlsym(RTLD_DEFAULT, "openblas_get_corename");
  void (*start)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "gotoblas_dynamic_init");
  void (*stop)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "gotoblas_dynamic_quit");
  if (!name || !start || !stop || getenv("OPENBLAS_CORETYPE") || !has_avx512() || !is_avx2_core(name())) return;
  if (setenv("OPENBLAS_CORETYPE", "SkylakeX", 1) != 0) return;
  stop();
  start();
  unsetenv("OPENBLAS_CORETYPE");  // a program started from here decides for itself
}

#endif
