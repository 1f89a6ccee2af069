/* The distance between names. Knows no names of its own. */
#include "registry/nearest.h"

static char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

typedef struct Rows {
    uint32_t before_last[NEAREST_LENGTH_MAX + 1];
    uint32_t last[NEAREST_LENGTH_MAX + 1];
    uint32_t now[NEAREST_LENGTH_MAX + 1];
} Rows;

static void fill_row(Rows *rows, Str a, Str b, uint32_t i) {
    rows->now[0] = i;
    for (uint32_t j = 1; j <= b.len; j++) {
        uint32_t replaced = rows->last[j - 1] + (lower(a.ptr[i - 1]) != lower(b.ptr[j - 1]));
        uint32_t best = least(replaced, 1 + least(rows->last[j], rows->now[j - 1]));
        if (i > 1 && j > 1 && lower(a.ptr[i - 1]) == lower(b.ptr[j - 2]) &&
            lower(a.ptr[i - 2]) == lower(b.ptr[j - 1])) {
            best = least(best, rows->before_last[j - 2] + 1);
        }
        rows->now[j] = best;
    }
}

uint32_t damerau_distance(Str a, Str b, uint32_t limit) {
    if (a.len > NEAREST_LENGTH_MAX || b.len > NEAREST_LENGTH_MAX) {
        return limit + 1;
    }
    uint32_t difference = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (difference > limit) {
        return limit + 1;
    }
    Rows rows = {0};
    for (uint32_t j = 0; j <= b.len; j++) {
        rows.last[j] = j;
    }
    for (uint32_t i = 1; i <= a.len; i++) {
        fill_row(&rows, a, b, i);
        memcpy(rows.before_last, rows.last, sizeof rows.last);
        memcpy(rows.last, rows.now, sizeof rows.now);
    }
    return rows.last[b.len];
}

Nearest nearest_start(Str wrong) {
    uint32_t allowed = wrong.len / 3 > 1 ? wrong.len / 3 : 1;
    return (Nearest){wrong, STR(""), allowed + 1};
}

void nearest_offer_as(Nearest *nearest, Str compared, Str shown) {
    if (nearest->distance == 0) {
        return;
    }
    uint32_t distance = damerau_distance(nearest->wrong, compared, nearest->distance - 1);
    if (distance < nearest->distance) {
        nearest->distance = distance;
        nearest->found = shown;
    }
}

void nearest_offer(Nearest *nearest, Str candidate) {
    nearest_offer_as(nearest, candidate, candidate);
}

Str nearest_found(const Nearest *nearest) {
    return nearest->found;
}
