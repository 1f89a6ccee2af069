/* Knows how an attribute is written in a text; knows nothing about what is stored in it. */
#include "semantics/attribute_mentions.h"

#include "base/hash.h"

typedef struct Mention {
    Str name;
    uint32_t slot;
    UnitId unit;
} Mention;

typedef struct NameSlot {
    Str name;       /* empty: free */
    uint32_t first; /* of the units */
    uint32_t count;
    UnitId last; /* that mentions the name */
} NameSlot;

struct AttributeMentions {
    const Outline *outline; /* of which version of the file */
    NameSlot *slots;        /* open addressing by name, at most half full */
    uint32_t slot_count;
    UnitId *units; /* by name */
};

struct FileMentions {
    const AttributeMentions **of_class; /* by UnitId; NULL: not asked */
};

typedef struct Mentions ARRAY_OF(Mention) Mentions;

/* ---- reading texts ------------------------------------------------------------------------- */

static bool is_name_byte(char byte) {
    return byte == '_' || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80;
}

/* `self.x(`, `self.x.y`, `self.x[0]` store nothing in x itself. */
static bool is_read_through(char byte) {
    return byte == '(' || byte == '.' || byte == '[';
}

static void read_text(Str text, UnitId unit, Mentions *mentions, Arena *mem) {
    uint32_t at = 0;
    while (at < text.len) {
        at += str_find_byte(str_slice(text, at, text.len), '.') + 1;
        uint32_t end = at;
        while (end < text.len && is_name_byte(text.ptr[end])) {
            end++;
        }
        if (end > at && at < text.len && !(end < text.len && is_read_through(text.ptr[end]))) {
            ARENA_PUSH(mem, mentions, ((Mention){str_slice(text, at, end), 0, unit}));
        }
        at = end;
    }
}

/* ---- by name ------------------------------------------------------------------------------- */

static uint32_t slot_of(const AttributeMentions *mentions, Str name) {
    uint32_t mask = mentions->slot_count - 1;
    uint32_t at = (uint32_t)(hash_short(name) >> 32) & mask;
    while (mentions->slots[at].name.len && !str_equal(mentions->slots[at].name, name)) {
        at = (at + 1) & mask;
    }
    return at;
}

/* How many units each name has: a unit counts once, however often it mentions the name. */
static void count_units(AttributeMentions *out, Mentions *all) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        Mention mention = all->items[i];
        mention.slot = slot_of(out, mention.name);
        NameSlot *slot = &out->slots[mention.slot];
        if (slot->name.len && slot->last == mention.unit) {
            continue;
        }
        slot->name = mention.name;
        slot->last = mention.unit;
        slot->count++;
        all->items[kept++] = mention;
    }
    all->count = kept;
}

static void place_units(AttributeMentions *out, const Mentions *all, Arena *mem) {
    out->units = ARENA_ARRAY(mem, UnitId, all->count);
    uint32_t next = 0;
    for (uint32_t i = 0; i < out->slot_count; i++) {
        out->slots[i].first = next;
        next += out->slots[i].count;
        out->slots[i].count = 0;
    }
    for (uint32_t i = 0; i < all->count; i++) {
        NameSlot *slot = &out->slots[all->items[i].slot];
        out->units[slot->first + slot->count++] = all->items[i].unit;
    }
}

static const AttributeMentions *build(const Outline *outline, UnitId class_unit, Arena *mem) {
    Arena scratch;
    arena_init(&scratch);
    Mentions all = {0};
    for (UnitId child = outline->units[class_unit].first_child; child != UNIT_NONE;
         child = outline->units[child].next_sibling) {
        if (outline->units[child].kind == UNIT_FUNCTION) {
            read_text(str_span(outline->text, outline->units[child].extent), child, &all, &scratch);
        }
    }
    AttributeMentions *out = ARENA_NEW(mem, AttributeMentions);
    out->outline = outline;
    out->slot_count = 8;
    while (out->slot_count < all.count * 2) {
        out->slot_count *= 2;
    }
    out->slots = ARENA_ARRAY(mem, NameSlot, out->slot_count);
    count_units(out, &all);
    place_units(out, &all, mem);
    arena_release(&scratch);
    return out;
}

const AttributeMentions *attribute_mentions(const FileModel *file, UnitId class_unit) {
    struct FileMentions *known = file->layers->mentions;
    if (!known) {
        known = file->layers->mentions = ARENA_NEW(file->mem, struct FileMentions);
        known->of_class =
            ARENA_ARRAY(file->mem, const AttributeMentions *, file->outline->unit_count);
    }
    const AttributeMentions *mentions = known->of_class[class_unit];
    if (!mentions || mentions->outline != file->outline) {
        mentions = known->of_class[class_unit] = build(file->outline, class_unit, file->mem);
    }
    return mentions;
}

const UnitId *attribute_mentions_of(const AttributeMentions *mentions, Str name, uint32_t *count) {
    const NameSlot *slot = &mentions->slots[slot_of(mentions, name)];
    *count = slot->count;
    return mentions->units + slot->first;
}
