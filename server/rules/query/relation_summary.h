/* Which relations a function loads, of what it is given and of its own: in words, for a person's
 * question. Nothing is kept. */
#ifndef BLUETICK_RULES_QUERY_RELATION_SUMMARY_H
#define BLUETICK_RULES_QUERY_RELATION_SUMMARY_H

#include "base/buf.h"
#include "semantics/file_model.h"

/* A line for each path: "  loads order.lines.product: shop/models.py:64", itself or in what it
 * calls; a parameter's when some caller in the project gives rows, else the model's name stands
 * before it. Nothing when none is known. */
void relation_summary_describe(const FileModel *file, UnitId unit, Buf *out);

#endif
