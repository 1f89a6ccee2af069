/* Knows what makes a call block; how a call leads to another is effects.c's business. */
#include "semantics/blocking.h"

EffectChain blocking_chain(const FileModel *file, UnitId unit, NodeId call, uint32_t counted,
                           Arena *mem) {
    EffectQuestion question = {.wanted = CATALOG_BLOCKING,
                               .unwanted = (CATALOG_FILE | CATALOG_DB) & ~counted};
    return effect_chain((CallPlace){file, unit, call}, &question, mem);
}
