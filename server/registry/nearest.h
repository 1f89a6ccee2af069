/* "Did you mean": the candidate nearest to a mistyped name.
 *
 *     Nearest nearest = nearest_start(wrong);
 *     for each known name: nearest_offer(&nearest, name);
 *     Str hint = nearest_found(&nearest);
 */
#ifndef BLUETICK_REGISTRY_NEAREST_H
#define BLUETICK_REGISTRY_NEAREST_H

#include "base/str.h"

/* Names beyond this length are near to nothing: keeps the cost of hostile input flat. */
enum { NEAREST_LENGTH_MAX = 64 };

typedef struct Nearest {
    Str wrong;
    Str found;
    uint32_t distance; /* of `found` */
} Nearest;

Nearest nearest_start(Str wrong);

/* Of two equally near names the first offered wins. */
void nearest_offer(Nearest *nearest, Str candidate);

/* Offers `shown` at the distance of `compared`: "io/missing-timeout" for "missing-timeout". */
void nearest_offer_as(Nearest *nearest, Str compared, Str shown);

/* Empty when nothing was within a third of the name's length (at least one edit). */
Str nearest_found(const Nearest *nearest);

/* Edits (insert, delete, replace, swap of neighbours) that turn a into b, ASCII case ignored;
 * anything above `limit` may come back as limit + 1. O(len a x len b), lengths capped. */
uint32_t damerau_distance(Str a, Str b, uint32_t limit);

#endif
