/* Knows how to open a project for a person's question about it. Refuses to judge it. */
#include "cli/debug_project.h"

#include "io/file.h"
#include "semantics/model.h"
#include "workspace/snapshots.h"

typedef struct OpenProject {
    Arena mem;
    ConfigFiles configs;
    FileSet set;
    SnapshotEntry *entries;
    Snapshots snapshots;
    UnitParser *parser;
    ProjectView *view;
} OpenProject;

/* Files that cannot be read or decoded are left out: `check` says which. */
static void open_documents(OpenProject *project) {
    uint32_t count = project->set.files.count;
    Arena bytes;
    Buf reason;
    arena_init(&bytes);
    buf_init(&reason, 0);
    project->entries = ARENA_ARRAY(&project->mem, SnapshotEntry, count);
    for (uint32_t i = 0; i < count; i++) {
        const InputFile *input = &project->set.files.items[i];
        SnapshotEntry *entry = &project->entries[i];
        Str text;
        arena_reset(&bytes);
        entry->input = input;
        if (file_read(&text, input->absolute, SOURCE_BYTES_MAX, &bytes, NULL, &reason) < 0 ||
            document_open(&entry->document, input->root_path, text, &reason) < 0) {
            entry->document = NULL;
        }
    }
    buf_release(&reason);
    arena_release(&bytes);
}

static Status project_open(OpenProject *project, Str path, Buf *err) {
    *project = (OpenProject){.parser = unit_parser_new()};
    arena_init(&project->mem);
    config_files_init(&project->configs, file_working_folder(&project->mem), &project->mem);
    FileSetRequest request = {.arguments = &path,
                              .argument_count = path.len ? 1 : 0,
                              .configs = &project->configs,
                              .mem = &project->mem};
    Status status = file_set_collect(&project->set, &request, err);
    if (status == STATUS_OK) {
        open_documents(project);
        snapshots_build(&project->snapshots, project->entries, project->set.files.count);
        project->view = project_view_new(project->parser, NULL);
    }
    return status;
}

static void project_close(OpenProject *project) {
    project_view_free(project->view);
    snapshots_release(&project->snapshots);
    for (uint32_t i = 0; project->entries && i < project->set.files.count; i++) {
        document_release(project->entries[i].document);
    }
    unit_parser_free(project->parser);
    file_set_release(&project->set);
    config_files_release(&project->configs);
    arena_release(&project->mem);
}

/* ---- models --------------------------------------------------------------------------------- */

static bool is_wanted(const Model *model, Str wanted, Arena *mem) {
    Str whole = arena_format(mem, ".%.*s.%.*s", STR_ARG(model->module), STR_ARG(model->name));
    Str end = arena_format(mem, ".%.*s", STR_ARG(wanted));
    return str_equal(wanted, STR("*")) || str_ends_with(whole, end);
}

static void show_class(const FileModel *file, ClassRef ref, Str wanted, Buf *out) {
    const Model *model = model_of_class(file, ref);
    if (model && is_wanted(model, wanted, file->mem)) {
        model_describe(file, model, out);
    }
}

/* Only what can hold a class of the name is parsed. */
static bool may_hold(const FileModel *file, UnitId unit, Str wanted) {
    Str text = str_span(file->outline->text, file->outline->units[unit].extent);
    uint32_t dot = wanted.len;
    while (dot > 0 && wanted.ptr[dot - 1] != '.') {
        dot--;
    }
    Str name = str_slice(wanted, dot, wanted.len);
    return str_equal(name, STR("*")) ||
           (str_find(text, STR("class ")) < text.len && str_find(text, name) < text.len);
}

static void show_classes_of_file(const FileModel *file, Str wanted, Buf *out) {
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        if (!may_hold(file, unit, wanted)) {
            continue;
        }
        const Ast *ast = &file_model_unit(file, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            if (ast_kind(ast, node) == NODE_CLASS_DEF) {
                ClassRef ref = {.tag = REF_CLASS, .file = file->id, .unit = unit, .node = node};
                show_class(file, ref, wanted, out);
            }
        }
    }
}

static void show_models(OpenProject *project, const Snapshot *snapshot, Str wanted, Buf *out) {
    const CatalogAdditions nothing = {
        .blocking = {NULL, 0}
    };
    ViewRequest request = {
        .snapshot = snapshot, .document = snapshot->documents[0], .own = 0, .additions = &nothing};
    const Project *view = project_view_enter(project->view, &request);
    for (FileId file = 0; file < snapshot->count; file++) {
        show_classes_of_file(view->file(view->context, file), wanted, out);
    }
    project_view_leave(project->view, false);
}

Status debug_model(Str name, Str path, Buf *out, Buf *err) {
    OpenProject project;
    Status status = project_open(&project, path, err);
    for (uint32_t i = 0; status == STATUS_OK && i < project.snapshots.count; i++) {
        if (project.snapshots.items[i].count) {
            show_models(&project, &project.snapshots.items[i], name, out);
        }
    }
    if (status == STATUS_OK && out->len == 0) {
        status = status_note(STATUS_NOT_FOUND, err, "no model '%.*s'", STR_ARG(name));
    }
    project_close(&project);
    return status;
}
