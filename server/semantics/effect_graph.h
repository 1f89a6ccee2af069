/* The calls of each function, remembered: what the searches of effects.c walk over. */
#ifndef BLUETICK_SEMANTICS_EFFECT_GRAPH_H
#define BLUETICK_SEMANTICS_EFFECT_GRAPH_H

#include "semantics/effects.h"

enum {
    GRAPH_ALWAYS = 1 << 0,  /* every call of the function reaches it */
    GRAPH_AWAITED = 1 << 1, /* awaiting the function runs it: awaited itself, or what a plain
                               function returns */
    GRAPH_INNER = 1 << 2,   /* it stands in a definition or lambda inside of the function */
};

typedef struct GraphCall {
    NodeId call;
    uint32_t flags;
    const CatalogCallable *callable; /* the catalog's row; or NULL */
    const CatalogCallable *likely;   /* by evidence alone; or NULL */
    struct GraphNode *target;        /* the function of the project that it runs; or NULL */
} GraphCall;

typedef struct GraphNode {
    FunctionPlace place;
    bool is_read; /* the rest is filled */
    bool is_async;
    bool is_plain; /* FunctionDef: no lambda */
    bool yields;
    bool is_paced;
    const GraphCall *calls; /* in order of place */
    uint32_t call_count;
    UnitNotes notes;  /* what reading it looked at */
    uint32_t visited; /* number of the search that reached it last */
    /* By question: bit i set = no such effect is reached from here, and that conclusion's notes. */
    uint64_t without;
    const UnitNotes *without_notes[EFFECT_QUESTIONS_MAX];
} GraphNode;

/* One for each file that asks, kept in its layers. */
typedef struct EffectGraph EffectGraph;
EffectGraph *effect_graph(const FileModel *asker);

/* The node of a function; read when first asked for, noted each time. */
GraphNode *effect_graph_node(EffectGraph *graph, const FunctionPlace *function);
void effect_graph_read(EffectGraph *graph, GraphNode *node);

/* A number for a search, never given before. */
uint32_t effect_graph_search(EffectGraph *graph);

/* The number of a question; EFFECT_QUESTIONS_MAX when there are too many to remember answers. */
uint32_t effect_graph_question(EffectGraph *graph, const EffectQuestion *question);

/* What a call calls, by the catalog. */
const CatalogCallable *effect_graph_callable(CallPlace place, Arena *mem);

#endif
