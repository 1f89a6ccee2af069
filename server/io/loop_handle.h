/* What io/loop.c and io/stream.c share: the loop with libuv in sight. Not for other rooms. */
#ifndef BLUETICK_IO_LOOP_HANDLE_H
#define BLUETICK_IO_LOOP_HANDLE_H

#include "io/loop.h"

#include <uv.h>

struct Loop {
    uv_loop_t uv;
};

#endif
