/* Parameters that hold rows or queries by what is written about them: annotations. All of it is
 * likely, not certain: who calls is not seen. */
#include "semantics/kinds_query.h"

static KindId likely_query(Evaluation *evaluation, KindId model_kind, Orm orm, NodeId node) {
    return query_kind_add(evaluation->table,
                          &(QueryKind){
                              .orm = orm,
                              .stage = QUERY_STAGE_LAZY,
                              .flags = QUERY_IS_LIKELY,
                              .model = model_kind,
                              .place = {evaluation->file->id, evaluation->unit, node}
    });
}

/* The class of an instance. */
static KindId class_of_instance(Evaluation *evaluation, KindId instance) {
    Kind kind = *kind_get(evaluation->table, instance);
    if (kind.tag == KIND_TAG_INSTANCE) {
        return kind_symbol(evaluation->table, kind.path);
    }
    kind.tag = kind.tag == KIND_TAG_OBJECT ? KIND_TAG_CLASS : KIND_TAG_UNKNOWN;
    kind.argument_count = 0;
    memset(kind.arguments, 0, sizeof kind.arguments);
    return kind_add(evaluation->table, &kind);
}

KindId answer_annotated_rows(Evaluation *evaluation, NodeId parameter, KindId promised) {
    Kind kind = *kind_get(evaluation->table, promised);
    if (kind.tag != KIND_TAG_INSTANCE || kind.argument_count != 1 ||
        kind_get(evaluation->table, kind.arguments[0])->tag != KIND_TAG_OBJECT ||
        !catalog_holds_elements(kind.path)) {
        return promised;
    }
    const Model *model = evaluation_model_of(evaluation, kind.arguments[0]);
    if (!model) {
        return promised;
    }
    KindId query = likely_query(evaluation, class_of_instance(evaluation, kind.arguments[0]),
                                model->orm, parameter);
    kind.arguments[0] = query_row(evaluation->table, query, true);
    return kind_add(evaluation->table, &kind);
}

KindId answer_annotated_query(Evaluation *evaluation, KindId head, KindId element) {
    ClassRef class_ref = class_ref_of_kind(kind_get(evaluation->table, head));
    ManagerRole role = model_manager_role(evaluation->file, class_ref);
    const Model *model =
        role.is_queryset && kind_get(evaluation->table, element)->tag == KIND_TAG_OBJECT
            ? evaluation_model_of(evaluation, element)
            : NULL;
    return model ? likely_query(evaluation, class_of_instance(evaluation, element), model->orm,
                                evaluation->node)
                 : KIND_NEVER;
}
