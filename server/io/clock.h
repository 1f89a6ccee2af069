/* Monotonic time: for limits and progress, never for results. */
#ifndef BLUETICK_IO_CLOCK_H
#define BLUETICK_IO_CLOCK_H

#include <stdint.h>

uint64_t clock_now_ns(void);
uint64_t clock_now_ms(void);

#endif
