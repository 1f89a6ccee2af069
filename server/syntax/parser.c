/* Drives tree-sitter over one text within its limits. What the tree becomes is lower.c's business,
 * what is looked for in it query.c's. */
#include "syntax/parser.h"

#include "base/memory.h"
#include "syntax/query_state.h"
#include "syntax/tree_memory.h"

#include <stdlib.h>
#include <time.h>

/* The grammar's entry, from tree-sitter-python. */
const TSLanguage *tree_sitter_python(void);

struct UnitParser {
    TSParser *parser;
    LowerTables *tables;
    Lower *lower;
    TSQueryCursor *query_cursor;
    CandidateList candidates;
    uint32_t own_cuts; /* queries of the project's own that took too long */
    Buf normal;        /* the text as the parser should see it, when it differs */
    TreeMemory memory;
};

UnitParser *unit_parser_new(void) {
    UnitParser *parser = memory_allocate_zeroed(1, sizeof *parser);
    parser->parser = ts_parser_new();
    bool fits = ts_parser_set_language(parser->parser, tree_sitter_python());
    (void)BUG_ON(!fits);
    parser->tables = lower_tables_new(tree_sitter_python());
    parser->lower = lower_new(parser->tables);
    parser->query_cursor = ts_query_cursor_new();
    buf_init(&parser->normal, 0);
    return parser;
}

void unit_parser_free(UnitParser *parser) {
    if (parser) {
        lower_free(parser->lower);
        lower_tables_free(parser->tables);
        ts_parser_delete(parser->parser);
        ts_query_cursor_delete(parser->query_cursor);
        ARRAY_RELEASE(&parser->candidates);
        buf_release(&parser->normal);
        tree_memory_release(&parser->memory);
        free(parser);
    }
}

/* ---- the text --------------------------------------------------------------------------- */

static bool is_lone_carriage_return(Str text, uint32_t at) {
    return text.ptr[at] == '\r' && (at + 1 == text.len || text.ptr[at + 1] != '\n');
}

/* A lone CR or a NUL hides the rest of a comment's line from the grammar without an ERROR. */
static Str normalise(UnitParser *parser, Str text) {
    bool has_return = text.len && memchr(text.ptr, '\r', text.len);
    bool has_nul = text.len && memchr(text.ptr, '\0', text.len);
    if (!has_return && !has_nul) {
        return text;
    }
    buf_clear(&parser->normal);
    buf_append(&parser->normal, text);
    for (uint32_t at = 0; at < text.len; at++) {
        if (text.ptr[at] == '\0') {
            parser->normal.ptr[at] = ' ';
        } else if (is_lone_carriage_return(text, at)) {
            parser->normal.ptr[at] = '\n';
        }
    }
    return buf_str(&parser->normal);
}

static const char *read_text(void *payload, uint32_t offset, TSPoint position, uint32_t *length) {
    const Str *text = payload;
    (void)position;
    *length = offset < text->len ? text->len - offset : 0;
    return offset < text->len ? text->ptr + offset : "";
}

/* ---- the limits ------------------------------------------------------------------------- */

typedef struct Watch {
    uint64_t until; /* microseconds of the monotonic clock; 0 = for ever */
    const atomic_bool *cancelled;
    Status status;
} Watch;

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000u + (uint64_t)time.tv_nsec / 1000u;
}

static bool is_over(Watch *watch) {
    if (watch->cancelled && atomic_load_explicit(watch->cancelled, memory_order_relaxed)) {
        watch->status = STATUS_CANCELLED;
    } else if (watch->until && now() > watch->until) {
        watch->status = STATUS_DEADLINE;
    }
    return watch->status != STATUS_OK;
}

/* True stops tree-sitter. */
static bool parse_is_over(TSParseState *state) {
    return is_over(state->payload);
}
static bool query_is_over(TSQueryCursorState *state) {
    return is_over(state->payload);
}

static TSTree *parse(UnitParser *parser, Str text, Watch *watch) {
    TSInput input = {.payload = &text, .read = read_text, .encoding = TSInputEncodingUTF8};
    TSParseOptions options = {.payload = watch, .progress_callback = parse_is_over};
    TSTree *tree = ts_parser_parse_with_options(parser->parser, NULL, input, options);
    if (!tree) {
        ts_parser_reset(parser->parser);
    }
    return tree;
}

/* A Module without statements. */
static Ast empty_ast(uint32_t length, Arena *mem) {
    Node *root = arena_allocate(mem, sizeof *root);
    Str *names = arena_allocate(mem, sizeof *names);
    *root = (Node){.kind = NODE_MODULE, .end = length, .parent = NODE_NONE, .subtree_end = 1};
    *names = (Str){"", 0};
    return (Ast){.nodes = root, .node_count = 1, .names = names, .name_count = 1};
}

/* ---- one unit --------------------------------------------------------------------------- */

/* Of the project's own queries in one unit; one that takes longer is cut. */
enum { OWN_QUERY_MICROSECONDS = 1000 * 1000, OWN_CUTS_MAX = 5, OWN_CUT_MICROSECONDS = 20 * 1000 };

static bool run_own_query(UnitParser *parser, QueryRun *run, const CompiledQuery *compiled,
                          uint16_t query, Watch *watch) {
    Watch own = *watch;
    uint64_t allowed =
        parser->own_cuts < OWN_CUTS_MAX ? OWN_QUERY_MICROSECONDS : OWN_CUT_MICROSECONDS;
    uint64_t until = now() + allowed;
    own.until = watch->until && watch->until < until ? watch->until : until;
    TSQueryCursorOptions options = {.payload = &own, .progress_callback = query_is_over};
    run->options = &options;
    uint32_t first = parser->candidates.count;
    bool is_whole =
        query_run(run, compiled, (uint16_t)(CANDIDATE_OWN + query), &parser->candidates);
    if (own.status == STATUS_CANCELLED) {
        watch->status = own.status;
    } else if (own.status == STATUS_DEADLINE) {
        parser->own_cuts++;
        parser->candidates.count = first;
        return false;
    }
    return is_whole;
}

static void run_own_queries(UnitParser *parser, QueryRun *run, ParseQueries queries, Watch *watch,
                            ParsedUnit *out) {
    const TSQueryCursorOptions *options = run->options;
    for (uint32_t index = 0; queries.own && index < query_set_count(queries.own); index++) {
        uint64_t bit = (uint64_t)1 << index;
        const CompiledQuery *compiled =
            queries.own_mask & bit ? query_get_compiled(queries.own, (uint16_t)index) : NULL;
        if (compiled && compiled->query && watch->status == STATUS_OK &&
            !run_own_query(parser, run, compiled, (uint16_t)index, watch)) {
            out->limited_own |= bit;
        }
    }
    run->options = options;
}

static void keep_candidates(const UnitParser *parser, Arena *mem, ParsedUnit *out) {
    uint32_t count = parser->candidates.count;
    Candidate *kept = arena_allocate(mem, sizeof(Candidate) * count);
    if (count) {
        memcpy(kept, parser->candidates.items, sizeof(Candidate) * count);
    }
    out->candidates = (CandidateArray){.items = kept, .count = count};
}

static void run_queries(UnitParser *parser, const TSTree *tree, Str text, ParseQueries queries,
                        Watch *watch, Arena *mem, ParsedUnit *out) {
    TSQueryCursorOptions options = {.payload = watch, .progress_callback = query_is_over};
    QueryRun run = {.tables = parser->tables,
                    .cursor = parser->query_cursor,
                    .options = &options,
                    .ast = &out->ast,
                    .text = text,
                    .root = ts_tree_root_node(tree)};
    parser->candidates.count = 0;
    for (uint32_t index = 0; queries.set && index < query_set_count(queries.set); index++) {
        uint16_t query = (uint16_t)index; /* a set holds 64 at most */
        uint64_t bit = (uint64_t)1 << query;
        if (!(queries.mask & bit) || watch->status != STATUS_OK) {
            continue;
        }
        const CompiledQuery *compiled = query_get_compiled(queries.set, query);
        if (!compiled->query) {
            out->broken |= bit;
        } else if (!query_run(&run, compiled, query, &parser->candidates)) {
            out->limited |= bit;
        }
    }
    run_own_queries(parser, &run, queries, watch, out);
    keep_candidates(parser, mem, out);
}

static Status give_up(Status status, uint32_t length, Arena *mem, ParsedUnit *out) {
    *out = (ParsedUnit){.ast = empty_ast(length, mem)};
    return status != STATUS_OK ? status : STATUS_CANCELLED;
}

static Status parse_unit(UnitParser *parser, Str text, ParseLimits limits, ParseQueries queries,
                         Arena *mem, ParsedUnit *out) {
    Watch watch = {.cancelled = limits.cancelled, .status = STATUS_OK};
    if (limits.deadline_microseconds) {
        watch.until = now() + limits.deadline_microseconds;
    }
    *out = (ParsedUnit){0};
    Str normal = normalise(parser, text);
    TSTree *tree = parse(parser, normal, &watch);
    if (!tree) {
        return give_up(watch.status, text.len, mem, out);
    }
    out->ast = lower_tree(parser->lower, tree, normal, mem);
    if ((queries.set && queries.mask) || (queries.own && queries.own_mask)) {
        run_queries(parser, tree, normal, queries, &watch, mem, out);
    }
    ts_tree_delete(tree);
    return watch.status == STATUS_OK ? STATUS_OK : give_up(watch.status, text.len, mem, out);
}

Status unit_parser_parse(UnitParser *parser, Str text, ParseLimits limits, ParseQueries queries,
                         Arena *mem, ParsedUnit *out) {
    tree_memory_enter(&parser->memory);
    Status status = parse_unit(parser, text, limits, queries, mem, out);
    tree_memory_leave();
    return status;
}
