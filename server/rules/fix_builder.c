/* Knows how a rule's edits become fixes; knows nothing about whether they are right: the engine
 * tries them. */
#include "rules/fix_draft.h"

#include "base/status.h"
#include "rules/query/fix_ground.h"

FixDraft *fix_draft(FixContext *context) {
    FixBuilder *builder = context->builder;
    if (BUG_ON(builder->drafts.count == 0)) {
        return NULL;
    }
    return &builder->drafts.items[builder->drafts.count - 1];
}

void fix_start(FixContext *context, Safety safety, Str title) {
    FixBuilder *builder = context->builder;
    bool is_lowered = builder->is_likely && safety == SAFETY_SAFE;
    FixDraft draft = {.title = title, .safety = is_lowered ? SAFETY_UNSAFE : safety};
    ARRAY_PUSH(&draft.files, ((FileEdits){.path = STR("")}));
    ARRAY_PUSH(&builder->drafts, draft);
}

bool fix_is_likely(const FixContext *context) {
    return context->builder->is_likely;
}

void fix_title(FixContext *context, Str title) {
    FixDraft *draft = fix_draft(context);
    if (draft) {
        draft->title = title;
    }
}

void fix_leaves(FixContext *context, Str cost) {
    FixDraft *draft = fix_draft(context);
    if (draft) {
        draft->leaves = cost;
    }
}

void fix_leaves_unknown(FixContext *context) {
    for (uint32_t i = 0; i < context->builder->drafts.count; i++) {
        context->builder->drafts.items[i].leaves = STR("");
    }
}

static void release_draft(FixDraft *draft) {
    for (uint32_t i = 0; i < draft->files.count; i++) {
        ARRAY_RELEASE(&draft->files.items[i].edits);
    }
    ARRAY_RELEASE(&draft->files);
    ARRAY_RELEASE(&draft->imports);
    ARRAY_RELEASE(&draft->names);
}

void fix_abandon(FixContext *context) {
    FixDraft *draft = fix_draft(context);
    if (draft) {
        release_draft(draft);
        context->builder->drafts.count--;
    }
}

bool fix_is_empty(FixContext *context) {
    const FixDraft *draft = fix_draft(context);
    for (uint32_t i = 0; draft && i < draft->files.count; i++) {
        if (draft->files.items[i].edits.count) {
            return false;
        }
    }
    return true;
}

void fix_refuse(FixContext *context, Str title, Str reason) {
    ARRAY_PUSH(&context->builder->refusals, ((Refusal){title, reason}));
}

bool fix_lacks_python(FixContext *context, Str title, const char *what, uint32_t minor) {
    const RuleOptions *options = context->rule.options;
    if (!options_python_is_before(options, minor)) {
        return false;
    }
    fix_refuse(
        context, title,
        arena_format(context->rule.mem, "the project runs on Python %u.%u, and %s came with 3.%u",
                     options->python / PYTHON_MAJOR, options->python % PYTHON_MAJOR, what, minor));
    return true;
}

/* "4.1", "1.4.24", and what comes before the end where no least version is said. */
static Str version_text(uint32_t version, Arena *mem) {
    uint32_t patch = library_version_patch(version);
    Str text =
        arena_format(mem, "%u.%u", library_version_major(version), library_version_minor(version));
    return patch ? arena_format(mem, "%.*s.%u", STR_ARG(text), patch) : text;
}

bool fix_lacks_library(FixContext *context, Str title, const char *what, LibraryId library,
                       uint32_t version) {
    const RuleOptions *options = context->rule.options;
    if (options == NULL || !library_may_be_before(&options->libraries, library, version)) {
        return false;
    }
    Arena *mem = context->rule.mem;
    const LibraryRange *range = &options->libraries.ranges[library];
    bool is_open = range->least == 0;
    fix_refuse(context, title,
               arena_format(mem, "the project runs on %s%.*s %.*s, and %s came with %.*s",
                            is_open ? "less than " : "", STR_ARG(library_title(library)),
                            STR_ARG(version_text(is_open ? range->before : range->least, mem)),
                            what, STR_ARG(version_text(version, mem))));
    return true;
}

/* ---- edits -------------------------------------------------------------------------------- */

static void push_edit(EditList *edits, Span span, Str text) {
    ARRAY_PUSH(edits, ((Edit){span, text}));
}

void fix_replace_in_file(FixContext *context, Span span, Str text) {
    FixDraft *draft = fix_draft(context);
    if (draft) {
        push_edit(&draft->files.items[0].edits, span, text);
    }
}

void fix_replace(FixContext *context, Span span, Str text) {
    const Outline *outline = context->rule.file->outline;
    fix_replace_in_file(context, outline_span_to_file(outline, context->rule.unit, span), text);
}

void fix_insert(FixContext *context, uint32_t at, Str text) {
    uint32_t place = outline_to_file(context->rule.file->outline, context->rule.unit, at);
    fix_replace_in_file(context, (Span){place, place}, text);
}

void fix_delete(FixContext *context, Span span) {
    fix_replace(context, span, STR(""));
}

EditList *fix_draft_edits(FixContext *context, FixDraft *draft, Str path) {
    bool is_own = path.len == 0 || str_equal(path, context->rule.file->path);
    uint32_t at = is_own ? 0 : 1;
    while (at > 0 && at < draft->files.count && !str_equal(draft->files.items[at].path, path)) {
        at++;
    }
    if (at == draft->files.count) {
        ARRAY_PUSH(&draft->files, ((FileEdits){.path = path}));
    }
    return &draft->files.items[at].edits;
}

void fix_replace_elsewhere(FixContext *context, Str path, Span span, Str text) {
    FixDraft *draft = fix_draft(context);
    if (draft) {
        push_edit(fix_draft_edits(context, draft, path), span, text);
    }
}

/* ---- names -------------------------------------------------------------------------------- */

static bool binds_or_uses(const Ast *ast, NodeId node, Str name) {
    switch (ast_kind(ast, node)) {
    case NODE_NAME:
    case NODE_ARG:
    case NODE_IDENTIFIER:
        return str_equal(ast_name(ast, node), name);
    case NODE_ALIAS: {
        Str path = ast_name(ast, node);
        return str_equal(str_slice(path, 0, str_find_byte(path, '.')), name);
    }
    default:
        return false;
    }
}

bool fix_name_is_taken(const FixContext *context, UnitId unit, Str name) {
    const Ast *ast = &file_model_unit(context->rule.file, unit)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (binds_or_uses(ast, node, name)) {
            return true;
        }
    }
    return unit == UNIT_MODULE_ID &&
           file_model_member(context->rule.file, UNIT_MODULE_ID, name) != UNIT_NONE;
}

static bool is_given_out(const FixDraft *draft, Str name) {
    for (uint32_t i = 0; i < draft->names.count; i++) {
        if (str_equal(draft->names.items[i], name)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < draft->imports.count; i++) {
        if (str_equal(draft->imports.items[i].local, name)) {
            return true;
        }
    }
    return false;
}

Str fix_fresh_name(FixContext *context, Str wanted) {
    FixDraft *draft = fix_draft(context);
    if (!draft) {
        return wanted;
    }
    Arena *mem = context->rule.mem;
    Str name = wanted;
    for (uint32_t attempt = 0;; attempt++) {
        if (attempt == 1) {
            name = arena_format(mem, "_%.*s", STR_ARG(wanted));
        } else if (attempt > 1) {
            name = arena_format(mem, "_%.*s%u", STR_ARG(wanted), attempt);
        }
        if (!is_given_out(draft, name) && !fix_name_is_taken(context, context->rule.unit, name)) {
            break;
        }
    }
    ARRAY_PUSH(&draft->names, name);
    return name;
}

/* ---- layout ------------------------------------------------------------------------------- */

Str fix_row_indent(const FileModel *file, uint32_t file_offset) {
    Span row = line_index_row_span(file->lines, line_index_row(file->lines, file_offset));
    uint32_t end = row.start;
    Str text = file->outline->text;
    while (end < row.end && (text.ptr[end] == ' ' || text.ptr[end] == '\t')) {
        end++;
    }
    return str_slice(text, row.start, end);
}

Str fix_indent_of(const FixContext *context, uint32_t at) {
    const FileModel *file = context->rule.file;
    return fix_row_indent(file, outline_to_file(file->outline, context->rule.unit, at));
}

/* What a block adds to the indentation of the statement that opens it; empty when it does not begin
 * on a row of its own. */
static Str step_of_block(const FixContext *context, UnitId unit, const Ast *ast, NodeId statement) {
    const FileModel *file = context->rule.file;
    NodeId parent = ast->nodes[statement].parent;
    if (parent == NODE_NONE || ast->nodes[statement].field != FIELD_BODY ||
        ast_kind(ast, parent) == NODE_MODULE) {
        return STR("");
    }
    uint32_t inner = outline_to_file(file->outline, unit, ast->nodes[statement].start);
    uint32_t outer = outline_to_file(file->outline, unit, ast->nodes[parent].start);
    Str inner_indent = fix_row_indent(file, inner);
    Str outer_indent = fix_row_indent(file, outer);
    if (!fix_file_begins_row(file, inner) || !str_starts_with(inner_indent, outer_indent)) {
        return STR("");
    }
    return str_slice(inner_indent, outer_indent.len, inner_indent.len);
}

static Str step_in_unit(const FixContext *context, UnitId unit) {
    const Ast *ast = &file_model_unit(context->rule.file, unit)->ast;
    for (NodeId node = 1; node < ast->node_count; node++) {
        if (!ast_kind_is_statement(ast_kind(ast, node))) {
            continue;
        }
        Str step = step_of_block(context, unit, ast, node);
        if (step.len) {
            return step;
        }
    }
    return STR("");
}

/* A member's indentation tells as much as a block's: read from the outline, nothing is parsed. */
static Str step_of_members(const FixContext *context) {
    const FileModel *file = context->rule.file;
    for (UnitId id = 1; id < file->outline->unit_count; id++) {
        const Unit *unit = &file->outline->units[id];
        if (unit->depth > 1) {
            Str inner = fix_row_indent(file, unit->extent.start);
            Str outer = fix_row_indent(file, file->outline->units[unit->parent].extent.start);
            if (inner.len > outer.len) {
                return str_slice(inner, outer.len, inner.len);
            }
        }
    }
    return STR("");
}

Str fix_indent_unit(const FixContext *context) {
    Str step = step_in_unit(context, context->rule.unit);
    if (!step.len) {
        step = step_of_members(context);
    }
    if (!step.len && context->rule.unit != UNIT_MODULE_ID) {
        step = step_in_unit(context, UNIT_MODULE_ID);
    }
    return step.len ? step : STR("    ");
}

Str fix_line_end(const FixContext *context) {
    const LineIndex *lines = context->rule.file->lines;
    if (lines->count < 2) {
        return STR("\n");
    }
    Str ending = str_slice(lines->text, line_index_row_span(lines, 0).end, lines->starts[1]);
    return ending.len ? ending : STR("\n");
}

/* ---- the engine's side -------------------------------------------------------------------- */

static bool sort_all(const FixDraft *draft) {
    bool is_sound = true;
    uint32_t edits = 0;
    for (uint32_t i = 0; i < draft->files.count; i++) {
        is_sound = edit_list_sort(&draft->files.items[i].edits) && is_sound;
        edits += draft->files.items[i].edits.count;
    }
    return is_sound && edits > 0;
}

/* Files without edits are left out. */
static Fix finish_draft(const FixDraft *draft, Arena *mem) {
    FileEdits *files = ARENA_ARRAY(mem, FileEdits, draft->files.count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < draft->files.count; i++) {
        const FileEdits *from = &draft->files.items[i];
        if (from->edits.count == 0) {
            continue;
        }
        size_t bytes = from->edits.count * sizeof(Edit);
        Edit *edits = arena_allocate(mem, bytes);
        memcpy(edits, from->edits.items, bytes);
        files[count].path = from->path;
        files[count].edits.items = edits;
        files[count].edits.count = files[count].edits.capacity = from->edits.count;
        count++;
    }
    return (Fix){draft->title, draft->safety, files, count, draft->leaves};
}

static FixNames copy_names(const FixDraft *draft, Arena *mem) {
    Str *names = ARENA_ARRAY(mem, Str, draft->names.count);
    for (uint32_t i = 0; i < draft->names.count; i++) {
        names[i] = draft->names.items[i];
    }
    return (FixNames){names, draft->names.count};
}

static void finish(FixContext *context, BuiltFixes *built) {
    FixBuilder *builder = context->builder;
    Arena *mem = context->rule.mem;
    Fix *fixes = ARENA_ARRAY(mem, Fix, builder->drafts.count);
    FixNames *names = ARENA_ARRAY(mem, FixNames, builder->drafts.count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < builder->drafts.count; i++) {
        FixDraft *draft = &builder->drafts.items[i];
        fix_draft_place_imports(context, draft);
        if (!BUG_ON(!sort_all(draft))) {
            fixes[count] = finish_draft(draft, mem);
            names[count++] = copy_names(draft, mem);
        }
        release_draft(draft);
    }
    Refusal *refusals = ARENA_ARRAY(mem, Refusal, builder->refusals.count);
    for (uint32_t i = 0; i < builder->refusals.count; i++) {
        refusals[i] = builder->refusals.items[i];
    }
    built->set = (FixSet){fixes, count, refusals, builder->refusals.count, true};
    built->names = names;
}

BuiltFixes fix_build(const RuleImplementation *rule, const RuleContext *context,
                     const Finding *finding) {
    BuiltFixes built = {0};
    if (!rule || !rule->fix) {
        return built;
    }
    FixBuilder builder = {.is_likely = finding->certainty < CERTAINTY_CERTAIN};
    FixContext fix = {.rule = *context, .builder = &builder};
    if (rule_info(rule->rule)->category != CATEGORY_QUERY ||
        !fix_ground_forbids(&fix, finding->anchor)) {
        rule->fix(&fix, finding);
    }
    finish(&fix, &built);
    ARRAY_RELEASE(&builder.drafts);
    ARRAY_RELEASE(&builder.refusals);
    return built;
}
