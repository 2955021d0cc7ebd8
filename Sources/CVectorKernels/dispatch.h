// Compiles a function for several x86-64 levels and picks one when the program starts. Elsewhere: as it is.
#ifndef TPK_DISPATCH_H
#define TPK_DISPATCH_H
#if defined(__x86_64__)
#define TPK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define TPK_CLONES
#endif
#endif
