/* Knows uv_hrtime. Knows no calendar. */
#include "io/clock.h"

#include <uv.h>

uint64_t clock_now_ns(void) {
    return uv_hrtime();
}

uint64_t clock_now_ms(void) {
    return uv_hrtime() / 1000000;
}
