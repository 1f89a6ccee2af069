/* Knows how scopes, symbols, bindings and uses are written down during the walk; knows nothing
 * about the ast's shapes. */
#include "semantics/scope_writer.h"

/* ---- scopes and symbols --------------------------------------------------------------------- */

ScopeId scope_writer_scope(ScopeWriter *writer, ScopeKind kind, NodeId node, ScopeId parent) {
    ScopeId id = writer->out->scopes.count;
    Scope scope = {.kind = (uint8_t)kind, .node = node, .parent = parent};
    scope.class_scope = kind == SCOPE_CLASS    ? id
                        : parent == SCOPE_NONE ? SCOPE_NONE
                                               : writer->out->scopes.items[parent].class_scope;
    ARENA_PUSH(writer->scratch, &writer->out->scopes, scope);
    return id;
}

static uint32_t slot_of(const ScopeWriter *writer, ScopeId scope, NameId name) {
    uint64_t mixed = ((uint64_t)scope << 32 | name) * UINT64_C(0x9E3779B97F4A7C15);
    uint32_t mask = writer->slots.count - 1;
    uint32_t at = (uint32_t)(mixed >> 32) & mask;
    while (writer->slots.items[at].symbol &&
           (writer->slots.items[at].scope != scope || writer->slots.items[at].name != name)) {
        at = (at + 1) & mask;
    }
    return at;
}

static void grow_slots(ScopeWriter *writer) {
    enum { FIRST_SLOTS = 64 };
    ScopeWriter old = *writer;
    uint32_t count = old.slots.count ? old.slots.count * 2 : FIRST_SLOTS;
    writer->slots.items = ARENA_ARRAY(writer->scratch, SymbolSlot, count);
    writer->slots.count = count;
    for (uint32_t i = 0; i < old.slots.count; i++) {
        const SymbolSlot *slot = &old.slots.items[i];
        if (slot->symbol) {
            writer->slots.items[slot_of(writer, slot->scope, slot->name)] = *slot;
        }
    }
}

/* The scope's symbol of this name, made when it has none. */
static SymbolId symbol_in(ScopeWriter *writer, ScopeId scope, NameId name) {
    if ((writer->out->symbols.count + 1) * 2 > writer->slots.count) {
        grow_slots(writer);
    }
    uint32_t slot = slot_of(writer, scope, name);
    if (!writer->slots.items[slot].symbol) {
        Symbol symbol = {.name = name, .scope = scope, .home = SYMBOL_NONE};
        ARENA_PUSH(writer->scratch, &writer->out->symbols, symbol);
        writer->slots.items[slot] = (SymbolSlot){scope, name, writer->out->symbols.count};
    }
    return writer->slots.items[slot].symbol - 1;
}

SymbolId scope_writer_mark(ScopeWriter *writer, ScopeId scope, NameId name, uint32_t flags) {
    SymbolId symbol = symbol_in(writer, scope, name);
    writer->out->symbols.items[symbol].flags |= flags;
    return symbol;
}

/* The scope whose variable a walrus binds: the nearest that is no comprehension. */
static ScopeId walrus_scope(const Scope *scopes, ScopeId scope) {
    while (scopes[scope].kind == SCOPE_COMPREHENSION) {
        scope = scopes[scope].parent;
    }
    return scope;
}

/* ---- bindings and uses ---------------------------------------------------------------------- */

static uint32_t flags_of_binding(BindingKind kind) {
    switch (kind) {
    case BINDING_IMPORT:
    case BINDING_IMPORT_FROM:
        return SYMBOL_IMPORTED;
    case BINDING_PARAMETER:
        return SYMBOL_PARAMETER;
    case BINDING_ANNOTATED:
    case BINDING_DECLARED:
        return SYMBOL_ANNOTATED | SYMBOL_ASSIGNED;
    case BINDING_COMPREHENSION:
        return SYMBOL_COMPREHENSION_TARGET | SYMBOL_ASSIGNED;
    case BINDING_TYPE_PARAMETER:
        return SYMBOL_TYPE_PARAMETER | SYMBOL_ASSIGNED;
    default:
        return SYMBOL_ASSIGNED;
    }
}

/* A walrus in a comprehension binds outside of it; inside, the name is declared so. */
static void mark_walrus_outside(ScopeWriter *writer, ScopeId scope, NameId name) {
    const Scope *scopes = writer->out->scopes.items;
    ScopeId outside = walrus_scope(scopes, scope);
    if (outside == scope) {
        return;
    }
    bool is_module = scopes[outside].kind == SCOPE_MODULE || scopes[outside].kind == SCOPE_OUTER;
    SymbolId symbol =
        scope_writer_mark(writer, outside, name, is_module ? SYMBOL_GLOBAL : SYMBOL_ASSIGNED);
    bool is_global = (writer->out->symbols.items[symbol].flags & SYMBOL_GLOBAL) != 0;
    scope_writer_mark(writer, scope, name, is_global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL);
}

void scope_writer_bind(ScopeWriter *writer, Binding binding, NameId name) {
    BindingKind kind = (BindingKind)binding.kind;
    binding.symbol = scope_writer_mark(writer, binding.scope, name, flags_of_binding(kind));
    binding.order = writer->order++;
    ARENA_PUSH(writer->scratch, &writer->out->bindings, binding);
    if (kind == BINDING_WALRUS) {
        mark_walrus_outside(writer, binding.scope, name);
    }
}

void scope_writer_use(ScopeWriter *writer, Use use, NameId name, uint32_t flags) {
    use.symbol = scope_writer_mark(writer, use.scope, name, flags);
    use.order = writer->order++;
    use.reaching = REACHING_ALL;
    ARENA_PUSH(writer->scratch, &writer->out->uses, use);
}

/* ---- names that the ast does not have ------------------------------------------------------- */

NameId scope_writer_extra_name(ScopeWriter *writer, Str text) {
    if (writer->names.count == 0) {
        interner_init(&writer->names, NULL);
        for (NameId id = 1; id < writer->ast->name_count; id++) {
            interner_add(&writer->names, writer->ast->names[id]);
        }
    }
    return interner_add(&writer->names, text);
}

static void keep_extra_names(ScopeWriter *writer) {
    if (writer->names.count <= writer->ast->name_count || writer->names.count == 0) {
        return;
    }
    ScopeWalk *out = writer->out;
    out->extra_name_count = writer->names.count - writer->ast->name_count;
    out->extra_names = ARENA_ARRAY(writer->scratch, Str, out->extra_name_count);
    for (uint32_t i = 0; i < out->extra_name_count; i++) {
        out->extra_names[i] = interner_text(&writer->names, writer->ast->name_count + i);
    }
}

void scope_writer_finish(ScopeWriter *writer) {
    keep_extra_names(writer);
    interner_release(&writer->names);
}
