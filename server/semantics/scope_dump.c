/* Knows how scopes and names are shown to a person; decides nothing. */
#include "semantics/scope_dump.h"

#include "semantics/qualified_name.h"

typedef struct Dump {
    const FileModel *file;
    UnitId unit;
    const UnitFacts *facts;
    Buf *out;
    Arena *scratch;
} Dump;

/* ---- places --------------------------------------------------------------------------------- */

static void write_position(const Dump *dump, uint32_t file_offset) {
    Position at = line_index_position(dump->file->lines, file_offset, POSITION_UTF32);
    buf_format(dump->out, "%u:%u", at.row + 1, at.column + 1);
}

static void write_definition(const Dump *dump, UnitId unit) {
    const Unit *child = &dump->file->outline->units[unit];
    write_position(dump, child->name.start);
    buf_append_c(dump->out, child->kind == UNIT_CLASS ? " class" : " function");
}

static void write_binding(const Dump *dump, BindingPlace place) {
    const Binding *binding = file_scope_binding(dump->file, place);
    if (!binding) {
        write_definition(dump, place.unit);
        return;
    }
    const Ast *ast = &file_model_unit(dump->file, place.unit)->ast;
    uint32_t start = ast_name_span(ast, binding->node).start;
    write_position(dump, outline_to_file(dump->file->outline, place.unit, start));
    buf_format(dump->out, " %s", binding_kind_name((BindingKind)binding->kind));
    Str path = import_binding_path(ast, binding, dump->scratch);
    if (path.len) {
        buf_format(dump->out, " of %.*s", STR_ARG(path));
    }
}

/* ---- names ---------------------------------------------------------------------------------- */

static const char *home_name(NameHome home) {
    static const char *const names[] = {
        [NAME_HOME_UNKNOWN] = "perhaps of a star import",
        [NAME_HOME_UNBOUND] = "bound nowhere",
        [NAME_HOME_FUNCTION] = "local",
        [NAME_HOME_CLASS] = "of the class",
        [NAME_HOME_MODULE] = "of the module",
        [NAME_HOME_BUILTIN] = "builtin",
        [NAME_HOME_TYPE_PARAMETER] = "type parameter",
        [NAME_HOME_CLASS_CELL] = "the class around",
    };
    return names[home];
}

/* The first occurrence of a symbol in its own scope, or NODE_NONE. */
static NodeId first_node(const ScopeTree *tree, SymbolId id) {
    const Symbol *symbol = &tree->symbols[id];
    SymbolId owner = symbol->home == SYMBOL_NONE ? id : symbol->home;
    for (uint32_t i = 0; i < tree->symbols[owner].use_count; i++) {
        const Use *use = &tree->uses[tree->symbol_uses[tree->symbols[owner].first_use + i]];
        if (use->symbol == id) {
            return use->node;
        }
    }
    for (uint32_t i = 0; i < tree->symbols[owner].binding_count; i++) {
        const Binding *binding = &tree->bindings[tree->symbols[owner].first_binding + i];
        if (binding->scope == symbol->scope || owner == id) {
            return binding->node;
        }
    }
    return NODE_NONE;
}

static void write_meaning(Dump *dump, NodeId node, Str name) {
    NameMeaning meaning =
        node == NODE_NONE
            ? file_scope_lookup(dump->file, dump->unit, NODE_ROOT, name, dump->scratch)
            : file_scope_resolve(dump->file, dump->unit, node, dump->scratch);
    buf_format(dump->out, "%s", home_name(meaning.home));
    for (uint32_t i = 0; i < meaning.place_count; i++) {
        buf_append_c(dump->out, i ? ", " : ": ");
        write_binding(dump, meaning.places[i]);
    }
    buf_append_c(dump->out, meaning.maybe_unbound ? ", or not yet bound" : "");
    buf_append_c(dump->out, meaning.maybe_star ? ", or a star import" : "");
    if (node == NODE_NONE || ast_kind(&dump->facts->ast, node) != NODE_NAME) {
        return;
    }
    Str path = qualified_name(dump->file, dump->unit, node, dump->scratch);
    if (path.len) {
        buf_format(dump->out, " = %.*s", STR_ARG(path));
    }
}

static void write_symbol(Dump *dump, SymbolId id) {
    const ScopeTree *tree = dump->facts->scopes;
    Str name = scope_name(tree, &dump->facts->ast, tree->symbols[id].name);
    buf_format(dump->out, "  %.*s", STR_ARG(name));
    buf_append_repeat(dump->out, ' ', name.len < 20 ? 20 - name.len : 1);
    write_meaning(dump, first_node(tree, id), name);
    buf_append_byte(dump->out, '\n');
}

/* ---- scopes --------------------------------------------------------------------------------- */

static void write_scope(Dump *dump, ScopeId id) {
    const ScopeTree *tree = dump->facts->scopes;
    const Scope *scope = &tree->scopes[id];
    const Unit *unit = &dump->file->outline->units[dump->unit];
    if (scope->kind == SCOPE_OUTER) {
        Str name = str_span(dump->file->outline->text, unit->name);
        buf_format(dump->out, "header of %.*s", STR_ARG(name));
    } else {
        Str name = ast_name(&dump->facts->ast, scope->node);
        buf_format(dump->out, "%s%s%.*s", scope_kind_name((ScopeKind)scope->kind),
                   name.len ? " " : "", STR_ARG(name));
        buf_append_byte(dump->out, ' ');
        uint32_t start = ast_span(&dump->facts->ast, scope->node).start;
        write_position(dump, outline_to_file(dump->file->outline, dump->unit, start));
    }
    buf_append_byte(dump->out, '\n');
    for (uint32_t i = 0; i < scope->symbol_count; i++) {
        write_symbol(dump, scope->first_symbol + i);
    }
}

void scope_dump(const FileModel *file, Buf *out) {
    Arena scratch;
    arena_init(&scratch);
    Dump dump = {.file = file, .out = out, .scratch = &scratch};
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        dump.unit = unit;
        dump.facts = file_model_unit(file, unit);
        if (!dump.facts->scopes || dump.facts->ast.node_count == 0) {
            continue;
        }
        for (ScopeId scope = 0; scope < dump.facts->scopes->scope_count; scope++) {
            write_scope(&dump, scope);
            arena_reset(&scratch);
        }
    }
    arena_release(&scratch);
}
