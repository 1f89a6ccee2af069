/* Where the walk (semantics/scope_walk.c) writes what it finds. */
#ifndef BLUETICK_SEMANTICS_SCOPE_WRITER_H
#define BLUETICK_SEMANTICS_SCOPE_WRITER_H

#include "semantics/scope_walk.h"

typedef struct SymbolSlot {
    ScopeId scope;
    NameId name;
    SymbolId symbol; /* plus one; 0 = free */
} SymbolSlot;

typedef struct ScopeWriter {
    const Ast *ast;
    ScopeWalk *out;
    Arena *scratch;
    struct ARRAY_OF(SymbolSlot) slots; /* open addressing by (scope, name) */
    Interner names; /* the ast's names and the extra ones; empty until one is needed */
    uint32_t order; /* of the next binding or use */
} ScopeWriter;

ScopeId scope_writer_scope(ScopeWriter *writer, ScopeKind kind, NodeId node, ScopeId parent);

/* The scope's symbol of this name, made when it has none, with the flags added. */
SymbolId scope_writer_mark(ScopeWriter *writer, ScopeId scope, NameId name, uint32_t flags);

/* `binding` and `use` with node, source, scope and kind set; the rest is filled in. */
void scope_writer_bind(ScopeWriter *writer, Binding binding, NameId name);
void scope_writer_use(ScopeWriter *writer, Use use, NameId name, uint32_t flags);

/* The id of a text that may not be a name of the ast. The text stays borrowed. */
NameId scope_writer_extra_name(ScopeWriter *writer, Str text);

/* Hands the extra names over and frees what only the writer needs. */
void scope_writer_finish(ScopeWriter *writer);

#endif
