/* Sets of paths as texts. Knows nothing of queries. */
#include "semantics/path_set.h"

bool path_set_next(Str set, uint32_t *at, Str *path) {
    if (*at >= set.len) {
        return false;
    }
    Str rest = str_slice(set, *at, set.len);
    uint32_t length = str_find_byte(rest, ';');
    *path = str_slice(rest, 0, length);
    *at += length + 1;
    return true;
}

bool path_set_has(Str set, Str path) {
    Str item;
    for (uint32_t at = 0; path_set_next(set, &at, &item);) {
        if (str_equal(item, path)) {
            return true;
        }
    }
    return false;
}

static Str joined(Str left, Str right, const char *between, Arena *mem) {
    if (left.len == 0 || right.len == 0) {
        return left.len ? left : right;
    }
    return arena_format(mem, "%.*s%s%.*s", STR_ARG(left), between, STR_ARG(right));
}

Str path_set_add(Str set, Str path, Arena *mem) {
    if (path.len == 0 || path_set_has(set, path)) {
        return set;
    }
    uint32_t before = 0;
    Str item;
    for (uint32_t at = 0; path_set_next(set, &at, &item) && str_compare(item, path) < 0;) {
        before = at;
    }
    Str head = before == 0 ? (Str){"", 0} : str_slice(set, 0, before - 1);
    return joined(joined(head, path, ";", mem), str_slice(set, before, set.len), ";", mem);
}

Str path_set_union(Str a, Str b, Arena *mem) {
    Str out = a;
    Str item;
    for (uint32_t at = 0; path_set_next(b, &at, &item);) {
        out = path_set_add(out, item, mem);
    }
    return out;
}

Str path_set_intersection(Str a, Str b, Arena *mem) {
    if (str_equal(a, b)) {
        return a;
    }
    Str out = {"", 0};
    Str item;
    for (uint32_t at = 0; path_set_next(a, &at, &item);) {
        out = path_set_has(b, item) ? joined(out, item, ";", mem) : out;
    }
    return out;
}

static bool is_marked(Str path) {
    unsigned char first = path.len ? (unsigned char)path.ptr[0] : 'a';
    bool letter = (first | 32) >= 'a' && (first | 32) <= 'z';
    return !letter && first != '_' && first < 0x80;
}

Str path_set_below(Str set, Str prefix, Arena *mem) {
    Str out = {"", 0};
    Str item;
    for (uint32_t at = 0; path_set_next(set, &at, &item);) {
        uint32_t mark = is_marked(item) ? 1 : 0;
        Str path = str_slice(item, mark, item.len);
        if (path.len > prefix.len && path.ptr[prefix.len] == '.' && str_starts_with(path, prefix)) {
            Str rest = str_slice(path, prefix.len + 1, path.len);
            Str kept = mark ? arena_format(mem, "%c%.*s", item.ptr[0], STR_ARG(rest)) : rest;
            out = path_set_add(out, kept, mem);
        }
    }
    return out;
}

Str path_set_under(Str set, Str prefix, Arena *mem) {
    Str out = {"", 0};
    Str item;
    for (uint32_t at = 0; path_set_next(set, &at, &item);) {
        uint32_t mark = is_marked(item) ? 1 : 0;
        Str path = access_path_join(prefix, str_slice(item, mark, item.len), mem);
        Str kept = mark ? arena_format(mem, "%c%.*s", item.ptr[0], STR_ARG(path)) : path;
        out = path_set_add(out, kept, mem);
    }
    return out;
}

Str path_set_without(Str set, char mark, Arena *mem) {
    Str out = {"", 0};
    Str item;
    for (uint32_t at = 0; path_set_next(set, &at, &item);) {
        out = item.len && item.ptr[0] == mark ? out : joined(out, item, ";", mem);
    }
    return out;
}

Str access_path_join(Str path, Str name, Arena *mem) {
    return joined(path, name, ".", mem);
}
