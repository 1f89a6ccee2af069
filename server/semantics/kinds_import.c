/* Kinds that imports give: modules and definitions of the project, or names of libraries. Knows how
 * Python finds a name in a module; which file a module is, the project says. */
#include "catalog/catalog.h"
#include "semantics/kinds_evaluator.h"
#include "semantics/qualified_name.h"
#include "semantics/star_export.h"

/* The place of the last dot that is no leading one; path.len when there is none. */
static uint32_t last_dot(Str path) {
    uint32_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '.') {
        at--;
    }
    return at > 1 && path.ptr[at - 2] != '.' ? at - 1 : path.len;
}

static bool is_relative(Str path) {
    return path.len > 0 && path.ptr[0] == '.';
}

/* Libraries that the catalog knows are themselves, whatever a folder of the project is called. */
static bool is_library(Str path) {
    Str first = str_slice(path, 0, str_find_byte(path, '.'));
    return !is_relative(path) && (catalog_knows_prefix(first) || catalog_callable(first));
}

/* ---- modules of the project ----------------------------------------------------------------- */

static KindId module_kind(Evaluation *evaluation, FileId file, Str path) {
    return kind_add(evaluation->table, &(Kind){.tag = KIND_TAG_MODULE, .file = file, .path = path});
}

/* The module or package that the path names from here; Never when the project has none. */
static KindId project_module_kind(Evaluation *evaluation, Str path) {
    if (path.len == 0) {
        return KIND_NEVER;
    }
    FileId file = project_module(evaluation->file, path);
    if (file != FILE_NONE) {
        return module_kind(evaluation, file, project_module_name(evaluation->file, file));
    }
    return project_is_package(evaluation->file, path) ? module_kind(evaluation, file, path)
                                                      : KIND_NEVER;
}

static bool is_package_file(Evaluation *evaluation, FileId file) {
    Str path = evaluation_model(evaluation, file)->path;
    return str_ends_with(path, STR("__init__.py")) || str_ends_with(path, STR("__init__.pyi"));
}

/* `name` below a package: seen from the package's own file, so that no other root is meant. */
static KindId submodule(Evaluation *evaluation, const Kind *package, Str name) {
    Arena *mem = evaluation_mem(evaluation);
    if (package->file == FILE_NONE) {
        return project_module_kind(
            evaluation, arena_format(mem, "%.*s.%.*s", STR_ARG(package->path), STR_ARG(name)));
    }
    if (!is_package_file(evaluation, package->file)) {
        return KIND_NEVER;
    }
    const FileModel *init = evaluation_model(evaluation, package->file);
    Str path = arena_format(mem, ".%.*s", STR_ARG(name));
    FileId file = project_module(init, path);
    return file == FILE_NONE
               ? KIND_NEVER
               : module_kind(evaluation, file, project_module_name(evaluation->file, file));
}

/* A name of a module: bound in it, or a module below it; Never when it is neither. */
static KindId member_of_module(Evaluation *evaluation, const Kind *module, Str name) {
    if (module->file != FILE_NONE) {
        KindId bound = evaluation_export(evaluation, module->file, name);
        if (bound != KIND_NEVER || evaluation->waiting) {
            return bound;
        }
    }
    return submodule(evaluation, module, name);
}

KindId answer_module_attribute(Evaluation *evaluation, const Kind *module, Str name) {
    KindId found = member_of_module(evaluation, module, name);
    return found == KIND_NEVER && !evaluation->waiting ? KIND_UNKNOWN : found;
}

/* ---- imports -------------------------------------------------------------------------------- */

static KindId library_name(Evaluation *evaluation, Str path) {
    path = extended_canonical(evaluation->file->extension, path, evaluation_mem(evaluation));
    uint32_t dot = last_dot(path);
    if (dot < path.len) { /* `from sys import stdin`: an instance, not a module's member to call */
        Str kind = catalog_attribute(str_slice(path, 0, dot), str_slice(path, dot + 1, path.len));
        if (kind.len) {
            return kind_parse(evaluation->table, kind, NULL);
        }
    }
    return kind_symbol(evaluation->table, path);
}

/* `from module import name`; Never when the project has no such module. */
static KindId imported_from_project(Evaluation *evaluation, const Binding *binding, Str path) {
    if (binding->kind == BINDING_IMPORT) {
        return project_module_kind(evaluation, path);
    }
    Str module_path = import_from_path(&evaluation->facts->ast,
                                       ast_node(&evaluation->facts->ast, binding->node)->parent,
                                       evaluation_mem(evaluation));
    KindId module = project_module_kind(evaluation, module_path);
    if (module == KIND_NEVER) {
        return KIND_NEVER;
    }
    Kind kind = *kind_get(evaluation->table, module);
    KindId found =
        member_of_module(evaluation, &kind, ast_name(&evaluation->facts->ast, binding->node));
    return found == KIND_NEVER && !evaluation->waiting ? KIND_UNKNOWN : found;
}

KindId answer_import(Evaluation *evaluation, const Binding *binding) {
    Str path = import_binding_path(&evaluation->facts->ast, binding, evaluation_mem(evaluation));
    if (!path.len) {
        return KIND_UNKNOWN;
    }
    KindId found = KIND_NEVER;
    if (!is_library(path)) {
        found = imported_from_project(evaluation, binding, path);
    }
    return found == KIND_NEVER && !evaluation->waiting ? library_name(evaluation, path) : found;
}

/* ---- star imports --------------------------------------------------------------------------- */

static KindId from_star(Evaluation *evaluation, const Ast *ast, NodeId statement, Str name) {
    Arena *mem = evaluation_mem(evaluation);
    Str path = import_from_path(ast, statement, mem);
    KindId module = is_library(path) ? KIND_NEVER : project_module_kind(evaluation, path);
    if (module == KIND_NEVER) {
        if (name.ptr[0] == '_') {
            return KIND_NEVER; /* a library that lists private names is rare */
        }
        Str whole = arena_format(mem, "%.*s.%.*s", STR_ARG(path), STR_ARG(name));
        bool is_known =
            catalog_callable(whole) || catalog_class(whole) || catalog_knows_prefix(whole);
        return is_known ? library_name(evaluation, whole) : KIND_UNKNOWN;
    }
    FileId file = kind_get(evaluation->table, module)->file;
    bool brings =
        file != FILE_NONE && star_export_has(evaluation_model(evaluation, file), name, mem);
    return brings ? evaluation_export(evaluation, file, name) : KIND_NEVER;
}

/* The last star import of the module that binds the name; Never when none does. */
static KindId star_binding(Evaluation *evaluation, Str name) {
    FileId file = evaluation->file->id;
    const Ast *ast = &evaluation_facts(evaluation, file, UNIT_MODULE_ID)->ast;
    KindId found = KIND_NEVER;
    for (NodeId node = 0; node < ast->node_count; node++) {
        bool is_star = ast_kind(ast, node) == NODE_IMPORT_FROM &&
                       (ast_node(ast, node)->flags & NODE_STAR_IMPORT);
        KindId one = is_star ? from_star(evaluation, ast, node, name) : KIND_NEVER;
        /* What an unknown module binds is not known: it counts only when nothing else does. */
        found = one == KIND_NEVER || (one == KIND_UNKNOWN && found != KIND_NEVER) ? found : one;
    }
    return found;
}

KindId answer_star_name(Evaluation *evaluation, Str name) {
    KindId found = star_binding(evaluation, name);
    if (found != KIND_NEVER || evaluation->waiting) {
        return found;
    }
    return catalog_is_builtin(name) ? kind_symbol(evaluation->table, name) : KIND_UNKNOWN;
}

bool answer_star_leaves(Evaluation *evaluation, Str name) {
    return star_binding(evaluation, name) == KIND_NEVER && !evaluation->waiting;
}

KindId answer_export(Evaluation *evaluation, Str name) {
    NameMeaning meaning =
        file_scope_module_name(evaluation->file, name, evaluation_mem(evaluation));
    KindId joined = KIND_NEVER;
    for (uint32_t i = 0; i < meaning.place_count && joined != KIND_UNKNOWN; i++) {
        joined = kind_join(evaluation->table, joined, answer_place(evaluation, &meaning.places[i]));
    }
    return meaning.place_count ? joined : star_binding(evaluation, name);
}
