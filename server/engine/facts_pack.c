/* Knows how an ast and its candidates lie in bytes; knows nothing about files that hold them. */
#include "engine/facts_pack.h"

/* ---- writing -------------------------------------------------------------------------------- */

/* A node: its kind and its field, each with a bit that says whether what may follow does (detail,
 * flags), where it starts from the node before on, its length, its name, the nodes below it. */
enum { HAS_MORE = 0x80, NODE_BYTES = 6 };
_Static_assert((int)NODE_KIND_COUNT <= (int)HAS_MORE, "a byte holds a bit more");
_Static_assert((int)FIELD_COUNT <= (int)HAS_MORE, "a byte holds a bit more");

/* A node's bytes, put together before they are appended: there are many nodes. */
typedef struct NodeBytes {
    char bytes[4 + 4 * 10];
    uint32_t length;
} NodeBytes;

static void add_byte(NodeBytes *to, uint32_t byte) {
    to->bytes[to->length++] = (char)byte;
}

/* As pack_put_number writes it. */
static void add_number(NodeBytes *to, uint64_t number) {
    for (; number >= 0x80; number >>= 7) {
        add_byte(to, (uint32_t)(number & 0x7f) | 0x80);
    }
    add_byte(to, (uint32_t)number);
}

/* Small numbers of either sign stay small. */
static uint64_t folded(uint32_t from, uint32_t to) {
    return to >= from ? (uint64_t)(to - from) << 1 : ((uint64_t)(from - to) << 1) - 1;
}

static void put_node(const Ast *ast, NodeId id, uint32_t last_start, Buf *out) {
    const Node *node = &ast->nodes[id];
    NodeBytes to = {.length = 0};
    add_byte(&to, node->kind | (node->detail ? HAS_MORE : 0u));
    add_byte(&to, node->field | (node->flags ? HAS_MORE : 0u));
    if (node->detail) {
        add_byte(&to, node->detail);
    }
    if (node->flags) {
        add_byte(&to, node->flags);
    }
    add_number(&to, folded(last_start, node->start));
    add_number(&to, node->end - node->start);
    add_number(&to, node->name);
    add_number(&to, node->subtree_end - id - 1);
    buf_append(out, (Str){to.bytes, to.length});
}

/* Most names stand in the text. */
static void put_names(const UnitFacts *facts, Buf *out) {
    const Ast *ast = &facts->ast;
    Str text = facts->text;
    pack_put_number(out, ast->name_count);
    for (uint32_t i = 0; i < ast->name_count; i++) {
        Str name = ast->names[i];
        bool is_inside = name.len && name.ptr >= text.ptr && name.ptr < text.ptr + text.len;
        pack_put_number(out, is_inside ? (uint64_t)(name.ptr - text.ptr) + 1 : 0);
        if (is_inside) {
            pack_put_number(out, name.len);
        } else {
            pack_put_text(out, name);
        }
    }
}

static void put_candidates(const CandidateArray *candidates, Buf *out) {
    pack_put_number(out, candidates->count);
    for (uint32_t i = 0; i < candidates->count; i++) {
        const Candidate *candidate = &candidates->items[i];
        pack_put_number(out, candidate->query);
        pack_put_number(out, candidate->pattern);
        for (uint32_t k = 0; k < CANDIDATE_CAPTURES_MAX; k++) {
            pack_put_number(out, (uint64_t)(uint32_t)(candidate->captures[k] + 1));
        }
    }
}

void unit_facts_put(const UnitFacts *facts, Buf *out) {
    const Ast *ast = &facts->ast;
    put_names(facts, out);
    pack_put_number(out, ast->node_count);
    uint32_t last_start = 0;
    for (NodeId id = 0; id < ast->node_count; id++) {
        put_node(ast, id, last_start, out);
        last_start = ast->nodes[id].start;
    }
    put_candidates(&facts->candidates, out);
    pack_put_key(out, facts->limited_queries);
}

/* ---- reading -------------------------------------------------------------------------------- */

static uint32_t take_byte(PackReader *reader) {
    if (reader->failed || reader->at == reader->bytes.len) {
        reader->failed = true;
        return 0;
    }
    return (uint8_t)reader->bytes.ptr[reader->at++];
}

static uint32_t take_below(PackReader *reader, uint32_t byte, uint32_t count) {
    reader->failed = reader->failed || byte >= count;
    return reader->failed ? 0 : byte;
}

static uint32_t unfolded(PackReader *reader, uint32_t from, uint32_t most) {
    uint64_t number = pack_take_number(reader, (uint64_t)UINT32_MAX * 2);
    int64_t step = (int64_t)((number + 1) >> 1);
    int64_t to = (int64_t)from + (number & 1 ? -step : step);
    reader->failed = reader->failed || to < 0 || to > (int64_t)most;
    return reader->failed ? 0 : (uint32_t)to;
}

static void take_names(PackReader *reader, Str text, Ast *ast, Arena *mem) {
    ast->name_count = pack_take_count(reader, 2);
    Str *names = ARENA_ARRAY(mem, Str, ast->name_count);
    for (uint32_t i = 0; i < ast->name_count && !reader->failed; i++) {
        uint32_t place = (uint32_t)pack_take_number(reader, text.len);
        if (place > 0) {
            uint32_t length = (uint32_t)pack_take_number(reader, text.len - (place - 1));
            names[i] = str_slice(text, place - 1, place - 1 + length);
        } else {
            names[i] = arena_copy(mem, pack_take_text(reader));
        }
    }
    ast->names = names;
    reader->failed = reader->failed || (ast->name_count > 0 && names[0].len > 0);
}

typedef struct NodeReader {
    PackReader *reader;
    uint32_t text_length;
    uint32_t name_count;
    uint32_t node_count;
    Node *nodes;
    NodeId parent; /* of the node at hand */
    bool has_broken;
} NodeReader;

static void take_node(NodeReader *take, NodeId id) {
    PackReader *reader = take->reader;
    Node *node = &take->nodes[id];
    uint32_t kind = take_byte(reader);
    uint32_t field = take_byte(reader);
    node->kind = (uint8_t)take_below(reader, kind & ~(uint32_t)HAS_MORE, NODE_KIND_COUNT);
    node->field = (uint8_t)take_below(reader, field & ~(uint32_t)HAS_MORE, FIELD_COUNT);
    node->detail = kind & HAS_MORE ? (uint8_t)take_byte(reader) : 0;
    node->flags = field & HAS_MORE ? (uint8_t)take_byte(reader) : 0;
    node->start = unfolded(reader, id ? take->nodes[id - 1].start : 0, take->text_length);
    node->end = node->start + (uint32_t)pack_take_number(reader, take->text_length - node->start);
    node->name = (NameId)pack_take_number(reader, take->name_count ? take->name_count - 1 : 0);
    node->parent = take->parent;
    uint32_t end = id ? take->nodes[take->parent].subtree_end : take->node_count;
    node->subtree_end = id + 1 + (uint32_t)pack_take_number(reader, end - id - 1);
    take->has_broken = take->has_broken || node->kind == NODE_BROKEN;
    reader->failed = reader->failed || (id == 0) != (node->kind == NODE_MODULE);
}

/* Nodes come before those below them, so that each lies within its parent by how it is read. */
static void take_nodes(PackReader *reader, UnitFacts *facts, Arena *mem) {
    Ast *ast = &facts->ast;
    NodeReader take = {.reader = reader,
                       .text_length = facts->text.len,
                       .name_count = ast->name_count,
                       .node_count = pack_take_count(reader, NODE_BYTES),
                       .parent = NODE_NONE};
    take.nodes = ARENA_ARRAY(mem, Node, take.node_count);
    for (NodeId id = 0; id < take.node_count && !reader->failed; id++) {
        while (id && take.parent != NODE_NONE && take.nodes[take.parent].subtree_end <= id) {
            take.parent = take.nodes[take.parent].parent;
        }
        reader->failed = id > 0 && take.parent == NODE_NONE;
        if (!reader->failed) {
            take_node(&take, id);
            take.parent = id;
        }
    }
    ast->nodes = take.nodes;
    ast->node_count = take.node_count;
    ast->has_broken = take.has_broken;
    reader->failed = reader->failed || ast->node_count == 0 || ast->name_count == 0;
}

static void take_candidate(PackReader *reader, const RuleQueries *queries, uint32_t node_count,
                           Candidate *out) {
    out->query = (uint16_t)pack_take_number(reader, CANDIDATE_OWN - 1);
    bool is_known = false;
    for (uint32_t rule = 0; rule < RULE_COUNT && !reader->failed; rule++) {
        is_known = is_known || queries->of_rule[rule] == out->query;
    }
    uint32_t count = is_known ? query_pattern_count(queries->set, out->query) : 0;
    reader->failed = reader->failed || count == 0;
    out->pattern = (uint16_t)pack_take_number(reader, count ? count - 1 : 0);
    for (uint32_t k = 0; k < CANDIDATE_CAPTURES_MAX; k++) {
        out->captures[k] = (NodeId)pack_take_number(reader, node_count) - 1;
    }
}

static void take_candidates(PackReader *reader, const RuleQueries *queries, UnitFacts *facts,
                            Arena *mem) {
    uint32_t count = pack_take_count(reader, 2 + CANDIDATE_CAPTURES_MAX);
    reader->failed = reader->failed || (count && !queries);
    Candidate *items = ARENA_ARRAY(mem, Candidate, count);
    for (uint32_t i = 0; i < count && !reader->failed; i++) {
        take_candidate(reader, queries, facts->ast.node_count, &items[i]);
    }
    facts->candidates = (CandidateArray){items, count};
}

bool unit_facts_take(PackReader *reader, const RuleQueries *queries, UnitFacts *facts, Arena *mem) {
    take_names(reader, facts->text, &facts->ast, mem);
    take_nodes(reader, facts, mem);
    take_candidates(reader, queries, facts, mem);
    facts->limited_queries = pack_take_key(reader);
    if (!pack_is_read(reader)) {
        facts->ast = (Ast){.nodes = NULL};
        facts->candidates = (CandidateArray){NULL, 0};
        facts->limited_queries = 0;
        return false;
    }
    return true;
}
