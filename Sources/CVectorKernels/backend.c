// Which library a symbol of this process comes from: dladdr, which glibc shows to C only under _GNU_SOURCE.
#define _GNU_SOURCE
#include "backend.h"
#include <dlfcn.h>

const char *tpk_library_of(const char *symbol) {
  void *address = dlsym(RTLD_DEFAULT, symbol);
  Dl_info info;
  return address && dladdr(address, &info) ? info.dli_fname : 0;
}
