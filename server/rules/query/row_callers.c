/* Knows how to find the calls of a function. Callers are told by name first; which function a call
 * really runs, its kind says. */
#include "rules/query/row_callers.h"

#include "rules/query/row_scan.h"
#include "rules/shape.h"
#include "semantics/project.h"

enum { CALLERS_MAX = 24, CONTEXTS_MAX = 6, ALIASES_MAX = 4, LEVELS_MAX = 3, EXPANDED_MAX = 4 };

/* ---- is it worth the search? -------------------------------------------------------------------
 */

/* The Name at the bottom, also through calls: `queryset` of `enumerate(queryset.filter())`. */
static NodeId bottom_name(const Ast *ast, NodeId node) {
    while (node != NODE_NONE && ast_kind(ast, node) != NODE_NAME) {
        NodeKind kind = ast_kind(ast, node);
        NodeId function = kind == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
        bool plain = function != NODE_NONE && ast_kind(ast, function) == NODE_NAME;
        node = plain               ? ast_child(ast, node, FIELD_ARGS)
               : kind == NODE_CALL ? function
               : kind == NODE_ATTRIBUTE || kind == NODE_SUBSCRIPT
                   ? ast_child(ast, node, FIELD_VALUE)
                   : NODE_NONE;
    }
    return node;
}

static bool is_parameter(const UnitFacts *facts, NodeId name) {
    SymbolId variable = shape_local(facts, name);
    return variable != SYMBOL_NONE && (facts->scopes->symbols[variable].flags & SYMBOL_PARAMETER);
}

/* A parameter, or a variable that was made of one: `page = rows.paginate(1)`. */
static bool begins_at_parameter(const UnitFacts *facts, NodeId name) {
    for (uint32_t i = 0; name != NODE_NONE && i < ALIASES_MAX; i++) {
        if (is_parameter(facts, name)) {
            return true;
        }
        SymbolId variable = shape_local(facts, name);
        NodeId value = variable == SYMBOL_NONE ? NODE_NONE : shape_only_value(facts, variable);
        name = value == NODE_NONE ? NODE_NONE : bottom_name(&facts->ast, value);
    }
    return false;
}

static bool loops_over_parameter(const UnitFacts *facts, NodeId function) {
    const Ast *ast = &facts->ast;
    NodeId end = ast_node(ast, function)->subtree_end;
    for (NodeId node = function; node < end; node++) {
        NodeId iterable = ast_child(ast, node, FIELD_ITER);
        NodeKind kind = ast_kind(ast, node);
        bool loops = kind == NODE_FOR || kind == NODE_ASYNC_FOR || kind == NODE_COMPREHENSION ||
                     kind == NODE_ASYNC_COMPREHENSION;
        NodeId name = loops && iterable != NODE_NONE ? bottom_name(ast, iterable) : NODE_NONE;
        if (begins_at_parameter(facts, name)) {
            return true;
        }
    }
    return false;
}

static bool has_relations(const FileModel *file, Arena *mem) {
    return project_classes_mentioning(file, TRIGGER_BIT(ORM_RELATION), mem).count > 0;
}

/* ---- what they give ----------------------------------------------------------------------------
 */

typedef struct Gathering {
    const FileModel *file;
    KindPlace function;
    Str name;
    struct CallerItems ARRAY_OF(RowCaller) items;
    Arena *mem;
} Gathering;

static void gather(Gathering *gathering, KindPlace call, KindId context) {
    const Kind *kind = kind_get(kinds_table(gathering->file), context);
    if (kind->tag != KIND_TAG_CONTEXT || kind->file != gathering->function.file ||
        kind->unit != gathering->function.unit || kind->node != gathering->function.node) {
        return;
    }
    for (uint32_t i = 0; i < gathering->items.count; i++) {
        if (gathering->items.items[i].context == context) {
            return;
        }
    }
    if (gathering->items.count < CONTEXTS_MAX) {
        ARENA_PUSH(gathering->mem, &gathering->items, ((RowCaller){context, call}));
    }
}

/* The calls of the function in the unit, as the unit's own callers `given` have it run. */
static void look_at_caller(Gathering *gathering, ProjectUnit caller, KindId given) {
    const FileModel *file = row_scan_file(gathering->file, caller.file);
    const Ast *ast = &file_model_unit(file, caller.unit)->ast;
    for (NodeId node = ast_call_named(ast, 0, gathering->name); node != NODE_NONE;
         node = ast_call_named(ast, node + 1, gathering->name)) {
        gather(gathering, (KindPlace){file->id, caller.unit, node},
               kinds_called(file, caller.unit, node, given));
    }
}

/* The function is called there with something that the caller was given itself. */
static bool hands_on(const FileModel *home, ProjectUnit caller, Str name) {
    const FileModel *file = row_scan_file(home, caller.file);
    const UnitFacts *facts = file_model_unit(file, caller.unit);
    const Ast *ast = &facts->ast;
    for (NodeId node = ast_call_named(ast, 0, name); node != NODE_NONE;
         node = ast_call_named(ast, node + 1, name)) {
        for (NodeId argument = ast_child(ast, node, FIELD_ARGS); argument != NODE_NONE;
             argument = ast_next_in_field(ast, argument)) {
            if (begins_at_parameter(facts, bottom_name(ast, argument))) {
                return true;
            }
        }
    }
    return false;
}

static bool is_own_unit(const FileModel *file, UnitId unit, ProjectUnit other) {
    return other.file == file->id && other.unit == unit;
}

bool row_callers_may_tell(const UnitFacts *facts, NodeId expression) {
    return begins_at_parameter(facts, bottom_name(&facts->ast, expression));
}

RowCallers row_callers_find(const FileModel *file, UnitId unit, Arena *mem) {
    const UnitFacts *facts = file_model_unit(file, unit);
    NodeId function = ast_definition(&facts->ast);
    bool loops = function != NODE_NONE && loops_over_parameter(facts, function);
    return loops ? row_callers_of(file, unit, mem) : (RowCallers){NULL, 0};
}

static ProjectUnits callers_of(const FileModel *file, UnitId unit, Str *name, Arena *mem) {
    const UnitFacts *facts = file_model_unit(file, unit);
    NodeId function = ast_definition(&facts->ast);
    if (function == NODE_NONE || !ast_kind_is_function(ast_kind(&facts->ast, function))) {
        return (ProjectUnits){NULL, 0};
    }
    *name = ast_name(&facts->ast, function);
    ProjectUnits found = project_callers_named(file, *name, mem);
    found.count = found.count < CALLERS_MAX ? found.count : CALLERS_MAX;
    return found;
}

/* A test's few rows say nothing of how a function of another file is used. */
static bool counts(const FileModel *file, ProjectUnit caller) {
    const FileModel *home = row_scan_file(file, caller.file);
    return home == file || !file_model_is_test(home);
}

/* A function on the way up, and the one below that it hands on to. */
typedef struct Level {
    Gathering gathering;
    ProjectUnits callers;
    UnitId unit;
    uint32_t depth;
    uint32_t below; /* its place among the levels */
} Level;

typedef struct Levels ARRAY_OF(Level) Levels;

static Level level_at(const FileModel *file, UnitId unit, uint32_t depth, uint32_t below,
                      Arena *mem) {
    Level level = {.unit = unit, .depth = depth, .below = below};
    level.gathering = (Gathering){.file = file, .mem = mem};
    level.callers = callers_of(file, unit, &level.gathering.name, mem);
    level.gathering.function =
        (KindPlace){file->id, unit, ast_definition(&file_model_unit(file, unit)->ast)};
    for (uint32_t i = 0; i < level.callers.count; i++) {
        if (counts(file, level.callers.items[i])) {
            look_at_caller(&level.gathering, level.callers.items[i], KIND_NEVER);
        }
    }
    return level;
}

/* Where no caller knows by its own lights: the callers that hand on what they were given. */
static void climb(Levels *levels, uint32_t at, Arena *mem) {
    Level level = levels->items[at];
    const FileModel *file = level.gathering.file;
    uint32_t expanded = 0;
    bool goes_on = !level.gathering.items.count && level.depth < LEVELS_MAX;
    for (uint32_t i = 0; goes_on && i < level.callers.count && expanded < EXPANDED_MAX; i++) {
        ProjectUnit caller = level.callers.items[i];
        if (counts(file, caller) && !is_own_unit(file, level.unit, caller) &&
            hands_on(file, caller, level.gathering.name)) {
            Level above =
                level_at(row_scan_file(file, caller.file), caller.unit, level.depth + 1, at, mem);
            ARENA_PUSH(mem, levels, above);
            expanded++;
        }
    }
}

/* The calls that the functions above make of the level's, as their own callers have them run. */
static void come_down(Levels *levels, uint32_t at) {
    Gathering *gathering = &levels->items[at].gathering;
    for (uint32_t i = at + 1; i < levels->count; i++) {
        const Level *above = &levels->items[i];
        ProjectUnit caller = {above->gathering.file->id, above->unit};
        for (uint32_t k = 0; above->below == at && k < above->gathering.items.count; k++) {
            look_at_caller(gathering, caller, above->gathering.items.items[k].context);
        }
    }
}

/* The levels are few and each expands few callers. */
static RowCallers callers_known(const FileModel *file, UnitId unit, Arena *mem) {
    Levels levels = {0};
    Level first = level_at(file, unit, 1, 0, mem);
    ARENA_PUSH(mem, &levels, first);
    for (uint32_t i = 0; i < levels.count; i++) {
        climb(&levels, i, mem);
    }
    for (uint32_t i = levels.count; i-- > 0;) {
        come_down(&levels, i);
    }
    const Gathering *found = &levels.items[0].gathering;
    return (RowCallers){found->items.items, found->items.count};
}

RowCallers row_callers_of(const FileModel *file, UnitId unit, Arena *mem) {
    return has_relations(file, mem) ? callers_known(file, unit, mem) : (RowCallers){NULL, 0};
}
