/* io/client-per-call: a client made in a function that runs again and again: in somebody's loop, or
 * once a request. By default only what costs much to make (engines, MongoClient, boto3) is told. */
#include "catalog/extension.h"
#include "catalog/pacing.h"
#include "rules/io/client.h"
#include "semantics/effects.h"
#include "semantics/entry_point.h"
#include "semantics/kinds.h"
#include "semantics/project.h"
#include "semantics/purity.h"
#include "semantics/scope.h"

/* ---- the same in every call --------------------------------------------------------------------
 */

/* The arg node when the name is the function's own `self`. */
static bool is_receiver(const UnitFacts *facts, const Binding *binding, NodeId function) {
    return binding->kind == BINDING_PARAMETER &&
           str_equal(ast_name(&facts->ast, binding->node), STR("self")) &&
           ast_node(&facts->ast, binding->node)->parent == function;
}

/* A name of the module or of Python; or `self`, whose attributes are those of one object. */
static bool name_is_alike(const UnitFacts *facts, NodeId name, NodeId function) {
    const ScopeTree *tree = facts->scopes;
    UseId use = scope_use(tree, name);
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
    if (home == SYMBOL_NONE) {
        return true;
    }
    const Symbol *symbol = &tree->symbols[home];
    ScopeKind kind = (ScopeKind)tree->scopes[symbol->scope].kind;
    if (kind == SCOPE_MODULE || kind == SCOPE_OUTER) {
        return true;
    }
    NodeId parent = ast_node(&facts->ast, name)->parent;
    return symbol->binding_count == 1 && ast_kind(&facts->ast, parent) == NODE_ATTRIBUTE &&
           is_receiver(facts, &tree->bindings[symbol->first_binding], function);
}

/* Reads settings and nothing that differs from call to call. */
static bool call_is_alike(const RuleContext *context, NodeId call) {
    const CatalogCallable *row =
        extended_callable(context->file->extension,
                          kinds_callee(context->file, context->unit, call, context->scratch));
    return row && (row->effects == 0 || (row->effects & CATALOG_PURE));
}

static bool is_alike(const RuleContext *context, NodeId client, NodeId function) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId end = ast_node(ast, client)->subtree_end;
    for (NodeId node = client + 1; node < end; node++) {
        switch (ast_kind(ast, node)) {
        case NODE_NAME:
            if (!name_is_alike(facts, node, function)) {
                return false;
            }
            break;
        case NODE_CALL:
            if (!call_is_alike(context, node)) {
                return false;
            }
            break;
        case NODE_AWAIT:
        case NODE_NAMED_EXPR:
        case NODE_LAMBDA:
        case NODE_BROKEN:
            return false;
        default:
            break;
        }
    }
    return true;
}

/* ---- who calls it again and again -------------------------------------------------------------
 */

/* What is known of the function around the client. */
typedef struct Caller {
    bool is_handler;
    CallPlace place; /* the call in a loop; .call is NODE_NONE for a handler */
} Caller;

/* Under `@lru_cache` and its like, or a fixture: it runs once. */
static bool is_cached(const UnitFacts *facts, NodeId function) {
    const Ast *ast = &facts->ast;
    for (NodeId decorator = ast_child(ast, function, FIELD_DECORATOR_LIST); decorator != NODE_NONE;
         decorator = ast_next_in_field(ast, decorator)) {
        bool called = ast_kind(ast, decorator) == NODE_CALL;
        NodeId named = called ? ast_child(ast, decorator, FIELD_FUNC) : decorator;
        Str text = str_span(facts->text, ast_span(ast, named));
        if ((catalog_pacing(text) & PACING_WRAPPER) != 0 ||
            str_equal(str_last_part(text), STR("fixture"))) {
            return true;
        }
    }
    return false;
}

static bool is_same_function(FunctionPlace a, FunctionPlace b) {
    return a.file->id == b.file->id && a.unit == b.unit && a.node == b.node;
}

/* What a function gives back is not collected by who calls it in a loop. */
static bool is_used_up(const Ast *ast, NodeId call, ClientKeeping keeping) {
    NodeKind around = ast_kind(ast, ast_node(ast, call)->parent);
    return keeping != CLIENT_RETURNED || around == NODE_ASSIGN || around == NODE_ATTRIBUTE ||
           around == NODE_WITHITEM || around == NODE_AWAIT;
}

/* Units with a call of the name that are looked into for each function on the way up, and functions
 * on the way: beyond them a loop is not found, and nothing is reported. */
enum { CALLERS_MAX = 256, FUNCTIONS_MAX = 64 };

/* Functions from the one that makes the client up to those that call it, nearest first. */
typedef struct CallerSearch {
    const RuleContext *context;
    ClientKeeping keeping;
    FunctionPlace functions[FUNCTIONS_MAX];
    uint32_t count;
} CallerSearch;

static void remember(CallerSearch *search, CallPlace place) {
    const Ast *ast = &file_model_unit(place.file, place.unit)->ast;
    FunctionPlace caller = {place.file, place.unit, enclosing_function(ast, place.call)};
    bool known = caller.node == NODE_NONE || search->count == FUNCTIONS_MAX ||
                 !ast_kind_is_function(ast_kind(ast, caller.node));
    for (uint32_t i = 0; i < search->count && !known; i++) {
        known = is_same_function(search->functions[i], caller);
    }
    if (!known) {
        search->functions[search->count++] = caller;
    }
}

/* A call of the function in a loop; the other callers are remembered. */
static bool find_in_unit(CallerSearch *search, FunctionPlace function, const FileModel *file,
                         UnitId unit, CallPlace *out) {
    Str name = ast_name(&file_model_unit(function.file, function.unit)->ast, function.node);
    const Ast *ast = &file_model_unit(file, unit)->ast;
    for (NodeId node = ast_call_named(ast, 0, name); node != NODE_NONE;
         node = ast_call_named(ast, node + 1, name)) {
        FunctionPlace called;
        *out = (CallPlace){file, unit, node};
        if (!called_function(*out, &called) || !is_same_function(called, function)) {
            continue;
        }
        if (loop_of_node(ast, node) == NODE_NONE) {
            remember(search, *out);
        } else if (is_used_up(ast, node, search->keeping)) {
            return true;
        }
    }
    return false;
}

/* The nearest call in a loop, in any file: of the function, or of one that calls it. */
static bool find_repeating_call(const RuleContext *context, NodeId function, ClientKeeping keeping,
                                CallPlace *out) {
    CallerSearch search = {.context = context, .keeping = keeping, .count = 1};
    search.functions[0] = (FunctionPlace){context->file, context->unit, function};
    for (uint32_t i = 0; i < search.count; i++) {
        FunctionPlace called = search.functions[i];
        Str name = ast_name(&file_model_unit(called.file, called.unit)->ast, called.node);
        ProjectUnits units = project_callers_named(context->file, name, context->scratch);
        for (uint32_t j = 0; j < units.count && j < CALLERS_MAX; j++) {
            const FileModel *file = project_file(context->file, units.items[j].file);
            if (find_in_unit(&search, called, file, units.items[j].unit, out)) {
                return true;
            }
        }
        if (keeping == CLIENT_RETURNED) {
            break; /* who calls the factory decides how long the client lives */
        }
    }
    *out = (CallPlace){context->file, context->unit, NODE_NONE};
    return false;
}

static bool runs_again(const RuleContext *context, NodeId function, ClientKeeping keeping,
                       Caller *out) {
    *out = (Caller){
        .place = {context->file, context->unit, NODE_NONE}
    };
    out->is_handler = entry_is_handler(context->facts, function);
    if (is_cached(context->facts, function)) {
        return false;
    }
    return out->is_handler || find_repeating_call(context, function, keeping, &out->place);
}

/* ---- the report ------------------------------------------------------------------------------ */

static void relate(const RuleContext *context, const Caller *caller, Report *found) {
    CallPlace place = caller->place;
    if (place.call == NODE_NONE) {
        return;
    }
    bool own = place.file->id == context->file->id;
    Span span = ast_span(&file_model_unit(place.file, place.unit)->ast, place.call);
    ReportRelated *related = ARENA_NEW(context->mem, ReportRelated);
    *related = (ReportRelated){
        .path = own ? STR("") : place.file->path,
        .unit = place.unit,
        .span = span,
        .message = STR("called in this loop"),
    };
    found->related = related;
    found->related_count = 1;
}

static void report(RuleContext *context, const Client *client, NodeId function,
                   const Caller *caller) {
    const UnitFacts *facts = context->facts;
    Report found = report_new(RULE_io_client_per_call, ast_span(&facts->ast, client->call));
    NodeId callee = ast_child(&facts->ast, client->call, FIELD_FUNC);
    Str text = str_span(facts->text, ast_span(&facts->ast, callee));
    Str name = arena_copy(context->mem, str_slice(text, 0, str_find_byte(text, '\n')));
    found.subject = name;
    found.message = arena_format(
        context->mem,
        "`%.*s` is made anew in every call of `%.*s`, %s; make one at startup, or in a factory "
        "under functools.lru_cache",
        STR_ARG(name), STR_ARG(ast_name(&facts->ast, function)),
        caller->is_handler ? "which handles each request" : "which runs in a loop");
    found.cost = STR("new connections per call");
    if (client->callable->effects & CATALOG_HEAVY) {
        found.severity = (int)variant_info(VARIANT_io_client_per_call_heavy)->severity;
    }
    found.anchor = client->call;
    relate(context, caller, &found);
    rule_report(context, &found);
}

static bool is_wanted(const RuleContext *context, const Client *client) {
    if (client->callable->effects & CATALOG_HEAVY) {
        return options_bool(context->options, OPTION_io_client_per_call_heavy);
    }
    return options_are_whole(context->options, RULE_io_client_per_call);
}

static void check_call(RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    NodeId function = enclosing_function(ast, call);
    Client client;
    Caller caller;
    if (function == NODE_NONE || !ast_kind_is_function(ast_kind(ast, function)) ||
        loop_of_node(ast, call) != NODE_NONE || !client_of_call(context, call, &client) ||
        !is_wanted(context, &client) || !is_alike(context, call, function)) {
        return;
    }
    ClientKeeping keeping = client_keeping(context, function, &client);
    if (keeping != CLIENT_KEPT && runs_again(context, function, keeping, &caller)) {
        report(context, &client, function, &caller);
    }
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL) {
            check_call(context, node);
        }
    }
}

/* Only what costs much is looked for unless the rule was selected. */
static bool wants(const Unit *unit, const RuleOptions *options) {
    return (unit->triggers & TRIGGER_BIT(HEAVY_CLIENT)) ||
           options_are_whole(options, RULE_io_client_per_call);
}

const RuleImplementation rule_io_client_per_call = {
    .rule = RULE_io_client_per_call,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(HEAVY_CLIENT) | TRIGGER_BIT(CLIENT),
    .wants = wants,
    .check_unit = check_unit,
};
