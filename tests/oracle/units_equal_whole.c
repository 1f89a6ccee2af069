/* Oracle: the nodes of a file's units put together are the nodes of the file parsed at once: kinds
 * and spans in file offsets, comments left out, each hole replaced by the nodes of its units.
 *
 *     units_equal_whole FILE...    or file names on standard input, one a line
 *
 * Prints each file that differs with the first difference, then the counts. Files that the grammar
 * does not parse cleanly as a whole are counted apart. Exit 1 on any difference. */
#include "base/array.h"
#include "text/outline.h"
#include "text/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_python(void);

typedef struct Seen {
    TSSymbol symbol;
    bool named;
    Span span; /* file bytes */
} Seen;

typedef struct SeenList ARRAY_OF(Seen) SeenList;

typedef struct Oracle {
    TSParser *parser;
    TSSymbol comment;
    TSSymbol pass;
    const Outline *outline;
    Arena *mem;
} Oracle;

typedef struct Totals {
    uint32_t files, equal, different, broken, unreadable;
    uint64_t bytes, units, nodes;
} Totals;

/* What the parser sees: a lone CR is a line end, NUL is a blank. */
static Str normalised(Str text, Arena *mem) {
    char *copy = arena_allocate(mem, (size_t)text.len + 1);
    for (uint32_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        bool lone = byte == '\r' && !(i + 1 < text.len && text.ptr[i + 1] == '\n');
        copy[i] = byte;
        copy[i] = lone ? '\n' : copy[i];
        copy[i] = byte == '\0' ? ' ' : copy[i];
    }
    return (Str){copy, text.len};
}

static TSTree *parse(Oracle *oracle, Str text) {
    Str copy = normalised(text, oracle->mem);
    return ts_parser_parse_string(oracle->parser, NULL, copy.ptr, copy.len);
}

static void see_unit(Oracle *oracle, UnitId unit, SeenList *seen);

static void see_hole(Oracle *oracle, const Hole *hole, SeenList *seen) {
    UnitId child = hole->first_child;
    for (uint32_t i = 0; i < hole->child_count; i++) {
        see_unit(oracle, child, seen);
        child = oracle->outline->units[child].next_sibling;
    }
}

/* True when the node was taken with all below it: a comment, or a hole's `pass`. */
static bool see_node(Oracle *oracle, TSNode node, UnitId unit, SeenList *seen) {
    TSSymbol symbol = ts_node_symbol(node);
    if (symbol == oracle->comment) {
        return true;
    }
    Span span = {ts_node_start_byte(node), ts_node_end_byte(node)};
    if (unit != UNIT_NONE) {
        const Hole *hole =
            symbol == oracle->pass ? outline_hole_at(oracle->outline, unit, span.start) : NULL;
        if (hole) {
            see_hole(oracle, hole, seen);
            return true;
        }
        span = outline_span_to_file(oracle->outline, unit, span);
    }
    ARRAY_PUSH(seen, ((Seen){symbol, ts_node_is_named(node), span}));
    return false;
}

/* The nodes of a tree in pre-order; `unit` UNIT_NONE for the whole file. */
static void see_tree(Oracle *oracle, TSTree *tree, UnitId unit, SeenList *seen) {
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    bool more = true;
    bool root = unit != UNIT_NONE && unit != UNIT_MODULE_ID; /* a unit's own `module` is no node */
    while (more) {
        bool taken = !root && see_node(oracle, ts_tree_cursor_current_node(&cursor), unit, seen);
        root = false;
        if (!taken && ts_tree_cursor_goto_first_child(&cursor)) {
            continue;
        }
        while (!(more = ts_tree_cursor_goto_next_sibling(&cursor))) {
            if (!ts_tree_cursor_goto_parent(&cursor)) {
                break;
            }
        }
    }
    ts_tree_cursor_delete(&cursor);
}

static void see_unit(Oracle *oracle, UnitId unit, SeenList *seen) {
    TSTree *tree = parse(oracle, outline_unit_text(oracle->outline, unit, oracle->mem));
    see_tree(oracle, tree, unit, seen);
    ts_tree_delete(tree);
}

static uint32_t row_of(Str text, uint32_t offset) {
    uint32_t row = 1;
    for (uint32_t i = 0; i < offset && i < text.len; i++) {
        row += text.ptr[i] == '\n' ? 1 : 0;
    }
    return row;
}

static void print_seen(const char *label, Str text, const SeenList *seen, uint32_t i) {
    if (i >= seen->count) {
        printf("    %s: nothing\n", label);
        return;
    }
    const Seen *node = &seen->items[i];
    printf("    %s: %s [%u, %u) line %u\n", label,
           ts_language_symbol_name(tree_sitter_python(), node->symbol), node->span.start,
           node->span.end, row_of(text, node->span.start));
}

/* Where a line ends in CR LF, a comment at the end of a definition takes the CR with it when rows
 * follow in the same text, and a unit ends before it: the CR is part of neither. */
static uint32_t end_of(Str text, Span span) {
    uint32_t end = span.end;
    while (end > span.start && end <= text.len && text.ptr[end - 1] == '\r') {
        end--;
    }
    return end;
}

static bool compare(const char *path, Str text, const SeenList *whole, const SeenList *units) {
    uint32_t count = whole->count > units->count ? whole->count : units->count;
    for (uint32_t i = 0; i < count; i++) {
        const Seen *left = i < whole->count ? &whole->items[i] : NULL;
        const Seen *right = i < units->count ? &units->items[i] : NULL;
        if (!left || !right || left->symbol != right->symbol || left->named != right->named ||
            left->span.start != right->span.start ||
            end_of(text, left->span) != end_of(text, right->span)) {
            printf("DIFFERENT %s (node %u of %u)\n", path, i, whole->count);
            print_seen("whole", text, whole, i);
            print_seen("units", text, units, i);
            return false;
        }
    }
    return true;
}

static void check_text(Oracle *oracle, const char *path, Str text, Totals *totals) {
    TSTree *tree = parse(oracle, text);
    bool broken = ts_node_has_error(ts_tree_root_node(tree));
    SeenList whole = {0};
    SeenList units = {0};
    Outline outline = outline_scan(text, oracle->mem);
    oracle->outline = &outline;
    if (!broken) {
        see_tree(oracle, tree, UNIT_NONE, &whole);
        see_unit(oracle, UNIT_MODULE_ID, &units);
        bool equal = compare(path, text, &whole, &units);
        totals->equal += equal ? 1 : 0;
        totals->different += equal ? 0 : 1;
    }
    totals->broken += broken ? 1 : 0;
    totals->bytes += text.len;
    totals->units += outline.unit_count;
    totals->nodes += whole.count;
    ts_tree_delete(tree);
    ARRAY_RELEASE(&whole);
    ARRAY_RELEASE(&units);
}

static bool read_file(const char *path, Buf *out) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    char chunk[65536];
    size_t count;
    while ((count = fread(chunk, 1, sizeof chunk, file)) > 0) {
        buf_append(out, (Str){chunk, (uint32_t)count});
    }
    fclose(file);
    return true;
}

static void check_file(Oracle *oracle, const char *path, Totals *totals) {
    Buf bytes;
    buf_init(&bytes, 0);
    Source source;
    totals->files++;
    if (read_file(path, &bytes) &&
        source_decode(&source, buf_str(&bytes), oracle->mem, NULL) == STATUS_OK) {
        check_text(oracle, path, source.text, totals);
    } else {
        totals->unreadable++;
    }
    buf_release(&bytes);
    arena_reset(oracle->mem);
}

int main(int argc, char **argv) {
    Arena mem;
    arena_init(&mem);
    Oracle oracle = {.parser = ts_parser_new(), .mem = &mem};
    const TSLanguage *python = tree_sitter_python();
    ts_parser_set_language(oracle.parser, python);
    oracle.comment = ts_language_symbol_for_name(python, "comment", 7, true);
    oracle.pass = ts_language_symbol_for_name(python, "pass_statement", 14, true);
    Totals totals = {0};
    for (int i = 1; i < argc; i++) {
        check_file(&oracle, argv[i], &totals);
    }
    char path[4096];
    while (argc == 1 && fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        check_file(&oracle, path, &totals);
    }
    printf("units equal whole: %u files, %u equal, %u different, %u not parsed cleanly, "
           "%u unreadable; %llu bytes, %llu units, %llu nodes\n",
           totals.files, totals.equal, totals.different, totals.broken, totals.unreadable,
           (unsigned long long)totals.bytes, (unsigned long long)totals.units,
           (unsigned long long)totals.nodes);
    ts_parser_delete(oracle.parser);
    arena_release(&mem);
    return totals.different || !totals.files ? 1 : 0;
}
