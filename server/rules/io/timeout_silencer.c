#include "rules/io/timeout_silencer.h"

#include "rules/io/session_change.h"
#include "rules/io/timeout_calls.h"

#include "catalog/extension.h"
#include "semantics/file_mentions.h"
#include "semantics/loops.h"
#include "semantics/project.h"

/* ---- the file -------------------------------------------------------------------------------- */

bool timeout_wants_file(const FileModel *file, const RuleOptions *options) {
    /* A session or client may come from another file, which names the library. */
    TriggerSet words = TRIGGER_BIT(NETWORK_LIBRARY) | TRIGGER_BIT(CLIENT);
    if (options_integer(options, OPTION_io_missing_timeout_tier) > 1) {
        words |= TRIGGER_BIT(PROCESS_LIBRARY); /* subprocess, asyncio streams */
    }
    return extension_has_timeouts(file->extension) || (file_model_triggers(file) & words) != 0;
}

/* `socket.setdefaulttimeout(15)` outside of any function. */
static bool sets_socket_default(const FileModel *file, UnitId unit, NodeId call,
                                const void *wanted) {
    (void)wanted;
    const UnitFacts *facts = file_model_unit(file, unit);
    NodeId argument = ast_child(&facts->ast, call, FIELD_ARGS);
    return unit == UNIT_MODULE_ID && argument != NODE_NONE &&
           enclosing_function(&facts->ast, call) == NODE_NONE &&
           str_equal(kinds_callee(file, unit, call, file->mem), STR("socket.setdefaulttimeout")) &&
           !timeout_is_none(file, unit, argument);
}

/* ---- what is done with the result --------------------------------------------------------------
 */

/* The name that the call's value is assigned to or entered as; NODE_NONE when there is none. */
static NodeId result_name(const Ast *ast, NodeId call) {
    NodeId parent = ast_node(ast, call)->parent;
    NodeKind kind = ast_kind(ast, parent);
    NodeId target = kind == NODE_ASSIGN       ? ast_child(ast, parent, FIELD_TARGETS)
                    : kind == NODE_ANN_ASSIGN ? ast_child(ast, parent, FIELD_TARGET)
                    : kind == NODE_WITHITEM   ? ast_child(ast, parent, FIELD_OPTIONAL_VARS)
                                              : NODE_NONE;
    bool usable = target != NODE_NONE &&
                  (ast_kind(ast, target) == NODE_NAME || ast_kind(ast, target) == NODE_ATTRIBUTE);
    return usable ? target : NODE_NONE;
}

typedef struct ResultCalls {
    uint32_t calls;   /* calls that take a timeout */
    uint32_t bounded; /* calls with a finite timeout of their own */
    bool sets_timeout;
    bool connects;
    bool connect_is_bounded;
} ResultCalls;

static bool has_timeout_keyword(RuleContext *context, NodeId call) {
    NodeId keyword = ast_keyword(&context->facts->ast, call, STR("timeout"));
    return keyword != NODE_NONE &&
           !timeout_is_none(context->file, context->unit,
                            ast_child(&context->facts->ast, keyword, FIELD_VALUE));
}

/* A positional argument at the place where the method has its timeout. */
static bool has_timeout_place(const Ast *ast, NodeId call, const CatalogTimeout *row) {
    return row && row->position >= 0 &&
           ast_count_in_field(ast, call, FIELD_ARGS) > (uint32_t)row->position;
}

static void count_method(RuleContext *context, NodeId call, Str method, Str class_path,
                         ResultCalls *out) {
    const Ast *ast = &context->facts->ast;
    const CatalogTimeout *row = catalog_method_timeout(class_path, method);
    bool bounded = has_timeout_keyword(context, call) || has_timeout_place(ast, call, row);
    if (str_equal(method, STR("settimeout"))) {
        NodeId value = ast_child(ast, call, FIELD_ARGS);
        out->sets_timeout |=
            value != NODE_NONE && !timeout_is_none(context->file, context->unit, value);
    } else if (str_equal(method, STR("connect"))) {
        out->connects = true;
        out->connect_is_bounded |= bounded;
    } else {
        out->calls += row != NULL;
        out->bounded += bounded;
    }
}

/* The methods called in this unit on what the call of a constructor gave. */
static ResultCalls result_calls(RuleContext *context, NodeId call, Str class_path) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    ResultCalls out = {0};
    NodeId target = result_name(ast, call);
    if (target == NODE_NONE) {
        return out;
    }
    Str name = str_span(facts->text, ast_span(ast, target));
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId function =
            ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
        if (function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE &&
            str_equal(timeout_receiver_text(facts, node), name)) {
            count_method(context, node, ast_name(ast, function), class_path, &out);
        }
    }
    return out;
}

/* `<receiver>.anything(..., timeout=5)`. */
static bool bounds_receiver(const FileModel *file, UnitId unit, NodeId call, const void *wanted) {
    const UnitFacts *facts = file_model_unit(file, unit);
    NodeId keyword = ast_keyword(&facts->ast, call, STR("timeout"));
    return keyword != NODE_NONE &&
           str_equal(timeout_receiver_text(facts, call), *(const Str *)wanted) &&
           !timeout_is_none(file, unit, ast_child(&facts->ast, keyword, FIELD_VALUE));
}

/* A pool is shared by a module or an object: its calls may stand in any function of the file. */
static bool pool_call_is_bounded(RuleContext *context, NodeId call) {
    const UnitFacts *facts = context->facts;
    NodeId target = result_name(&facts->ast, call);
    if (target == NODE_NONE) {
        return false;
    }
    Str name = str_span(facts->text, ast_span(&facts->ast, target));
    return timeout_any_call(context->file, TRIGGER_BIT(TIMEOUT), bounds_receiver, &name);
}

static bool connects_later(RuleContext *context, NodeId call, Str class_path) {
    const Ast *ast = &context->facts->ast;
    bool host = ast_child(ast, call, FIELD_ARGS) != NODE_NONE ||
                ast_keyword(ast, call, STR("host")) != NODE_NONE;
    ResultCalls calls = result_calls(context, call, class_path);
    return !host && (!calls.connects || calls.connect_is_bounded);
}

/* ---- scopes and strings ------------------------------------------------------------------------
 */

static bool bounds(RuleContext *context, NodeId expression) {
    if (expression == NODE_NONE || ast_kind(&context->facts->ast, expression) != NODE_CALL) {
        return false;
    }
    const CatalogCallable *row =
        extended_callable(context->file->extension,
                          kinds_callee(context->file, context->unit, expression, context->scratch));
    return row && (row->effects & CATALOG_BOUNDS);
}

/* Under `async with asyncio.timeout(...)` or inside `wait_for(...)`. */
static bool in_async_scope(RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = ast_node(ast, call)->parent; node != NODE_ROOT;
         node = ast_node(ast, node)->parent) {
        NodeKind kind = ast_kind(ast, node);
        if (ast_kind_is_function(kind) || kind == NODE_LAMBDA) {
            return false;
        }
        bool with = kind == NODE_ASYNC_WITH || kind == NODE_WITH;
        NodeId item = with ? ast_child(ast, node, FIELD_ITEMS) : NODE_NONE;
        for (; item != NODE_NONE; item = ast_next_in_field(ast, item)) {
            if (bounds(context, ast_child(ast, item, FIELD_CONTEXT_EXPR))) {
                return true;
            }
        }
        if (bounds(context, node)) {
            return true;
        }
    }
    return false;
}

/* The connection string of the call; NODE_NONE when the parts are given one by one. */
static NodeId connection_string(const Ast *ast, NodeId call) {
    static const char *const names[] = {"dsn", "conninfo"};
    NodeId found = ast_child(ast, call, FIELD_ARGS);
    for (size_t i = 0; found == NODE_NONE && i < sizeof names / sizeof names[0]; i++) {
        NodeId keyword = ast_keyword(ast, call, str_from_c(names[i]));
        found = keyword == NODE_NONE ? NODE_NONE : ast_child(ast, keyword, FIELD_VALUE);
    }
    return found;
}

static bool says_timeout(Str text, Str keyword) {
    Str first = catalog_timeout_parameter(keyword);
    Str second =
        str_slice(keyword, first.len < keyword.len ? first.len + 1 : first.len, keyword.len);
    return str_find(text, first) < text.len || (second.len && str_find(text, second) < text.len);
}

/* A connection string that is not written here, or bounds the wait itself; or no argument at all:
 * then the environment says where to connect, and how. */
static bool dsn_may_bound(RuleContext *context, NodeId call, const CatalogTimeout *row) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId dsn = connection_string(ast, call);
    if (dsn == NODE_NONE) {
        return ast_child(ast, call, FIELD_KEYWORDS) == NODE_NONE;
    }
    bool literal =
        ast_kind(ast, dsn) == NODE_CONSTANT && ast_node(ast, dsn)->detail == CONSTANT_STR;
    return !literal || says_timeout(str_span(facts->text, ast_span(ast, dsn)), row->keyword);
}

bool timeout_is_silenced(RuleContext *context, NodeId call, const CatalogTimeout *row,
                         TimeoutState state) {
    bool missing = state == TIMEOUT_MISSING;
    if (missing && row->when_missing == TIMEOUT_DEFAULT_SOCKET_DEFAULT &&
        timeout_any_call_in_program(context->file, STR("setdefaulttimeout"), sets_socket_default,
                                    NULL)) {
        return true;
    }
    switch (row->form) {
    case TIMEOUT_FORM_REQUESTS:
        return missing && session_is_customised(context, call);
    case TIMEOUT_FORM_HTTPX_CLIENT: {
        ResultCalls calls = result_calls(context, call, row->path);
        return calls.calls > 0 && calls.bounded >= calls.calls;
    }
    case TIMEOUT_FORM_SET_AFTER:
        return result_calls(context, call, row->path).sets_timeout;
    case TIMEOUT_FORM_CONNECTS_LATER:
        return missing && connects_later(context, call, row->path);
    case TIMEOUT_FORM_CONNECT_CALL:
        return missing; /* its constructor is reported */
    case TIMEOUT_FORM_POOL:
        return missing && pool_call_is_bounded(context, call);
    case TIMEOUT_FORM_DSN:
        return missing && dsn_may_bound(context, call, row);
    case TIMEOUT_FORM_ASYNC_SCOPE:
        return in_async_scope(context, call);
    case TIMEOUT_FORM_REDIS:
        /* From 8.0 on the default is finite; None is what a blocking command needs. */
        return !missing || !library_is_before(&context->options->libraries, LIBRARY_redis,
                                              library_version(8, 0, 0));
    default:
        return false;
    }
}
