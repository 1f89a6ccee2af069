/* Knows how to tell an entry point and how to go up over callers to one; which names frameworks
 * look for is the catalog's business. The search is a queue: no recursion over call chains. */
#include "semantics/entry_point.h"

#include "semantics/class_ref.h"
#include "semantics/effects.h"
#include "semantics/entry_route.h"
#include "semantics/kinds.h"

const EntryLimits entry_limits = {.depth = 6, .functions = 64, .callers = 24};

static const FileModel *file_at(const FileModel *home, FileId id) {
    return id == home->id ? home : project_file(home, id);
}

static Str unit_name(const FileModel *file, UnitId unit) {
    return str_span(file->outline->text, file->outline->units[unit].name);
}

/* ---- methods --------------------------------------------------------------------------------- */

static EntryKind class_kind(const FileModel *file, UnitId unit) {
    NodeId definition = ast_definition(&file_model_unit(file, unit)->ast);
    if (definition == NODE_NONE) {
        return ENTRY_NONE;
    }
    ClassRef ref = {.tag = REF_CLASS, .file = file->id, .unit = unit, .node = definition};
    const ClassOrder *order = class_order(file, ref);
    for (uint32_t i = 0; order && i < order->count; i++) {
        EntryKind kind =
            order->items[i].tag == REF_PATH ? catalog_entry_base(order->items[i].path) : ENTRY_NONE;
        if (kind != ENTRY_NONE) {
            return kind;
        }
    }
    return ENTRY_NONE;
}

static bool may_be_method(Str name) {
    for (EntryKind kind = ENTRY_NONE; kind < ENTRY_KIND_COUNT; kind++) {
        if (catalog_entry_method(kind, name)) {
            return true;
        }
    }
    return false;
}

static EntryKind method_kind(const FileModel *file, UnitId unit) {
    Str name = unit_name(file, unit);
    if (!may_be_method(name)) {
        return ENTRY_NONE;
    }
    EntryKind kind = class_kind(file, file->outline->units[unit].parent);
    return catalog_entry_method(kind, name) ? kind : ENTRY_NONE;
}

/* ---- signatures ------------------------------------------------------------------------------ */

/* "a/views/b.py" has the parts "a", "views", "b". */
static bool has_part(Str path, Str part) {
    uint32_t start = 0;
    for (uint32_t i = 0; i <= path.len; i++) {
        if (i == path.len || path.ptr[i] == '/' || path.ptr[i] == '.') {
            if (str_equal(str_slice(path, start, i), part)) {
                return true;
            }
            start = i + 1;
        }
    }
    return false;
}

static NodeId first_parameter(const Ast *ast, NodeId function) {
    NodeId first = ast_child(ast, function, FIELD_POSONLYARGS);
    return first != NODE_NONE ? first : ast_child(ast, function, FIELD_ARGS);
}

static bool has_signature(const UnitFacts *facts, NodeId function, const EntrySignature *row) {
    NodeId first = first_parameter(&facts->ast, function);
    if (first == NODE_NONE || !str_equal(ast_name(&facts->ast, first), row->first)) {
        return false;
    }
    NodeId second = row->second.len ? ast_next_in_field(&facts->ast, first) : NODE_NONE;
    return row->second.len == 0 ||
           (second != NODE_NONE && str_equal(ast_name(&facts->ast, second), row->second));
}

static EntryKind signature_kind(const FileModel *file, UnitId unit, NodeId function) {
    const UnitFacts *facts = file_model_unit(file, unit);
    Str name = unit_name(file, unit);
    for (uint32_t i = 0; i < catalog_entry_signature_count; i++) {
        const EntrySignature *row = &catalog_entry_signatures[i];
        if (!has_signature(facts, function, row)) {
            continue;
        }
        bool is_at_home = row->module.len == 0 || has_part(file->path, row->module);
        bool is_private = name.len > 0 && name.ptr[0] == '_';
        if ((is_at_home && !is_private) ||
            (row->module.len > 0 && entry_is_routed(file, unit, file->mem))) {
            return row->kind;
        }
    }
    return ENTRY_NONE;
}

bool entry_is_handler(const UnitFacts *facts, NodeId function) {
    NodeId path = NODE_NONE;
    const EntryDecorator *row = entry_decorator_of(facts, function, &path);
    return row && row->kind != ENTRY_COMMAND;
}

EntryKind entry_kind_of(const FileModel *file, UnitId unit) {
    const Unit *outline = &file->outline->units[unit];
    if (outline->kind != UNIT_FUNCTION || outline->parent == UNIT_NONE) {
        return ENTRY_NONE;
    }
    const UnitFacts *facts = file_model_unit(file, unit);
    NodeId function = ast_definition(&facts->ast);
    if (function == NODE_NONE) {
        return ENTRY_NONE;
    }
    NodeId path = NODE_NONE;
    const EntryDecorator *row = entry_decorator_of(facts, function, &path);
    if (row) {
        return row->kind;
    }
    return file->outline->units[outline->parent].kind == UNIT_CLASS
               ? method_kind(file, unit)
               : signature_kind(file, unit, function);
}

/* ---- callers --------------------------------------------------------------------------------- */

/* Does the call stand in `if __name__ == "__main__":`? */
static bool is_in_main_block(const UnitFacts *facts, NodeId call) {
    const Ast *ast = &facts->ast;
    for (NodeId node = call; node != NODE_NONE; node = ast_node(ast, node)->parent) {
        NodeId test = ast_kind(ast, node) == NODE_IF ? ast_child(ast, node, FIELD_TEST) : NODE_NONE;
        NodeId left =
            ast_kind(ast, test) == NODE_COMPARE ? ast_child(ast, test, FIELD_LEFT) : NODE_NONE;
        if (left != NODE_NONE && str_equal(ast_name(ast, left), STR("__name__"))) {
            return true;
        }
    }
    return false;
}

/* What `python -m package` runs. */
static bool is_main_module(const FileModel *file) {
    return str_equal(file->path, STR("__main__.py")) ||
           str_ends_with(file->path, STR("/__main__.py"));
}

typedef struct Visit {
    EntryStep step;
    uint32_t parent; /* the visit whose function it calls */
    uint32_t depth;
} Visit;

typedef struct Climb {
    const FileModel *asker;
    EntryLimits limits;
    Arena *mem;
    struct VisitItems ARRAY_OF(Visit) visits;
    uint32_t found;
    EntryKind kind;
} Climb;

static bool is_visited(const Climb *climb, const FileModel *file, UnitId unit) {
    for (uint32_t i = 0; i < climb->visits.count; i++) {
        const EntryStep *step = &climb->visits.items[i].step;
        if (step->file == file && step->unit == unit) {
            return true;
        }
    }
    return false;
}

/* Takes a caller in; true when it is an entry point. */
static bool arrive(Climb *climb, Visit visit) {
    const FileModel *file = visit.step.file;
    UnitKind unit_kind = file->outline->units[visit.step.unit].kind;
    EntryKind kind = ENTRY_NONE;
    if (unit_kind == UNIT_FUNCTION) {
        kind = entry_kind_of(file, visit.step.unit);
    } else if (visit.step.call != NODE_NONE && unit_kind == UNIT_MODULE &&
               (is_main_module(file) ||
                is_in_main_block(file_model_unit(file, visit.step.unit), visit.step.call))) {
        kind = ENTRY_SCRIPT;
    } else {
        return false; /* what runs at import is nobody's work */
    }
    ARENA_PUSH(climb->mem, &climb->visits, visit);
    climb->kind = kind;
    climb->found = climb->visits.count - 1;
    return kind != ENTRY_NONE;
}

/* The first call in the unit that runs the function. */
static NodeId call_of(const FileModel *file, UnitId unit, Str name, const EntryStep *callee) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    for (NodeId node = ast_call_named(ast, 0, name); node != NODE_NONE;
         node = ast_call_named(ast, node + 1, name)) {
        FunctionPlace place;
        if (called_function((CallPlace){file, unit, node}, &place) &&
            place.file->id == callee->file->id && place.unit == callee->unit) {
            return node;
        }
    }
    return NODE_NONE;
}

/* What a call of the function writes: a class's name for its `__init__`. */
static Str called_name(const FileModel *file, UnitId unit) {
    Str name = unit_name(file, unit);
    UnitId parent = file->outline->units[unit].parent;
    bool makes = parent != UNIT_NONE && str_equal(name, STR("__init__")) &&
                 file->outline->units[parent].kind == UNIT_CLASS;
    return makes ? unit_name(file, parent) : name;
}

/* The callers of one function; true when an entry point is among them. */
static bool climb_from(Climb *climb, uint32_t index) {
    Visit at = climb->visits.items[index];
    Str name = called_name(at.step.file, at.step.unit);
    if (at.depth >= climb->limits.depth || name.len == 0) {
        return false;
    }
    ProjectUnits callers = project_callers_named(climb->asker, name, climb->mem);
    for (uint32_t i = 0; i < callers.count && i < climb->limits.callers; i++) {
        const FileModel *home = file_at(climb->asker, callers.items[i].file);
        UnitId unit = callers.items[i].unit;
        if (climb->visits.count >= climb->limits.functions) {
            return false;
        }
        if ((home != climb->asker && file_model_is_test(home)) || is_visited(climb, home, unit)) {
            continue;
        }
        NodeId call = call_of(home, unit, name, &at.step);
        if (call != NODE_NONE && arrive(climb, (Visit){
                                                   {home, unit, call},
                                                   index, at.depth + 1
        })) {
            return true;
        }
    }
    return false;
}

/* ---- what is remembered ---------------------------------------------------------------------- */

typedef struct KnownChain {
    bool is_known;
    EntryLimits limits;
    EntryChain chain;
    UnitNotes notes;
} KnownChain;

struct FileEntries {
    KnownChain *chains; /* by UnitId */
    bool is_registry;   /* its module registers views */
    bool has_registry;  /* that is known */
};

static struct FileEntries *file_entries(const FileModel *file) {
    struct FileEntries *entries = file->layers->entries;
    if (!entries) {
        entries = ARENA_NEW(file->mem, struct FileEntries);
        entries->chains = ARENA_ARRAY(file->mem, KnownChain, file->outline->unit_count);
        file->layers->entries = entries;
    }
    return entries;
}

static bool registers_here(const FileModel *file, UnitId unit, Arena *mem) {
    struct FileEntries *entries = file_entries(file);
    (void)file_model_unit(file, UNIT_MODULE_ID); /* noted, also when it is remembered */
    if (!entries->has_registry) {
        entries->is_registry = entry_registers_any(file);
        entries->has_registry = true;
    }
    return entries->is_registry && entry_is_registered_here(file, unit, mem);
}

/* ---- the search ------------------------------------------------------------------------------ */

static EntryChain chain_of(const Climb *climb) {
    const Visit *visits = climb->visits.items;
    uint32_t count = visits[climb->found].depth + 1;
    EntryStep *steps = ARENA_ARRAY(climb->mem, EntryStep, count);
    uint32_t at = climb->found;
    for (uint32_t i = 0; i < count; i++) {
        steps[i] = visits[at].step;
        at = visits[at].parent;
    }
    return (EntryChain){climb->kind, steps, count};
}

/* Functions that are named where work is handed out, and called nowhere that we see. */
static bool find_handed_out(Climb *climb) {
    for (uint32_t i = 0; i < climb->visits.count; i++) {
        const EntryStep *step = &climb->visits.items[i].step;
        climb->found = i;
        climb->kind = step->file->outline->units[step->unit].kind != UNIT_FUNCTION ? ENTRY_NONE
                      : registers_here(step->file, step->unit, climb->mem)         ? ENTRY_VIEW
                      : entry_is_queued(step->file, step->unit, climb->asker->mem) ? ENTRY_TASK
                                                                                   : ENTRY_NONE;
        if (climb->kind != ENTRY_NONE) {
            return true;
        }
    }
    return false;
}

static EntryChain search(const FileModel *file, UnitId unit, EntryLimits limits) {
    Climb climb = {.asker = file, .limits = limits, .mem = file->mem};
    bool found = arrive(&climb, (Visit){
                                    {file, unit, NODE_NONE},
                                    0, 0
    });
    for (uint32_t i = 0; !found && i < climb.visits.count; i++) {
        found = climb_from(&climb, i);
    }
    found = found || find_handed_out(&climb);
    return found ? chain_of(&climb) : (EntryChain){ENTRY_NONE, NULL, 0};
}

static bool same_limits(EntryLimits a, EntryLimits b) {
    return a.depth == b.depth && a.functions == b.functions && a.callers == b.callers;
}

EntryChain entry_chain(const FileModel *file, UnitId unit, EntryLimits limits) {
    KnownChain *known = &file_entries(file)->chains[unit];
    if (known->is_known && same_limits(known->limits, limits)) {
        file_model_renote(file, &known->notes);
        return known->chain;
    }
    UnitWatch watch;
    file_model_watch(file, &watch);
    EntryChain chain = search(file, unit, limits);
    UnitNotes notes = file_model_unwatch(file, &watch, file->mem);
    *known = (KnownChain){kinds_are_settled(file), limits, chain, notes};
    return chain;
}

Str entry_name(const FileModel *file, UnitId unit, Arena *mem) {
    Str name = unit == UNIT_MODULE_ID ? STR("__main__") : unit_name(file, unit);
    for (UnitId at = file->outline->units[unit].parent; at != UNIT_NONE && at != UNIT_MODULE_ID;
         at = file->outline->units[at].parent) {
        name = arena_format(mem, "%.*s.%.*s", STR_ARG(unit_name(file, at)), STR_ARG(name));
    }
    Str module = project_module_name(file, file->id);
    return module.len ? arena_format(mem, "%.*s.%.*s", STR_ARG(module), STR_ARG(name)) : name;
}
