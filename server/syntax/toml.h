/* TOML as a flat list of entries: tree-sitter's tree, read once and dropped.
 *
 * Inline tables and dotted keys are unfolded: `a.b = {c = 1}` is one entry with the path a, b, c.
 * Every table header is an entry of its own, so that an empty or misspelt table is seen. */
#ifndef BLUETICK_SYNTAX_TOML_H
#define BLUETICK_SYNTAX_TOML_H

#include "base/arena.h"
#include "base/status.h"

enum {
    TOML_BYTES_MAX = 1024 * 1024, /* no config that people write comes near */
    TOML_DEPTH_MAX = 32           /* longer paths are cut there */
};

typedef enum TomlKind {
    TOML_TABLE,
    TOML_STRING,
    TOML_INTEGER,
    TOML_BOOLEAN,
    TOML_ARRAY,
    TOML_OTHER /* a float, a date, an inline table inside an array */
} TomlKind;

typedef struct TomlKey {
    Str text; /* without quotes, escapes resolved */
    Span span;
} TomlKey;

typedef struct TomlValue TomlValue;
struct TomlValue {
    TomlKind kind;
    Span span;
    Str text;        /* TOML_STRING: resolved */
    int64_t integer; /* clamped to its range */
    bool boolean;
    const TomlValue *items; /* TOML_ARRAY; arrays inside an array have no items */
    uint32_t count;
};

typedef struct TomlEntry {
    const TomlKey *path;
    uint32_t depth; /* keys in path, at least 1 */
    TomlValue value;
    bool is_repeated; /* of a [[table]]: its path may come again */
} TomlEntry;

typedef struct TomlDocument {
    const TomlEntry *entries; /* in the order of the text */
    uint32_t count;
} TomlDocument;

typedef struct TomlError {
    Span span;
    Str message;
} TomlError;

/* STATUS_INVALID fills `error`: broken syntax (the first place), a key defined twice, a text past
 * TOML_BYTES_MAX. `text` must outlive `out`; the rest lives in `mem`. Never recurses. */
Status toml_parse(TomlDocument *out, Str text, Arena *mem, TomlError *error) MUST_CHECK;

#endif
