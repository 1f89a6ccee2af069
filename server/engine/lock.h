/* A lock for a few instructions: a pointer swapped, a table probed. Never held over a parse, an
 * analysis or an allocation that may be large. libuv's mutexes live in io/, which the engine may
 * not see; for sections this short a flag is enough. */
#ifndef BLUETICK_ENGINE_LOCK_H
#define BLUETICK_ENGINE_LOCK_H

#include <stdatomic.h>

typedef struct Lock {
    atomic_flag taken;
} Lock;

static inline void lock_init(Lock *lock) {
    atomic_flag_clear_explicit(&lock->taken, memory_order_relaxed);
}
static inline void lock_take(Lock *lock) {
    while (atomic_flag_test_and_set_explicit(&lock->taken, memory_order_acquire)) {
    }
}
static inline void lock_give(Lock *lock) {
    atomic_flag_clear_explicit(&lock->taken, memory_order_release);
}

#endif
