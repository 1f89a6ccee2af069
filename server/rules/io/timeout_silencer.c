#include "rules/io/timeout_silencer.h"

#include "semantics/file_mentions.h"
#include "semantics/loops.h"

/* ---- the file -------------------------------------------------------------------------------- */

bool timeout_wants_file(const FileModel *file, const RuleOptions *options) {
    (void)options;
    return (file_model_triggers(file) & TRIGGER_BIT(NETWORK_LIBRARY)) != 0;
}

typedef bool (*CallTest)(const FileModel *file, UnitId unit, NodeId call, const void *wanted);

/* True when some call of a unit that mentions one of the words passes the test. */
static bool any_call(const FileModel *file, TriggerSet words, CallTest test, const void *wanted) {
    for (UnitId unit = file_model_next_mention(file, words, 0); unit != UNIT_NONE;
         unit = file_model_next_mention(file, words, unit + 1)) {
        const Ast *ast = &file_model_unit(file, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            if (ast_kind(ast, node) == NODE_CALL && test(file, unit, node, wanted)) {
                return true;
            }
        }
    }
    return false;
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

/* ---- sessions that were given a default --------------------------------------------------------
 */

static Str receiver_text(const UnitFacts *facts, NodeId call) {
    NodeId function = ast_child(&facts->ast, call, FIELD_FUNC);
    if (function == NODE_NONE || ast_kind(&facts->ast, function) != NODE_ATTRIBUTE) {
        return (Str){"", 0};
    }
    NodeId value = ast_child(&facts->ast, function, FIELD_VALUE);
    return str_span(facts->text, ast_span(&facts->ast, value));
}

/* `<receiver>.mount(prefix, A)` where A is not simply an HTTPAdapter. */
static bool mounts_adapter(const FileModel *file, UnitId unit, NodeId call, const void *wanted) {
    const UnitFacts *facts = file_model_unit(file, unit);
    const Ast *ast = &facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    bool mount = function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE &&
                 str_equal(ast_name(ast, function), STR("mount"));
    const Str *receiver = wanted;
    if (!mount || (receiver->len && !str_equal(receiver_text(facts, call), *receiver))) {
        return false;
    }
    NodeId prefix = ast_child(ast, call, FIELD_ARGS);
    NodeId adapter = prefix == NODE_NONE ? NODE_NONE : ast_next_in_field(ast, prefix);
    bool plain = adapter != NODE_NONE && ast_kind(ast, adapter) == NODE_CALL &&
                 str_equal(kinds_callee(file, unit, adapter, file->mem),
                           STR("requests.adapters.HTTPAdapter"));
    return !plain;
}

/* `<receiver>.request = ...`: the method itself is replaced. */
static bool replaces_request(const FileModel *file, Str receiver) {
    for (UnitId unit = file_model_next_mention(file, TRIGGER_BIT(SESSION_CHANGE), 0);
         unit != UNIT_NONE;
         unit = file_model_next_mention(file, TRIGGER_BIT(SESSION_CHANGE), unit + 1)) {
        const UnitFacts *facts = file_model_unit(file, unit);
        const Ast *ast = &facts->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            if (ast_kind(ast, node) != NODE_ATTRIBUTE ||
                !(ast_node(ast, node)->flags & NODE_STORE) ||
                !(str_equal(ast_name(ast, node), STR("request")) ||
                  str_equal(ast_name(ast, node), STR("send")))) {
                continue;
            }
            NodeId value = ast_child(ast, node, FIELD_VALUE);
            if (str_equal(str_span(facts->text, ast_span(ast, value)), receiver)) {
                return true;
            }
        }
    }
    return false;
}

/* An instance of a class of the file that overrides how requests are sent. */
static bool overrides_sending(const FileModel *file, KindId receiver) {
    KindTable *table = kinds_table(file);
    Kind kind = *kind_get(table, receiver);
    if (kind.tag != KIND_TAG_OBJECT) {
        return false;
    }
    Str methods[] = {STR("request"), STR("send")};
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        KindId found = kinds_attribute(file, kind.unit, kind.node, methods[i]);
        if (kind_get(table, found)->tag == KIND_TAG_FUNCTION || found == KIND_UNKNOWN) {
            return true;
        }
    }
    return false;
}

static bool is_parameter(const FileModel *file, UnitId unit, NodeId receiver) {
    if (ast_kind(&file_model_unit(file, unit)->ast, receiver) != NODE_NAME) {
        return false;
    }
    NameMeaning meaning = file_scope_resolve((FileModel *)file, unit, receiver, file->mem);
    for (uint32_t i = 0; i < meaning.place_count; i++) {
        const Binding *binding = file_scope_binding((FileModel *)file, meaning.places[i]);
        if (binding && binding->kind == BINDING_PARAMETER) {
            return true;
        }
    }
    return false;
}

static bool session_is_customised(RuleContext *context, NodeId call) {
    const FileModel *file = context->file;
    const Ast *ast = &context->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (ast_kind(ast, function) != NODE_ATTRIBUTE) {
        return false;
    }
    NodeId receiver = ast_child(ast, function, FIELD_VALUE);
    /* Any customised session of the file may be what a caller passes in. */
    Str text = is_parameter(file, context->unit, receiver) ? (Str){"", 0}
                                                           : receiver_text(context->facts, call);
    return overrides_sending(file, kinds_expression(file, context->unit, receiver)) ||
           any_call(file, TRIGGER_BIT(SESSION_CHANGE), mounts_adapter, &text) ||
           replaces_request(file, text);
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
    uint32_t calls;
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

static void count_method(RuleContext *context, NodeId call, Str method, ResultCalls *out) {
    const Ast *ast = &context->facts->ast;
    bool bounded = has_timeout_keyword(context, call);
    if (str_equal(method, STR("settimeout"))) {
        NodeId value = ast_child(ast, call, FIELD_ARGS);
        out->sets_timeout |=
            value != NODE_NONE && !timeout_is_none(context->file, context->unit, value);
    } else if (str_equal(method, STR("connect"))) {
        out->connects = true;
        out->connect_is_bounded |= bounded || ast_count_in_field(ast, call, FIELD_ARGS) > 2;
    } else {
        out->calls++;
        out->bounded += bounded;
    }
}

/* The methods called in this unit on what the call gave. */
static ResultCalls result_calls(RuleContext *context, NodeId call) {
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
            str_equal(receiver_text(facts, node), name)) {
            count_method(context, node, ast_name(ast, function), &out);
        }
    }
    return out;
}

static bool connects_later(RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    bool host = ast_child(ast, call, FIELD_ARGS) != NODE_NONE ||
                ast_keyword(ast, call, STR("host")) != NODE_NONE;
    ResultCalls calls = result_calls(context, call);
    return !host && (!calls.connects || calls.connect_is_bounded);
}

/* ---- scopes and strings ------------------------------------------------------------------------
 */

/* Under `async with asyncio.timeout(...)` or inside `wait_for(...)`. */
static bool in_async_scope(RuleContext *context, NodeId call) {
    static const char *const scopes[] = {
        "asyncio.wait_for", "asyncio.timeout",     "asyncio.timeout_at", "async_timeout.timeout",
        "anyio.fail_after", "anyio.move_on_after", "trio.fail_after",    "trio.move_on_after"};
    const Ast *ast = &context->facts->ast;
    for (NodeId node = ast_node(ast, call)->parent; node != NODE_ROOT;
         node = ast_node(ast, node)->parent) {
        NodeKind kind = ast_kind(ast, node);
        NodeId scope = kind == NODE_CALL ? node : NODE_NONE;
        if (kind == NODE_ASYNC_WITH || kind == NODE_WITH) {
            scope = ast_child(ast, ast_child(ast, node, FIELD_ITEMS), FIELD_CONTEXT_EXPR);
        }
        if (scope == NODE_NONE || ast_kind(ast, scope) != NODE_CALL) {
            continue;
        }
        Str path = kinds_callee(context->file, context->unit, scope, context->scratch);
        for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
            if (str_equal(path, str_from_c(scopes[i]))) {
                return true;
            }
        }
    }
    return false;
}

/* A connection string that is not written here, or says connect_timeout itself. */
static bool dsn_may_bound(RuleContext *context, NodeId call) {
    const UnitFacts *facts = context->facts;
    NodeId dsn = ast_child(&facts->ast, call, FIELD_ARGS);
    if (dsn == NODE_NONE) {
        return false;
    }
    Str text = str_span(facts->text, ast_span(&facts->ast, dsn));
    return ast_kind(&facts->ast, dsn) != NODE_CONSTANT ||
           str_find(text, STR("connect_timeout")) < text.len;
}

bool timeout_is_silenced(RuleContext *context, NodeId call, const CatalogTimeout *row,
                         TimeoutState state) {
    bool missing = state == TIMEOUT_MISSING;
    if (missing && row->when_missing == TIMEOUT_DEFAULT_SOCKET_DEFAULT &&
        any_call(context->file, TRIGGER_BIT(SOCKET_DEFAULT), sets_socket_default, NULL)) {
        return true;
    }
    switch (row->form) {
    case TIMEOUT_FORM_REQUESTS:
        return missing && session_is_customised(context, call);
    case TIMEOUT_FORM_HTTPX_CLIENT: {
        ResultCalls calls = result_calls(context, call);
        return calls.calls > 0 && calls.bounded == calls.calls;
    }
    case TIMEOUT_FORM_SET_AFTER:
        return result_calls(context, call).sets_timeout;
    case TIMEOUT_FORM_CONNECTS_LATER:
        return missing && connects_later(context, call);
    case TIMEOUT_FORM_CONNECT_CALL:
        return missing; /* its constructor is reported */
    case TIMEOUT_FORM_POOL:
        return result_calls(context, call).bounded > 0;
    case TIMEOUT_FORM_DSN:
        return missing && dsn_may_bound(context, call);
    case TIMEOUT_FORM_ASYNC_SCOPE:
        return in_async_scope(context, call);
    case TIMEOUT_FORM_REDIS:
        return true; /* from 8.0 on the default is finite, and the pinned version is not known */
    default:
        return false;
    }
}
