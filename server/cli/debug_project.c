/* Knows how to open a project for a person's question about it. Refuses to judge it. */
#include "cli/debug_project.h"

#include "io/file.h"
#include "registry/nearest.h"
#include "rules/query/relation_summary.h"
#include "semantics/entry_point.h"
#include "semantics/entry_route.h"
#include "semantics/model.h"
#include "semantics/summary.h"
#include "semantics/summary_result.h"
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

/* Files that cannot be read or decoded are left out: `check` says which. When it is the only one,
 * there is nothing to look at. */
static Status open_documents(OpenProject *project, Buf *err) {
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
    bool is_alone = count == 1 && !project->entries[0].document;
    Status status =
        is_alone ? status_note(STATUS_UNREADABLE, err, "%.*s: %.*s",
                               STR_ARG(project->entries[0].input->path), STR_ARG(buf_str(&reason)))
                 : STATUS_OK;
    buf_release(&reason);
    arena_release(&bytes);
    return status;
}

/* What was named and cannot be read. */
static Status first_trouble(const FileSet *set, Buf *err) {
    for (uint32_t i = 0; i < set->troubles.count; i++) {
        const InputTrouble *trouble = &set->troubles.items[i];
        if (trouble->is_fatal) {
            return status_note(STATUS_UNREADABLE, err, "%.*s: %.*s", STR_ARG(trouble->path),
                               STR_ARG(trouble->reason));
        }
    }
    return STATUS_OK;
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
        status = first_trouble(&project->set, err);
    }
    if (status == STATUS_OK) {
        status = open_documents(project, err);
    }
    if (status == STATUS_OK) {
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

/* ---- questions ------------------------------------------------------------------------------ */

/* Writes what a view has to say of one file. */
typedef void ShowFile(const FileModel *file, Str wanted, Buf *out);

typedef struct Question {
    const char *what; /* it asks for: "model" */
    ShowFile *show;
    ShowFile *show_otherwise; /* asked when `show` has found nothing at all; or NULL */
    UnitKind kind;            /* of the units whose names are near to it */
} Question;

static void show_files(const Project *view, ShowFile *show, Str wanted, Buf *out) {
    for (FileId file = 0; file < view->file_count; file++) {
        show(view->file(view->context, file), wanted, out);
    }
}

static Str all_but_last(Str dotted) {
    Str last = str_last_part(dotted);
    return str_slice(dotted, 0, last.len < dotted.len ? dotted.len - last.len - 1 : 0);
}

/* Is `wanted` the unit's dotted name, or the end of it? */
static bool is_named(const FileModel *file, UnitId unit, Str wanted) {
    Str name = str_span(file->outline->text, file->outline->units[unit].name);
    if (!name.len || !str_ends_with(wanted, name)) {
        return false;
    }
    Str whole = arena_format(file->mem, ".%.*s", STR_ARG(entry_name(file, unit, file->mem)));
    return str_ends_with(whole, arena_format(file->mem, ".%.*s", STR_ARG(wanted)));
}

typedef struct Hint {
    Nearest nearest; /* by the last parts of names */
    Str same;        /* a unit of the kind with the same last part */
    Str other;       /* a unit of another kind that bears the name */
    bool is_class;
} Hint;

/* What could have been meant. */
static void look_for_hint(const FileModel *file, const Question *question, Str wanted, Hint *hint) {
    for (UnitId unit = 1; unit < file->outline->unit_count; unit++) {
        UnitKind kind = file->outline->units[unit].kind;
        Str name = str_span(file->outline->text, file->outline->units[unit].name);
        if (kind == question->kind) {
            nearest_offer(&hint->nearest, name);
        }
        if (kind == question->kind && !hint->same.len && str_equal(name, str_last_part(wanted))) {
            hint->same = entry_name(file, unit, file->mem);
        }
        if (!hint->other.len && is_named(file, unit, wanted)) {
            hint->other = entry_name(file, unit, file->mem);
            hint->is_class = kind == UNIT_CLASS;
        }
    }
}

static Status tell_nothing_found(const Hint *hint, const Question *question, Str name, Buf *err) {
    Str near = hint->same.len ? hint->same : nearest_found(&hint->nearest);
    if (hint->other.len) {
        const char *what = hint->is_class ? "class" : "function";
        const char *more = question->kind == UNIT_FUNCTION ? "; ask for one of its functions" : "";
        return status_note(STATUS_INVALID, err, "no %s '%.*s': %.*s is a %s%s", question->what,
                           STR_ARG(name), STR_ARG(hint->other), what, more);
    }
    Status status = status_note(STATUS_INVALID, err, "no %s '%.*s'", question->what, STR_ARG(name));
    return near.len ? status_note(status, err, "; did you mean '%.*s'?", STR_ARG(near)) : status;
}

static void ask_snapshot(OpenProject *project, const Snapshot *snapshot, const Question *question,
                         Str name, Hint *hint, Buf *out) {
    const CatalogAdditions nothing = {
        .blocking = {NULL, 0}
    };
    ViewRequest request = {
        .snapshot = snapshot, .document = snapshot->documents[0], .own = 0, .additions = &nothing};
    size_t before = out->len;
    const Project *view = project_view_enter(project->view, &request);
    show_files(view, question->show, name, out);
    if (out->len == before && question->show_otherwise) {
        show_files(view, question->show_otherwise, name, out);
    }
    for (FileId file = 0; out->len == 0 && file < view->file_count; file++) {
        look_for_hint(view->file(view->context, file), question, name, hint);
    }
    hint->other = arena_copy(&project->mem, hint->other);
    hint->same = arena_copy(&project->mem, hint->same);
    project_view_leave(project->view, false);
}

static Status ask_project(const Question *question, Str name, Str path, Buf *out, Buf *err) {
    OpenProject project;
    Status status = project_open(&project, path, err);
    Hint hint = {.nearest = nearest_start(str_last_part(name))};
    for (uint32_t i = 0; status == STATUS_OK && i < project.snapshots.count; i++) {
        if (project.snapshots.items[i].count) {
            ask_snapshot(&project, &project.snapshots.items[i], question, name, &hint, out);
        }
    }
    if (status == STATUS_OK && out->len == 0) {
        status = tell_nothing_found(&hint, question, name, err);
    }
    project_close(&project);
    return status;
}

/* ---- models --------------------------------------------------------------------------------- */

static bool is_wanted(const Model *model, Str wanted, Arena *mem) {
    Str whole = arena_format(mem, ".%.*s.%.*s", STR_ARG(model->module), STR_ARG(model->name));
    Str end = arena_format(mem, ".%.*s", STR_ARG(wanted));
    Str label = arena_format(mem, "%.*s.%.*s", STR_ARG(model->app_label), STR_ARG(model->name));
    return str_equal(wanted, STR("*")) || str_ends_with(whole, end) ||
           (model->app_label.len && str_equal(label, wanted));
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
    Str name = str_last_part(wanted);
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

Status debug_model(Str name, Str path, Buf *out, Buf *err) {
    static const Question question = {"model", show_classes_of_file, NULL, UNIT_CLASS};
    return ask_project(&question, name, path, out, err);
}

/* ---- functions ------------------------------------------------------------------------------ */

typedef void ShowFunction(const FileModel *file, UnitId unit, Buf *out);

static bool is_function(const FileModel *file, UnitId unit, Str wanted) {
    return file->outline->units[unit].kind == UNIT_FUNCTION && is_named(file, unit, wanted);
}

static UnitId method_named(const FileModel *file, UnitId class_unit, Str name) {
    UnitId unit = file->outline->units[class_unit].first_child;
    while (unit != UNIT_NONE &&
           (file->outline->units[unit].kind != UNIT_FUNCTION ||
            !str_equal(str_span(file->outline->text, file->outline->units[unit].name), name))) {
        unit = file->outline->units[unit].next_sibling;
    }
    return unit;
}

/* The method that instances of the class have under the name. */
static void show_method(const FileModel *file, UnitId unit, Str name, ShowFunction *show,
                        Buf *out) {
    NodeId node = ast_definition(&file_model_unit(file, unit)->ast);
    ClassRef self = {.tag = REF_CLASS, .file = file->id, .unit = unit, .node = node};
    const ClassOrder *order = node == NODE_NONE ? NULL : class_order(file, self);
    for (uint32_t i = 0; order && i < order->count; i++) {
        ClassRef ref = order->items[i];
        const FileModel *home = ref.tag == REF_CLASS ? class_ref_file(file, ref) : NULL;
        UnitId method = home ? method_named(home, ref.unit, name) : UNIT_NONE;
        if (method != UNIT_NONE) {
            show(home, method, out);
            return;
        }
    }
}

/* `Order.save` where Order inherits it. */
static void show_inherited(const FileModel *file, Str wanted, ShowFunction *show, Buf *out) {
    Str class_name = all_but_last(wanted);
    for (UnitId unit = 1; class_name.len && unit < file->outline->unit_count; unit++) {
        if (file->outline->units[unit].kind == UNIT_CLASS && is_named(file, unit, class_name)) {
            show_method(file, unit, str_last_part(wanted), show, out);
        }
    }
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

static void show_inherited_chains(const FileModel *file, Str wanted, Buf *out) {
    show_inherited(file, wanted, show_chain, out);
}

Status debug_chain(Str name, Str path, Buf *out, Buf *err) {
    static const Question question = {"function", show_chains_of_file, show_inherited_chains,
                                      UNIT_FUNCTION};
    return ask_project(&question, name, path, out, err);
}

static void show_summary(const FileModel *file, UnitId unit, Buf *out) {
    buf_format(out, "%.*s:\n", STR_ARG(entry_name(file, unit, file->mem)));
    size_t before = out->len;
    summary_describe(file, unit, out);
    relation_summary_describe(file, unit, out);
    if (out->len == before) {
        buf_append_c(out, "  no query, request, blocking call or file access is known\n");
    }
    summary_result_describe(file, unit, out);
}

static void show_summaries_of_file(const FileModel *file, Str wanted, Buf *out) {
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        if (is_function(file, unit, wanted)) {
            show_summary(file, unit, out);
        }
    }
}

static void show_inherited_summaries(const FileModel *file, Str wanted, Buf *out) {
    show_inherited(file, wanted, show_summary, out);
}

Status debug_summary(Str name, Str path, Buf *out, Buf *err) {
    static const Question question = {"function", show_summaries_of_file, show_inherited_summaries,
                                      UNIT_FUNCTION};
    return ask_project(&question, name, path, out, err);
}
