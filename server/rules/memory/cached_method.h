/* A method under a cache that holds its instances.
 *
 * Limits: a class of more than 2000 members is left alone, since each cached method asks for all of
 * them; whether instances are few is looked for in 32 classes of a hierarchy. */
#ifndef BLUETICK_RULES_MEMORY_CACHED_METHOD_H
#define BLUETICK_RULES_MEMORY_CACHED_METHOD_H

#include "rules/fix_builder.h"

typedef struct CachedMethod {
    NodeId function;
    NodeId decorator;
    bool is_bounded; /* `@lru_cache`: 128 entries */
    Str class_name;
} CachedMethod;

/* False when `function` is no method, has no such cache, or when its instances are few. */
bool cached_method(RuleContext *context, NodeId function, CachedMethod *out);

/* A method without parameters becomes a cached_property, and its calls lose their parentheses. */
void cached_method_fix(FixContext *context, const CachedMethod *method);

#endif
