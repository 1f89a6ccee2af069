/* Knows how ORMs look up a class by the name in a string, and which class is the project's user. */
#include "semantics/model_memory.h"
#include "semantics/model_project.h"
#include "semantics/model_reader.h"

static const ClassRef none = {.tag = REF_NONE};

/* ---- strings -------------------------------------------------------------------------------- */

/* "app" and "Name" of "app.Name", the app empty for "Name". */
static Str split_name(Str *name) {
    uint32_t at = name->len;
    while (at > 0 && name->ptr[at - 1] != '.') {
        at--;
    }
    Str app = at ? str_slice(*name, 0, at - 1) : STR("");
    *name = str_slice(*name, at, name->len);
    return app;
}

typedef struct Found {
    ClassRef first; /* of the wanted app, or in the same file */
    uint32_t exact; /* how many */
    ClassRef kin;   /* of the same registry */
    uint32_t relatives;
    ClassRef any; /* by name alone */
    uint32_t others;
} Found;

/* For Django the app is the label; elsewhere the end of the module's name, if one is written. */
static bool is_of_app(const ModelHead *from, const ModelHead *head, Str app) {
    if (head->orm == ORM_DJANGO) {
        return str_equal(app.len ? app : from->app_label, head->app_label);
    }
    if (app.len && head->orm == ORM_SQLALCHEMY) {
        return str_ends_with(head->module, app);
    }
    return !app.len && str_equal(head->module, from->module);
}

static void consider(const FileModel *file, const ModelHead *from, ClassRef ref, Str app,
                     Found *found) {
    const ModelHead *head = model_head(file, ref);
    if (head->orm != from->orm || head->is_abstract) {
        return;
    }
    found->any = ref;
    found->others++;
    if (class_ref_equal(head->root, from->root)) {
        found->kin = ref;
        found->relatives++;
    }
    if (is_of_app(from, head, app)) {
        found->first = found->exact++ ? found->first : ref;
    }
}

/* Classes nested in a function are no units: those of the asking class's own unit. */
static void consider_own_unit(const FileModel *file, const ModelHead *from, Str name, Str app,
                              Found *found) {
    if (from->self.tag != REF_CLASS) {
        return;
    }
    const Ast *ast = &class_ref_facts(file, from->self)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        bool is_named = ast_kind(ast, node) == NODE_CLASS_DEF && node != ast_definition(ast) &&
                        str_equal(ast_name(ast, node), name);
        if (is_named) {
            ClassRef ref = from->self;
            ref.node = node;
            consider(file, from, ref, app, found);
        }
    }
}

static ClassRef built_in_named(Str app, Str name) {
    uint32_t count = catalog_built_in_model_count();
    for (uint32_t i = 0; i < count; i++) {
        const CatalogBuiltInModel *row = catalog_built_in_model_at(i);
        bool is_named = str_ends_with(row->path, name) && row->path.len > name.len &&
                        row->path.ptr[row->path.len - name.len - 1] == '.';
        if (is_named && str_equal(row->app_label, app) && !(row->traits & BUILT_IN_ABSTRACT)) {
            return (ClassRef){.tag = REF_PATH, .path = row->path};
        }
    }
    return none;
}

/* The class that the unit is, or that the module defines under a condition. */
static NodeId class_in_unit(const FileModel *file, UnitId unit, Str name) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    if (unit != UNIT_MODULE_ID) {
        return ast_definition(ast);
    }
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CLASS_DEF && str_equal(ast_name(ast, node), name)) {
            return node;
        }
    }
    return NODE_NONE;
}

ClassRef model_name_lookup(const FileModel *file, const ModelHead *from, Str name,
                           bool *is_likely) {
    Found found = {0};
    Arena scratch;
    Str app = split_name(&name);
    arena_init(&scratch);
    consider_own_unit(file, from, name, app, &found);
    ProjectUnits units =
        found.others ? (ProjectUnits){NULL, 0} : project_classes_named(file, name, &scratch);
    for (uint32_t i = 0; i < units.count; i++) {
        const FileModel *home = project_file(file, units.items[i].file);
        NodeId node = class_in_unit(home, units.items[i].unit, name);
        if (node != NODE_NONE) {
            ClassRef ref = {.tag = REF_CLASS,
                            .file = units.items[i].file,
                            .unit = units.items[i].unit,
                            .node = node};
            consider(file, from, ref, app, &found);
        }
    }
    arena_release(&scratch);
    if (found.exact >= 1) {
        return found.first;
    }
    if (from->orm == ORM_DJANGO && app.len) {
        ClassRef library = built_in_named(app, name);
        if (library.tag == REF_PATH) {
            return library;
        }
    }
    if (from->orm == ORM_SQLALCHEMY && found.relatives == 1) {
        return found.kin;
    }
    if (found.others != 1) {
        return none;
    }
    /* A registry of names is how SQLAlchemy and the others look it up; Django wants the app. */
    *is_likely = from->orm == ORM_DJANGO;
    return found.any;
}

ClassRef model_named(const FileModel *file, const Model *from, Str name, bool *is_likely) {
    *is_likely = false;
    return model_name_lookup(file, model_head(file, from->self), name, is_likely);
}

/* ---- the user ------------------------------------------------------------------------------- */

/* The first that is in no test: tests of a library bring users that it does not know. */
static ClassRef choose_user(const FileModel *file, const ClassRefs *users, Arena *mem) {
    for (uint32_t i = 0; i < users->count; i++) {
        if (!file_model_is_test(project_file(file, users->items[i].file))) {
            return users->items[i];
        }
    }
    return class_ref_of_path(file, catalog_default_user(), mem);
}

ClassRef model_user_class(const FileModel *file) {
    struct ProjectModels *models = model_project_memory(file);
    if (file->project) {
        file_model_note_project(file);
    }
    file_model_note_outline(file);
    const FileModel *asker = model_project_asker(file);
    if (!models->has_user) {
        AnswerId before = project_answer(asker, &models->user_told);
        ClassRefs users = project_user_classes(asker, models->mem);
        models->user = choose_user(asker, &users, models->mem);
        models->has_user = true;
        project_answered(asker, before);
    }
    project_note_answer(asker, models->user_told);
    return models->user;
}

ClassRefs model_middleware_classes(const FileModel *file) {
    struct ProjectModels *models = model_project_memory(file);
    if (file->project) {
        file_model_note_project(file);
    }
    file_model_note_outline(file);
    const FileModel *asker = model_project_asker(file);
    if (!models->has_middleware) {
        AnswerId before = project_answer(asker, &models->middleware_told);
        models->middleware = project_middleware_classes(asker, models->mem);
        models->has_middleware = true;
        project_answered(asker, before);
    }
    project_note_answer(asker, models->middleware_told);
    return models->middleware;
}
