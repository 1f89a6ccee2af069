#include "rules/cpu/cache_entry.h"

#include "rules/shape.h"
#include "semantics/kinds.h"

bool cache_entry(RuleContext *context, NodeId call, Str method, CacheEntry *out) {
    const Ast *ast = &context->facts->ast;
    NodeId receiver = shape_receiver(ast, call, method);
    NodeId key = receiver == NODE_NONE ? NODE_NONE : ast_child(ast, call, FIELD_ARGS);
    if (key == NODE_NONE || ast_kind(ast, key) == NODE_STARRED) {
        return false;
    }
    KindTable *table = kinds_table(context->file);
    KindId id = kinds_expression(context->file, context->unit, receiver);
    const Kind *kind = kind_get(table, id);
    bool known = kind->tag == KIND_TAG_INSTANCE;
    *out = (CacheEntry){known ? catalog_cache(kind->path) : NULL, call, receiver, key};
    return out->cache != NULL;
}

bool cache_entry_is_same(const UnitFacts *facts, const CacheEntry *a, const CacheEntry *b) {
    return shape_same_text(facts, a->key, b->key) &&
           shape_same_text(facts, a->receiver, b->receiver);
}
