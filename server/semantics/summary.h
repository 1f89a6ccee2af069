/* What a function does to the world: runs queries, sends requests, holds its thread, touches files;
 * itself or through what it calls, each time or not. For a person's question: nothing is kept. */
#ifndef BLUETICK_SEMANTICS_SUMMARY_H
#define BLUETICK_SEMANTICS_SUMMARY_H

#include "base/buf.h"
#include "semantics/file_model.h"

/* A line for each effect that is known of the function unit: "  runs a query each time: a.py:4". */
void summary_describe(const FileModel *file, UnitId unit, Buf *out);

#endif
