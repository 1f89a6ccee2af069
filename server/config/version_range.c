/* PEP 440's clauses and Poetry's. Refuses to know whose versions they are. */
#include "config/version_range.h"

typedef struct Version {
    uint32_t parts[3];
    uint32_t count; /* parts that are written, at most 3; 0: no version */
    bool is_series; /* "4.2.*" */
} Version;

static uint32_t number_at(Str text, uint32_t *at) {
    uint32_t value = 0;
    for (; *at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9'; ++*at) {
        uint32_t digit = (uint32_t)(text.ptr[*at] - '0');
        value = value > LIBRARY_PART_MAX ? value : value * 10 + digit;
    }
    return value;
}

static Version read_version(Str text) {
    Version out = {.count = 0};
    uint32_t at = text.len && (text.ptr[0] == 'v' || text.ptr[0] == 'V') ? 1 : 0;
    uint32_t bang = str_find_byte(text, '!');
    while (bang == text.len && out.count < 3) {
        uint32_t start = at;
        uint32_t value = number_at(text, &at);
        if (at == start) {
            out.is_series = out.count && at < text.len && text.ptr[at] == '*';
            break;
        }
        out.parts[out.count++] = value;
        if (at == text.len || text.ptr[at] != '.') {
            break;
        }
        at++;
        out.is_series = at < text.len && text.ptr[at] == '*';
    }
    return out;
}

static uint32_t number_of(const Version *version) {
    return library_version(version->parts[0], version->parts[1], version->parts[2]);
}

/* The first version after those that share the first `count` parts. */
static uint32_t after(const Version *version, uint32_t count) {
    Version next = {.parts = {0}};
    for (uint32_t i = 0; i < count && i < 3; i++) {
        next.parts[i] = version->parts[i] + (i + 1 == count);
    }
    return number_of(&next);
}

/* Poetry's caret lets everything be but the first part that is not zero. */
static uint32_t caret_end(const Version *version) {
    uint32_t count = 1;
    while (count < version->count && version->parts[count - 1] == 0) {
        count++;
    }
    return after(version, count);
}

static LibraryRange exact(const Version *version) {
    return (LibraryRange){.least = number_of(version),
                          .before = after(version, version->is_series ? version->count : 3)};
}

typedef enum Comparison {
    IS_AT_LEAST,
    IS_COMPATIBLE,
    IS_EXACTLY,
    IS_AT_MOST,
    IS_NOT,
    IS_CARET,
    IS_TILDE,
    IS_ABOVE,
    IS_BELOW,
} Comparison;

static const struct Operator {
    const char *text;
    Comparison comparison;
} operators[] = {
    {"===", IS_EXACTLY   },
    {">=",  IS_AT_LEAST  },
    {"~=",  IS_COMPATIBLE},
    {"==",  IS_EXACTLY   },
    {"<=",  IS_AT_MOST   },
    {"!=",  IS_NOT       },
    {"^",   IS_CARET     },
    {"~",   IS_TILDE     },
    {">",   IS_ABOVE     },
    {"<",   IS_BELOW     },
    {"=",   IS_EXACTLY   },
    {"",    IS_EXACTLY   },
};

static LibraryRange range_of(Comparison comparison, const Version *version) {
    uint32_t number = number_of(version);
    switch (comparison) {
    case IS_AT_LEAST:
    case IS_ABOVE:
        return (LibraryRange){.least = number};
    case IS_COMPATIBLE:
        return (LibraryRange){number, after(version, version->count > 1 ? version->count - 1 : 1),
                              LIBRARY_UNSAID};
    case IS_EXACTLY:
        return exact(version);
    case IS_AT_MOST:
        return (LibraryRange){.before = after(version, 3)};
    case IS_BELOW:
        return (LibraryRange){.before = number};
    case IS_CARET:
        return (LibraryRange){number, caret_end(version), LIBRARY_UNSAID};
    case IS_TILDE:
        return (LibraryRange){number, after(version, version->count > 1 ? 2 : 1), LIBRARY_UNSAID};
    case IS_NOT:
        break;
    }
    return (LibraryRange){.least = 0};
}

static LibraryRange clause_range(Str clause) {
    const struct Operator *operator= operators;
    while (!str_starts_with(clause, str_from_c(operator->text))) {
        operator++;
    }
    uint32_t length = str_from_c(operator->text).len;
    Version version = read_version(str_trim(str_slice(clause, length, clause.len)));
    return version.count ? range_of(operator->comparison, &version) : (LibraryRange){.least = 0};
}

/* Where the clause ends: at a comma, or where a space is followed by the next operator (Poetry). */
static uint32_t clause_end(Str text) {
    for (uint32_t i = 1; i < text.len; i++) {
        bool is_operator = str_find_byte(STR("<>=!~^"), text.ptr[i]) < 6;
        if (text.ptr[i] == ',' || (is_operator && text.ptr[i - 1] == ' ')) {
            return i;
        }
    }
    return text.len;
}

/* All clauses hold. */
static LibraryRange all_clauses(Str text) {
    LibraryRange out = {.least = 0};
    while (text.len) {
        uint32_t end = clause_end(text);
        LibraryRange clause = clause_range(str_trim(str_slice(text, 0, end)));
        out.least = clause.least > out.least ? clause.least : out.least;
        bool is_lower = clause.before && (!out.before || clause.before < out.before);
        out.before = is_lower ? clause.before : out.before;
        bool is_comma = end < text.len && text.ptr[end] == ',';
        text = str_slice(text, end + is_comma, text.len);
    }
    return out;
}

LibraryRange version_range_read(Str text) {
    LibraryRange out = {.least = 0};
    bool is_first = true;
    text = str_trim(text);
    while (text.len) {
        uint32_t bar = str_find(text, STR("||"));
        LibraryRange way = all_clauses(str_trim(str_slice(text, 0, bar)));
        bool is_open = !is_first && (!out.before || !way.before);
        out.least = is_first || way.least < out.least ? way.least : out.least;
        out.before = is_open ? 0 : way.before > out.before ? way.before : out.before;
        is_first = false;
        text = str_slice(text, bar < text.len ? bar + 2 : bar, text.len);
    }
    return out;
}

bool version_range_of_target(Str text, LibraryRange *out) {
    bool is_digit = false;
    for (uint32_t i = 0; i < text.len; i++) {
        bool was_digit = is_digit;
        is_digit = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        if (!is_digit && (text.ptr[i] != '.' || !was_digit)) {
            return false;
        }
    }
    Version version = read_version(text);
    if (!is_digit || version.count == 0) {
        return false;
    }
    uint32_t end = after(&version, version.count == 1 ? 2 : version.count);
    *out = (LibraryRange){number_of(&version), end, LIBRARY_LOCKED};
    return true;
}
