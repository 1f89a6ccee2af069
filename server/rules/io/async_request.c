/* Knows how a call of requests is said with httpx.AsyncClient, and when it cannot be (spec/io.md B,
 * Template N: the differences were measured). */
#include "rules/io/async_parts.h"
#include "semantics/qualified_name.h"

/* ---- arguments
 * ------------------------------------------------------------------------------------ */

typedef enum Handling {
    HANDLING_REFUSED,
    HANDLING_KEPT,      /* the same for a call of the client */
    HANDLING_CLIENT,    /* belongs to the client */
    HANDLING_REDIRECTS, /* belongs to the client, under another name */
} Handling;

static Handling handling_of(Str keyword) {
    static const char *const kept[] = {"params", "headers", "json",  "auth",
                                       "files",  "url",     "method"};
    static const char *const client[] = {"timeout", "verify", "cert"};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        if (str_equal(keyword, str_from_c(kept[i]))) {
            return HANDLING_KEPT;
        }
    }
    for (size_t i = 0; i < sizeof client / sizeof client[0]; i++) {
        if (str_equal(keyword, str_from_c(client[i]))) {
            return HANDLING_CLIENT;
        }
    }
    return str_equal(keyword, STR("allow_redirects")) ? HANDLING_REDIRECTS : HANDLING_REFUSED;
}

static Str argument_reason(const RequestPlan *plan, NodeId node) {
    Str text = plan_text(plan, node);
    return arena_format(plan->mem, "httpx does not take `%.*s` (line %u) as requests does",
                        STR_ARG(str_slice(text, 0, str_find_byte(text, '\n'))),
                        plan_row(plan, node));
}

/* A display whose values are sent the same by both: None is left out by requests alone, True is
 * written in another way. */
static bool is_plain_params(const RequestPlan *plan, NodeId value) {
    const Ast *ast = plan->ast;
    if (ast_kind(ast, value) != NODE_DICT) {
        return false;
    }
    for (NodeId child = ast_first_child(ast, value); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        NodeKind kind = ast_kind(ast, child);
        uint8_t detail = ast_node(ast, child)->detail;
        bool differs =
            kind == NODE_DICT_UNPACK ||
            (kind == NODE_CONSTANT &&
             (detail == CONSTANT_NONE || detail == CONSTANT_TRUE || detail == CONSTANT_FALSE));
        if (differs) {
            return false;
        }
    }
    return true;
}

static Str joined(const RequestPlan *plan, Str list, Str item) {
    return arena_format(plan->mem, "%.*s%s%.*s", STR_ARG(list), list.len ? ", " : "",
                        STR_ARG(item));
}

static Str read_keyword(const RequestPlan *plan, NodeId keyword, AsyncRequest *out,
                        Str *redirects) {
    Str name = ast_name(plan->ast, keyword);
    NodeId value = ast_first_child(plan->ast, keyword);
    switch (handling_of(name)) {
    case HANDLING_KEPT:
        if (str_equal(name, STR("params")) && !is_plain_params(plan, value)) {
            return argument_reason(plan, keyword);
        }
        out->arguments = joined(plan, out->arguments, plan_text(plan, keyword));
        return STR("");
    case HANDLING_CLIENT:
    case HANDLING_REDIRECTS: {
        bool varies = request_loop_varies(&plan->loop, value);
        uint8_t detail = ast_node(plan->ast, value)->detail;
        bool constant = ast_kind(plan->ast, value) == NODE_CONSTANT &&
                        (detail == CONSTANT_TRUE || detail == CONSTANT_FALSE);
        bool is_redirects = handling_of(name) == HANDLING_REDIRECTS;
        if (varies || (is_redirects && !constant)) {
            return argument_reason(plan, keyword);
        }
        if (is_redirects) {
            *redirects = plan_text(plan, value);
        } else {
            out->options = joined(plan, out->options, plan_text(plan, keyword));
        }
        return STR("");
    }
    case HANDLING_REFUSED:
        break;
    }
    return argument_reason(plan, keyword);
}

Str async_request_read(const RequestPlan *plan, AsyncRequest *out) {
    const Ast *ast = plan->ast;
    Str path = plan->request.chain.callable->path;
    uint32_t dot = str_find_byte(path, '.');
    *out = (AsyncRequest){.verb = str_slice(path, dot + 1, path.len)};
    uint32_t allowed = str_equal(out->verb, STR("request")) ? 2 : 1;
    bool is_head = str_equal(out->verb, STR("head"));
    Str redirects = is_head ? STR("False") : STR("True");
    uint32_t positional = 0;
    for (NodeId child = ast_first_child(ast, plan->call); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        Str reason = STR("");
        if (ast_node(ast, child)->field == FIELD_ARGS) {
            bool fits = ++positional <= allowed && ast_kind(ast, child) != NODE_STARRED;
            reason = fits ? STR("") : argument_reason(plan, child);
            Span span = plan_outer_span(plan, child);
            out->arguments = joined(plan, out->arguments, str_span(plan->facts->text, span));
        } else if (ast_kind(ast, child) == NODE_KEYWORD) {
            reason = read_keyword(plan, child, out, &redirects);
        }
        if (reason.len) {
            return reason;
        }
    }
    if (ast_keyword(ast, plan->call, STR("timeout")) == NODE_NONE) {
        out->options = joined(plan, out->options, STR("timeout=None")); /* as requests waits */
    }
    out->options = joined(plan, out->options,
                          arena_format(plan->mem, "follow_redirects=%.*s", STR_ARG(redirects)));
    return STR("");
}

/* ---- responses
 * -------------------------------------------------------------------------------------- */

static bool is_shared_attribute(Str name) {
    static const char *const shared[] = {
        "content", "cookies", "elapsed",          "encoding",    "headers",
        "json",    "links",   "raise_for_status", "status_code", "text",
    };
    for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++) {
        if (str_equal(name, str_from_c(shared[i]))) {
            return true;
        }
    }
    return false;
}

/* What is done with a response, where it stands: only what both libraries' have. */
static Str use_reason(const RequestPlan *plan, NodeId response) {
    const Ast *ast = plan->ast;
    NodeId parent = ast_node(ast, response)->parent;
    bool read = ast_kind(ast, parent) == NODE_ATTRIBUTE;
    if (!read) {
        return arena_format(plan->mem, "the response itself is handed on at line %u",
                            plan_row(plan, response));
    }
    Str name = ast_name(ast, parent);
    if (is_shared_attribute(name) && !(ast_node(ast, parent)->flags & NODE_STORE)) {
        return STR("");
    }
    return arena_format(plan->mem, "`.%.*s` at line %u is not the same with httpx", STR_ARG(name),
                        plan_row(plan, parent));
}

Str async_response_reason(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    const ScopeTree *tree = plan->facts->scopes;
    NodeId statement = ast_node(ast, plan->sent)->parent;
    NodeId target = ast_kind(ast, statement) == NODE_ASSIGN
                        ? ast_child(ast, statement, FIELD_TARGETS)
                        : NODE_NONE;
    BindingId binding = target == NODE_NONE ? BINDING_NONE : scope_binding(tree, target);
    if (binding == BINDING_NONE) {
        return use_reason(plan, plan->sent);
    }
    SymbolId home = tree->symbols[tree->bindings[binding].symbol].home;
    for (UseId use = 0; use < tree->use_count; use++) {
        if (scope_use_home(tree, use) != home || home == SYMBOL_NONE) {
            continue;
        }
        Str reason = use_reason(plan, tree->uses[use].node);
        if (reason.len) {
            return reason;
        }
    }
    return STR("");
}

/* ---- exceptions
 * --------------------------------------------------------------------------------------- */

/* What httpx raises where requests raises `path`; empty when there is no such thing. */
static Str counterpart(Str path) {
    static const char *const names[][2] = {
        {"RequestException", "HTTPError"       },
        {"ConnectionError",  "ConnectError"    },
        {"Timeout",          "TimeoutException"},
        {"HTTPError",        "HTTPStatusError" },
    };
    static const char *const modules[] = {"requests.exceptions.", "requests."};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        for (size_t k = 0; k < sizeof modules / sizeof modules[0]; k++) {
            Str module = str_from_c(modules[k]);
            if (str_starts_with(path, module) &&
                str_equal(str_slice(path, module.len, path.len), str_from_c(names[i][0]))) {
                return str_from_c(names[i][1]);
            }
        }
    }
    return STR("");
}

static bool is_system_error(Str path) {
    return str_equal(path, STR("OSError")) || str_equal(path, STR("IOError")) ||
           str_equal(path, STR("EnvironmentError")) || str_equal(path, STR("ConnectionError"));
}

typedef void (*VisitType)(const RequestPlan *plan, NodeId type, Str path, void *data);

/* Every class that a handler of the function names. */
static void visit_types(const RequestPlan *plan, VisitType visit, void *data) {
    const Ast *ast = plan->ast;
    const RuleContext *rule = &plan->fix->rule;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId parent = ast_node(ast, node)->parent;
        bool direct = ast_node(ast, node)->field == FIELD_TYPE &&
                      ast_kind(ast, parent) == NODE_EXCEPT_HANDLER;
        bool listed = node > 0 && ast_node(ast, node)->field == FIELD_ELTS &&
                      ast_node(ast, parent)->field == FIELD_TYPE &&
                      ast_kind(ast, ast_node(ast, parent)->parent) == NODE_EXCEPT_HANDLER;
        if ((direct && ast_kind(ast, node) != NODE_TUPLE) || listed) {
            visit(plan, node, qualified_name(rule->file, rule->unit, node, plan->mem), data);
        }
    }
}

static void judge_type(const RequestPlan *plan, NodeId type, Str path, void *data) {
    Str *reason = data;
    bool strange = str_starts_with(path, STR("requests.")) && counterpart(path).len == 0;
    if (strange || is_system_error(path)) {
        *reason = arena_format(plan->mem, "line %u catches %.*s, which httpx does not raise",
                               plan_row(plan, type), STR_ARG(path));
    }
}

static bool is_handler_type(const Ast *ast, NodeId node) {
    const Node *at = ast_node(ast, node);
    bool listed = at->field == FIELD_ELTS && ast_node(ast, at->parent)->field == FIELD_TYPE;
    NodeId handler = listed ? ast_node(ast, at->parent)->parent : at->parent;
    return (listed || at->field == FIELD_TYPE) && ast_kind(ast, handler) == NODE_EXCEPT_HANDLER;
}

static bool is_in_withitem(const Ast *ast, NodeId node) {
    while (node != NODE_ROOT && !ast_kind_is_statement(ast_kind(ast, node))) {
        if (ast_kind(ast, node) == NODE_WITHITEM) {
            return true;
        }
        node = ast_node(ast, node)->parent;
    }
    return false;
}

/* `suppress(requests.Timeout)`, `raise requests.HTTPError(...)`, `isinstance(error, OSError)`. */
static Str other_use_reason(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    const RuleContext *rule = &plan->fix->rule;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind kind = ast_kind(ast, node);
        if ((kind != NODE_NAME && kind != NODE_ATTRIBUTE) || is_handler_type(ast, node)) {
            continue;
        }
        Str path = qualified_name(rule->file, rule->unit, node, plan->mem);
        bool named = counterpart(path).len > 0 ||
                     str_starts_with(path, STR("requests.exceptions.")) ||
                     (is_system_error(path) && is_in_withitem(ast, node));
        if (named) {
            return arena_format(plan->mem, "line %u uses %.*s, which httpx does not raise",
                                plan_row(plan, node), STR_ARG(path));
        }
    }
    return STR("");
}

Str async_exception_reason(const RequestPlan *plan) {
    Str reason = STR("");
    visit_types(plan, judge_type, &reason);
    return reason.len ? reason : other_use_reason(plan);
}

static void replace_type(const RequestPlan *plan, NodeId type, Str path, void *data) {
    const Str *httpx = data;
    Str name = counterpart(path);
    if (name.len) {
        fix_replace(plan->fix, ast_span(plan->ast, type),
                    arena_format(plan->mem, "%.*s.%.*s", STR_ARG(*httpx), STR_ARG(name)));
    }
}

void async_replace_exceptions(const RequestPlan *plan, Str httpx) {
    visit_types(plan, replace_type, &httpx);
}
