/* Knows how paths are spelled. Refuses to know what exists. */
#include "io/path.h"

#include "base/array.h"

typedef struct Parts ARRAY_OF(Str) Parts;

Str path_join(Str folder, Str name, Arena *mem) {
    if (path_is_absolute(name) || folder.len == 0 || str_equal(folder, STR("."))) {
        return arena_copy(mem, name);
    }
    const char *slash = folder.ptr[folder.len - 1] == '/' ? "" : "/";
    return arena_format(mem, "%.*s%s%.*s", STR_ARG(folder), slash, STR_ARG(name));
}

static void push_part(Parts *parts, Str part, bool absolute) {
    if (part.len == 0 || str_equal(part, STR("."))) {
        return;
    }
    if (str_equal(part, STR(".."))) {
        if (parts->count > 0 && !str_equal(parts->items[parts->count - 1], STR(".."))) {
            parts->count--;
            return;
        }
        if (absolute) {
            return;
        }
    }
    ARRAY_PUSH(parts, part);
}

static Parts split_parts(Str path) {
    Parts parts = {0};
    for (uint32_t at = 0; at < path.len;) {
        Str rest = str_slice(path, at, path.len);
        uint32_t length = str_find_byte(rest, '/');
        push_part(&parts, str_slice(rest, 0, length), path_is_absolute(path));
        at += length + 1;
    }
    return parts;
}

static Str join_parts(const Str *parts, uint32_t count, bool absolute, Arena *mem) {
    uint32_t length = absolute ? 1 : 0;
    for (uint32_t i = 0; i < count; i++) {
        length += parts[i].len + (i > 0 ? 1 : 0);
    }
    char *text = arena_allocate(mem, (size_t)length + 1);
    uint32_t at = 0;
    if (absolute) {
        text[at++] = '/';
    }
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) {
            text[at++] = '/';
        }
        memcpy(text + at, parts[i].ptr, parts[i].len);
        at += parts[i].len;
    }
    text[at] = '\0';
    return (Str){text, at};
}

Str path_normalize(Str path, Arena *mem) {
    Parts parts = split_parts(path);
    bool absolute = path_is_absolute(path);
    Str normal = parts.count == 0 ? arena_copy(mem, absolute ? STR("/") : STR("."))
                                  : join_parts(parts.items, parts.count, absolute, mem);
    ARRAY_RELEASE(&parts);
    return normal;
}

Str path_absolute(Str path, Str base, Arena *mem) {
    return path_normalize(path_join(base, path, mem), mem);
}

static uint32_t common_parts(const Parts *a, const Parts *b) {
    uint32_t common = 0;
    while (common < a->count && common < b->count &&
           str_equal(a->items[common], b->items[common])) {
        common++;
    }
    return common;
}

Str path_relative(Str path, Str base, Arena *mem) {
    Parts to = split_parts(path);
    Parts from = split_parts(base);
    uint32_t common = common_parts(&to, &from);
    Parts way = {0};
    for (uint32_t i = common; i < from.count; i++) {
        ARRAY_PUSH(&way, STR(".."));
    }
    for (uint32_t i = common; i < to.count; i++) {
        ARRAY_PUSH(&way, to.items[i]);
    }
    Str text =
        way.count == 0 ? arena_copy(mem, STR(".")) : join_parts(way.items, way.count, false, mem);
    ARRAY_RELEASE(&to);
    ARRAY_RELEASE(&from);
    ARRAY_RELEASE(&way);
    return text;
}

/* Offset of the last slash, or UINT32_MAX. */
static uint32_t last_slash(Str path) {
    uint32_t at = path.len;
    while (at > 0) {
        if (path.ptr[--at] == '/') {
            return at;
        }
    }
    return UINT32_MAX;
}

Str path_name(Str path) {
    uint32_t slash = last_slash(path);
    return slash == UINT32_MAX ? path : str_slice(path, slash + 1, path.len);
}

Str path_folder(Str path) {
    uint32_t slash = last_slash(path);
    if (slash == UINT32_MAX) {
        return STR("");
    }
    return str_slice(path, 0, slash == 0 ? 1 : slash);
}

bool path_is_within(Str path, Str folder) {
    if (str_equal(folder, STR("."))) {
        return !path_is_absolute(path) && !str_starts_with(path, STR(".."));
    }
    if (!str_starts_with(path, folder)) {
        return false;
    }
    return path.len == folder.len || folder.ptr[folder.len - 1] == '/' ||
           path.ptr[folder.len] == '/';
}
