/* Knows how one version of a file follows from the one before; knows nothing about rules. */
#include "engine/document.h"

#include "engine/document_memory.h"

static Document *new_document(Str path) {
    Arena mem;
    arena_init(&mem);
    Document *document = ARENA_NEW(&mem, Document);
    document->memory = ARENA_NEW(&mem, DocumentMemory);
    document->memory->mem = mem;
    document->path = arena_copy(&document->memory->mem, path);
    atomic_init(&document->memory->holders, 1);
    lock_init(&document->memory->lock);
    return document;
}

Status document_open_text(Document **out, Str path, Str file_bytes, Buf *err) {
    *out = NULL;
    if (file_bytes.len > SOURCE_BYTES_MAX) {
        return status_note(STATUS_TOO_LARGE, err, "larger than %d bytes", SOURCE_BYTES_MAX);
    }
    Document *document = new_document(path);
    Arena *mem = &document->memory->mem;
    Str bytes = arena_copy(mem, file_bytes);
    Status status = source_decode(&document->source, bytes, mem, err);
    if (status < 0) {
        document_release(document);
        return status;
    }
    document->lines = line_index_build(document->source.text, mem);
    *out = document;
    return STATUS_OK;
}

void document_scan(Document *document) {
    document->outline = outline_scan(document->source.text, &document->memory->mem);
}

Status document_open(Document **out, Str path, Str file_bytes, Buf *err) {
    Status status = document_open_text(out, path, file_bytes, err);
    if (status == STATUS_OK) {
        document_scan(*out);
    }
    return status;
}

/* ---- the next version --------------------------------------------------------------------- */

static bool is_same_unit(const Unit *a, const Unit *b) {
    return hash_equal(a->hash, b->hash) && a->kind == b->kind && a->flags == b->flags;
}

/* How many units at both ends stand as they stood: those keep their slots. */
static void keep_ends(const Outline *before, const Outline *after, uint32_t *head, uint32_t *tail) {
    uint32_t most = before->unit_count < after->unit_count ? before->unit_count : after->unit_count;
    uint32_t same = 0;
    while (same < most && is_same_unit(&before->units[same], &after->units[same])) {
        same++;
    }
    *head = same;
    most -= same;
    same = 0;
    while (same < most && is_same_unit(&before->units[before->unit_count - 1 - same],
                                       &after->units[after->unit_count - 1 - same])) {
        same++;
    }
    *tail = same;
}

static void inherit_slots(Document *document, const Document *before) {
    DocumentMemory *old = before->memory;
    DocumentMemory *memory = document->memory;
    keep_ends(&before->outline, &document->outline, &memory->kept_head, &memory->kept_tail);
    lock_take(&old->lock);
    memory->slots = old->slots ? slot_array_retain(old->slots) : NULL;
    if (old->is_inherited) { /* never analysed: what it kept and we keep */
        uint32_t head = old->kept_head;
        uint32_t tail = old->kept_tail;
        memory->kept_head = memory->kept_head < head ? memory->kept_head : head;
        memory->kept_tail = memory->kept_tail < tail ? memory->kept_tail : tail;
    }
    lock_give(&old->lock);
    memory->is_inherited = memory->slots != NULL;
}

static Source edited_source(const Source *before, Str text) {
    bool is_plain = !before->encoding && !before->has_mark;
    return (Source){
        .text = text,
        .file_bytes = is_plain ? text : (Str){"", 0},
        .encoding = before->encoding,
        .has_mark = before->has_mark
    };
}

Document *document_edit(const Document *before, Span replaced, Str inserted) {
    Str old = before->source.text;
    uint32_t start = replaced.start < old.len ? replaced.start : old.len;
    uint32_t end = replaced.end < old.len ? replaced.end : old.len;
    end = end < start ? start : end;
    uint64_t length = (uint64_t)old.len - (end - start) + inserted.len;
    if (length > SOURCE_BYTES_MAX) {
        return NULL;
    }
    Document *document = new_document(before->path);
    Arena *mem = &document->memory->mem;
    char *bytes = arena_allocate(mem, (size_t)length + 1);
    memcpy(bytes, old.ptr, start);
    if (inserted.len) {
        memcpy(bytes + start, inserted.ptr, inserted.len);
    }
    memcpy(bytes + start + inserted.len, old.ptr + end, old.len - end);
    bytes[length] = '\0';
    Str text = {bytes, (uint32_t)length};
    document->source = edited_source(&before->source, text);
    document->lines = line_index_edit(&before->lines, text, (Span){start, end}, inserted.len, mem);
    document->outline = outline_edit(&before->outline, text, (Span){start, end}, inserted.len, mem);
    inherit_slots(document, before);
    return document;
}

Document *document_replace(const Document *before, Str text) {
    Str old = before->source.text;
    uint32_t most = old.len < text.len ? old.len : text.len;
    uint32_t head = 0;
    while (head < most && old.ptr[head] == text.ptr[head]) {
        head++;
    }
    uint32_t tail = 0;
    while (tail < most - head && old.ptr[old.len - 1 - tail] == text.ptr[text.len - 1 - tail]) {
        tail++;
    }
    return document_edit(before, (Span){head, old.len - tail},
                         str_slice(text, head, text.len - tail));
}

Document *document_retain(Document *document) {
    atomic_fetch_add_explicit(&document->memory->holders, 1, memory_order_relaxed);
    return document;
}

void document_release(Document *document) {
    if (document && atomic_fetch_sub(&document->memory->holders, 1) == 1) {
        slot_array_release(document->memory->slots);
        Arena mem = document->memory->mem;
        arena_release(&mem);
    }
}

/* ---- slots -------------------------------------------------------------------------------- */

SlotArray *slot_array_new(uint32_t count) {
    Arena mem;
    arena_init(&mem);
    arena_reserve(&mem, sizeof(SlotArray) + 16 + count * sizeof(Slot));
    SlotArray *slots = ARENA_NEW(&mem, SlotArray);
    slots->items = ARENA_ARRAY(&mem, Slot, count);
    slots->count = count;
    atomic_init(&slots->holders, 1);
    slots->mem = mem;
    return slots;
}

SlotArray *slot_array_retain(SlotArray *slots) {
    atomic_fetch_add_explicit(&slots->holders, 1, memory_order_relaxed);
    return slots;
}

void slot_array_release(SlotArray *slots) {
    if (!slots || atomic_fetch_sub(&slots->holders, 1) != 1) {
        return;
    }
    for (uint32_t i = 0; i < slots->count; i++) {
        if (slots->items[i].entry) {
            unit_entry_release(slots->items[i].entry);
        }
        unit_result_release(slots->items[i].result);
    }
    Arena mem = slots->mem;
    arena_release(&mem);
}

static void copy_slots(SlotArray *to, uint32_t at, const SlotArray *from, uint32_t first,
                       uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        Slot slot = from->items[first + i];
        if (slot.entry) {
            unit_entry_retain(slot.entry);
        }
        if (slot.result) {
            unit_result_retain(slot.result);
        }
        to->items[at + i] = slot;
    }
}

SlotArray *document_slots_take(const Document *document) {
    DocumentMemory *memory = document->memory;
    uint32_t count = document->outline.unit_count;
    SlotArray *fresh = slot_array_new(count);
    lock_take(&memory->lock);
    SlotArray *known = memory->slots ? slot_array_retain(memory->slots) : NULL;
    bool is_inherited = memory->is_inherited;
    lock_give(&memory->lock);
    if (!known) {
        return fresh;
    }
    if (is_inherited) {
        copy_slots(fresh, 0, known, 0, memory->kept_head);
        copy_slots(fresh, count - memory->kept_tail, known, known->count - memory->kept_tail,
                   memory->kept_tail);
    } else {
        copy_slots(fresh, 0, known, 0, count);
    }
    slot_array_release(known);
    return fresh;
}

void document_slots_publish(const Document *document, SlotArray *slots) {
    DocumentMemory *memory = document->memory;
    lock_take(&memory->lock);
    SlotArray *old = memory->slots;
    memory->slots = slots;
    memory->is_inherited = false;
    lock_give(&memory->lock);
    slot_array_release(old);
}
