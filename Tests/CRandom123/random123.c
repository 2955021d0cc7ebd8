// Without the header the package still builds, for those who build all of it but run no tests; the tests then say what is
// missing.
#include "CRandom123.h"

#if __has_include(<Random123/philox.h>)
#include <Random123/philox.h>

int random123_is_here(void) { return 1; }

void random123_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  philox4x32_ctr_t c = {{counter[0], counter[1], counter[2], counter[3]}};
  philox4x32_key_t k = {{key[0], key[1]}};
  philox4x32_ctr_t words = philox4x32_R(10, c, k);
  for (int i = 0; i < 4; i++) out[i] = words.v[i];
}
#else
int random123_is_here(void) { return 0; }

void random123_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  (void)counter;
  (void)key;
  for (int i = 0; i < 4; i++) out[i] = 0;
}
#endif
