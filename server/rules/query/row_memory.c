/* Knows what else brings rows into memory. */
#include "rules/query/row_memory.h"

#include "catalog/extension.h"
#include "rules/shape.h"
#include "semantics/loops.h"

/* ---- finding --------------------------------------------------------------------------------- */

static NodeId last_read(const UnitFacts *facts, NodeId name) {
    SymbolId variable = shape_local(facts, name);
    NodeId last = 0;
    for (UseId use = 0; variable != SYMBOL_NONE && use < facts->scopes->use_count; use++) {
        if (scope_use_home(facts->scopes, use) == variable) {
            NodeId node = facts->scopes->uses[use].node;
            last = node > last ? node : last;
        }
    }
    return last;
}

/* `rows = session.scalars(select(T)).all()`: every row of T, as long as the variable lives. */
static void find_held(RowMemory *memory, const UnitFacts *facts, NodeId assign, Arena *mem) {
    const Ast *ast = &facts->ast;
    NodeId target = ast_child(ast, assign, FIELD_TARGETS);
    NodeId value = ast_child(ast, assign, FIELD_VALUE);
    if (target == NODE_NONE || value == NODE_NONE || ast_kind(ast, target) != NODE_NAME) {
        return;
    }
    KindTable *table = kinds_table(memory->file);
    KindId kind = kinds_expression(memory->file, memory->unit, value);
    RowKind row;
    QueryKind query;
    if (!kind_is_instance(table, kind, STR("list")) ||
        !row_kind_get(table, kind_element(table, kind), &row) || row.path.len ||
        !query_kind_get(table, row.query, &query) || query.orm != ORM_SQLALCHEMY ||
        (query.flags & (QUERY_IS_NARROWED | QUERY_IS_LIMITED))) {
        return;
    }
    ARENA_PUSH(mem, &memory->held, ((HeldRows){assign, row.model, last_read(facts, target)}));
}

/* Literal names among the arguments from `first` on; empty when one is something else. */
static Str literal_paths(const UnitFacts *facts, NodeId first, Arena *mem) {
    const Ast *ast = &facts->ast;
    Str paths = {"", 0};
    for (NodeId node = first; node != NODE_NONE; node = ast_next_in_field(ast, node)) {
        Str text = str_span(facts->text, ast_span(ast, node));
        if (ast_kind(ast, node) != NODE_CONSTANT || text.len < 3) {
            return (Str){"", 0};
        }
        Str lookup = str_slice(text, 1, text.len - 1);
        Str path = {"", 0};
        for (uint32_t at = 0; at < lookup.len;) {
            Str rest = str_slice(lookup, at, lookup.len);
            uint32_t length = str_find(rest, STR("__"));
            path = access_path_join(path, str_slice(rest, 0, length), mem);
            paths = path_set_add(paths, path, mem);
            at += length + 2;
        }
    }
    return paths;
}

/* prefetch_related_objects(rows, "a"), session.refresh(row, ["a"]), row.fetch_related("a"). */
static void find_loaded(RowMemory *memory, const UnitFacts *facts, NodeId call, Arena *mem) {
    const Ast *ast = &facts->ast;
    QueryCall made = query_call(memory->file, memory->unit, call, KIND_NEVER);
    if (!made.method || made.method->loads != QUERY_LOADS_FETCHED) {
        return;
    }
    /* Before 2.0 refresh() loads columns alone, and raises when it is told a relation. */
    if (made.orm == ORM_SQLALCHEMY &&
        extended_library_is_before(memory->file->extension, LIBRARY_sqlalchemy,
                                   library_version(2, 0, 0))) {
        return;
    }
    bool on_row = made.on == QUERY_ON_ROW;
    NodeId first = ast_child(ast, call, FIELD_ARGS);
    NodeId subject = on_row ? ast_child(ast, ast_child(ast, call, FIELD_FUNC), FIELD_VALUE) : first;
    NodeId names = on_row || first == NODE_NONE ? first : ast_next_in_field(ast, first);
    if (names != NODE_NONE && ast_kind_is_sequence(ast_kind(ast, names))) {
        names = ast_child(ast, names, FIELD_ELTS);
    }
    if (names == NODE_NONE || subject == NODE_NONE || ast_kind(ast, subject) != NODE_NAME) {
        return;
    }
    ARENA_PUSH(mem, &memory->loaded,
               ((LoadedLater){call, ast_name(ast, subject), literal_paths(facts, names, mem)}));
}

/* `row.owner = user`, where the value is not the relation itself. */
static void find_given(RowMemory *memory, const Ast *ast, NodeId assign, Arena *mem) {
    NodeId target = ast_child(ast, assign, FIELD_TARGETS);
    NodeId object = target != NODE_NONE && ast_kind(ast, target) == NODE_ATTRIBUTE
                        ? ast_child(ast, target, FIELD_VALUE)
                        : NODE_NONE;
    if (object != NODE_NONE && ast_kind(ast, object) == NODE_NAME) {
        ARENA_PUSH(mem, &memory->given,
                   ((GivenRelation){assign, ast_name(ast, object), ast_name(ast, target)}));
    }
}

static bool may_load(const Ast *ast, NodeId call) {
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    Str name = function == NODE_NONE ? (Str){"", 0} : ast_name(ast, function);
    return catalog_loads_into_rows(name);
}

RowMemory row_memory_find(const FileModel *file, UnitId unit, Arena *mem) {
    RowMemory memory = {.file = file, .unit = unit};
    const UnitFacts *facts = file_model_unit(file, unit);
    for (NodeId node = 0; node < facts->ast.node_count; node++) {
        if (ast_kind(&facts->ast, node) == NODE_ASSIGN) {
            find_held(&memory, facts, node, mem);
            find_given(&memory, &facts->ast, node, mem);
        } else if (ast_kind(&facts->ast, node) == NODE_CALL && may_load(&facts->ast, node)) {
            find_loaded(&memory, facts, node, mem);
        }
    }
    return memory;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static bool holds_target(const RowMemory *memory, NodeId loop, const RowHit *hit) {
    KindTable *table = kinds_table(memory->file);
    RowKind row;
    if (hit->kind != ROW_HIT_TO_ONE || !row_kind_get(table, hit->value, &row) ||
        row.orm != ORM_SQLALCHEMY) {
        return false;
    }
    const Model *model = model_of_kind(memory->file, kind_get(table, row.model));
    Str name = row.path.len ? str_slice(hit->path, row.path.len + 1, hit->path.len) : hit->path;
    const ModelField *field = model ? model_field(memory->file, model, name) : NULL;
    for (uint32_t i = 0; field && i < memory->held.count; i++) {
        const HeldRows *held = &memory->held.items[i];
        ClassRef of_held = class_ref_of_kind(kind_get(table, held->model));
        if (held->node < loop && held->last_use > loop && class_ref_equal(field->target, of_held)) {
            return true;
        }
    }
    return false;
}

static bool covers(const LoadedLater *loaded, Str path) {
    return !loaded->paths.len || path_set_has(loaded->paths, path);
}

bool row_memory_holds(const RowMemory *memory, NodeId loop, const RowHit *hit, Str path) {
    const UnitFacts *facts = file_model_unit(memory->file, memory->unit);
    NodeId iterable =
        ast_kind(&facts->ast, loop) == NODE_CALL ? NODE_NONE : loop_iterable(&facts->ast, loop);
    NodeId base = iterable == NODE_NONE ? NODE_NONE : shape_base(&facts->ast, iterable);
    for (uint32_t i = 0; base != NODE_NONE && i < memory->loaded.count; i++) {
        const LoadedLater *loaded = &memory->loaded.items[i];
        if (loaded->node < loop && str_equal(loaded->name, ast_name(&facts->ast, base)) &&
            covers(loaded, path)) {
            return true;
        }
    }
    return holds_target(memory, loop, hit);
}

/* The name is what `node` reads an attribute of, or is among what it gives to a call. */
static bool is_about(const Ast *ast, NodeId node, Str name) {
    NodeId read = ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : node;
    NodeId base = read == NODE_NONE ? NODE_NONE : shape_base(ast, read);
    if (base != NODE_NONE && str_equal(ast_name(ast, base), name)) {
        return true;
    }
    NodeId argument =
        ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_ARGS) : NODE_NONE;
    for (; argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        if (ast_kind(ast, argument) == NODE_NAME && str_equal(ast_name(ast, argument), name)) {
            return true;
        }
    }
    return false;
}

/* Whoever comes to `node` has run the statement: it stands before it in a block around it. */
static bool has_run(const Ast *ast, NodeId statement, NodeId node) {
    NodeId block = ast_node(ast, statement)->parent;
    uint8_t field = ast_node(ast, statement)->field;
    while (node > block && ast_node(ast, node)->parent != block) {
        node = ast_node(ast, node)->parent;
    }
    return node > statement && ast_node(ast, node)->field == field;
}

bool row_memory_gives(const RowMemory *memory, NodeId loop, NodeId node, Str path) {
    const Ast *ast = &file_model_unit(memory->file, memory->unit)->ast;
    NodeId target = ast_kind(ast, loop) == NODE_CALL ? NODE_NONE : loop_target(ast, loop);
    Str name =
        target != NODE_NONE && ast_kind(ast, target) == NODE_NAME ? ast_name(ast, target) : STR("");
    for (uint32_t i = 0; name.len && i < memory->given.count; i++) {
        const GivenRelation *given = &memory->given.items[i];
        bool is_it = str_equal(given->name, name) && str_starts_with(path, given->relation) &&
                     (path.len == given->relation.len || path.ptr[given->relation.len] == '.');
        if (is_it && given->node > loop && has_run(ast, given->node, node) &&
            is_about(ast, node, name)) {
            return true;
        }
    }
    return false;
}

bool row_memory_refreshed(const RowMemory *memory, NodeId node, Str path) {
    const UnitFacts *facts = file_model_unit(memory->file, memory->unit);
    NodeId base = shape_base(&facts->ast, node);
    for (uint32_t i = 0; base != NODE_NONE && i < memory->loaded.count; i++) {
        const LoadedLater *loaded = &memory->loaded.items[i];
        if (loaded->node < node && str_equal(loaded->name, ast_name(&facts->ast, base)) &&
            covers(loaded, path)) {
            return true;
        }
    }
    return false;
}
