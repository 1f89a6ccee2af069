/* Prints what bluetick knows of names, for tests/oracle/symtable_oracle.py and flow_oracle.py.
 * Files are cut into units, each is parsed alone, and names are bound at file level, as everywhere.
 *
 * usage: symtable_dump [--flow NAME] FILE...
 *
 * `= PATH [broken|misread]`, then `scope UNIT ID PARENT_UNIT PARENT_ID KIND LINE IN_ANNOTATION
 * NAME` with its `symbol FLAGS HOME HOME_UNIT HOME_SCOPE NAME`. With --flow: `use LINE: LINE...
 * [entry]` for each use of NAME: the lines of the bindings that may reach it. */
#include "../unit/semantics/python_file.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const home_words[] = {
    [NAME_HOME_UNKNOWN] = "unknown",
    [NAME_HOME_UNBOUND] = "unbound",
    [NAME_HOME_FUNCTION] = "function",
    [NAME_HOME_CLASS] = "class",
    [NAME_HOME_MODULE] = "module",
    [NAME_HOME_BUILTIN] = "builtin",
    [NAME_HOME_TYPE_PARAMETER] = "type-parameter",
    [NAME_HOME_CLASS_CELL] = "class-cell",
};

typedef struct Dump {
    const FileModel *file;
    UnitId unit;
    const UnitFacts *facts;
    Buf *out;
} Dump;

/* Python counts a scope's line at `def`, `class`, `lambda` or the bracket. */
static uint32_t line_of_scope(const Dump *dump, const Scope *scope) {
    uint32_t start = ast_span(&dump->facts->ast, scope->node).start;
    uint32_t offset = outline_to_file(dump->file->outline, dump->unit, start);
    return line_index_row(dump->file->lines, offset) + 1;
}

static void write_scope(const Dump *dump, ScopeId id) {
    const ScopeTree *tree = dump->facts->scopes;
    const Scope *scope = &tree->scopes[id];
    UnitId parent_unit = dump->unit;
    ScopeId parent = scope->parent;
    if (parent == SCOPE_NONE && dump->unit != UNIT_MODULE_ID) {
        parent_unit = dump->file->outline->units[dump->unit].parent;
        parent = file_model_unit(dump->file, parent_unit)->scopes->body_scope;
    }
    Str name = ast_name(&dump->facts->ast, scope->node);
    buf_format(dump->out, "scope %u %u %u %u %s %u %d %.*s\n", dump->unit, id, parent_unit,
               parent == SCOPE_NONE ? 0 : parent, scope_kind_name((ScopeKind)scope->kind),
               line_of_scope(dump, scope), scope->in_annotation, STR_ARG(name));
}

/* A use or binding of the symbol written in its own scope; NODE_NONE when it is only declared. */
static NodeId occurrence(const ScopeTree *tree, SymbolId id) {
    for (UseId i = 0; i < tree->use_count; i++) {
        if (tree->uses[i].symbol == id) {
            return tree->uses[i].node;
        }
    }
    const Symbol *symbol = &tree->symbols[id];
    SymbolId owner = symbol->home == SYMBOL_NONE ? id : symbol->home;
    for (uint32_t i = 0; i < tree->symbols[owner].binding_count; i++) {
        const Binding *binding = &tree->bindings[tree->symbols[owner].first_binding + i];
        if (binding->scope == symbol->scope) {
            return binding->node;
        }
    }
    return NODE_NONE;
}

static void write_symbol(const Dump *dump, SymbolId id, Arena *mem) {
    const ScopeTree *tree = dump->facts->scopes;
    const Symbol *symbol = &tree->symbols[id];
    Str name = scope_name(tree, &dump->facts->ast, symbol->name);
    NodeId node = occurrence(tree, id);
    NameMeaning meaning = {.home = NAME_HOME_UNBOUND, .scope = SCOPE_NONE};
    if (node != NODE_NONE) {
        meaning = file_scope_resolve(dump->file, dump->unit, node, mem);
    }
    buf_format(dump->out, "symbol %u %s %u %d %.*s\n", symbol->flags, home_words[meaning.home],
               meaning.unit, (int)meaning.scope, STR_ARG(name));
}

static void dump_symbols(const FileModel *file, Buf *out) {
    Arena scratch;
    arena_init(&scratch);
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        Dump dump = {file, unit, file_model_unit(file, unit), out};
        const ScopeTree *tree = dump.facts->scopes;
        for (ScopeId id = 0; id < tree->scope_count; id++) {
            write_scope(&dump, id);
            SymbolId end = tree->scopes[id].first_symbol + tree->scopes[id].symbol_count;
            for (SymbolId symbol = tree->scopes[id].first_symbol; symbol < end; symbol++) {
                write_symbol(&dump, symbol, &scratch);
            }
            arena_reset(&scratch);
        }
    }
    arena_release(&scratch);
}

static uint32_t line_of_node(const FileModel *file, UnitId unit, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    uint32_t offset = outline_to_file(file->outline, unit, ast_span(ast, node).start);
    return line_index_row(file->lines, offset) + 1;
}

static void dump_use(const FileModel *file, UnitId unit, NodeId node, Buf *out) {
    buf_format(out, "use %u:", line_of_node(file, unit, node));
    NameMeaning meaning = file_scope_resolve(file, unit, node, file->mem);
    for (uint32_t i = 0; i < meaning.place_count; i++) {
        const Binding *binding = file_scope_binding(file, meaning.places[i]);
        buf_format(out, " %u",
                   binding ? line_of_node(file, meaning.places[i].unit, binding->node) : 0);
    }
    buf_append_c(out, meaning.maybe_unbound ? " entry\n" : "\n");
}

static void dump_flow(const FileModel *file, Str name, Buf *out) {
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        const UnitFacts *facts = file_model_unit(file, unit);
        for (UseId use = 0; use < facts->scopes->use_count; use++) {
            NodeId node = facts->scopes->uses[use].node;
            if (str_equal(ast_name(&facts->ast, node), name)) {
                dump_use(file, unit, node, out);
            }
        }
    }
}

static bool read_file(const char *path, Buf *out) {
    char block[1 << 16];
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    size_t got;
    while ((got = fread(block, 1, sizeof block, file)) > 0) {
        buf_append(out, (Str){block, (uint32_t)got});
    }
    fclose(file);
    return true;
}

/* The grammar takes `type(x).y = z` for a `type` statement: its name is no name then. */
static bool is_misread(const Ast *ast, NodeId node) {
    NodeId name =
        ast_kind(ast, node) == NODE_TYPE_ALIAS ? ast_child(ast, node, FIELD_NAME) : NODE_NONE;
    return name != NODE_NONE && ast_kind(ast, name) != NODE_NAME;
}

static const char *trouble_of(const FileModel *file) {
    const char *found = "";
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        const Ast *ast = &file_model_unit(file, unit)->ast;
        if (ast->has_broken) {
            return " broken";
        }
        for (NodeId node = 0; node < ast->node_count; node++) {
            found = is_misread(ast, node) ? " misread" : found;
        }
    }
    return found;
}

static bool dump_file(UnitParser *parser, const char *path, const char *flow_name) {
    Buf bytes;
    Buf out;
    Buf err;
    Source source;
    PythonFile file;
    Arena mem;
    buf_init(&bytes, 0);
    buf_init(&out, 0);
    buf_init(&err, 0);
    arena_init(&mem);
    bool is_read =
        read_file(path, &bytes) && source_decode(&source, buf_str(&bytes), &mem, &err) == STATUS_OK;
    if (is_read) {
        python_file_open(&file, parser, source.text);
        buf_format(&out, "= %s%s\n", path, trouble_of(&file.model));
        if (flow_name) {
            dump_flow(&file.model, str_from_c(flow_name), &out);
        } else {
            dump_symbols(&file.model, &out);
        }
        python_file_close(&file);
        fwrite(out.ptr, 1, out.len, stdout);
    } else {
        printf("! %s\n", path);
    }
    arena_release(&mem);
    buf_release(&err);
    buf_release(&out);
    buf_release(&bytes);
    return is_read;
}

int main(int count, char **arguments) {
    UnitParser *parser = unit_parser_new();
    const char *flow_name = NULL;
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "--flow") == 0 && i + 1 < count) {
            flow_name = arguments[++i];
        } else {
            dump_file(parser, arguments[i], flow_name);
        }
    }
    unit_parser_free(parser);
    return 0;
}
