/* Knows how a unit's facts are completed and copied to memory of their own. */
#include "semantics/unit_facts.h"

#include "semantics/scope.h"

void unit_facts_bind(UnitFacts *facts, Arena *mem) {
    facts->scopes = scope_tree_build(&facts->ast, mem);
}

void unit_facts_complete(UnitFacts *facts, Arena *mem) {
    unit_facts_find_broken(facts);
    unit_facts_bind(facts, mem);
}

void unit_facts_find_broken(UnitFacts *facts) {
    facts->broken = (Span){0, 0};
    facts->broken_count = 0;
    if (!facts->ast.has_broken) {
        return;
    }
    for (NodeId node = 0; node < facts->ast.node_count; node++) {
        if (ast_kind(&facts->ast, node) != NODE_BROKEN) {
            continue;
        }
        if (facts->broken_count == 0) {
            facts->broken = ast_span(&facts->ast, node);
        }
        facts->broken_count++;
    }
}

static size_t rounded(size_t size) {
    return (size + 15) & ~(size_t)15;
}

static size_t names_bytes(const UnitFacts *facts) {
    size_t bytes = 0;
    for (uint32_t i = 0; i < facts->ast.name_count; i++) {
        bytes += facts->ast.names[i].len;
    }
    return bytes;
}

static size_t copy_bytes(const UnitFacts *facts) {
    return rounded((size_t)facts->text.len + 1) + rounded(facts->ast.node_count * sizeof(Node)) +
           rounded(facts->ast.name_count * sizeof(Str)) + rounded(names_bytes(facts)) +
           rounded(facts->candidates.count * sizeof(Candidate));
}

/* Names are slices of the text where they can be: one copy of the bytes serves both. */
static const Str *copy_names(const UnitFacts *facts, Str text, Arena *mem) {
    uint32_t count = facts->ast.name_count;
    Str *names = ARENA_ARRAY(mem, Str, count);
    char *rest = arena_allocate(mem, names_bytes(facts));
    for (uint32_t i = 0; i < count; i++) {
        Str name = facts->ast.names[i];
        uintptr_t first = (uintptr_t)facts->text.ptr;
        uintptr_t at = (uintptr_t)name.ptr;
        if (name.len && at >= first && at + name.len <= first + facts->text.len) {
            names[i] = (Str){text.ptr + (at - first), name.len};
        } else if (name.len) {
            memcpy(rest, name.ptr, name.len);
            names[i] = (Str){rest, name.len};
            rest += name.len;
        } else {
            names[i] = (Str){"", 0};
        }
    }
    return names;
}

UnitFacts unit_facts_copy(const UnitFacts *facts, Arena *mem) {
    arena_reserve(mem, copy_bytes(facts));
    UnitFacts copy = {.hash = facts->hash,
                      .limited_queries = facts->limited_queries,
                      .limited_own = facts->limited_own,
                      .timed_out = facts->timed_out};
    copy.text = arena_copy(mem, facts->text);
    copy.ast = facts->ast;
    if (facts->ast.node_count) {
        Node *nodes = arena_allocate(mem, facts->ast.node_count * sizeof *nodes);
        memcpy(nodes, facts->ast.nodes, facts->ast.node_count * sizeof *nodes);
        copy.ast.nodes = nodes;
    }
    if (facts->ast.name_count) {
        copy.ast.names = copy_names(facts, copy.text, mem);
    }
    if (facts->candidates.count) {
        size_t bytes = facts->candidates.count * sizeof(Candidate);
        Candidate *items = arena_allocate(mem, bytes);
        memcpy(items, facts->candidates.items, bytes);
        copy.candidates = (CandidateArray){items, facts->candidates.count};
    }
    unit_facts_complete(&copy, mem);
    return copy;
}
