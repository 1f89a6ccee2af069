/* Knows how definitions, imports and assignments lead from an expression to a class; knows nothing
 * about what the class is to anybody. */
#include "semantics/class_ref.h"

#include "catalog/extension.h"
#include "semantics/qualified_name.h"
#include "semantics/star_export.h"

enum { HOPS_MAX = 64, PARTS_MAX = 32, STAR_MODULES_MAX = 64 };

/* What is still to be taken of the thing at hand, the next one last: attributes, and calls, which
 * are written "()". */
typedef struct Parts {
    Str items[PARTS_MAX];
    uint32_t count;
} Parts;

static const Str call_part = {"()", 2};

typedef struct Walk {
    const FileModel *asker;
    Arena *mem;
    Parts parts;
    /* The thing at hand; REF_VALUE: the expression to go on with. */
    ClassRef at;
    bool is_done;
    bool keeps_calls; /* stop at a call that nothing is taken of */
    /* The path of the last `from module import name` of a module that the project seems to have:
     * what the name is when the module does not bind it. Set while `fallback_parts` are left. */
    Str fallback;
    uint32_t fallback_parts;
} Walk;

static const ClassRef none = {.tag = REF_NONE};

bool class_ref_equal(ClassRef a, ClassRef b) {
    bool same_place = a.file == b.file && a.unit == b.unit && a.node == b.node;
    return a.tag == b.tag && (a.tag == REF_PATH ? str_equal(a.path, b.path) : same_place);
}

ClassRef class_ref_of_kind(const Kind *kind) {
    switch (kind->tag) {
    case KIND_TAG_CLASS:
    case KIND_TAG_OBJECT:
        return (ClassRef){
            .tag = REF_CLASS, .file = kind->file, .unit = kind->unit, .node = kind->node};
    case KIND_TAG_SYMBOL:
        return kind->argument_count ? none : (ClassRef){.tag = REF_PATH, .path = kind->path};
    case KIND_TAG_INSTANCE:
        return (ClassRef){.tag = REF_PATH, .path = kind->path};
    default:
        return none;
    }
}

const FileModel *class_ref_file(const FileModel *file, ClassRef ref) {
    return project_file(file, ref.file);
}

const UnitFacts *class_ref_facts(const FileModel *file, ClassRef ref) {
    return file_model_unit(project_file(file, ref.file), ref.unit);
}

static ClassRef place_ref(RefTag tag, FileId file, UnitId unit, NodeId node) {
    return (ClassRef){
        .tag = node == NODE_NONE ? REF_NONE : tag, .file = file, .unit = unit, .node = node};
}

static ClassRef path_ref(const Walk *walk, Str path) {
    return (ClassRef){.tag = REF_PATH,
                      .path = extended_canonical(walk->asker->extension, path, walk->mem)};
}

/* ---- what a binding leads to --------------------------------------------------------------- */

static bool is_none_constant(const Ast *ast, NodeId node) {
    return node != NODE_NONE && ast_kind(ast, node) == NODE_CONSTANT &&
           ast_node(ast, node)->detail == CONSTANT_NONE;
}

/* `X = None` in an `except ImportError`, `X: type`, `del X`: not what the name is meant to be. */
static bool gives_nothing(const FileModel *file, BindingPlace place) {
    const Binding *binding = file_scope_binding(file, place);
    if (!binding) {
        return false;
    }
    if (binding->kind == BINDING_DECLARED || binding->kind == BINDING_DELETE) {
        return true;
    }
    const Ast *ast = &file_model_unit(file, place.unit)->ast;
    bool is_assignment = binding->kind == BINDING_ASSIGN || binding->kind == BINDING_ANNOTATED;
    return is_assignment && is_none_constant(ast, ast_child(ast, binding->source, FIELD_VALUE));
}

static bool is_import(const FileModel *file, BindingPlace place) {
    const Binding *binding = file_scope_binding(file, place);
    return binding && (binding->kind == BINDING_IMPORT || binding->kind == BINDING_IMPORT_FROM);
}

/* Of several imports the first (the others stand in an `except`), else the last binding. */
static bool choose_place(const FileModel *file, const NameMeaning *meaning, BindingPlace *out) {
    bool found = false;
    for (uint32_t i = 0; i < meaning->place_count; i++) {
        if (gives_nothing(file, meaning->places[i])) {
            continue;
        }
        if (found && is_import(file, *out)) {
            return true;
        }
        *out = meaning->places[i];
        found = true;
    }
    return found;
}

static ClassRef of_unit(const FileModel *file, UnitId unit) {
    RefTag tag = file->outline->units[unit].kind == UNIT_CLASS ? REF_CLASS : REF_FUNCTION;
    return place_ref(tag, file->id, unit, ast_definition(&file_model_unit(file, unit)->ast));
}

/* ---- modules -------------------------------------------------------------------------------- */

static ClassRef module_ref(const FileModel *file, Str dotted) {
    FileId found = dotted.len ? project_module(file, dotted) : FILE_NONE;
    if (found != FILE_NONE) {
        return (ClassRef){
            .tag = REF_MODULE, .file = found, .path = project_module_name(file, found)};
    }
    bool is_folder = dotted.len && project_is_package(file, dotted);
    return is_folder ? (ClassRef){.tag = REF_MODULE, .file = FILE_NONE, .path = dotted} : none;
}

static bool is_package_file(const FileModel *file) {
    return str_ends_with(file->path, STR("__init__.py")) ||
           str_ends_with(file->path, STR("__init__.pyi"));
}

/* `name` below a package: seen from the package's own file, so that no other root is meant. */
static ClassRef submodule(const Walk *walk, ClassRef package, Str name) {
    if (package.file == FILE_NONE) {
        return module_ref(walk->asker, arena_format(walk->mem, "%.*s.%.*s", STR_ARG(package.path),
                                                    STR_ARG(name)));
    }
    const FileModel *init = project_file(walk->asker, package.file);
    if (!is_package_file(init)) {
        return none;
    }
    ClassRef found = module_ref(init, arena_format(walk->mem, ".%.*s", STR_ARG(name)));
    return found.file == FILE_NONE ? none : found;
}

/* `from module import name` where the module is none of the project's. */
static ClassRef library_member(const Walk *walk, Str module, Str name) {
    bool ends_in_dot = module.len == 0 || module.ptr[module.len - 1] == '.';
    return path_ref(walk, arena_format(walk->mem, "%.*s%s%.*s", STR_ARG(module),
                                       ends_in_dot ? "" : ".", STR_ARG(name)));
}

/* ---- what a module binds -------------------------------------------------------------------- */

typedef struct StarWalk {
    FileId files[STAR_MODULES_MAX]; /* seen; those from `next` on are still to be looked at */
    uint32_t count;
    uint32_t next;
} StarWalk;

static void add_file(StarWalk *stars, FileId file) {
    for (uint32_t i = 0; i < stars->count; i++) {
        if (stars->files[i] == file) {
            return;
        }
    }
    if (stars->count < STAR_MODULES_MAX) {
        stars->files[stars->count++] = file;
    }
}

/* Adds the project's modules that the file takes all names from; the path of the last library. */
static Str add_star_imports(StarWalk *stars, const Walk *walk, const FileModel *file) {
    const Ast *ast = &file_model_unit(file, UNIT_MODULE_ID)->ast;
    Str library = {"", 0};
    for (NodeId node = ast->node_count; node-- > 0;) {
        bool is_star = ast_kind(ast, node) == NODE_IMPORT_FROM &&
                       (ast_node(ast, node)->flags & NODE_STAR_IMPORT);
        if (!is_star) {
            continue;
        }
        Str path = import_from_path(ast, node, walk->mem);
        ClassRef module = module_ref(file, path);
        if (module.tag == REF_MODULE && module.file != FILE_NONE) {
            add_file(stars, module.file);
        } else if (module.tag == REF_NONE && !library.len) {
            library = path;
        }
    }
    return library;
}

static bool follow_last_place(Walk *walk, const FileModel *file, const NameMeaning *meaning);

/* `from package import name` in a module that the package takes all names from: what the package
 * has of that name comes from elsewhere. */
static bool comes_back(Walk *walk, FileId of, Str name) {
    bool comes = walk->at.tag == REF_MODULE && walk->at.file == of && walk->parts.count > 0 &&
                 str_equal(walk->parts.items[walk->parts.count - 1], name);
    walk->parts.count -= comes;
    return comes;
}

/* Goes on with what the module `of`, or a module that it takes all names from, binds `name` to. */
static bool follow_export(Walk *walk, FileId of, Str name) {
    StarWalk stars = {.files = {of}, .count = 1};
    Str library = {"", 0};
    while (stars.next < stars.count) {
        const FileModel *file = project_file(walk->asker, stars.files[stars.next++]);
        if (stars.next > 1 && !star_export_has(file, name, walk->mem)) {
            continue;
        }
        NameMeaning meaning = file_scope_module_name(file, name, walk->mem);
        if (meaning.place_count && follow_last_place(walk, file, &meaning) &&
            !comes_back(walk, of, name)) {
            return true;
        }
        if (meaning.maybe_star) {
            bool is_public = name.len > 0 && name.ptr[0] != '_';
            Str found = add_star_imports(&stars, walk, file);
            library = library.len || !is_public ? library : found;
        }
    }
    walk->at = library.len ? library_member(walk, library, name) : none;
    return library.len > 0;
}

static void follow_member(Walk *walk, ClassRef module, Str name) {
    if (module.file != FILE_NONE && follow_export(walk, module.file, name)) {
        return;
    }
    walk->at = submodule(walk, module, name);
}

/* ---- one step ------------------------------------------------------------------------------- */

static void follow_import(Walk *walk, const FileModel *file, const Ast *ast,
                          const Binding *binding) {
    Str path = import_binding_path(ast, binding, walk->mem);
    if (binding->kind == BINDING_IMPORT) {
        ClassRef module = module_ref(file, path);
        walk->at = module.tag == REF_NONE ? path_ref(walk, path) : module;
        return;
    }
    Str from = import_from_path(ast, ast_node(ast, binding->node)->parent, walk->mem);
    ClassRef module = module_ref(file, from);
    if (module.tag == REF_NONE) {
        walk->at = path_ref(walk, path);
        return;
    }
    Str name = ast_name(ast, binding->node);
    if (module.file == file->id) { /* `from . import name` in the package itself */
        walk->at = submodule(walk, module, name);
        return;
    }
    walk->at = none;
    if (walk->parts.count < PARTS_MAX) {
        walk->fallback = path;
        walk->fallback_parts = walk->parts.count;
        walk->parts.items[walk->parts.count++] = name;
        walk->at = module;
    }
}

static void follow_binding(Walk *walk, const FileModel *file, UnitId unit, const Binding *binding) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    switch ((BindingKind)binding->kind) {
    case BINDING_IMPORT:
    case BINDING_IMPORT_FROM:
        follow_import(walk, file, ast, binding);
        return;
    case BINDING_CLASS:
        walk->at = place_ref(REF_CLASS, file->id, unit, binding->source);
        return;
    case BINDING_FUNCTION:
        walk->at = place_ref(REF_FUNCTION, file->id, unit, binding->source);
        return;
    case BINDING_ASSIGN:
    case BINDING_ANNOTATED:
        walk->at = binding->is_unpacked ? none
                                        : place_ref(REF_VALUE, file->id, unit,
                                                    ast_child(ast, binding->source, FIELD_VALUE));
        return;
    case BINDING_WALRUS:
        walk->at =
            place_ref(REF_VALUE, file->id, unit, ast_child(ast, binding->source, FIELD_VALUE));
        return;
    default:
        walk->at = none;
    }
}

static bool follow_chosen(Walk *walk, const FileModel *file, BindingPlace place) {
    if (place.binding == BINDING_DEFINITION) {
        walk->at = of_unit(file, place.unit);
    } else {
        follow_binding(walk, file, place.unit, file_scope_binding(file, place));
    }
    return walk->at.tag != REF_NONE;
}

static bool follow_place(Walk *walk, const FileModel *file, const NameMeaning *meaning) {
    BindingPlace place;
    return choose_place(file, meaning, &place) && follow_chosen(walk, file, place);
}

static uint32_t place_offset(const FileModel *file, BindingPlace place) {
    if (place.binding == BINDING_DEFINITION) {
        return file->outline->units[place.unit].extent.start;
    }
    const Binding *binding = file_scope_binding(file, place);
    const Ast *ast = &file_model_unit(file, place.unit)->ast;
    return outline_to_file(file->outline, place.unit, ast_node(ast, binding->node)->start);
}

/* A definition of the module itself, or an import that is no matter of conditions. */
static bool is_unconditional(const FileModel *file, BindingPlace place) {
    if (place.binding == BINDING_DEFINITION) {
        return true;
    }
    if (place.unit != UNIT_MODULE_ID || !is_import(file, place)) {
        return false;
    }
    const Ast *ast = &file_model_unit(file, place.unit)->ast;
    NodeId statement = ast_statement(ast, file_scope_binding(file, place)->node);
    NodeId parent = ast_node(ast, statement)->parent;
    return parent != NODE_NONE && ast_kind(ast, parent) == NODE_MODULE;
}

/* What the name is bound to when the module has run: what is no matter of conditions takes the
 * place of an import before it. */
static bool follow_last_place(Walk *walk, const FileModel *file, const NameMeaning *meaning) {
    BindingPlace place;
    if (!choose_place(file, meaning, &place)) {
        return false;
    }
    for (uint32_t i = 0; i < meaning->place_count && is_import(file, place); i++) {
        BindingPlace other = meaning->places[i];
        bool is_later =
            is_unconditional(file, other) && place_offset(file, other) > place_offset(file, place);
        place = is_later ? other : place;
    }
    return follow_chosen(walk, file, place);
}

static void follow_name(Walk *walk, const FileModel *file, const NameMeaning *meaning) {
    if (meaning->place_count && follow_place(walk, file, meaning)) {
        return;
    }
    if (meaning->maybe_star && follow_export(walk, file->id, meaning->name)) {
        return;
    }
    walk->at = meaning->home == NAME_HOME_BUILTIN ? path_ref(walk, meaning->name) : none;
}

/* Takes attributes, calls and brackets off an expression; the base that is left. */
static NodeId peel(Walk *walk, const Ast *ast, NodeId node) {
    while (node != NODE_NONE) {
        NodeKind kind = ast_kind(ast, node);
        bool is_part = kind == NODE_ATTRIBUTE || kind == NODE_CALL;
        if (!is_part && kind != NODE_SUBSCRIPT) {
            return node;
        }
        if (is_part) {
            if (walk->parts.count == PARTS_MAX) {
                return NODE_NONE;
            }
            walk->parts.items[walk->parts.count++] =
                kind == NODE_CALL ? call_part : ast_name(ast, node);
        }
        node = ast_child(ast, node, kind == NODE_CALL ? FIELD_FUNC : FIELD_VALUE);
    }
    return NODE_NONE;
}

/* An expression: goes on with its base, or stops at what names nothing. */
static void step_value(Walk *walk) {
    const FileModel *file = project_file(walk->asker, walk->at.file);
    const Ast *ast = &file_model_unit(file, walk->at.unit)->ast;
    if (walk->keeps_calls && !walk->parts.count && ast_kind(ast, walk->at.node) == NODE_CALL) {
        walk->is_done = true;
        return;
    }
    NodeId base = peel(walk, ast, walk->at.node);
    if (base != NODE_NONE && ast_kind(ast, base) == NODE_NAME) {
        NameMeaning meaning = file_scope_resolve(file, walk->at.unit, base, walk->mem);
        follow_name(walk, file, &meaning);
        return;
    }
    walk->is_done = true;
    walk->at = walk->parts.count || base == NODE_NONE
                   ? none
                   : place_ref(REF_VALUE, file->id, walk->at.unit, base);
}

/* A name that a class's body binds; the first base of one that does not. A call of a class of the
 * project is a call of what it derives from. */
static void step_class(Walk *walk, Str part) {
    const FileModel *file = project_file(walk->asker, walk->at.file);
    const Ast *ast = &file_model_unit(file, walk->at.unit)->ast;
    bool is_unit = walk->at.node == ast_definition(ast) &&
                   file->outline->units[walk->at.unit].kind == UNIT_CLASS;
    if (is_unit && !str_equal(part, call_part)) {
        NameMeaning meaning = file_scope_class_name(file, walk->at.unit, part, walk->mem);
        if (meaning.place_count) {
            follow_place(walk, file, &meaning);
            return;
        }
    }
    walk->parts.items[walk->parts.count++] = part;
    walk->at =
        place_ref(REF_VALUE, file->id, walk->at.unit, ast_child(ast, walk->at.node, FIELD_BASES));
}

static void step_part(Walk *walk) {
    Str part = walk->parts.items[--walk->parts.count];
    switch (walk->at.tag) {
    case REF_MODULE:
        follow_member(walk, walk->at, part);
        return;
    case REF_PATH:
        walk->at = str_equal(part, call_part)
                       ? path_ref(walk, arena_format(walk->mem, "%.*s()", STR_ARG(walk->at.path)))
                       : library_member(walk, walk->at.path, part);
        return;
    case REF_CLASS:
        step_class(walk, part);
        return;
    default:
        walk->at = none;
    }
}

/* A folder of the project may bear a library's name. */
static bool fall_back(Walk *walk) {
    if (!walk->fallback.len || walk->parts.count != walk->fallback_parts) {
        return false;
    }
    walk->at = path_ref(walk, walk->fallback);
    walk->fallback = (Str){"", 0};
    return true;
}

static ClassRef finish(Walk *walk) {
    for (uint32_t hop = 0; hop < HOPS_MAX && !walk->is_done; hop++) {
        if (walk->at.tag == REF_VALUE) {
            step_value(walk);
        } else if (walk->at.tag != REF_NONE && walk->parts.count) {
            step_part(walk);
        } else if (walk->at.tag != REF_NONE || !fall_back(walk)) {
            return walk->at;
        }
    }
    return walk->is_done ? walk->at : none;
}

/* ---- questions ------------------------------------------------------------------------------ */

ClassRef class_ref_resolve(const FileModel *file, UnitId unit, NodeId node, Arena *mem) {
    Walk walk = {.asker = file, .mem = mem, .at = place_ref(REF_VALUE, file->id, unit, node)};
    return finish(&walk);
}

ClassRef class_ref_follow(const FileModel *file, UnitId unit, NodeId node, Arena *mem) {
    Walk walk = {.asker = file,
                 .mem = mem,
                 .at = place_ref(REF_VALUE, file->id, unit, node),
                 .keeps_calls = true};
    return finish(&walk);
}

ClassRef class_ref_export(const FileModel *file, FileId of, Str name, Arena *mem) {
    Walk walk = {.asker = file, .mem = mem, .at = none};
    ClassRef module = {.tag = REF_MODULE, .file = of};
    follow_member(&walk, module, name);
    return finish(&walk);
}

ClassRef class_ref_of_path(const FileModel *file, Str path, Arena *mem) {
    uint32_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.') {
        dot--;
    }
    FileId module = dot ? project_module(file, str_slice(path, 0, dot - 1)) : FILE_NONE;
    ClassRef found = module == FILE_NONE
                         ? none
                         : class_ref_export(file, module, str_slice(path, dot, path.len), mem);
    return found.tag == REF_CLASS ? found : (ClassRef){.tag = REF_PATH, .path = path};
}

ClassRef class_ref_lookup(const FileModel *file, UnitId unit, NodeId node, Str dotted, Arena *mem) {
    Walk walk = {.asker = file, .mem = mem, .at = none};
    uint32_t end = dotted.len;
    Str first = str_slice(dotted, 0, str_find_byte(dotted, '.'));
    while (end > first.len && walk.parts.count < PARTS_MAX) {
        uint32_t dot = end;
        while (dot > 0 && dotted.ptr[dot - 1] != '.') {
            dot--;
        }
        walk.parts.items[walk.parts.count++] = str_slice(dotted, dot, end);
        end = dot - 1;
    }
    NameMeaning meaning = file_scope_lookup(file, unit, node, first, mem);
    follow_name(&walk, file, &meaning);
    return finish(&walk);
}
