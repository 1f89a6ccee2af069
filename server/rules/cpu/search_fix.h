/* The rewrites of cpu/linear-search-in-loop: positions, counts or elements in a dictionary. */
#ifndef BLUETICK_RULES_CPU_SEARCH_FIX_H
#define BLUETICK_RULES_CPU_SEARCH_FIX_H

#include "rules/cpu/search.h"
#include "rules/fix_builder.h"

/* Unsafe: keys must be hashable, and what is not found raises KeyError. */
void search_fix(FixContext *context, const Search *search);

#endif
