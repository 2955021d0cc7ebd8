#ifndef TPK_BACKEND_H
#define TPK_BACKEND_H
// The file that provides a symbol to this process, or NULL. Owned by the dynamic linker.
const char *tpk_library_of(const char *symbol);
#endif
