// Work shared by a few threads that wait busily for a moment between pieces, so that handing out 20 microseconds of work pays.
#ifndef TPK_POOL_H
#define TPK_POOL_H
#include <stdint.h>

// One part of a piece of work.
typedef void (*tpk_part)(void *context, int part);

// Runs `part` for 0 ..< parts on the calling thread and the pool's; returns when all are done. Which thread runs a part is
// not determined, so each must write to its own place. A call while the pool is at work runs all parts on the calling thread.
void tpk_parallel(int parts, tpk_part part, void *context);

// Other work to be done in the same go, begun first: few long parts, which the short ones then fill up.
typedef struct {
  int parts;
  tpk_part part;
  void *context;
} tpk_beside;

// Threads that share the work, the calling one included; at most 64, and never fewer than 1.
int tpk_threads(void);

// The same for work that the calling thread begins, whatever others do; 0 takes it back. Gives what was set before.
int tpk_set_own_threads(int count);

#endif
