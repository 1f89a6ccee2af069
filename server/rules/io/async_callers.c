/* Knows who calls a function that is to become a coroutine, and how each of them calls it then. */
#include "rules/io/async_parts.h"
#include "semantics/kinds.h"
#include "semantics/project.h"
#include "semantics/qualified_name.h"

enum { FUNCTIONS_MAX = 4096 };

typedef struct CallSite {
    UnitId unit;
    NodeId name; /* the Name in the call's place of the callee */
    NodeId call;
} CallSite;

typedef struct CallSites ARRAY_OF(CallSite) CallSites;

static const RuleContext *rule_of(const RequestPlan *plan) {
    return &plan->fix->rule;
}

static const Ast *ast_of(const RequestPlan *plan, UnitId unit) {
    return &file_model_unit(rule_of(plan)->file, unit)->ast;
}

static uint32_t row_in(const FileModel *file, UnitId unit, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    return line_index_row(file->lines,
                          outline_to_file(file->outline, unit, ast_node(ast, node)->start)) +
           1;
}

static Str function_name(const RequestPlan *plan) {
    return ast_name(plan->ast, ast_definition(plan->ast));
}

/* The Name stands for the function itself, not for a variable of the same name. */
static bool is_function(const RequestPlan *plan, UnitId unit, NodeId name) {
    const RuleContext *rule = rule_of(plan);
    NameMeaning meaning = file_scope_resolve(rule->file, unit, name, plan->mem);
    return meaning.home == NAME_HOME_MODULE || meaning.home == NAME_HOME_UNKNOWN;
}

/* Every mention in the file; `*handed_on` is one that is no call. */
static CallSites find_sites(const RequestPlan *plan, CallSite *handed_on) {
    const FileModel *file = rule_of(plan)->file;
    Str name = function_name(plan);
    CallSites sites = {0};
    handed_on->name = NODE_NONE;
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        const Ast *ast = ast_of(plan, unit);
        for (NodeId node = 0; node < ast->node_count; node++) {
            if (ast_kind(ast, node) != NODE_NAME || !str_equal(ast_name(ast, node), name) ||
                !is_function(plan, unit, node)) {
                continue;
            }
            NodeId parent = ast_node(ast, node)->parent;
            bool called =
                ast_kind(ast, parent) == NODE_CALL && ast_node(ast, node)->field == FIELD_FUNC;
            CallSite site = {unit, node, parent};
            if (called) {
                ARENA_PUSH(plan->mem, &sites, site);
            } else {
                *handed_on = site;
            }
        }
    }
    return sites;
}

/* ---- where a call stands
 * --------------------------------------------------------------------------- */

static bool catches_requests(const RequestPlan *plan, UnitId unit, NodeId statement) {
    const FileModel *file = rule_of(plan)->file;
    const Ast *ast = ast_of(plan, unit);
    NodeId handler = ast_child(ast, statement, FIELD_HANDLERS);
    for (; handler != NODE_NONE; handler = ast_next_in_field(ast, handler)) {
        NodeId type = ast_child(ast, handler, FIELD_TYPE);
        NodeId end = type == NODE_NONE ? 0 : ast_node(ast, type)->subtree_end;
        for (NodeId node = type; node < end; node++) {
            Str path = ast_kind_is_expression(ast_kind(ast, node))
                           ? qualified_name(file, unit, node, plan->mem)
                           : STR("");
            if (str_starts_with(path, STR("requests.")) || str_equal(path, STR("OSError")) ||
                str_equal(path, STR("IOError")) || str_equal(path, STR("ConnectionError"))) {
                return true;
            }
        }
    }
    return false;
}

static bool call_runs(const RequestPlan *plan, CallPlace call, const FunctionPlace *wanted) {
    FunctionList run = called_functions(call, FUNCTIONS_MAX, plan->mem);
    for (uint32_t i = 0; i < run.count; i++) {
        const FunctionPlace *function = &run.items[i];
        if (function->file == wanted->file && function->unit == wanted->unit &&
            function->node == wanted->node) {
            return true;
        }
    }
    return false;
}

/* The coroutine of a unit that runs the function; NODE_NONE. */
static NodeId coroutine_running(const RequestPlan *plan, UnitId unit, const FunctionPlace *wanted) {
    const Ast *ast = ast_of(plan, unit);
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId function =
            ast_kind(ast, node) == NODE_CALL ? enclosing_function(ast, node) : NODE_NONE;
        if (function != NODE_NONE && ast_kind(ast, function) == NODE_ASYNC_FUNCTION_DEF &&
            call_runs(plan, (CallPlace){wanted->file, unit, node}, wanted)) {
            return function;
        }
    }
    return NODE_NONE;
}

/* A coroutine of the file that runs the function `caller`: asyncio.run fails inside of it. */
static bool runs_in_loop(const RequestPlan *plan, UnitId unit, NodeId caller, Str *coroutine) {
    const FileModel *file = rule_of(plan)->file;
    FunctionPlace wanted = {file, unit, caller};
    for (UnitId other = 0; other < file->outline->unit_count; other++) {
        NodeId found = coroutine_running(plan, other, &wanted);
        if (found != NODE_NONE) {
            *coroutine = ast_name(ast_of(plan, other), found);
            return true;
        }
    }
    return false;
}

static Str site_reason(const RequestPlan *plan, const CallSite *site) {
    const FileModel *file = rule_of(plan)->file;
    const Ast *ast = ast_of(plan, site->unit);
    uint32_t row = row_in(file, site->unit, site->call);
    if (site->unit == rule_of(plan)->unit) {
        return arena_format(plan->mem, "it calls itself at line %u", row);
    }
    for (NodeId around = enclosing_try(ast, site->call, NODE_NONE); around != NODE_NONE;
         around = enclosing_try(ast, around, NODE_NONE)) {
        if (catches_requests(plan, site->unit, around)) {
            return arena_format(plan->mem, "the caller at line %u catches what requests raises",
                                row);
        }
    }
    NodeId caller = enclosing_function(ast, site->call);
    if (caller == NODE_NONE) {
        return STR("");
    }
    if (ast_kind(ast, caller) == NODE_LAMBDA) {
        return arena_format(plan->mem, "a lambda calls it at line %u", row);
    }
    Str coroutine;
    if (ast_kind(ast, caller) == NODE_FUNCTION_DEF &&
        runs_in_loop(plan, site->unit, caller, &coroutine)) {
        return arena_format(plan->mem, "its caller at line %u runs inside the coroutine `%.*s`",
                            row, STR_ARG(coroutine));
    }
    return STR("");
}

/* Calls in other files would have to change with it. */
static Str elsewhere_reason(const RequestPlan *plan) {
    const FileModel *file = rule_of(plan)->file;
    ProjectUnits units = project_callers_named(file, function_name(plan), plan->mem);
    for (uint32_t i = 0; i < units.count; i++) {
        if (units.items[i].file == file->id) {
            continue;
        }
        const FileModel *other = project_file(file, units.items[i].file);
        const Ast *ast = &file_model_unit(other, units.items[i].unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            FunctionPlace found;
            bool is_call = ast_kind(ast, node) == NODE_CALL &&
                           called_function((CallPlace){other, units.items[i].unit, node}, &found);
            if (is_call && found.file->id == file->id && found.unit == rule_of(plan)->unit) {
                return arena_format(plan->mem, "%.*s calls it at line %u", STR_ARG(other->path),
                                    row_in(other, units.items[i].unit, node));
            }
        }
    }
    return STR("");
}

Str async_caller_reason(const RequestPlan *plan) {
    CallSite handed_on;
    CallSites sites = find_sites(plan, &handed_on);
    if (handed_on.name != NODE_NONE) {
        return arena_format(plan->mem, "it is handed on at line %u, and its callers are not known",
                            row_in(rule_of(plan)->file, handed_on.unit, handed_on.name));
    }
    for (uint32_t i = 0; i < sites.count; i++) {
        Str reason = site_reason(plan, &sites.items[i]);
        if (reason.len) {
            return reason;
        }
    }
    return elsewhere_reason(plan);
}

/* ---- writing
 * --------------------------------------------------------------------------------------- */

static bool binds_tighter(const Ast *ast, NodeId call) {
    const Node *node = ast_node(ast, call);
    NodeKind parent = ast_kind(ast, node->parent);
    return (parent == NODE_ATTRIBUTE || parent == NODE_SUBSCRIPT) && node->field == FIELD_VALUE &&
           !(node->flags & NODE_PARENTHESIZED);
}

static void insert(const RequestPlan *plan, uint32_t at, Str text) {
    fix_replace_in_file(plan->fix, (Span){at, at}, text);
}

void async_replace_callers(const RequestPlan *plan, Str asyncio) {
    const Outline *outline = rule_of(plan)->file->outline;
    CallSite handed_on;
    CallSites sites = find_sites(plan, &handed_on);
    for (uint32_t i = 0; i < sites.count; i++) {
        const CallSite *site = &sites.items[i];
        const Ast *ast = ast_of(plan, site->unit);
        Span span = outline_span_to_file(outline, site->unit, ast_span(ast, site->call));
        NodeId caller = enclosing_function(ast, site->call);
        bool awaits = caller != NODE_NONE && ast_kind(ast, caller) == NODE_ASYNC_FUNCTION_DEF;
        bool wraps = awaits && binds_tighter(ast, site->call);
        insert(plan, span.start,
               awaits ? wraps ? STR("(await ") : STR("await ")
                      : arena_format(plan->mem, "%.*s.run(", STR_ARG(asyncio)));
        if (!awaits || wraps) {
            insert(plan, span.end, STR(")"));
        }
    }
}

/* ---- the import of requests
 * -------------------------------------------------------------------------- */

/* Something else than the rewritten call reads the module's name. */
static bool is_needed_elsewhere(const RequestPlan *plan) {
    const FileModel *file = rule_of(plan)->file;
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        const Ast *ast = ast_of(plan, unit);
        bool is_own = unit == rule_of(plan)->unit;
        for (NodeId node = 0; node < ast->node_count; node++) {
            bool named =
                ast_kind(ast, node) == NODE_NAME && str_equal(ast_name(ast, node), STR("requests"));
            bool goes = is_own && (ast_is_within(ast, node, plan->call) ||
                                   ast_kind(ast, ast_statement(ast, node)) == NODE_TRY);
            if (named && !goes) {
                return true;
            }
        }
    }
    return false;
}

void async_drop_import(const RequestPlan *plan) {
    const FileModel *file = rule_of(plan)->file;
    const Ast *ast = ast_of(plan, UNIT_MODULE_ID);
    if (is_needed_elsewhere(plan)) {
        return;
    }
    for (NodeId statement = ast_first_child(ast, NODE_ROOT); statement != NODE_NONE;
         statement = ast_next_sibling(ast, statement)) {
        NodeId alias = ast_kind(ast, statement) == NODE_IMPORT
                           ? ast_child(ast, statement, FIELD_NAMES)
                           : NODE_NONE;
        bool alone = alias != NODE_NONE && ast_next_in_field(ast, alias) == NODE_NONE &&
                     ast_child(ast, alias, FIELD_ASNAME) == NODE_NONE &&
                     str_equal(ast_name(ast, alias), STR("requests"));
        if (!alone) {
            continue;
        }
        Span span = outline_span_to_file(file->outline, UNIT_MODULE_ID, ast_span(ast, statement));
        uint32_t row = line_index_row(file->lines, span.start);
        uint32_t end =
            row + 1 < file->lines->count ? file->lines->starts[row + 1] : file->outline->text.len;
        fix_replace_in_file(plan->fix, (Span){file->lines->starts[row], end}, STR(""));
    }
}
