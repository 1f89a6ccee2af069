/* Knows how imports, aliases and attributes make dotted paths; knows nothing about what stands
 * behind a path: the catalog does. */
#include "semantics/qualified_name.h"

#include "catalog/extension.h"

enum { ALIAS_HOPS_MAX = 8, PATH_PARTS_MAX = 32 };

/* The names after the base, innermost last; pushed while walking from the outside in. */
typedef struct Chain {
    Str parts[PATH_PARTS_MAX];
    uint32_t count;
} Chain;

/* Where a chain's base stands. */
typedef struct Base {
    UnitId unit;
    NodeId node;
} Base;

Str import_from_path(const Ast *ast, NodeId import_from, Arena *mem) {
    const Node *node = ast_node(ast, import_from);
    Str module = ast->names[node->name];
    if (node->detail == 0) {
        return module;
    }
    static const char dots[] = "................................................................";
    int level = node->detail < sizeof dots - 1 ? node->detail : (int)sizeof dots - 1;
    return arena_format(mem, "%.*s%.*s", level, dots, STR_ARG(module));
}

Str import_binding_path(const Ast *ast, const Binding *binding, Arena *mem) {
    Str name = ast_name(ast, binding->node);
    if (binding->kind == BINDING_IMPORT) {
        bool is_whole = ast_child(ast, binding->node, FIELD_ASNAME) != NODE_NONE;
        return is_whole ? name : str_slice(name, 0, str_find_byte(name, '.'));
    }
    if (binding->kind != BINDING_IMPORT_FROM) {
        return STR("");
    }
    NodeId statement = ast_node(ast, binding->node)->parent;
    Str module = import_from_path(ast, statement, mem);
    bool ends_in_dot = module.len == 0 || module.ptr[module.len - 1] == '.';
    return arena_format(mem, "%.*s%s%.*s", STR_ARG(module), ends_in_dot ? "" : ".", STR_ARG(name));
}

static bool is_none(const Ast *ast, NodeId node) {
    return node != NODE_NONE && ast_kind(ast, node) == NODE_CONSTANT &&
           ast_node(ast, node)->detail == CONSTANT_NONE;
}

/* Bindings under which no call or attribute of the name can succeed: they do not count. */
static bool is_no_value(const Ast *ast, const Binding *binding) {
    if (binding->kind == BINDING_DECLARED || binding->kind == BINDING_DELETE) {
        return true;
    }
    bool is_assignment = binding->kind == BINDING_ASSIGN || binding->kind == BINDING_ANNOTATED;
    return is_assignment && !binding->is_unpacked &&
           is_none(ast, ast_child(ast, binding->source, FIELD_VALUE));
}

/* The one import path of all places; empty when they are not that import. */
static Str path_of_imports(const FileModel *file, const NameMeaning *meaning, Arena *mem) {
    Str path = STR("");
    for (uint32_t i = 0; i < meaning->place_count; i++) {
        const Binding *binding = file_scope_binding(file, meaning->places[i]);
        if (!binding) {
            return STR("");
        }
        const Ast *ast = &file_model_unit(file, meaning->places[i].unit)->ast;
        if (is_no_value(ast, binding)) {
            continue;
        }
        Str found = import_binding_path(ast, binding, mem);
        if (found.len == 0 || (path.len && !str_equal(path, found))) {
            return STR("");
        }
        path = found;
    }
    return path;
}

/* `G = requests.get` as the only place: goes on with the value. */
static bool follow_alias(const FileModel *file, const NameMeaning *meaning, Base *base) {
    if (meaning->place_count != 1) {
        return false;
    }
    const Binding *binding = file_scope_binding(file, meaning->places[0]);
    if (!binding || binding->is_unpacked ||
        (binding->kind != BINDING_ASSIGN && binding->kind != BINDING_ANNOTATED)) {
        return false;
    }
    const Ast *ast = &file_model_unit(file, meaning->places[0].unit)->ast;
    NodeId value = ast_child(ast, binding->source, FIELD_VALUE);
    if (value == NODE_NONE ||
        (ast_kind(ast, value) != NODE_NAME && ast_kind(ast, value) != NODE_ATTRIBUTE)) {
        return false;
    }
    *base = (Base){meaning->places[0].unit, value};
    return true;
}

/* Takes the attributes off; false when the base is no Name or the chain too long. */
static bool take_attributes(const Ast *ast, Base *base, Chain *chain) {
    while (ast_kind(ast, base->node) == NODE_ATTRIBUTE) {
        if (chain->count == PATH_PARTS_MAX) {
            return false;
        }
        chain->parts[chain->count++] = ast_name(ast, base->node);
        base->node = ast_child(ast, base->node, FIELD_VALUE);
        if (base->node == NODE_NONE) {
            return false;
        }
    }
    return ast_kind(ast, base->node) == NODE_NAME;
}

static Str with_attributes(Str path, const Chain *chain, Arena *mem) {
    for (uint32_t i = chain->count; i-- > 0 && path.len;) {
        bool ends_in_dot = path.ptr[path.len - 1] == '.';
        path = arena_format(mem, "%.*s%s%.*s", STR_ARG(path), ends_in_dot ? "" : ".",
                            STR_ARG(chain->parts[i]));
    }
    return path;
}

Str qualified_name_as_written(const FileModel *file, UnitId unit, NodeId expression, Arena *mem) {
    Chain chain = {.count = 0};
    Base base = {unit, expression};
    for (uint32_t hop = 0; hop < ALIAS_HOPS_MAX; hop++) {
        if (!take_attributes(&file_model_unit(file, base.unit)->ast, &base, &chain)) {
            return STR("");
        }
        NameMeaning meaning = file_scope_resolve(file, base.unit, base.node, mem);
        if (meaning.home == NAME_HOME_BUILTIN) {
            return with_attributes(meaning.name, &chain, mem);
        }
        Str path = path_of_imports(file, &meaning, mem);
        if (path.len) {
            return with_attributes(path, &chain, mem);
        }
        if (!follow_alias(file, &meaning, &base)) {
            return STR("");
        }
    }
    return STR("");
}

Str qualified_name(const FileModel *file, UnitId unit, NodeId expression, Arena *mem) {
    Str path = qualified_name_as_written(file, unit, expression, mem);
    return path.len ? extended_canonical(file->extension, path, mem) : path;
}

bool qualified_name_is(const FileModel *file, UnitId unit, NodeId expression, Str path) {
    Arena scratch; /* not file->mem and a rewind: the file's tables may be built meanwhile */
    arena_init(&scratch);
    bool is_equal = str_equal(qualified_name(file, unit, expression, &scratch), path);
    arena_release(&scratch);
    return is_equal;
}
