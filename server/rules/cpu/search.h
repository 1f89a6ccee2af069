/* Searches through a whole list: `L.index(x)`, `L.count(x)`, `L.remove(x)`, `next(x for x in L if
 * x.key == key)`. */
#ifndef BLUETICK_RULES_CPU_SEARCH_H
#define BLUETICK_RULES_CPU_SEARCH_H

#include "rules/cpu/lookup.h"

typedef enum SearchForm {
    SEARCH_NONE,
    SEARCH_INDEX,
    SEARCH_COUNT,
    SEARCH_REMOVE,
    SEARCH_NEXT,
} SearchForm;

typedef struct Search {
    SearchForm form;
    NodeId call;
    NodeId list;     /* L: a name or attribute chain */
    NodeId wanted;   /* x, or the side of the equality that decides */
    NodeId fallback; /* SEARCH_NEXT: its second argument, or NODE_NONE */
    Lookup lookup;   /* SEARCH_NEXT */
} Search;

/* The search that a Call is, when a loop that turns often makes it again for another x in a list of
 * unknown size that it leaves alone. */
bool search_of(const LoopContext *loops, NodeId call, Search *out);

#endif
