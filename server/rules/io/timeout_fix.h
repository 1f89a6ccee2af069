/* The rewrite of io/missing-timeout: where the argument goes and which value it gets. */
#ifndef BLUETICK_RULES_IO_TIMEOUT_FIX_H
#define BLUETICK_RULES_IO_TIMEOUT_FIX_H

#include "catalog/catalog.h"
#include "rules/fix_builder.h"

/* Unsafe: it can raise where code used to wait. `skipped` as in timeout_argument. */
void timeout_fix(FixContext *context, NodeId call, const CatalogTimeout *row, uint32_t skipped);

#endif
