/* Matches path patterns with a set of states, one a token: no backtracking, no recursion. */
#include "config/glob.h"

typedef enum TokenKind { TOKEN_BYTE, TOKEN_ANY, TOKEN_CLASS, TOKEN_STAR, TOKEN_DEEP } TokenKind;

/* TOKEN_DEEP stands for `**` with the slash after it: any number of whole names. */
typedef struct Token {
    TokenKind kind;
    char byte;
    Str set; /* between the brackets, without `!` */
    bool is_negated;
} Token;

typedef struct Glob {
    Token tokens[GLOB_LENGTH_MAX + 1];
    uint32_t count;
} Glob;

static bool is_deep(Str pattern, uint32_t at) {
    bool begins = at == 0 || pattern.ptr[at - 1] == '/';
    return begins && at + 1 < pattern.len && pattern.ptr[at] == '*' && pattern.ptr[at + 1] == '*' &&
           (at + 2 == pattern.len || pattern.ptr[at + 2] == '/');
}

/* Reads the class at pattern[at] == '['; the offset after it, or 0 when it is not closed. */
static uint32_t read_class(Str pattern, uint32_t at, Token *out) {
    *out = (Token){.kind = TOKEN_CLASS};
    at++;
    if (at < pattern.len && (pattern.ptr[at] == '!' || pattern.ptr[at] == '^')) {
        out->is_negated = true;
        at++;
    }
    uint32_t start = at;
    at++; /* a bracket right at the start is a member */
    while (at < pattern.len && pattern.ptr[at] != ']') {
        at++;
    }
    if (at >= pattern.len) {
        return 0;
    }
    out->set = str_slice(pattern, start, at);
    return at + 1;
}

/* The token at pattern[at]; the offset after it, or 0 when the pattern is broken. */
static uint32_t read_token(Str pattern, uint32_t at, Token *out) {
    char byte = pattern.ptr[at];
    if (is_deep(pattern, at)) {
        bool is_last = at + 2 == pattern.len;
        *out = (Token){.kind = is_last ? TOKEN_STAR : TOKEN_DEEP};
        return at + (is_last ? 2 : 3);
    }
    if (byte == '[') {
        return read_class(pattern, at, out);
    }
    if (byte == '*') {
        *out = (Token){.kind = TOKEN_STAR};
        while (at < pattern.len && pattern.ptr[at] == '*') {
            at++;
        }
        return at;
    }
    if (byte == '\\' && at + 1 < pattern.len) {
        byte = pattern.ptr[++at];
        *out = (Token){.kind = TOKEN_BYTE, .byte = byte};
    } else {
        *out = (Token){.kind = byte == '?' ? TOKEN_ANY : TOKEN_BYTE, .byte = byte};
    }
    return at + 1;
}

static bool compile(Str pattern, Glob *glob) {
    glob->count = 0;
    if (str_starts_with(pattern, STR("./"))) {
        pattern = str_slice(pattern, 2, pattern.len);
    }
    if (pattern.len > 0 && pattern.ptr[pattern.len - 1] == '/') {
        pattern.len--;
    }
    bool is_anchored = str_find_byte(pattern, '/') < pattern.len;
    if (str_starts_with(pattern, STR("/"))) {
        pattern = str_slice(pattern, 1, pattern.len);
    }
    if (pattern.len == 0 || pattern.len > GLOB_LENGTH_MAX - 1) {
        return false;
    }
    if (!is_anchored) {
        glob->tokens[glob->count++] = (Token){.kind = TOKEN_DEEP};
    }
    for (uint32_t at = 0; at < pattern.len;) {
        at = read_token(pattern, at, &glob->tokens[glob->count++]);
        if (at == 0) {
            return false;
        }
    }
    return true;
}

bool glob_is_valid(Str pattern) {
    Glob glob;
    return compile(pattern, &glob);
}

static bool class_has(const Token *token, char byte) {
    Str set = token->set;
    for (uint32_t i = 0; i < set.len; i++) {
        unsigned char low = (unsigned char)set.ptr[i];
        unsigned char high = low;
        if (i + 2 < set.len && set.ptr[i + 1] == '-') {
            high = (unsigned char)set.ptr[i + 2];
            i += 2;
        }
        if (low <= (unsigned char)byte && (unsigned char)byte <= high) {
            return true;
        }
    }
    return false;
}

static bool is_continuation(char byte) {
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Where token `i` may go on `byte`: bit 0 = stay, bit 1 = the next token. */
static uint32_t step(const Token *token, char byte) {
    switch (token->kind) {
    case TOKEN_BYTE:
        return token->byte == byte ? 2 : 0;
    case TOKEN_ANY:
        return byte == '/' ? 0 : 2;
    case TOKEN_CLASS:
        return byte != '/' && class_has(token, byte) != token->is_negated ? 2 : 0;
    case TOKEN_STAR:
        return byte == '/' ? 0 : 1;
    case TOKEN_DEEP:
        return 1;
    }
    return 0;
}

/* States reached without reading: past a star, and past `**` at the start of a name. */
static void close_states(const Glob *glob, bool *states, bool at_name) {
    for (uint32_t i = 0; i < glob->count; i++) {
        TokenKind kind = glob->tokens[i].kind;
        bool passes = kind == TOKEN_STAR || (kind == TOKEN_DEEP && at_name);
        states[i + 1] |= states[i] && passes;
    }
}

/* After `?` or a negated class took the first byte of a character, the rest of it follows. */
static bool takes_rest(const Glob *glob, uint32_t state, char byte) {
    if (state == 0 || !is_continuation(byte)) {
        return false;
    }
    const Token *before = &glob->tokens[state - 1];
    return before->kind == TOKEN_ANY || (before->kind == TOKEN_CLASS && before->is_negated);
}

/* Most patterns are the name of a folder: "node_modules", "build/". Empty when it is more. */
static Str plain_name(Str pattern) {
    uint32_t length = pattern.len;
    length -= length > 0 && pattern.ptr[length - 1] == '/';
    for (uint32_t i = 0; i < length; i++) {
        if (strchr("*?[\\/", pattern.ptr[i]) != NULL) { /* NUL is found too */
            return STR("");
        }
    }
    return str_slice(pattern, 0, length);
}

/* The name is one of the path's. */
static bool has_name(Str path, Str name) {
    uint32_t start = 0;
    while (start < path.len) {
        Str rest = str_slice(path, start, path.len);
        uint32_t length = str_find_byte(rest, '/');
        if (str_equal(str_slice(rest, 0, length), name)) {
            return true;
        }
        start += length + 1;
    }
    return false;
}

bool glob_matches(Str pattern, Str path) {
    Glob glob;
    Str name = plain_name(pattern);
    if (name.len > 0 && name.len < GLOB_LENGTH_MAX) {
        return has_name(path, name);
    }
    if (!compile(pattern, &glob)) {
        return false;
    }
    bool states[GLOB_LENGTH_MAX + 2] = {true};
    close_states(&glob, states, true);
    for (uint32_t at = 0; at < path.len; at++) {
        char byte = path.ptr[at];
        if (byte == '/' && at > 0 && states[glob.count]) {
            return true; /* a directory above the path */
        }
        bool next[GLOB_LENGTH_MAX + 2] = {false};
        for (uint32_t i = 0; i < glob.count; i++) {
            uint32_t moves = states[i] ? step(&glob.tokens[i], byte) : 0;
            next[i] |= (moves & 1) != 0;
            next[i + 1] |= (moves & 2) != 0;
        }
        for (uint32_t i = 0; i <= glob.count; i++) {
            next[i] |= states[i] && takes_rest(&glob, i, byte);
        }
        close_states(&glob, next, byte == '/');
        memcpy(states, next, sizeof states);
    }
    return path.len > 0 && states[glob.count];
}
