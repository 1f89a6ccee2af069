/* Compiles one query file and reads its predicates. Every error names file, line and column. */
#include "base/memory.h"
#include "syntax/query_state.h"

#include <stdlib.h>

const TSLanguage *tree_sitter_python(void);

typedef enum Family { FAMILY_TEXT, FAMILY_SEMANTIC } Family;

typedef struct PredicateRow {
    Str name;
    Family family;
    uint32_t least;
    uint32_t most;
} PredicateRow;

#define NAMED(literal)                                                                             \
    { (literal), sizeof(literal) - 1 }

static const PredicateRow rows[PREDICATE_COUNT] = {
#define PREDICATE(symbol, text, group, fewest, highest)                                            \
    [PREDICATE_##symbol] = {                                                                       \
        .name = NAMED(text), .family = FAMILY_##group, .least = (fewest), .most = (highest)},
#include "syntax/predicates.def"
#undef PREDICATE
};

Str predicate_name(PredicateKind kind) {
    return (unsigned)kind < PREDICATE_COUNT ? rows[kind].name : STR("");
}

typedef struct Compiler {
    CompiledQuery *out;
    Str file;
    Str text;
    uint32_t pattern; /* the one at hand */
    bool failed;
} Compiler;

/* ---- errors ----------------------------------------------------------------------------- */

static void fail_at(Compiler *compiler, uint32_t offset, const char *why, Str what) {
    if (compiler->failed) {
        return;
    }
    uint32_t line = 1, column = 1;
    for (uint32_t at = 0; at < offset && at < compiler->text.len; at++) {
        column++;
        if (compiler->text.ptr[at] == '\n') {
            line++;
            column = 1;
        }
    }
    compiler->failed = true;
    Arena *mem = &compiler->out->mem;
    Str reason = arena_format(mem, "%s%s%.*s", why, what.len ? " " : "", STR_ARG(what));
    compiler->out->reason = reason;
    compiler->out->error_at = offset;
    compiler->out->error = arena_format(mem, "%.*s:%u:%u: %.*s", STR_ARG(compiler->file), line,
                                        column, STR_ARG(reason));
}

/* Predicates come without places: the first time the pattern says `needle`. */
static uint32_t offset_in_pattern(const Compiler *compiler, Str needle) {
    uint32_t start = ts_query_start_byte_for_pattern(compiler->out->query, compiler->pattern);
    uint32_t end = ts_query_end_byte_for_pattern(compiler->out->query, compiler->pattern);
    Str body = str_slice(compiler->text, start, end);
    uint32_t found = str_find(body, needle);
    return found < body.len ? start + found : start;
}

static void fail_predicate(Compiler *compiler, Str name, const char *why) {
    Str hash = arena_format(&compiler->out->mem, "#%.*s", STR_ARG(name));
    fail_at(compiler, offset_in_pattern(compiler, hash), why, hash);
}

static const char *query_error_text(TSQueryError error) {
    switch (error) {
    case TSQueryErrorSyntax:
        return "syntax error";
    case TSQueryErrorNodeType:
        return "unknown node type";
    case TSQueryErrorField:
        return "unknown field";
    case TSQueryErrorCapture:
        return "unknown capture";
    case TSQueryErrorStructure:
        return "this shape can never occur";
    default:
        return "cannot be compiled";
    }
}

/* The word at the error, to be shown. */
static Str word_at(Str text, uint32_t offset) {
    enum { WORD_SHOWN_MAX = 40 };
    uint32_t end = offset;
    while (end < text.len && end < offset + WORD_SHOWN_MAX &&
           !memchr(" \t\r\n()[]\"", text.ptr[end], 10)) {
        end++;
    }
    return str_slice(text, offset, end);
}

/* ---- predicates ------------------------------------------------------------------------- */

static Str string_value(const TSQuery *query, uint32_t id) {
    uint32_t length = 0;
    const char *text = ts_query_string_value_for_id(query, id, &length);
    return (Str){text, length};
}

/* The predicate of that name with its `?`; `negated` for `not-`. PREDICATE_COUNT when unknown. */
static PredicateKind find_predicate(Str name, bool *negated) {
    if (name.len == 0 || name.ptr[name.len - 1] != '?') {
        return PREDICATE_COUNT;
    }
    name.len--;
    *negated = str_starts_with(name, STR("not-"));
    Str bare = *negated ? str_slice(name, 4, name.len) : name;
    for (int kind = 0; kind < PREDICATE_COUNT; kind++) {
        if (str_equal(rows[kind].name, bare)) {
            return (PredicateKind)kind;
        }
    }
    return PREDICATE_COUNT;
}

static void add_setting(Compiler *compiler, const TSQueryPredicateStep *steps, uint32_t count) {
    QueryPattern *pattern = &compiler->out->patterns[compiler->pattern].open;
    bool is_plain = count >= 2 && count <= 3;
    for (uint32_t i = 1; i < count; i++) {
        is_plain = is_plain && steps[i].type == TSQueryPredicateStepTypeString;
    }
    if (!is_plain) {
        fail_predicate(compiler, STR("set!"), "a key and a value are wanted by");
        return;
    }
    QuerySetting *settings = (QuerySetting *)pattern->settings;
    settings[pattern->setting_count++] = (QuerySetting){
        .key = string_value(compiler->out->query, steps[1].value_id),
        .value = count == 3 ? string_value(compiler->out->query, steps[2].value_id) : STR(""),
    };
}

static void add_semantic(Compiler *compiler, Str name, Predicate predicate,
                         const TSQueryPredicateStep *steps, uint32_t count) {
    CompiledQuery *out = compiler->out;
    PredicateArgument *arguments = ARENA_ARRAY(&out->mem, PredicateArgument, count);
    for (uint32_t i = 0; i < count; i++) {
        arguments[i].slot = SLOT_NONE;
        if (steps[i].type == TSQueryPredicateStepTypeString) {
            arguments[i].text = string_value(out->query, steps[i].value_id);
            continue;
        }
        arguments[i].slot = out->slots[steps[i].value_id];
        if (arguments[i].slot == SLOT_NONE) {
            fail_predicate(compiler, name, "a private capture (@_...) cannot be asked about by");
            return;
        }
    }
    predicate.arguments = arguments;
    predicate.argument_count = count;
    QueryPattern *pattern = &out->patterns[compiler->pattern].open;
    ((Predicate *)pattern->predicates)[pattern->predicate_count++] = predicate;
}

/* What makes matching or compiling explode: references back, and counts of counts. */
static bool is_costly_regex(Str text) {
    enum { LENGTH_MAX = 1000, COPIES_MAX = 1000 };
    uint64_t copies = 1;
    for (uint32_t i = 0; i < text.len && copies <= COPIES_MAX; i++) {
        if (text.ptr[i] == '\\') {
            i++;
            if (i < text.len && text.ptr[i] >= '1' && text.ptr[i] <= '9') {
                return true;
            }
        } else if (text.ptr[i] == '{') {
            uint64_t most = 0;
            uint64_t number = 0;
            for (i++; i < text.len && text.ptr[i] != '}' && number <= COPIES_MAX; i++) {
                bool is_digit = text.ptr[i] >= '0' && text.ptr[i] <= '9';
                number = is_digit ? number * 10 + (uint64_t)(text.ptr[i] - '0') : 0;
                most = number > most ? number : most;
            }
            copies *= most > 1 ? most : 1;
        }
    }
    return text.len > LENGTH_MAX || copies > COPIES_MAX;
}

static void compile_regex(Compiler *compiler, Str name, TextPredicate *predicate) {
    Str source = predicate->arguments[1].text;
    if (is_costly_regex(source)) {
        fail_predicate(compiler, name, "too costly an expression is given to");
        return;
    }
    Str terminated = arena_copy(&compiler->out->mem, source);
    if (predicate->arguments[1].is_capture ||
        regcomp(&predicate->regex, terminated.ptr, REG_EXTENDED | REG_NOSUB) != 0) {
        fail_predicate(compiler, name, "no POSIX extended expression is given to");
        return;
    }
    predicate->has_regex = true;
}

/* A capture that may take no part asks for nothing. */
static void add_clause(Compiler *compiler, const Predicate *predicate,
                       const TextArgument *arguments, uint32_t count) {
    CompiledQuery *out = compiler->out;
    TSQuantifier quantifier =
        ts_query_capture_quantifier_for_id(out->query, compiler->pattern, arguments[0].capture);
    bool is_sure = quantifier == TSQuantifierOne || quantifier == TSQuantifierOneOrMore;
    if (!is_sure || predicate->negated || predicate->kind == PREDICATE_MATCH) {
        return;
    }
    Str *texts = ARENA_ARRAY(&out->mem, Str, count);
    for (uint32_t i = 1; i < count; i++) {
        if (arguments[i].is_capture) {
            return;
        }
        texts[i - 1] = arguments[i].text;
    }
    QueryPattern *pattern = &out->patterns[compiler->pattern].open;
    ((QueryClause *)pattern->clauses)[pattern->clause_count++] = (QueryClause){texts, count - 1};
}

static void add_text(Compiler *compiler, Str name, Predicate predicate,
                     const TSQueryPredicateStep *steps, uint32_t count) {
    CompiledQuery *out = compiler->out;
    CompiledPattern *pattern = &out->patterns[compiler->pattern];
    TextArgument *arguments = ARENA_ARRAY(&out->mem, TextArgument, count);
    for (uint32_t i = 0; i < count; i++) {
        arguments[i].is_capture = steps[i].type == TSQueryPredicateStepTypeCapture;
        arguments[i].capture = steps[i].value_id;
        if (!arguments[i].is_capture) {
            arguments[i].text = string_value(out->query, steps[i].value_id);
        }
    }
    add_clause(compiler, &predicate, arguments, count);
    TextPredicate *text = &pattern->texts[pattern->text_count++];
    *text = (TextPredicate){.kind = predicate.kind,
                            .negated = predicate.negated,
                            .arguments = arguments,
                            .argument_count = count};
    if (predicate.kind == PREDICATE_MATCH) {
        compile_regex(compiler, name, text);
    }
}

/* steps[0] is the name, without the closing Done. */
static void add_predicate(Compiler *compiler, const TSQueryPredicateStep *steps, uint32_t count) {
    if (count == 0 || steps[0].type != TSQueryPredicateStepTypeString) {
        fail_at(compiler, ts_query_start_byte_for_pattern(compiler->out->query, compiler->pattern),
                "a predicate begins with its name", STR(""));
        return;
    }
    Str name = string_value(compiler->out->query, steps[0].value_id);
    Predicate predicate = {0};
    if (str_equal(name, STR("set!"))) {
        add_setting(compiler, steps, count);
        return;
    }
    predicate.kind = find_predicate(name, &predicate.negated);
    if (predicate.kind == PREDICATE_COUNT) {
        fail_predicate(compiler, name, "unknown predicate");
        return;
    }
    const PredicateRow *row = &rows[predicate.kind];
    if (count - 1 < row->least || count - 1 > row->most) {
        fail_predicate(compiler, name, "wrong number of arguments for");
    } else if (steps[1].type != TSQueryPredicateStepTypeCapture) {
        fail_predicate(compiler, name, "the first argument is no capture in");
    } else if (row->family == FAMILY_TEXT) {
        add_text(compiler, name, predicate, steps + 1, count - 1);
    } else {
        add_semantic(compiler, name, predicate, steps + 1, count - 1);
    }
}

static void read_pattern(Compiler *compiler) {
    CompiledQuery *out = compiler->out;
    CompiledPattern *pattern = &out->patterns[compiler->pattern];
    uint32_t step_count = 0;
    const TSQueryPredicateStep *steps =
        ts_query_predicates_for_pattern(out->query, compiler->pattern, &step_count);
    /* At most one predicate a step. */
    pattern->open.start = ts_query_start_byte_for_pattern(out->query, compiler->pattern);
    pattern->open.end = ts_query_end_byte_for_pattern(out->query, compiler->pattern);
    pattern->open.clauses = ARENA_ARRAY(&out->mem, QueryClause, step_count);
    pattern->open.predicates = ARENA_ARRAY(&out->mem, Predicate, step_count);
    pattern->open.settings = ARENA_ARRAY(&out->mem, QuerySetting, step_count);
    pattern->texts = ARENA_ARRAY(&out->mem, TextPredicate, step_count);
    uint32_t first = 0;
    for (uint32_t i = 0; i < step_count && !compiler->failed; i++) {
        if (steps[i].type == TSQueryPredicateStepTypeDone) {
            add_predicate(compiler, steps + first, i - first);
            first = i + 1;
        }
    }
}

/* ---- captures --------------------------------------------------------------------------- */

static void number_slots(Compiler *compiler) {
    CompiledQuery *out = compiler->out;
    uint32_t count = ts_query_capture_count(out->query);
    out->slots = ARENA_ARRAY(&out->mem, uint8_t, count + 1);
    for (uint32_t id = 0; id < count; id++) {
        Str name = {0};
        name.ptr = ts_query_capture_name_for_id(out->query, id, &name.len);
        out->slots[id] = SLOT_NONE;
        if (name.len && name.ptr[0] == '_') {
            continue;
        }
        if (out->slot_count == CANDIDATE_CAPTURES_MAX) {
            Str at = arena_format(&out->mem, "@%.*s", STR_ARG(name));
            fail_at(compiler, str_find(compiler->text, at),
                    "more captures than a match can keep:", at);
            return;
        }
        out->slots[id] = (uint8_t)out->slot_count;
        out->slot_names[out->slot_count++] = name;
    }
}

static void drop_query(CompiledQuery *query) {
    for (uint32_t i = 0; query->patterns && i < query->pattern_count; i++) {
        for (uint32_t k = 0; k < query->patterns[i].text_count; k++) {
            if (query->patterns[i].texts[k].has_regex) {
                regfree(&query->patterns[i].texts[k].regex);
            }
        }
    }
    query->pattern_count = 0;
    query->slot_count = 0;
    if (query->query) {
        ts_query_delete(query->query);
        query->query = NULL;
    }
}

CompiledQuery *compiled_query_new(Str file, Str text) {
    CompiledQuery *out = memory_allocate_zeroed(1, sizeof *out);
    arena_init(&out->mem);
    Compiler compiler = {.out = out, .file = file, .text = text};
    uint32_t offset = 0;
    TSQueryError error = TSQueryErrorNone;
    Span name;
    if (query_find_unknown_field(text, tree_sitter_python(), &name)) {
        fail_at(&compiler, name.start, query_error_text(TSQueryErrorField),
                word_at(text, name.start));
        return out;
    }
    out->query = ts_query_new(tree_sitter_python(), text.ptr, text.len, &offset, &error);
    if (!out->query) {
        fail_at(&compiler, offset, query_error_text(error), word_at(text, offset));
        return out;
    }
    if (query_find_unresolvable(text, &name, &out->mem)) {
        fail_at(&compiler, name.start,
                "this capture is never a node of the ast:", str_span(text, name));
    }
    number_slots(&compiler);
    out->pattern_count = ts_query_pattern_count(out->query);
    out->patterns = ARENA_ARRAY(&out->mem, CompiledPattern, out->pattern_count + 1);
    for (; compiler.pattern < out->pattern_count && !compiler.failed; compiler.pattern++) {
        read_pattern(&compiler);
    }
    if (compiler.failed) {
        drop_query(out);
    }
    return out;
}

void compiled_query_free(CompiledQuery *query) {
    if (query) {
        drop_query(query);
        arena_release(&query->mem);
        free(query);
    }
}
