/* What a function gives back, in words. */
#ifndef BLUETICK_SEMANTICS_SUMMARY_RESULT_H
#define BLUETICK_SEMANTICS_SUMMARY_RESULT_H

#include "base/buf.h"
#include "semantics/file_model.h"

/* "  returns a query of shop.models.Order, with customer loaded"; nothing when it is not known. */
void summary_result_describe(const FileModel *file, UnitId unit, Buf *out);

#endif
