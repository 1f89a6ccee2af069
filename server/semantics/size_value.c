/* Knows what keeps a name at the size of its one value. Refuses to count: size_bound.c does. */
#include "semantics/size_value.h"

#include "semantics/class_ref.h"
#include "semantics/project.h"
#include "semantics/purity.h"

/* ---- what makes it longer --------------------------------------------------------------------
 */

static bool is_growing_method(Str name) {
    static const char *const methods[] = {"add",        "append", "appendleft", "extend",
                                          "extendleft", "insert", "setdefault", "update"};
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (str_equal(name, str_from_c(methods[i]))) {
            return true;
        }
    }
    return false;
}

/* `use` is the Name, or the whole `self.name`. */
static bool use_grows(const FileModel *file, UnitId unit, NodeId use) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId parent = ast_node(ast, use)->parent;
    Field field = (Field)ast_node(ast, use)->field;
    switch (ast_kind(ast, parent)) {
    case NODE_ATTRIBUTE:
        return is_growing_method(ast_name(ast, parent));
    case NODE_SUBSCRIPT:
        return field == FIELD_VALUE && (ast_node(ast, parent)->flags & NODE_STORE);
    case NODE_CALL:
        return field == FIELD_ARGS && !call_keeps_arguments(file, unit, parent);
    case NODE_KEYWORD:
        return !call_keeps_arguments(file, unit, ast_node(ast, parent)->parent);
    case NODE_AUG_ASSIGN:
        return field == FIELD_TARGET;
    default:
        return false;
    }
}

/* ---- names ---------------------------------------------------------------------------------- */

static bool is_constant_name(Str name) {
    bool has_letter = false;
    for (uint32_t i = 0; i < name.len; i++) {
        char byte = name.ptr[i];
        if (byte >= 'a' && byte <= 'z') {
            return false;
        }
        has_letter = has_letter || (byte >= 'A' && byte <= 'Z');
    }
    return has_letter;
}

/* An empty display is there to be filled. */
static bool is_empty(const Ast *ast, NodeId value) {
    NodeKind kind = ast_kind(ast, value);
    bool display = ast_kind_is_sequence(kind) || kind == NODE_DICT;
    return display && ast_first_child(ast, value) == NODE_NONE;
}

/* The value of the binding, when it has one of its own. */
static bool value_of(const FileModel *file, BindingPlace at, SizePlace *out) {
    const Binding *binding = file_scope_binding(file, at);
    if (!binding || binding->is_unpacked ||
        (binding->kind != BINDING_ASSIGN && binding->kind != BINDING_ANNOTATED)) {
        return false;
    }
    const Ast *ast = &file_model_unit(file, at.unit)->ast;
    *out = (SizePlace){file, at.unit, ast_child(ast, binding->source, FIELD_VALUE)};
    return out->node != NODE_NONE;
}

/* A variable of a function whose uses all stand in this unit. */
static bool local_keeps_size(const FileModel *file, UnitId unit, NodeId name) {
    const ScopeTree *tree = file_model_unit(file, unit)->scopes;
    UseId use = scope_use(tree, name);
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
    if (home == SYMBOL_NONE) {
        return false;
    }
    const Symbol *symbol = &tree->symbols[home];
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        NodeId node = tree->uses[tree->symbol_uses[symbol->first_use + i]].node;
        if (use_grows(file, unit, node)) {
            return false;
        }
    }
    return symbol->binding_count == 1;
}

static bool name_value(const FileModel *file, SizePlace *place, Arena *scratch) {
    const Ast *ast = &file_model_unit(file, place->unit)->ast;
    NameMeaning meaning = file_scope_resolve(file, place->unit, place->node, scratch);
    SizePlace value;
    if (meaning.place_count != 1 || !value_of(file, meaning.places[0], &value)) {
        return false;
    }
    const Ast *there = &file_model_unit(file, value.unit)->ast;
    bool trusted = is_constant_name(ast_name(ast, place->node));
    if (!trusted && ast_kind(there, value.node) != NODE_TUPLE) {
        trusted = meaning.home == NAME_HOME_FUNCTION && !is_empty(there, value.node) &&
                  local_keeps_size(file, place->unit, place->node);
    } else if (!trusted) {
        trusted = !is_empty(there, value.node);
    }
    *place = value;
    return trusted;
}

/* ---- attributes of the class ---------------------------------------------------------------- */

/* The class unit in whose method the attribute stands, read through the first parameter. */
static UnitId own_class(const FileModel *file, SizePlace place) {
    const Ast *ast = &file_model_unit(file, place.unit)->ast;
    const Unit *unit = &file->outline->units[place.unit];
    NodeId receiver = ast_child(ast, place.node, FIELD_VALUE);
    NodeId function = unit->kind == UNIT_FUNCTION ? ast_definition(ast) : NODE_NONE;
    if (function == NODE_NONE || unit->parent == UNIT_NONE ||
        file->outline->units[unit->parent].kind != UNIT_CLASS ||
        ast_kind(ast, receiver) != NODE_NAME) {
        return UNIT_NONE;
    }
    NodeId first = ast_child(ast, function, FIELD_POSONLYARGS);
    first = first == NODE_NONE ? ast_child(ast, function, FIELD_ARGS) : first;
    bool own = first != NODE_NONE && str_equal(ast_name(ast, first), ast_name(ast, receiver));
    return own ? unit->parent : UNIT_NONE;
}

/* No method stores the attribute or adds to it, through whatever name it is reached. */
static bool methods_keep(const FileModel *file, UnitId class_unit, Str name) {
    file_model_note_outline(file);
    for (UnitId unit = file->outline->units[class_unit].first_child; unit != UNIT_NONE;
         unit = file->outline->units[unit].next_sibling) {
        const Ast *ast = &file_model_unit(file, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            bool same =
                ast_kind(ast, node) == NODE_ATTRIBUTE && str_equal(ast_name(ast, node), name);
            if (same && ((ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) ||
                         use_grows(file, unit, node))) {
                return false;
            }
        }
    }
    return true;
}

static bool attribute_value(const FileModel *file, SizePlace *place, Arena *scratch) {
    UnitId class_unit = own_class(file, *place);
    if (class_unit == UNIT_NONE) {
        return false;
    }
    Str name = ast_name(&file_model_unit(file, place->unit)->ast, place->node);
    NameMeaning meaning = file_scope_class_name(file, class_unit, name, scratch);
    SizePlace value;
    if (meaning.place_count != 1 || !value_of(file, meaning.places[0], &value) ||
        is_empty(&file_model_unit(file, value.unit)->ast, value.node) ||
        !methods_keep(file, class_unit, name)) {
        return false;
    }
    *place = value;
    return true;
}

/* ---- constants of other files ---------------------------------------------------------------- */

/* `NAMES` or `const.NAMES` where another file of the project binds it to a display. */
static bool imported_value(SizePlace *place, Arena *scratch) {
    const Ast *ast = &file_model_unit(place->file, place->unit)->ast;
    if (!is_constant_name(ast_name(ast, place->node))) {
        return false;
    }
    ClassRef found = class_ref_follow(place->file, place->unit, place->node, scratch);
    if (found.tag != REF_VALUE || found.file == place->file->id) {
        return false;
    }
    const FileModel *file = project_file(place->file, found.file);
    const Ast *there = &file_model_unit(file, found.unit)->ast;
    NodeKind kind = ast_kind(there, found.node);
    bool is_display = ast_kind_is_collection(kind) || kind == NODE_DICT;
    *place = (SizePlace){file, found.unit, found.node};
    return is_display && !is_empty(there, found.node);
}

bool size_value(SizePlace *place, Arena *scratch) {
    SizePlace start = *place;
    NodeKind kind = ast_kind(&file_model_unit(place->file, place->unit)->ast, place->node);
    if (kind == NODE_NAME
            ? name_value(place->file, place, scratch)
            : kind == NODE_ATTRIBUTE && attribute_value(place->file, place, scratch)) {
        return true;
    }
    *place = start;
    return (kind == NODE_NAME || kind == NODE_ATTRIBUTE) && imported_value(place, scratch);
}
