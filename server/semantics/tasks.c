/* Knows which expressions become tasks, and how many of one there may be; knows nothing about what
 * the coroutines do. */
#include "catalog/mutators.h"
#include "semantics/kinds.h"
#include "semantics/loops.h"
#include "semantics/tasks_layer.h"

/* A value that holds coroutines, and the loop that it grows in. */
typedef struct Sequence {
    NodeId value;
    NodeId loop;
} Sequence;

typedef struct Collector {
    const FileModel *file;
    UnitId unit;
    const UnitFacts *facts;
    const Ast *ast;
    TaskStart start; /* of the spawner at hand: each element fills in the rest */
    struct SequenceList ARRAY_OF(Sequence) sequences;
    struct StartList ARRAY_OF(TaskStart) starts;
    uint32_t uses_left; /* of lists that are followed: one list may be asked for again and again */
} Collector;

enum { SEQUENCES_MAX = 64, USES_MAX = 100000 };

struct FileTasks *file_tasks(const FileModel *file) {
    if (!file->layers->tasks) {
        file->layers->tasks = ARENA_NEW(file->mem, struct FileTasks);
        file->layers->tasks->units =
            ARENA_ARRAY(file->mem, struct UnitTasks, file->outline->unit_count);
    }
    return file->layers->tasks;
}

static SpawnForm form_of(const Collector *collector, NodeId call) {
    const Ast *ast = collector->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (function == NODE_NONE || (ast_kind(ast, function) == NODE_ATTRIBUTE &&
                                  !catalog_ends_spawner(ast_name(ast, function)))) {
        return SPAWN_NONE;
    }
    return catalog_spawn_form(
        kinds_callee(collector->file, collector->unit, call, collector->file->mem));
}

/* ---- names ---------------------------------------------------------------------------------- */

/* The local variable that a Name reads; NULL when it is none of a function or module of the unit.
 */
static const Symbol *variable(const Collector *collector, NodeId name) {
    const ScopeTree *tree = collector->facts->scopes;
    UseId use = scope_use(tree, name);
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
    return home == SYMBOL_NONE ? NULL : &tree->symbols[home];
}

/* The only value of a local name; the expression itself when it is none. */
static NodeId value_of(const Collector *collector, NodeId expression) {
    const Symbol *symbol =
        ast_kind(collector->ast, expression) == NODE_NAME ? variable(collector, expression) : NULL;
    if (!symbol || symbol->binding_count != 1) {
        return expression;
    }
    const Binding *binding = &collector->facts->scopes->bindings[symbol->first_binding];
    NodeId value = binding->kind == BINDING_ASSIGN && !binding->is_unpacked
                       ? ast_child(collector->ast, binding->source, FIELD_VALUE)
                       : NODE_NONE;
    return value == NODE_NONE ? expression : value;
}

/* The innermost loop around `node` whose turns are over when the spawner runs. */
static NodeId loop_before_spawner(const Collector *collector, NodeId node) {
    NodeId loop = loop_of_node(collector->ast, node);
    return loop != NODE_NONE && !loop_runs(collector->ast, loop, collector->start.spawner)
               ? loop
               : NODE_NONE;
}

/* ---- elements ------------------------------------------------------------------------------- */

static void add_start(Collector *collector, NodeId element, NodeId loop, NodeId mapped) {
    TaskStart start = collector->start;
    start.element = element;
    start.loop = loop;
    start.mapped = mapped;
    ARRAY_PUSH(&collector->starts, start);
}

static void add_element(Collector *collector, NodeId element, NodeId loop) {
    if (element == NODE_NONE) {
        return;
    }
    element = value_of(collector, element);
    bool is_task =
        ast_kind(collector->ast, element) == NODE_CALL && form_of(collector, element) == SPAWN_ONE;
    NodeId inner = is_task ? ast_child(collector->ast, element, FIELD_ARGS) : NODE_NONE;
    add_start(collector, inner == NODE_NONE ? element : value_of(collector, inner), loop,
              NODE_NONE);
}

static void add_sequence(Collector *collector, NodeId value, NodeId loop) {
    if (value == NODE_NONE || collector->sequences.count >= SEQUENCES_MAX) {
        return;
    }
    for (uint32_t i = 0; i < collector->sequences.count; i++) {
        if (collector->sequences.items[i].value == value) {
            return;
        }
    }
    ARRAY_PUSH(&collector->sequences, ((Sequence){value, loop}));
}

/* `*xs` brings many, anything else is one. */
static void add_item(Collector *collector, NodeId item, NodeId loop) {
    if (ast_kind(collector->ast, item) == NODE_STARRED) {
        add_sequence(collector, ast_first_child(collector->ast, item), loop);
    } else {
        add_element(collector, item, loop);
    }
}

/* Of a dict, its values. */
static void add_comprehension(Collector *collector, NodeId comprehension) {
    bool is_dict = ast_kind(collector->ast, comprehension) == NODE_DICT_COMP;
    NodeId element = ast_child(collector->ast, comprehension, is_dict ? FIELD_VALUE : FIELD_ELT);
    if (element != NODE_NONE) {
        add_element(collector, element, loop_of_node(collector->ast, element));
    }
}

/* `list(xs)` holds the same, `map(f, xs)` calls f for each. */
static void add_call(Collector *collector, Sequence sequence) {
    const Ast *ast = collector->ast;
    NodeId first = ast_child(ast, sequence.value, FIELD_ARGS);
    NodeId function = ast_child(ast, sequence.value, FIELD_FUNC);
    if (first == NODE_NONE) {
        bool values = function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE &&
                      str_equal(ast_name(ast, function), STR("values"));
        if (values) {
            add_sequence(collector, ast_child(ast, function, FIELD_VALUE), sequence.loop);
        }
        return;
    }
    Str path = kinds_callee(collector->file, collector->unit, sequence.value, collector->file->mem);
    const CatalogCallable *row = catalog_callable(path);
    NodeId second = ast_next_in_field(ast, first);
    if (row && str_equal(row->returns, STR("iterator[()0]")) && second != NODE_NONE) {
        add_start(collector, first, sequence.loop, second);
    } else if (row && str_ends_with(row->returns, STR("[*0]"))) {
        add_sequence(collector, first, sequence.loop);
    }
}

/* `tasks.append(x)`, `tasks.extend(xs)`: x is one, xs are many. */
static void add_method(Collector *collector, NodeId attribute) {
    const Ast *ast = collector->ast;
    NodeId call = ast_node(ast, attribute)->parent;
    bool grows = ast_kind(ast, attribute) == NODE_ATTRIBUTE && ast_kind(ast, call) == NODE_CALL &&
                 ast_node(ast, attribute)->field == FIELD_FUNC &&
                 catalog_is_mutator(ast_name(ast, attribute));
    NodeId argument = grows ? ast_child(ast, call, FIELD_ARGS) : NODE_NONE;
    if (argument == NODE_NONE) {
        return;
    }
    Str name = ast_name(ast, attribute);
    NodeId loop = loop_before_spawner(collector, call);
    if (str_equal(name, STR("extend")) || str_equal(name, STR("update"))) {
        add_sequence(collector, argument, loop);
    } else if (str_equal(name, STR("append")) || str_equal(name, STR("add"))) {
        add_element(collector, argument, loop);
    }
}

/* `tasks[key] = x`. */
static void add_stored(Collector *collector, NodeId subscript) {
    const Ast *ast = collector->ast;
    NodeId statement = ast_node(ast, subscript)->parent;
    if (ast_kind(ast, subscript) == NODE_SUBSCRIPT &&
        (ast_node(ast, subscript)->flags & NODE_STORE) && ast_kind(ast, statement) == NODE_ASSIGN) {
        add_element(collector, ast_child(ast, statement, FIELD_VALUE),
                    loop_before_spawner(collector, statement));
    }
}

/* All that a local list or dict is ever given. */
static void add_list(Collector *collector, NodeId name) {
    const ScopeTree *tree = collector->facts->scopes;
    const Symbol *symbol = variable(collector, name);
    if (!symbol) {
        return;
    }
    for (uint32_t i = 0; i < symbol->binding_count; i++) {
        const Binding *binding = &tree->bindings[symbol->first_binding + i];
        bool assigns = binding->kind == BINDING_ASSIGN || binding->kind == BINDING_ANNOTATED ||
                       binding->kind == BINDING_AUGMENTED;
        if (assigns && !binding->is_unpacked) {
            add_sequence(collector, ast_child(collector->ast, binding->source, FIELD_VALUE),
                         loop_before_spawner(collector, binding->source));
        }
    }
    for (uint32_t i = 0; i < symbol->use_count && collector->uses_left > 0; i++) {
        collector->uses_left--;
        NodeId use = tree->uses[tree->symbol_uses[symbol->first_use + i]].node;
        add_method(collector, ast_node(collector->ast, use)->parent);
        add_stored(collector, ast_node(collector->ast, use)->parent);
    }
}

static void take_apart(Collector *collector, Sequence sequence) {
    const Ast *ast = collector->ast;
    switch (ast_kind(ast, sequence.value)) {
    case NODE_GENERATOR_EXP:
    case NODE_LIST_COMP:
    case NODE_SET_COMP:
    case NODE_DICT_COMP:
        add_comprehension(collector, sequence.value);
        break;
    case NODE_LIST:
    case NODE_TUPLE:
    case NODE_SET:
        for (NodeId item = ast_first_child(ast, sequence.value); item != NODE_NONE;
             item = ast_next_sibling(ast, item)) {
            add_item(collector, item, sequence.loop);
        }
        break;
    case NODE_BIN_OP:
        add_sequence(collector, ast_child(ast, sequence.value, FIELD_LEFT), sequence.loop);
        add_sequence(collector, ast_child(ast, sequence.value, FIELD_RIGHT), sequence.loop);
        break;
    case NODE_CALL:
        add_call(collector, sequence);
        break;
    case NODE_NAME:
        add_list(collector, sequence.value);
        break;
    default:
        break;
    }
}

/* ---- spawners ------------------------------------------------------------------------------- */

static void collect(Collector *collector, NodeId call, SpawnForm form) {
    const Ast *ast = collector->ast;
    NodeId first = ast_child(ast, call, FIELD_ARGS);
    collector->start = (TaskStart){.spawner = call, .argument = first, .form = form};
    collector->sequences.count = 0;
    if (first == NODE_NONE) {
        return;
    }
    if (form == SPAWN_ONE || form == SPAWN_GROUP || form == SPAWN_FUNCTION) {
        add_element(collector, first, loop_of_node(ast, call));
    } else if (form == SPAWN_ITERABLE) {
        add_sequence(collector, first, NODE_NONE);
    }
    for (NodeId item = form == SPAWN_ARGUMENTS ? first : NODE_NONE; item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        collector->start.argument = item;
        add_item(collector, item, NODE_NONE);
        for (uint32_t i = 0; i < collector->sequences.count; i++) {
            take_apart(collector, collector->sequences.items[i]);
        }
        collector->sequences.count = 0;
    }
    for (uint32_t i = 0; i < collector->sequences.count; i++) {
        take_apart(collector, collector->sequences.items[i]);
    }
}

static TaskStarts collect_unit(const FileModel *file, UnitId unit) {
    const UnitFacts *facts = file_model_unit(file, unit);
    Collector collector = {
        .file = file, .unit = unit, .facts = facts, .ast = &facts->ast, .uses_left = USES_MAX};
    for (NodeId node = 0; node < facts->ast.node_count; node++) {
        SpawnForm form =
            ast_kind(&facts->ast, node) == NODE_CALL ? form_of(&collector, node) : SPAWN_NONE;
        if (form != SPAWN_NONE) {
            collect(&collector, node, form);
        }
    }
    TaskStart *items = ARENA_ARRAY(file->mem, TaskStart, collector.starts.count);
    for (uint32_t i = 0; i < collector.starts.count; i++) {
        items[i] = collector.starts.items[i];
    }
    TaskStarts starts = {items, collector.starts.count};
    ARRAY_RELEASE(&collector.starts);
    ARRAY_RELEASE(&collector.sequences);
    return starts;
}

TaskStarts task_starts(const FileModel *file, UnitId unit) {
    struct UnitTasks *tasks = &file_tasks(file)->units[unit];
    if (tasks->is_known) {
        file_model_renote(file, &tasks->notes);
        return tasks->starts;
    }
    UnitWatch watch;
    file_model_watch(file, &watch);
    tasks->starts = collect_unit(file, unit);
    tasks->notes = file_model_unwatch(file, &watch, file->mem);
    tasks->is_known = true;
    return tasks->starts;
}
