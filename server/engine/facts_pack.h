/* What parsing found out about a unit, as bytes: its ast and its candidates, for another process
 * that meets the same text.
 *
 * Reading takes any bytes. What comes out is well-formed: the nodes are a tree in pre-order, kinds,
 * fields and names are in range, spans lie within the text, a string is one in the text too,
 * candidates are of patterns that there are and capture nodes that there are. */
#ifndef BLUETICK_ENGINE_FACTS_PACK_H
#define BLUETICK_ENGINE_FACTS_PACK_H

#include "base/pack.h"
#include "engine/rule_queries.h"
#include "semantics/unit_facts.h"

/* Where units parsed by an earlier process come from, and go to. */
typedef struct UnitSource {
    void *data;
    /* Fills ast and candidates, in `mem`; facts->text and facts->hash are set. `queries` as in
     * unit_store.h. False: nothing is known. */
    bool (*find)(void *data, uint32_t file, uint64_t queries, UnitFacts *facts, Arena *mem);
    void (*keep)(void *data, uint32_t file, uint64_t queries, const UnitFacts *facts);
} UnitSource;

void unit_facts_put(const UnitFacts *facts, Buf *out);

/* facts->text is set. `queries` may be NULL: then there are no candidates. False: nothing of it may
 * be used. */
bool unit_facts_take(PackReader *reader, const RuleQueries *queries, UnitFacts *facts, Arena *mem);

#endif
