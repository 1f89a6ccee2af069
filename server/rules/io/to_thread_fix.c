#include "rules/io/to_thread_fix.h"

#include "catalog/extension.h"
#include "semantics/kinds.h"
#include "text/token.h"

static const char *const thread_title = "Run the call in a thread";

static bool is_connection(Str class_path) {
    const CatalogClass *row = catalog_class(class_path);
    return row && (row->traits & (CLASS_DB_CONNECTION | CLASS_DB_CURSOR));
}

/* A method of a connection or cursor, or what makes one; clients with a pool (redis, pymongo) may
 * be used from any thread. */
static bool is_bound_to_thread(const CatalogCallable *row) {
    uint32_t dot = row->path.len;
    while (dot > 0 && row->path.ptr[dot - 1] != '.') {
        dot--;
    }
    return is_connection(row->returns) ||
           (dot > 0 && is_connection(str_slice(row->path, 0, dot - 1)));
}

/* Why a call may not move to another thread; NULL when it may. */
static const char *obstacle(const FixContext *context, NodeId call, const CatalogCallable *row) {
    const Ast *ast = &context->rule.facts->ast;
    if (row && (row->effects & CATALOG_DB) && is_bound_to_thread(row)) {
        return "a connection or cursor belongs to the thread that made it";
    }
    if (ast_kind(ast, ast_node(ast, call)->parent) == NODE_WITHITEM) {
        return "the call is a `with` item, whose body would use the result beside the loop";
    }
    for (NodeId node = call; node != NODE_ROOT; node = ast_node(ast, node)->parent) {
        NodeKind kind = ast_kind(ast, node);
        if (ast_kind_is_statement(kind)) {
            break;
        }
        if (kind == NODE_GENERATOR_EXP) {
            return "await in a generator expression would make it an asynchronous generator";
        }
    }
    return NULL;
}

/* `(await x).json()`: what follows binds tighter than await. */
static bool needs_parentheses(const Ast *ast, NodeId call) {
    const Node *node = ast_node(ast, call);
    NodeKind parent = ast_kind(ast, node->parent);
    bool follows =
        (parent == NODE_ATTRIBUTE || parent == NODE_SUBSCRIPT) && node->field == FIELD_VALUE;
    bool called = parent == NODE_CALL && node->field == FIELD_FUNC;
    bool power = parent == NODE_BIN_OP && ast_node(ast, node->parent)->detail == OPERATOR_POW;
    return (follows || called || power) && !(node->flags & NODE_PARENTHESIZED);
}

static void use_sleep(FixContext *context, NodeId call) {
    const Ast *ast = &context->rule.facts->ast;
    fix_start(context, SAFETY_SAFE, STR("Await asyncio.sleep instead"));
    Str module = fix_import_module(context, STR("asyncio"));
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    fix_replace(context, ast_span(ast, function),
                arena_format(context->rule.mem, "await %.*s.sleep", STR_ARG(module)));
}

/* Nothing but blanks and a comment follows on the row. */
static bool ends_row(Str text, uint32_t at) {
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) {
        at++;
    }
    return at == text.len || text.ptr[at] == '\n' || text.ptr[at] == '\r' || text.ptr[at] == '#';
}

/* `f(a, b)` -> `await asyncio.to_thread(f, a, b)`: only the two borders of the call change. */
static void use_thread(FixContext *context, NodeId call) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Span span = ast_span(ast, call);
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    Span rest = {ast_node(ast, function)->end, span.end};
    Token open = token_find(facts->text, rest, "(");
    bool empty = ast_child(ast, call, FIELD_ARGS) == NODE_NONE &&
                 ast_child(ast, call, FIELD_KEYWORDS) == NODE_NONE;
    if (open.kind == TOKEN_END) {
        return;
    }
    bool parentheses = needs_parentheses(ast, call);
    fix_start(context, SAFETY_UNSAFE, str_from_c(thread_title));
    Str module = fix_import_module(context, STR("asyncio"));
    fix_insert(context, span.start,
               arena_format(context->rule.mem, "%sawait %.*s.to_thread(", parentheses ? "(" : "",
                            STR_ARG(module)));
    bool own_row = ends_row(facts->text, open.span.end);
    fix_replace(context, open.span, empty ? STR("") : own_row ? STR(",") : STR(", "));
    if (parentheses) {
        fix_insert(context, span.end, STR(")"));
    }
}

void to_thread_fix(FixContext *context, NodeId call, const CatalogCallable *reached) {
    const Ast *ast = &context->rule.facts->ast;
    Str path = kinds_callee(context->rule.file, context->rule.unit, call, context->rule.mem);
    const CatalogCallable *row = extended_callable(context->rule.file->extension, path);
    bool statement = ast_kind(ast, ast_node(ast, call)->parent) == NODE_EXPR;
    if (row && (row->effects & CATALOG_SLEEP) && statement) {
        use_sleep(context, call);
        return;
    }
    const char *reason = obstacle(context, call, reached);
    if (reason) {
        fix_refuse(context, str_from_c(thread_title), str_from_c(reason));
        return;
    }
    if (!fix_lacks_python(context, str_from_c(thread_title), "asyncio.to_thread", 9)) {
        use_thread(context, call);
    }
}
