/* Arguments of a call that names things in strings: `select_related("author", "tags")`,
 * `only("title")`. */
#ifndef BLUETICK_RULES_QUERY_CALL_WORDS_H
#define BLUETICK_RULES_QUERY_CALL_WORDS_H

#include "rules/query/query_site.h"

/* The text of a string literal without its quotes; empty for anything else. */
Str call_words_literal(const QuerySite *site, NodeId argument);

/* `lookup` names a relation on the way to `whole`: "author" of "author__publisher". */
bool call_words_begin(Str lookup, Str whole);

/* The call has arguments, and they are literal strings or calls (Prefetch): it can be added to.
 * False for NODE_NONE. */
bool call_words_are_literal(const QuerySite *site, NodeId call);

/* Each lookup in place of an argument that is its beginning, or as a further one. */
void call_words_widen(FixContext *context, const QuerySite *site, NodeId call, const Str *lookups,
                      uint32_t count);

/* What stands before a further argument: `, `, or the end of a row as the others have it. In `mem`.
 */
Str call_words_separator(const QuerySite *site, NodeId last, Arena *mem);

/* `name("a", "b")`. In `mem`. */
Str call_words_call(Str name, const Str *lookups, uint32_t count, Arena *mem);

#endif
