#include "semantics/purity.h"

#include "catalog/extension.h"
#include "semantics/kinds.h"

bool call_is_pure(const FileModel *file, UnitId unit, NodeId call) {
    const CatalogCallable *row =
        extended_callable(file->extension, kinds_callee(file, unit, call, file->mem));
    return row && (row->effects & CATALOG_PURE);
}

bool call_keeps_arguments(const FileModel *file, UnitId unit, NodeId call) {
    const CatalogCallable *row =
        extended_callable(file->extension, kinds_callee(file, unit, call, file->mem));
    return row && !(row->effects & CATALOG_MUTATES);
}

static bool answer(void *answerer, const FileModel *file, UnitId unit, NodeId call) {
    (void)answerer;
    return call_is_pure(file, unit, call);
}

/* What the catalog knows and does not call a mutator. */
static bool keeps_arguments(void *answerer, const FileModel *file, UnitId unit, NodeId call) {
    (void)answerer;
    return call_keeps_arguments(file, unit, call);
}

LoopContext loop_context(const FileModel *file, UnitId unit) {
    return (LoopContext){.file = (FileModel *)file,
                         .unit = unit,
                         .is_pure_call = answer,
                         .keeps_arguments = keeps_arguments};
}
