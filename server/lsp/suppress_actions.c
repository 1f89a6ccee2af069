/* Knows which suppressions an editor is offered; what is written stands in findings/. */
#include "lsp/suppress_actions.h"

const SuppressAction suppress_actions[SUPPRESS_ACTION_COUNT] = {
    {SUPPRESSION_LINE,      "line" },
    {SUPPRESSION_NEXT_LINE, "above"},
    {SUPPRESSION_FILE,      "file" },
};

const SuppressAction *suppress_action_find(Str name) {
    for (int i = 0; i < SUPPRESS_ACTION_COUNT; i++) {
        if (str_equal(str_from_c(suppress_actions[i].name), name)) {
            return &suppress_actions[i];
        }
    }
    return NULL;
}

bool suppress_action_fix(const Scene *scene, const Finding *finding, const SuppressAction *action,
                         Arena *mem, Fix *out) {
    const Document *document = scene->result->document;
    SuppressionSite site = {document->outline.text, &document->lines, &document->outline, finding};
    Edit *edit = ARENA_NEW(mem, Edit);
    FileEdits *files = ARENA_NEW(mem, FileEdits);
    if (!suppression_edit(&site, action->scope, mem, edit)) {
        return false;
    }
    files->edits.items = edit;
    files->edits.count = 1;
    *out = (Fix){.title = suppression_edit_title(action->scope, finding_rule_id(finding), mem),
                 .safety = SAFETY_SAFE,
                 .files = files,
                 .file_count = 1};
    return true;
}
