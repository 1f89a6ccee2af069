/* Knows the forms of a WorkspaceEdit; refuses to know which fix it is for. */
#include "lsp/workspace_edit.h"

#include "lsp/json_write.h"
#include "lsp/lsp_text.h"
#include "lsp/snippet.h"
#include "lsp/uri.h"

#define CONFIRM_ID "unsafe"

/* What an edit looks like beyond its range and text. */
typedef struct EditForm {
    bool confirm;
    Str placeholder; /* becomes a tab stop wherever it stands; empty: plain text */
} EditForm;

static const EditForm plain_form = {
    .confirm = false, .placeholder = {"", 0}
};

/* Adds the edit's new text; as a snippet when it holds tab stops. */
static void write_new_text(Str text, Str placeholder, uint32_t *stops, Buf *out) {
    Buf snippet;
    buf_init(&snippet, 0);
    if (snippet_write(text, placeholder, stops, &snippet)) {
        buf_append_c(out, ",\"snippet\":{\"kind\":\"snippet\",\"value\":");
        json_append_string(out, buf_str(&snippet));
        buf_append_byte(out, '}');
    } else {
        buf_append_c(out, ",\"newText\":");
        json_append_string(out, text);
    }
    buf_release(&snippet);
}

/* The edits of one file, and how the client knows it. */
typedef struct FileChanges {
    Str uri;
    const int64_t *version; /* NULL: it is not open */
    const LineIndex *lines;
    const EditList *edits;
} FileChanges;

typedef struct FileChangesList ARRAY_OF(FileChanges) FileChangesList;

static void write_text_edits(const Scene *scene, const FileChanges *file, EditForm form, Buf *out) {
    const EditList *edits = file->edits;
    RangeWriter writer = range_writer(file->lines, scene->client->encoding);
    uint32_t stops = 0;
    buf_append_byte(out, '[');
    for (uint32_t i = 0; i < edits->count; i++) {
        json_append_comma(out);
        buf_append_c(out, "{\"range\":");
        range_write(&writer, edits->items[i].span, out);
        write_new_text(edits->items[i].replacement, form.placeholder, &stops, out);
        if (form.confirm) {
            buf_append_c(out, ",\"annotationId\":\"" CONFIRM_ID "\"");
        }
        buf_append_byte(out, '}');
    }
    buf_append_byte(out, ']');
}

static void write_document_change(const Scene *scene, const FileChanges *file, EditForm form,
                                  Buf *out) {
    json_append_comma(out);
    buf_append_c(out, "{\"textDocument\":{\"uri\":");
    json_append_string(out, file->uri);
    if (file->version != NULL) {
        buf_format(out, ",\"version\":%lld", (long long)*file->version);
    } else {
        buf_append_c(out, ",\"version\":null");
    }
    buf_append_c(out, "},\"edits\":");
    write_text_edits(scene, file, form, out);
    buf_append_byte(out, '}');
}

static void write_document_changes(const Scene *scene, const FileChangesList *files, EditForm form,
                                   Buf *out) {
    buf_append_c(out, "{\"documentChanges\":[");
    for (uint32_t i = 0; i < files->count; i++) {
        write_document_change(scene, &files->items[i], form, out);
    }
    buf_append_byte(out, ']');
    if (form.confirm) {
        buf_append_c(out, ",\"changeAnnotations\":{\"" CONFIRM_ID "\":{"
                          "\"label\":\"May change what the code does\","
                          "\"needsConfirmation\":true}}");
    }
    buf_append_byte(out, '}');
}

static void write_edits(const Scene *scene, const FileChangesList *files, EditForm form, Buf *out) {
    if (scene->client->document_changes) {
        write_document_changes(scene, files, form, out);
        return;
    }
    buf_append_c(out, "{\"changes\":{");
    for (uint32_t i = 0; i < files->count; i++) {
        json_append_comma(out);
        json_append_string(out, files->items[i].uri);
        buf_append_byte(out, ':');
        write_text_edits(scene, &files->items[i], plain_form, out);
    }
    buf_append_c(out, "}}");
}

static FileChanges own_changes(const Scene *scene, const EditList *edits) {
    return (FileChanges){scene->uri, scene->version, &scene->result->document->lines, edits};
}

static EditForm form_of(const Scene *scene, const Fix *fix) {
    EditForm form = plain_form;
    form.confirm = fix->safety == SAFETY_UNSAFE && scene->client->change_annotations;
    if (fix->safety == SAFETY_PLACEHOLDER && scene->client->snippet_edits) {
        form.placeholder = options_string(scene->selection->options, OPTION_docs_placeholder);
    }
    return form;
}

/* The fix was made for the text that the project has. A client that is not told versions could
 * apply it to another one of a file that is open. */
static bool add_other(const Scene *scene, const FileEdits *edits, FileChangesList *files,
                      Arena *mem) {
    const Document *document;
    Str absolute;
    if (scene->project_is_behind ||
        !project_files_locate(scene->project, scene->snapshot, edits->path, &absolute, &document)) {
        return false;
    }
    const int64_t *version = project_files_version(scene->project, absolute);
    if (version != NULL && !scene->client->document_changes) {
        return false;
    }
    Buf uri;
    buf_init(&uri, 0);
    uri_from_path(absolute, path_style_native(), &uri);
    FileChanges file = {arena_copy(mem, buf_str(&uri)), version, &document->lines, &edits->edits};
    ARRAY_PUSH(files, file);
    buf_release(&uri);
    return true;
}

static bool add_changes(const Scene *scene, const Fix *fix, FileChangesList *files, Arena *mem) {
    for (uint32_t i = 0; i < fix->file_count; i++) {
        const FileEdits *edits = &fix->files[i];
        bool is_own = edits->path.len == 0;
        if (is_own && edits->edits.count > 0) {
            ARRAY_PUSH(files, own_changes(scene, &edits->edits));
        }
        if (!is_own && !add_other(scene, edits, files, mem)) {
            return false;
        }
    }
    return true;
}

bool workspace_edit_write(const Scene *scene, const Fix *fix, Buf *out) {
    FileChangesList files = {.count = 0};
    Arena mem;
    arena_init(&mem);
    bool is_whole = add_changes(scene, fix, &files, &mem);
    if (is_whole) {
        write_edits(scene, &files, form_of(scene, fix), out);
    }
    arena_release(&mem);
    ARRAY_RELEASE(&files);
    return is_whole;
}

static bool continues_character(char byte) {
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Equal bytes at the front, up to a whole character. */
static uint32_t common_front(Str a, Str b) {
    uint32_t most = a.len < b.len ? a.len : b.len;
    uint32_t at = 0;
    while (at < most && a.ptr[at] == b.ptr[at]) {
        at++;
    }
    while (at > 0 && ((at < a.len && continues_character(a.ptr[at])) ||
                      (at < b.len && continues_character(b.ptr[at])))) {
        at--;
    }
    return at;
}

static uint32_t common_back(Str a, Str b, uint32_t front) {
    uint32_t most = (a.len < b.len ? a.len : b.len) - front;
    uint32_t count = 0;
    while (count < most && a.ptr[a.len - 1 - count] == b.ptr[b.len - 1 - count]) {
        count++;
    }
    while (count > 0 && continues_character(a.ptr[a.len - count])) {
        count--;
    }
    return count;
}

void workspace_edit_write_text(const Scene *scene, Str text, Buf *out) {
    Str before = scene->result->document->source.text;
    uint32_t front = common_front(before, text);
    uint32_t back = common_back(before, text, front);
    Edit edit = {
        .span = {front, before.len - back},
        .replacement = str_slice(text, front, text.len - back),
    };
    bool changed = !span_is_empty(edit.span) || edit.replacement.len > 0;
    EditList edits = {.items = &edit, .count = changed ? 1 : 0};
    FileChanges own = own_changes(scene, &edits);
    FileChangesList files = {.items = &own, .count = 1};
    write_edits(scene, &files, plain_form, out);
}
