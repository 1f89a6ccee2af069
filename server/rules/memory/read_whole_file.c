/* memory/read-whole-file: a file is read whole only to be written or hashed. Both handles must be
 * known as files; a text that is parsed, searched or changed is needed whole and left alone. */
#include "catalog/catalog.h"
#include "rules/fix_builder.h"
#include "rules/shape.h"
#include "semantics/kinds.h"

typedef struct WholeRead {
    NodeId call;   /* what takes the whole text: dst.write(...), hashlib.sha256(...) */
    NodeId source; /* the handle that is read */
    NodeId target; /* the handle that is written; NODE_NONE for a hash */
} WholeRead;

static bool is_handle(RuleContext *context, NodeId expression) {
    KindId kind = kinds_expression(context->file, context->unit, expression);
    return (kind_traits(kinds_table(context->file), kind) & CLASS_FILE_HANDLE) != 0;
}

/* F of `F.read()` where F is a file; NODE_NONE for anything else. */
static NodeId read_handle(RuleContext *context, NodeId expression) {
    const Ast *ast = &context->facts->ast;
    NodeId handle = shape_receiver(ast, expression, STR("read"));
    bool whole = handle != NODE_NONE && !shape_has_arguments(ast, expression);
    return whole && is_handle(context, handle) ? handle : NODE_NONE;
}

/* ---- copies --------------------------------------------------------------------------------- */

/* The path as written: first argument of open(path), receiver of path.open(). */
static Str opened_path(RuleContext *context, NodeId opening) {
    const Ast *ast = &context->facts->ast;
    NodeId path = shape_receiver(ast, opening, STR("open"));
    KindId kind =
        path == NODE_NONE ? KIND_UNKNOWN : kinds_expression(context->file, context->unit, path);
    if (!kind_is_instance(kinds_table(context->file), kind, STR("pathlib.Path"))) {
        path = ast_child(ast, opening, FIELD_ARGS);
    }
    return path == NODE_NONE ? STR("") : shape_text(context->facts, path);
}

/* Read and written through one handle or one path: a copy by pieces would read what it wrote. */
static bool is_same_file(RuleContext *context, const WholeRead *read) {
    const UnitFacts *facts = context->facts;
    if (shape_same_text(facts, read->source, read->target)) {
        return true;
    }
    NodeId source = shape_opening_call(facts, read->source);
    NodeId target = shape_opening_call(facts, read->target);
    if (source == NODE_NONE || target == NODE_NONE) {
        return false;
    }
    Str path = opened_path(context, source);
    return path.len > 0 && str_equal(path, opened_path(context, target));
}

static bool is_copy(RuleContext *context, NodeId call, WholeRead *out) {
    const Ast *ast = &context->facts->ast;
    NodeId target = shape_receiver(ast, call, STR("write"));
    NodeId argument = target == NODE_NONE ? NODE_NONE : shape_only_argument(ast, call);
    bool statement = ast_kind(ast, ast_node(ast, call)->parent) == NODE_EXPR;
    if (argument == NODE_NONE || !statement || !is_handle(context, target)) {
        return false;
    }
    *out = (WholeRead){call, read_handle(context, argument), target};
    return out->source != NODE_NONE && !is_same_file(context, out);
}

/* ---- hashes --------------------------------------------------------------------------------- */

static bool is_hash(RuleContext *context, NodeId call, WholeRead *out) {
    const Ast *ast = &context->facts->ast;
    NodeId argument = ast_child(ast, call, FIELD_ARGS);
    NodeId source = argument == NODE_NONE || ast_next_in_field(ast, argument) != NODE_NONE
                        ? NODE_NONE
                        : read_handle(context, argument);
    if (source == NODE_NONE || shape_has_splat(ast, call)) {
        return false;
    }
    const CatalogCallable *row =
        catalog_callable(kinds_callee(context->file, context->unit, call, context->scratch));
    *out = (WholeRead){call, source, NODE_NONE};
    return row && (row->effects & CATALOG_HASHES);
}

static bool whole_read(RuleContext *context, NodeId call, WholeRead *out) {
    return is_copy(context, call, out) || is_hash(context, call, out);
}

static void report(RuleContext *context, const WholeRead *read) {
    const UnitFacts *facts = context->facts;
    Report found = report_new(RULE_memory_read_whole_file, ast_span(&facts->ast, read->call));
    found.subject = shape_first_row(facts, read->source, context->mem);
    found.message = read->target == NODE_NONE
                        ? arena_format(context->mem,
                                       "`%.*s` is read whole only to be hashed; a hash takes it "
                                       "piece by piece",
                                       STR_ARG(found.subject))
                        : arena_format(context->mem,
                                       "`%.*s` is read whole only to be written; it can be copied "
                                       "piece by piece",
                                       STR_ARG(found.subject));
    found.cost = STR("memory of the whole file instead of 64 KiB");
    found.anchor = read->call;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    WholeRead read;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL && whole_read(context, node, &read)) {
            report(context, &read);
        }
    }
}

/* ---- fixes ---------------------------------------------------------------------------------- */

/* Opened here from different paths as written; a handle from elsewhere may be any file. */
static bool are_surely_two(FixContext *context, const WholeRead *read) {
    const UnitFacts *facts = context->rule.facts;
    return shape_opening_call(facts, read->source) != NODE_NONE &&
           shape_opening_call(facts, read->target) != NODE_NONE;
}

static void copy_pieces(FixContext *context, const WholeRead *read) {
    const UnitFacts *facts = context->rule.facts;
    Safety safety = are_surely_two(context, read) ? SAFETY_SAFE : SAFETY_UNSAFE;
    fix_start(context, safety, STR("Copy the file piece by piece"));
    Str shutil = fix_import_module(context, STR("shutil"));
    Str source = shape_text(facts, read->source);
    Str target = shape_text(facts, read->target);
    fix_replace(context, ast_span(&facts->ast, read->call),
                arena_format(context->rule.mem, "%.*s.copyfileobj(%.*s, %.*s)", STR_ARG(shutil),
                             STR_ARG(source), STR_ARG(target)));
}

/* From Python 3.11 on hashlib has the loop itself. */
static void hash_by_library(FixContext *context, const WholeRead *read) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId function = ast_child(ast, read->call, FIELD_FUNC);
    if (ast_kind(ast, function) != NODE_ATTRIBUTE ||
        shape_only_argument(ast, read->call) == NODE_NONE ||
        options_python_is_before(context->rule.options, 11)) {
        return;
    }
    Str module = shape_text(facts, ast_child(ast, function, FIELD_VALUE));
    Str handle = shape_text(facts, read->source);
    fix_start(context, SAFETY_UNSAFE, STR("Let hashlib.file_digest read it (Python 3.11)"));
    fix_replace(context, ast_span(ast, read->call),
                arena_format(context->rule.mem, "%.*s.file_digest(%.*s, \"%.*s\")", STR_ARG(module),
                             STR_ARG(handle), STR_ARG(ast_name(ast, function))));
}

/* True when nothing else of the statement runs before the hash, and nothing decides whether it
 * does.
 */
static bool runs_first(const Ast *ast, NodeId statement, NodeId call) {
    for (NodeId node = call; node != statement; node = ast_node(ast, node)->parent) {
        NodeKind parent = ast_kind(ast, ast_node(ast, node)->parent);
        Field field = (Field)ast_node(ast, node)->field;
        bool plain = parent == NODE_ATTRIBUTE || parent == NODE_AWAIT ||
                     (parent == NODE_CALL && field == FIELD_FUNC) ||
                     (ast_kind_is_statement(parent) && field == FIELD_VALUE);
        bool first = parent == NODE_COMPARE && field == FIELD_LEFT;
        if (!plain && !first) {
            return false;
        }
    }
    return true;
}

/* `hasher = hashlib.sha256()` and the loop that feeds it, ending where the statement begins. */
static Str feeding_rows(FixContext *context, const WholeRead *read, uint32_t at, Str hash) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Arena *mem = context->rule.mem;
    NodeId argument = ast_child(ast, read->call, FIELD_ARGS);
    NodeId next = ast_next_sibling(ast, argument);
    Span call = ast_span(ast, read->call);
    uint32_t rest = next == NODE_NONE ? call.end - 1 : ast_node(ast, next)->start;
    Str opening = str_slice(facts->text, call.start, ast_node(ast, argument)->start);
    Str closing = str_slice(facts->text, rest, call.end);
    Str handle = shape_text(facts, read->source);
    Str chunk = fix_fresh_name(context, STR("chunk"));
    Str row = arena_format(mem, "%.*s%.*s", STR_ARG(fix_line_end(context)),
                           STR_ARG(fix_indent_of(context, at)));
    Str step = fix_indent_unit(context);
    Str begin = arena_format(mem, "%.*s = %.*s%.*s%.*s", STR_ARG(hash), STR_ARG(opening),
                             STR_ARG(closing), STR_ARG(row));
    return arena_format(mem, "%.*swhile %.*s := %.*s.read(65536):%.*s%.*s%.*s.update(%.*s)%.*s",
                        STR_ARG(begin), STR_ARG(chunk), STR_ARG(handle), STR_ARG(row),
                        STR_ARG(step), STR_ARG(hash), STR_ARG(chunk), STR_ARG(row));
}

static void hash_pieces(FixContext *context, const WholeRead *read) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Str title = STR("Hash the file piece by piece");
    NodeId statement = shape_row_statement(facts, read->call);
    bool name = ast_kind(ast, read->source) == NODE_NAME;
    if (statement == NODE_NONE || !name || !runs_first(ast, statement, read->call)) {
        fix_refuse(context, title, STR("the loop over the pieces needs a row before the hash"));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    Str hash = fix_fresh_name(context, STR("hasher"));
    uint32_t at = ast_node(ast, statement)->start;
    fix_insert(context, at, feeding_rows(context, read, at, hash));
    fix_replace(context, ast_span(ast, read->call), hash);
    hash_by_library(context, read);
}

static void fix(FixContext *context, const Finding *finding) {
    WholeRead read;
    if (!whole_read(&context->rule, finding->anchor, &read)) {
        return;
    }
    if (read.target == NODE_NONE) {
        hash_pieces(context, &read);
    } else {
        copy_pieces(context, &read);
    }
}

const RuleImplementation rule_memory_read_whole_file = {
    .rule = RULE_memory_read_whole_file,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(WHOLE_READ),
    .check_unit = check_unit,
    .fix = fix,
};
