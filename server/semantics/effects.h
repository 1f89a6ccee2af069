/* What calls do: directly, by the catalog, or through functions that do so when they are called.
 *
 * One search for all effects: breadth first over the functions that a call runs, over any number of
 * them, so that the nearest cause is found. How a call finds its function stands in one place
 * (effects.c, function_of). */
#ifndef BLUETICK_SEMANTICS_EFFECTS_H
#define BLUETICK_SEMANTICS_EFFECTS_H

#include "catalog/catalog.h"
#include "semantics/file_model.h"

typedef struct CallPlace {
    const FileModel *file;
    UnitId unit;
    NodeId call;
} CallPlace;

typedef struct FunctionPlace {
    const FileModel *file;
    UnitId unit;
    NodeId node; /* FunctionDef, AsyncFunctionDef, Lambda */
} FunctionPlace;

typedef enum EffectReach {
    EFFECT_ALWAYS,   /* calls that every call of their function reaches: at the top of its body, or
                        in a `with` or `try` there */
    EFFECT_ANYWHERE, /* calls under conditions and in loops too */
} EffectReach;

/* What is looked for. Zero what does not matter. */
typedef struct EffectQuestion {
    uint32_t wanted;   /* a callable with one of these effects (CATALOG_...) */
    uint32_t unwanted; /* and none of these */
    /* and this call of it is meant (NULL: any is). */
    bool (*accepts)(CallPlace place, const CatalogCallable *callable);
    EffectReach reach;
    /* The call is awaited: of `async def` functions the awaited calls count. Otherwise only plain
     * functions run at their call. */
    bool is_awaited;
    bool stops_at_pacing; /* functions under a decorator that caches, retries or slows are shut */
    bool takes_likely;    /* an awaited method of a parameter that is named like a client counts */
} EffectQuestion;

/* The calls from the one asked about to the one that the catalog knows, which is the last. */
typedef struct EffectChain {
    const CatalogCallable *callable; /* NULL: nothing is known of such an effect */
    const CallPlace *steps; /* capped for reading: the middle of a long chain is left out */
    uint32_t step_count;
    bool is_likely;
} EffectChain;

enum { EFFECT_STEPS_MAX = 16, EFFECT_QUESTIONS_MAX = 16 };

/* The steps live in `mem`. */
EffectChain effect_chain(CallPlace place, const EffectQuestion *question, Arena *mem);

/* The same for a function that somebody is given to call (and to await): `map(fetch, urls)`. */
EffectChain function_effect_chain(FunctionPlace function, const EffectQuestion *question,
                                  Arena *mem);

/* The function that the call runs: a method through `self`, a class's `__init__`. False when it is
 * none of the project, or its kind is not known. */
bool called_function(CallPlace place, FunctionPlace *out);

/* The function that a value of this kind runs when it is called. */
bool function_of_kind(const FileModel *file, uint32_t kind, FunctionPlace *out);

/* The functions that the call may run, wherever the calls of them stand, plain and async ones; in
 * the order of discovery, at most `most` and one more. In `mem`. */
typedef struct FunctionList {
    const FunctionPlace *items;
    uint32_t count;
} FunctionList;
FunctionList called_functions(CallPlace place, uint32_t most, Arena *mem);

/* What awaits the call: its Await (also around `asyncio.wait_for(call, ...)`), or the withitem of
 * an `async with`; NODE_NONE when nothing does. */
NodeId call_awaiter(const FileModel *file, UnitId unit, NodeId call);

#endif
