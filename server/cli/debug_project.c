/* Knows how to open a project for a person's question about it. Refuses to judge it. */
#include "cli/debug_project.h"

#include "io/file.h"
#include "semantics/entry_point.h"
#include "semantics/entry_route.h"
#include "semantics/model.h"
#include "semantics/summary.h"
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

/* Writes what a view has to say of one file. */
typedef void ShowFile(const FileModel *file, Str wanted, Buf *out);

static void show_files(OpenProject *project, const Snapshot *snapshot, ShowFile *show, Str wanted,
                       Buf *out) {
    const CatalogAdditions nothing = {
        .blocking = {NULL, 0}
    };
    ViewRequest request = {
        .snapshot = snapshot, .document = snapshot->documents[0], .own = 0, .additions = &nothing};
    const Project *view = project_view_enter(project->view, &request);
    for (FileId file = 0; file < snapshot->count; file++) {
        show(view->file(view->context, file), wanted, out);
    }
    project_view_leave(project->view, false);
}

static Status show_project(ShowFile *show, const char *what, Str name, Str path, Buf *out,
                           Buf *err) {
    OpenProject project;
    Status status = project_open(&project, path, err);
    for (uint32_t i = 0; status == STATUS_OK && i < project.snapshots.count; i++) {
        if (project.snapshots.items[i].count) {
            show_files(&project, &project.snapshots.items[i], show, name, out);
        }
    }
    if (status == STATUS_OK && out->len == 0) {
        status = status_note(STATUS_NOT_FOUND, err, "no %s '%.*s'", what, STR_ARG(name));
    }
    project_close(&project);
    return status;
}

Status debug_model(Str name, Str path, Buf *out, Buf *err) {
    return show_project(show_classes_of_file, "model", name, path, out, err);
}

/* ---- functions ------------------------------------------------------------------------------ */

/* Does the function bear the name, or one that ends with it? */
static bool is_function(const FileModel *file, UnitId unit, Str wanted) {
    const Unit *outline = &file->outline->units[unit];
    Str name = str_span(file->outline->text, outline->name);
    if (outline->kind != UNIT_FUNCTION || !str_ends_with(wanted, name)) {
        return false;
    }
    Str whole = arena_format(file->mem, ".%.*s", STR_ARG(entry_name(file, unit, file->mem)));
    return str_ends_with(whole, arena_format(file->mem, ".%.*s", STR_ARG(wanted)));
}

static void show_steps(const EntryChain *chain, Buf *out) {
    for (uint32_t i = 0; i + 1 < chain->step_count; i++) {
        const EntryStep *step = &chain->steps[i];
        const EntryStep *next = &chain->steps[i + 1];
        const Ast *ast = &file_model_unit(step->file, step->unit)->ast;
        uint32_t offset =
            outline_to_file(step->file->outline, step->unit, ast_node(ast, step->call)->start);
        Position place = line_index_position(step->file->lines, offset, POSITION_UTF32);
        buf_format(out, "  %.*s:%u calls %.*s\n", STR_ARG(step->file->path), place.row + 1,
                   STR_ARG(entry_name(next->file, next->unit, next->file->mem)));
    }
}

static void show_chain(const FileModel *file, UnitId unit, Buf *out) {
    EntryChain chain = entry_chain(file, unit, entry_limits);
    if (chain.kind == ENTRY_NONE) {
        buf_format(out, "%.*s: no entry point leads to it\n",
                   STR_ARG(entry_name(file, unit, file->mem)));
        return;
    }
    const EntryStep *first = &chain.steps[0];
    Str route = entry_route(first->file, first->unit, file->mem);
    buf_format(out, "%.*s: %.*s%s%.*s\n", STR_ARG(entry_name(first->file, first->unit, file->mem)),
               STR_ARG(entry_kind_name(chain.kind)), route.len ? " " : "", STR_ARG(route));
    show_steps(&chain, out);
}

static void show_chains_of_file(const FileModel *file, Str wanted, Buf *out) {
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        if (is_function(file, unit, wanted)) {
            show_chain(file, unit, out);
        }
    }
}

Status debug_chain(Str name, Str path, Buf *out, Buf *err) {
    return show_project(show_chains_of_file, "function", name, path, out, err);
}

static void show_summaries_of_file(const FileModel *file, Str wanted, Buf *out) {
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        if (is_function(file, unit, wanted)) {
            buf_format(out, "%.*s:\n", STR_ARG(entry_name(file, unit, file->mem)));
            summary_describe(file, unit, out);
        }
    }
}

Status debug_summary(Str name, Str path, Buf *out, Buf *err) {
    return show_project(show_summaries_of_file, "function", name, path, out, err);
}
