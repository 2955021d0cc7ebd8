// Random123's own Philox4x32-10 (Debian's librandom123-dev), for tests to compare with.
#ifndef C_RANDOM123_H
#define C_RANDOM123_H
#include <stdint.h>

// Whether Random123's header was there when this was compiled; without it the function below gives zeros.
int random123_is_here(void);

// One block: four random words from a counter and a key.
void random123_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

#endif
