/* Knows how many tasks of one coroutine may run at a time: a graph of the file's coroutines, who
 * awaits whom and what starts them. Built once, when somebody asks. */
#include "semantics/kinds.h"
#include "semantics/loops.h"
#include "semantics/tasks_layer.h"

#include <stdlib.h>

/* A function of the file, as a number: unit and node. */
typedef uint64_t FunctionKey;

/* A call of a coroutine, or its name where it is passed on. */
typedef struct Site {
    FunctionKey callee;
    UnitId unit;
    NodeId reference; /* the Name or Attribute that stands for the coroutine */
    NodeId loop;      /* of a start: what makes many of it (semantics/tasks.h) */
    bool is_start;
    bool is_many;
    bool is_mapped; /* of a start: each task has another first argument */
} Site;

typedef struct TaskGraph {
    const Site *sites; /* by callee, then place; a start before a plain call */
    uint32_t count;
} TaskGraph;

typedef struct Builder {
    const FileModel *file;
    struct NameList ARRAY_OF(Str) names; /* of the file's async functions, sorted */
    struct SiteList ARRAY_OF(Site) sites;
} Builder;

static uint64_t key_of(UnitId unit, NodeId node) {
    return (uint64_t)unit << 32 | node;
}

/* ---- names of async functions: no other call is evaluated --------------------------------------
 */

static int compare_names(const void *a, const void *b) {
    return str_compare(*(const Str *)a, *(const Str *)b);
}

static void collect_names(Builder *builder) {
    const FileModel *file = builder->file;
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        const Ast *ast = &file_model_unit(file, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            if (ast_kind(ast, node) == NODE_ASYNC_FUNCTION_DEF) {
                ARRAY_PUSH(&builder->names, ast_name(ast, node));
            }
        }
    }
    if (builder->names.count) {
        qsort(builder->names.items, builder->names.count, sizeof(Str), compare_names);
    }
}

static bool is_named(const Builder *builder, const Ast *ast, NodeId reference) {
    NodeKind kind = ast_kind(ast, reference);
    if ((kind != NODE_NAME && kind != NODE_ATTRIBUTE) || !builder->names.count) {
        return false;
    }
    Str name = ast_name(ast, reference);
    return bsearch(&name, builder->names.items, builder->names.count, sizeof(Str), compare_names) !=
           NULL;
}

/* The async function of this file that a Name or Attribute stands for. */
static bool coroutine_of(const Builder *builder, UnitId unit, NodeId reference, FunctionKey *out) {
    const FileModel *file = builder->file;
    const Ast *ast = &file_model_unit(file, unit)->ast;
    if (!is_named(builder, ast, reference)) {
        return false;
    }
    const Kind *kind = kind_get(kinds_table(file), kinds_expression(file, unit, reference));
    *out = key_of(kind->unit, kind->node);
    return (kind->tag == KIND_TAG_FUNCTION || kind->tag == KIND_TAG_METHOD) &&
           kind->file == file->id;
}

/* ---- building ------------------------------------------------------------------------------- */

static bool is_called(const Ast *ast, NodeId reference) {
    return ast_node(ast, reference)->field == FIELD_FUNC &&
           ast_kind(ast, ast_node(ast, reference)->parent) == NODE_CALL;
}

/* Every coroutine that the element makes, wrapped or not, becomes a task or a part of one. */
static void add_start(Builder *builder, UnitId unit, const TaskStart *start) {
    const Ast *ast = &file_model_unit(builder->file, unit)->ast;
    NodeId end = ast_node(ast, start->element)->subtree_end;
    for (NodeId node = start->element; node < end; node++) {
        Site site = {.unit = unit,
                     .reference = node,
                     .loop = start->loop,
                     .is_start = true,
                     .is_many = start->loop != NODE_NONE || start->mapped != NODE_NONE,
                     .is_mapped = start->mapped != NODE_NONE};
        if ((is_called(ast, node) || node == start->element) &&
            coroutine_of(builder, unit, node, &site.callee)) {
            ARRAY_PUSH(&builder->sites, site);
        }
    }
}

static void add_unit(Builder *builder, UnitId unit) {
    TaskStarts starts = task_starts(builder->file, unit);
    for (uint32_t i = 0; i < starts.count; i++) {
        add_start(builder, unit, &starts.items[i]);
    }
    const Ast *ast = &file_model_unit(builder->file, unit)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        Site site = {.unit = unit, .reference = node, .loop = NODE_NONE};
        if (is_called(ast, node) && coroutine_of(builder, unit, node, &site.callee)) {
            ARRAY_PUSH(&builder->sites, site);
        }
    }
}

static int compare_numbers(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

static int compare_sites(const void *a, const void *b) {
    const Site *left = a;
    const Site *right = b;
    int order = compare_numbers(left->callee, right->callee);
    order = order ? order
                  : compare_numbers(key_of(left->unit, left->reference),
                                    key_of(right->unit, right->reference));
    order = order ? order : right->is_start - left->is_start;
    order = order ? order : right->is_many - left->is_many;
    return order ? order : compare_numbers(left->loop, right->loop);
}

/* A place that two spawners lead to (`tasks.append(create_task(f()))`, then `gather(*tasks)`) is
 * kept once, as the one that makes many. */
static struct TaskGraph *finish(Builder *builder, Arena *mem) {
    struct TaskGraph *graph = ARENA_NEW(mem, struct TaskGraph);
    Site *sites = ARENA_ARRAY(mem, Site, builder->sites.count);
    uint32_t kept = 0;
    if (builder->sites.count) {
        qsort(builder->sites.items, builder->sites.count, sizeof *sites, compare_sites);
    }
    for (uint32_t i = 0; i < builder->sites.count; i++) {
        Site site = builder->sites.items[i];
        bool again = kept > 0 && sites[kept - 1].callee == site.callee &&
                     sites[kept - 1].unit == site.unit &&
                     sites[kept - 1].reference == site.reference;
        if (!again) {
            sites[kept++] = site;
        }
    }
    *graph = (TaskGraph){sites, kept};
    ARRAY_RELEASE(&builder->names);
    ARRAY_RELEASE(&builder->sites);
    return graph;
}

static const TaskGraph *graph_of(const FileModel *file) {
    struct FileTasks *tasks = file_tasks(file);
    if (tasks->graph) {
        file_model_renote(file, &tasks->graph_notes);
        return tasks->graph;
    }
    UnitWatch watch;
    file_model_watch(file, &watch);
    file_model_note_outline(file);
    Builder builder = {.file = file};
    collect_names(&builder);
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        add_unit(&builder, unit);
    }
    tasks->graph = finish(&builder, file->mem);
    tasks->graph_notes = file_model_unwatch(file, &watch, file->mem);
    return tasks->graph;
}

/* ---- whose object it is ------------------------------------------------------------------------
 */

/* The place of a parameter among the positional ones; UINT32_MAX for keyword-only and starred. */
static uint32_t place_of(const Ast *ast, NodeId function, NodeId parameter) {
    uint32_t place = 0;
    for (NodeId child = ast_first_child(ast, function); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        Field field = (Field)ast_node(ast, child)->field;
        if (field != FIELD_POSONLYARGS && field != FIELD_ARGS) {
            continue;
        }
        if (child == parameter) {
            return place;
        }
        place++;
    }
    return UINT32_MAX;
}

static bool is_method(const FileModel *file, const Site *site) {
    KindId kind = kinds_expression(file, site->unit, site->reference);
    return kind_get(kinds_table(file), kind)->tag == KIND_TAG_METHOD;
}

/* The receiver of a bound method is not among the arguments. */
static bool is_receiver(const FileModel *file, const Site *site, NodeId parameter) {
    const Ast *callee = &file_model_unit(file, (UnitId)(site->callee >> 32))->ast;
    return is_method(file, site) && place_of(callee, (NodeId)site->callee, parameter) == 0;
}

/* The expression that a call gives the parameter; NODE_NONE when it is not known. Where the
 * function itself is passed on, `start_soon(f, a)`, its arguments follow it. */
static NodeId argument_of(const FileModel *file, const Site *site, NodeId parameter) {
    const Ast *callee = &file_model_unit(file, (UnitId)(site->callee >> 32))->ast;
    const Ast *ast = &file_model_unit(file, site->unit)->ast;
    uint32_t place = place_of(callee, (NodeId)site->callee, parameter);
    bool called = is_called(ast, site->reference);
    if (is_receiver(file, site, parameter)) {
        return ast_child(ast, site->reference, FIELD_VALUE);
    }
    place -= place != UINT32_MAX && is_method(file, site);
    NodeId call = ast_node(ast, site->reference)->parent;
    NodeId keyword = ast_kind(ast, call) == NODE_CALL
                         ? ast_keyword(ast, call, ast_name(callee, parameter))
                         : NODE_NONE;
    if (keyword != NODE_NONE) {
        return ast_first_child(ast, keyword);
    }
    NodeId argument =
        called ? ast_child(ast, call, FIELD_ARGS) : ast_next_in_field(ast, site->reference);
    for (uint32_t i = 0; argument != NODE_NONE && i < place; i++) {
        argument = ast_next_in_field(ast, argument);
    }
    return argument;
}

static NodeId base_of(const Ast *ast, NodeId expression) {
    while (ast_kind(ast, expression) == NODE_ATTRIBUTE ||
           ast_kind(ast, expression) == NODE_SUBSCRIPT) {
        expression = ast_child(ast, expression, FIELD_VALUE);
    }
    return expression;
}

/* The arg node when the name is a parameter of the function; NODE_NONE for anything else. */
static NodeId parameter_of_name(const UnitFacts *facts, NodeId name, NodeId function) {
    UseId use =
        ast_kind(&facts->ast, name) == NODE_NAME ? scope_use(facts->scopes, name) : USE_NONE;
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(facts->scopes, use);
    if (home == SYMBOL_NONE || facts->scopes->symbols[home].binding_count != 1) {
        return NODE_NONE;
    }
    const Binding *binding = &facts->scopes->bindings[facts->scopes->symbols[home].first_binding];
    bool own = binding->kind == BINDING_PARAMETER &&
               ast_node(&facts->ast, binding->node)->parent == function;
    return own ? binding->node : NODE_NONE;
}

/* Each turn of the start's loop has another object there: the loop binds a name of the chain or of
 * its indices; or it is made on the spot. */
static bool is_own(const FileModel *file, const Site *site, NodeId argument) {
    const Ast *ast = &file_model_unit(file, site->unit)->ast;
    if (ast_kind(ast, base_of(ast, argument)) == NODE_CALL) {
        return true;
    }
    if (site->loop == NODE_NONE || !loop_runs(ast, site->loop, argument)) {
        return false;
    }
    LoopContext loops = {.file = file, .unit = site->unit};
    NodeId end = ast_node(ast, argument)->subtree_end;
    for (NodeId node = argument; node < end; node++) {
        if (ast_kind(ast, node) == NODE_NAME && loop_binds(&loops, site->loop, node)) {
            return true;
        }
    }
    return false;
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* A coroutine, and the parameter of it that leads to the object. */
typedef struct Reached {
    FunctionKey function;
    NodeId parameter; /* NODE_NONE: any task of it has the same object */
} Reached;

enum { REACHED_MAX = 256, GROUPS_MAX = 16 };

/* Tasks by the object that they are given, as its expression is written. */
typedef struct Tally {
    const FileModel *file;
    Reached reached[REACHED_MAX];
    uint32_t reached_count;
    Str objects[GROUPS_MAX];
    uint32_t tasks[GROUPS_MAX];
    uint32_t group_count;
    uint32_t most;
} Tally;

static void reach(Tally *tally, FunctionKey function, NodeId parameter) {
    for (uint32_t i = 0; i < tally->reached_count; i++) {
        if (tally->reached[i].function == function && tally->reached[i].parameter == parameter) {
            return;
        }
    }
    if (tally->reached_count < REACHED_MAX) {
        tally->reached[tally->reached_count++] = (Reached){function, parameter};
    }
}

static void count_tasks(Tally *tally, Str object, uint32_t tasks) {
    uint32_t group = 0;
    while (group < tally->group_count && !str_equal(tally->objects[group], object)) {
        group++;
    }
    if (group == GROUPS_MAX) {
        return;
    }
    if (group == tally->group_count) {
        tally->objects[tally->group_count] = object;
        tally->tasks[tally->group_count++] = 0;
    }
    tally->tasks[group] += tasks;
    tally->most = tally->tasks[group] > tally->most ? tally->tasks[group] : tally->most;
}

/* A start or call of a coroutine that was reached: the tasks that it makes, and who runs it. */
static void look_at(Tally *tally, const Site *site, NodeId parameter) {
    const UnitFacts *facts = file_model_unit(tally->file, site->unit);
    NodeId caller = enclosing_function(&facts->ast, site->reference);
    NodeId argument =
        parameter == NODE_NONE ? NODE_NONE : argument_of(tally->file, site, parameter);
    /* `map(f, xs)` calls it with another element each time. */
    bool mapped =
        parameter != NODE_NONE && site->is_mapped && !is_receiver(tally->file, site, parameter);
    bool own = mapped || (argument != NODE_NONE && is_own(tally->file, site, argument));
    if (site->is_start && own) {
        tally->most = tally->most ? tally->most : 1;
    } else if (site->is_start) {
        Str object = argument == NODE_NONE ? STR("")
                                           : str_span(facts->text, ast_span(&facts->ast, argument));
        count_tasks(tally, object, site->is_many ? 2 : 1);
    }
    if (caller == NODE_NONE || own) {
        return;
    }
    NodeId base = argument == NODE_NONE ? NODE_NONE : base_of(&facts->ast, argument);
    NodeId above = base == NODE_NONE ? NODE_NONE : parameter_of_name(facts, base, caller);
    UseId use = base != NODE_NONE && ast_kind(&facts->ast, base) == NODE_NAME
                    ? scope_use(facts->scopes, base)
                    : USE_NONE;
    bool local = use != USE_NONE && scope_use_home(facts->scopes, use) != SYMBOL_NONE;
    /* Another local of the caller: each run of the caller has its own. */
    if (parameter == NODE_NONE || above != NODE_NONE || !local) {
        reach(tally, key_of(site->unit, caller), above);
    }
}

static uint32_t first_site(const TaskGraph *graph, FunctionKey callee) {
    uint32_t low = 0;
    uint32_t high = graph->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (graph->sites[middle].callee < callee) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

uint32_t task_concurrency(const FileModel *file, UnitId unit, NodeId function, NodeId parameter) {
    const TaskGraph *graph = graph_of(file);
    Tally tally = {.file = file};
    reach(&tally, key_of(unit, function), parameter);
    for (uint32_t i = 0; i < tally.reached_count && tally.most < 2; i++) {
        Reached reached = tally.reached[i];
        for (uint32_t at = first_site(graph, reached.function);
             at < graph->count && graph->sites[at].callee == reached.function && tally.most < 2;
             at++) {
            look_at(&tally, &graph->sites[at], reached.parameter);
        }
    }
    return tally.most < 2 ? tally.most : 2;
}
