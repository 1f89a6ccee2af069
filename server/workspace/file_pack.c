/* Knows the order of a pack's parts. Refuses to know when they are out of date. */
#include "workspace/file_pack.h"

enum { HAS_RESULT = 1 << 0, IS_QUIET = 1 << 1, ASKED_PROJECT = 1 << 2, FLAGS = 7 };

static uint64_t flags_of(const FilePack *pack) {
    return (pack->has_result ? HAS_RESULT : 0u) | (pack->is_quiet ? IS_QUIET : 0u) |
           (pack->asked_project ? ASKED_PROJECT : 0u);
}

void file_pack_put(const FilePack *pack, Buf *out) {
    pack_put_hash(out, pack->program);
    pack_put_hash(out, pack->selection);
    file_facts_put(&pack->facts, out);
    pack_put_number(out, flags_of(pack));
    if (!pack->has_result) {
        return;
    }
    pack_put_number(out, pack->fixes);
    pack_put_text(out, pack->record);
    pack_put_number(out, pack->mention_count);
    for (uint32_t i = 0; i < pack->mention_count; i++) {
        pack_put_text(out, pack->mentions[i].path);
        pack_put_hash(out, pack->mentions[i].content);
    }
    pack_put_text(out, pack->result);
    pack_put_text(out, pack->units);
}

static void take_mentions(PackReader *reader, FilePack *out, Arena *mem) {
    out->mention_count = pack_take_count(reader, 1 + sizeof(Hash));
    Mention *mentions = ARENA_ARRAY(mem, Mention, out->mention_count);
    for (uint32_t i = 0; i < out->mention_count && !reader->failed; i++) {
        mentions[i].path = pack_take_text(reader);
        mentions[i].content = pack_take_hash(reader);
    }
    out->mentions = mentions;
}

bool file_pack_take(Str bytes, FilePack *out, Arena *mem) {
    PackReader reader = pack_reader(bytes);
    *out = (FilePack){.program = pack_take_hash(&reader)};
    out->selection = pack_take_hash(&reader);
    out->facts = file_facts_take(&reader, mem);
    uint64_t flags = pack_take_number(&reader, FLAGS);
    out->has_result = flags & HAS_RESULT;
    out->is_quiet = flags & IS_QUIET;
    out->asked_project = flags & ASKED_PROJECT;
    if (out->has_result) {
        out->fixes = (ScanFixes)pack_take_number(&reader, SCAN_FIXES_COUNT - 1);
        out->record = pack_take_text(&reader);
        take_mentions(&reader, out, mem);
        out->result = pack_take_text(&reader);
        out->units = pack_take_text(&reader);
    }
    return pack_is_read(&reader);
}
