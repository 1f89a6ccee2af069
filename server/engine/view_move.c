/* Knows which changes of files a layer of the project's view can have noticed, and takes it to the
 * new versions when it has not. */
#include "engine/view_layer.h"
#include "semantics/kinds.h"
#include "text/outline_change.h"

/* What a layer keeps of versions that are gone, before it starts anew. */
enum { HELD_BYTES_MAX = 32 << 20, MOVES_MAX = 500 };

/* ---- moving a layer to other versions ----------------------------------------------------------
 * What a layer knows stays true while each unit that it has read, and all that it was told of units
 * without reading them, is the same. */

/* Somebody may have looked for an attribute in a method that was not read, since it was not there.
 */
static bool shows_attribute(Layer *layer, FileId file, const Outline *after, UnitId unit) {
    UnitId parent = after->units[unit].parent;
    const ViewFile *opened = layer->files[file];
    return parent != UNIT_NONE && after->units[parent].kind == UNIT_CLASS && opened &&
           opened->facts[parent] &&
           kinds_would_read(&layer->project, file, parent,
                            str_span(after->text, after->units[unit].extent));
}

static bool shows_names(Layer *layer, const Outline *before, const Outline *after, UnitId unit) {
    Arena mem;
    arena_init(&mem);
    Str was = outline_unit_text(before, unit, &mem);
    Str is = outline_unit_text(after, unit, &mem);
    bool shows =
        project_index_text_key(was, &layer->called) != project_index_text_key(is, &layer->called);
    arena_release(&mem);
    return shows;
}

static bool shows_change(Layer *layer, FileId file, const Document *now) {
    const Outline *before = &layer->documents[file]->outline;
    const Outline *after = &now->outline;
    const ViewFile *opened = layer->files[file];
    if (!outline_same_shape(before, after)) {
        return true;
    }
    for (UnitId unit = 0; unit < after->unit_count; unit++) {
        bool changed = !hash_equal(before->units[unit].hash, after->units[unit].hash);
        if (changed &&
            ((opened && opened->facts[unit]) || shows_names(layer, before, after, unit) ||
             shows_attribute(layer, file, after, unit))) {
            return true;
        }
    }
    return false;
}

/* Flags of a file begin anew when its change was seen elsewhere, and are not set while a file is
 * laid over: what this layer has read counts all the same. */
static void mark_again(const Layer *layer) {
    for (FileId id = 0; id < layer->file_count; id++) {
        const ViewFile *file = layer->files[id];
        for (UnitId unit = 0; file && unit < file->model.outline->unit_count; unit++) {
            if (file->facts[unit]) {
                layer_mark_asked(file, unit);
            }
        }
    }
}

static void move_file(Layer *layer, FileId id, const Document *now) {
    ViewFile *opened = layer->files[id];
    Document *was = layer->documents[id];
    layer->documents[id] = document_retain((Document *)now);
    if (!opened) {
        document_release(was);
        return;
    }
    ARRAY_PUSH(&layer->gone, was);
    layer->gone_bytes += was->outline.text.len;
    opened->model.path = now->path;
    opened->model.source = &now->source;
    opened->model.lines = &now->lines;
    opened->model.outline = &now->outline;
}

static bool may_move(const Layer *layer, const ViewRequest *request, uint64_t additions_key) {
    const Snapshot *snapshot = request->snapshot;
    return layer->view->store && layer->snapshot && !snapshot->facts &&
           layer->additions_key == additions_key && layer->base_serial == snapshot->base_serial &&
           layer->file_count == snapshot->count && layer->moves < MOVES_MAX &&
           layer->gone_bytes < HELD_BYTES_MAX;
}

/* False when something that was asked shows the change: then the layer must start anew. */
bool layer_move(Layer *layer, const ViewRequest *request, const LaidDocuments *wanted,
                uint64_t additions_key) {
    if (!may_move(layer, request, additions_key)) {
        return false;
    }
    for (FileId file = 0; file < layer->file_count; file++) {
        const Document *now = layer_seen_document(request, wanted, file);
        if (now != layer->documents[file] && shows_change(layer, file, now)) {
            return false;
        }
    }
    layer->snapshot = request->snapshot;
    layer->serial = request->snapshot->serial;
    layer_lay_over(layer, wanted);
    for (FileId file = 0; file < layer->file_count; file++) {
        const Document *now = layer_seen_document(request, wanted, file);
        if (now != layer->documents[file]) {
            move_file(layer, file, now);
        }
    }
    mark_again(layer);
    project_index_free(layer->index);
    layer->index = NULL;
    layer->moves++;
    return true;
}
