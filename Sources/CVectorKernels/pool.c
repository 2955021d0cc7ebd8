// A ticket is (generation, next part) in one word: a part is claimed by a compare-and-swap that fails as soon as the
// generation has moved on, so a thread that comes late can never claim a part of other work.
#define _GNU_SOURCE
#include "pool.h"
#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { MOST_THREADS = 64, SPINS_BEFORE_SLEEP = 3000, SPINS_BEFORE_YIELD = 2000 };
static const uint64_t CLOSED = 0xffffffffu;

static _Atomic uint64_t ticket = 0xffffffffu;
static _Atomic int remaining, sleeping, busy;
static _Atomic(tpk_part) currentPart;
static _Atomic(void *) currentContext;
static _Atomic int currentParts;
static _Atomic int currentThreads;  // threads that share the work at hand, the caller included
static int started = 1;             // threads there are, the caller included; changed by whoever holds `busy`
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// Claims and runs parts of the given generation until there are none.
static void take_parts(uint64_t generation) {
  uint64_t seen = atomic_load_explicit(&ticket, memory_order_acquire);
  while (seen >> 32 == generation) {
    tpk_part part = atomic_load_explicit(&currentPart, memory_order_relaxed);
    void *context = atomic_load_explicit(&currentContext, memory_order_relaxed);
    int parts = atomic_load_explicit(&currentParts, memory_order_relaxed);
    uint64_t index = seen & CLOSED;
    if (index >= (uint64_t)parts) return;
    if (!atomic_compare_exchange_weak_explicit(&ticket, &seen, seen + 1, memory_order_acq_rel, memory_order_acquire))
      continue;
    part(context, (int)index);
    atomic_fetch_sub_explicit(&remaining, 1, memory_order_release);
    seen = atomic_load_explicit(&ticket, memory_order_acquire);
  }
}

static int takes_part(int index) { return index < atomic_load_explicit(&currentThreads, memory_order_relaxed); }

static void *work(void *argument) {
  int index = (int)(intptr_t)argument;
  uint64_t generation = atomic_load(&ticket) >> 32;
  int spins = 0;
  for (;;) {
    uint64_t seen = atomic_load_explicit(&ticket, memory_order_acquire);
    if (seen >> 32 != generation && (seen & CLOSED) != CLOSED && takes_part(index)) {
      generation = seen >> 32;
      take_parts(generation);
      spins = 0;
    } else if (++spins < SPINS_BEFORE_SLEEP) {
      if (spins < SPINS_BEFORE_YIELD) pause_briefly(); else sched_yield();  // on a busy machine others go first
    } else {
      pthread_mutex_lock(&mutex);
      atomic_fetch_add(&sleeping, 1);
      while (atomic_load(&ticket) >> 32 == generation || (atomic_load(&ticket) & CLOSED) == CLOSED || !takes_part(index))
        pthread_cond_wait(&wake, &mutex);
      atomic_fetch_sub(&sleeping, 1);
      pthread_mutex_unlock(&mutex);
      spins = 0;
    }
  }
  return 0;
}

static int from_environment(const char *name) {
  const char *text = getenv(name);
  int count = text ? atoi(text) : 0;
  return count > 0 ? count : 0;
}

static _Thread_local int own;  // what work that this thread begins is shared among; 0: as everywhere else

int tpk_set_own_threads(int count) {
  int before = own;
  own = count < 0 ? 0 : count > MOST_THREADS ? MOST_THREADS : count;
  return before;
}

int tpk_threads(void) {
  static _Atomic int everywhere;  // 0: not decided yet
  if (own > 0) return own;
  int count = atomic_load(&everywhere);
  if (count == 0) {
    count = from_environment("OPENBLAS_NUM_THREADS");
    if (!count) count = from_environment("OMP_NUM_THREADS");
    if (!count) {
      cpu_set_t set;
      count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    }
    count = count < 1 ? 1 : count > MOST_THREADS ? MOST_THREADS : count;
    atomic_store(&everywhere, count);
  }
  return count;
}

// BLAS calls come from several threads at once from now on: OpenBLAS must not bring its own besides.
static void leave_threads_to_us(void) {
  void (*set)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "openblas_set_num_threads");
  if (set) set(1);
}

void tpk_parallel(int parts, tpk_part part, void *context) {
  int count = tpk_threads();
  int idle = 0;
  if (parts <= 1 || count == 1 || !atomic_compare_exchange_strong(&busy, &idle, 1)) {
    for (int i = 0; i < parts; i++) part(context, i);
    return;
  }
  if (started < count) leave_threads_to_us();
  while (started < count) {
    pthread_t thread;
    if (pthread_create(&thread, 0, work, (void *)(intptr_t)started) != 0) break;  // fewer threads do the same work
    pthread_detach(thread);
    started++;
  }
  uint64_t generation = (atomic_load(&ticket) >> 32) + 1;
  atomic_store(&ticket, generation << 32 | CLOSED);  // nobody can claim while the work is exchanged
  atomic_store_explicit(&currentPart, part, memory_order_relaxed);
  atomic_store_explicit(&currentContext, context, memory_order_relaxed);
  atomic_store_explicit(&currentParts, parts, memory_order_relaxed);
  atomic_store_explicit(&currentThreads, count, memory_order_relaxed);
  atomic_store_explicit(&remaining, parts, memory_order_relaxed);
  generation++;
  atomic_store(&ticket, generation << 32);
  if (atomic_load(&sleeping) > 0) {
    pthread_mutex_lock(&mutex);
    pthread_cond_broadcast(&wake);
    pthread_mutex_unlock(&mutex);
  }
  take_parts(generation & CLOSED);
  for (int spins = 0; atomic_load_explicit(&remaining, memory_order_acquire) > 0; spins++) {
    if (spins < SPINS_BEFORE_YIELD) pause_briefly(); else sched_yield();
  }
  atomic_store(&busy, 0);
}
